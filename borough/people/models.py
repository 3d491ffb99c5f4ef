"""Customers: residents, businesses and visitors."""

from typing import ClassVar

import pghistory
from django.db import models
from django.db.models import CheckConstraint, Q

from borough.foundation.privacy import Kind


@pghistory.track(pghistory.UpdateEvent(), pghistory.DeleteEvent())
class Person(models.Model):
    """Someone the council serves. After erasure the row stays, naming no one, so that counts stay true."""

    id = models.BigAutoField(primary_key=True)
    reference = models.CharField(max_length=16, unique=True)
    kind = models.CharField(
        max_length=10, choices=[("resident", "Resident"), ("business", "Business"), ("visitor", "Visitor")]
    )
    name = models.CharField(max_length=200, blank=True)
    email = models.CharField(max_length=254, blank=True)
    phone = models.CharField(max_length=30, blank=True)
    address = models.CharField(max_length=300, blank=True)
    uprn = models.BigIntegerField(null=True)
    account = models.OneToOneField("access.Account", null=True, on_delete=models.SET_NULL, related_name="+")
    prefers = models.CharField(max_length=16, blank=True)
    made_at = models.DateTimeField()
    erased_at = models.DateTimeField(null=True)

    privacy_subject: ClassVar = {"person": "id", "account": "account_id"}
    privacy: ClassVar = {
        "id": Kind.PSEUDONYM, "reference": Kind.PSEUDONYM, "kind": Kind.NONE, "name": Kind.IDENTITY,
        "email": Kind.CONTACT, "phone": Kind.CONTACT, "address": Kind.ADDRESS, "uprn": Kind.ADDRESS,
        "account": Kind.PSEUDONYM, "prefers": Kind.NONE, "made_at": Kind.NONE, "erased_at": Kind.NONE,
    }  # fmt: skip

    class Meta:
        constraints = [
            CheckConstraint(condition=Q(kind__in=["resident", "business", "visitor"]), name="person_kind_known"),
            CheckConstraint(
                condition=Q(erased_at__isnull=True) | Q(email="", phone="", address="", uprn__isnull=True),
                name="person_erased_is_empty",
            ),
        ]


PersonEvent = Person.pgh_event_model  # type: ignore[attr-defined]
"""Earlier versions of people, kept by triggers."""
