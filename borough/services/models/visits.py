"""Page counts (shown, passed, refused), without personal identifiers."""

from typing import ClassVar

from django.db import models
from django.db.models import CheckConstraint, Q

from borough.foundation.privacy import Kind

WHAT = ("begun", "viewed", "passed", "refused", "ended", "submitted", "left")


class Visit(models.Model):
    """A daily count of a page event: no person, session or hour."""

    id = models.BigAutoField(primary_key=True)
    on = models.DateField()
    service = models.CharField(max_length=60)
    mode = models.CharField(max_length=10)
    page = models.CharField(max_length=80)
    what = models.CharField(max_length=10)
    count = models.PositiveIntegerField(default=1)

    privacy: ClassVar = dict.fromkeys(["id", "on", "service", "mode", "page", "what", "count"], Kind.NONE)

    class Meta:
        constraints = [CheckConstraint(condition=Q(what__in=WHAT), name="visit_what_known")]
        indexes = [models.Index(fields=["service", "on"], name="visit_by_service")]
