"""Mystery-shopping tests of routes to a service."""

from typing import ClassVar

from django.db import models
from django.db.models import CheckConstraint, Q

from borough.foundation.privacy import Kind
from borough.foundation.triggers import append_only


class RouteTest(models.Model):
    """One test of one route: the day, whether it worked, and the finding. Kept permanently."""

    id = models.BigAutoField(primary_key=True)
    service = models.CharField(max_length=60)
    route = models.CharField(max_length=20)
    tested_on = models.DateField()
    worked = models.BooleanField()
    finding = models.CharField(max_length=500)
    by = models.CharField(max_length=60, db_column="created_by")
    created_at = models.DateTimeField()

    privacy: ClassVar = {
        "id": Kind.NONE,
        "service": Kind.NONE,
        "route": Kind.NONE,
        "tested_on": Kind.NONE,
        "worked": Kind.NONE,
        "finding": Kind.NONE,
        "by": Kind.PSEUDONYM,
        "created_at": Kind.NONE,
    }

    class Meta:
        constraints = [
            CheckConstraint(
                condition=Q(route__in=["web", "phone", "face_to_face", "post", "assisted"]), name="route_known"
            )
        ]
        indexes = [models.Index(fields=["service", "route", "-tested_on"], name="route_latest")]
        triggers = append_only()
