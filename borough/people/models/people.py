"""Customers: residents, businesses and visitors."""

from typing import ClassVar

import pghistory
from django.db import models
from django.db.models import CheckConstraint, F, Func, Q, Value
from django.db.models.functions import Lower, Right

from borough.foundation.privacy import Kind

PHONE_TAIL = Right(Func(F("phone"), Value(r"\D"), Value(""), Value("g"), function="regexp_replace"), 9)
"""The last digits of a phone number as SQL; must agree with rules.duplicates.phone_tail."""


@pghistory.track(pghistory.UpdateEvent(), pghistory.DeleteEvent())
class Person(models.Model):
    """A person the council serves. After erasure the row stays without names, so that statistics stay correct."""

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
    created_at = models.DateTimeField()
    erased_at = models.DateTimeField(null=True)
    merged_into = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")

    privacy_subject: ClassVar = {"person": "id", "account": "account_id"}
    privacy: ClassVar = {
        "id": Kind.PSEUDONYM,
        "reference": Kind.PSEUDONYM,
        "kind": Kind.NONE,
        "name": Kind.IDENTITY,
        "email": Kind.CONTACT,
        "phone": Kind.CONTACT,
        "address": Kind.ADDRESS,
        "uprn": Kind.ADDRESS,
        "account": Kind.PSEUDONYM,
        "prefers": Kind.NONE,
        "created_at": Kind.NONE,
        "erased_at": Kind.NONE,
        "merged_into": Kind.PSEUDONYM,
    }

    class Meta:
        constraints = [
            CheckConstraint(condition=Q(kind__in=["resident", "business", "visitor"]), name="person_kind_known"),
            CheckConstraint(
                condition=Q(erased_at__isnull=True) | Q(email="", phone="", address="", uprn__isnull=True),
                name="person_erased_is_empty",
            ),
            CheckConstraint(
                condition=Q(merged_into__isnull=True) | ~Q(merged_into=F("id")), name="person_not_under_itself"
            ),
        ]
        indexes = [
            models.Index(Lower("email"), name="person_by_email", condition=~Q(email="")),
            models.Index(PHONE_TAIL, name="person_by_phone", condition=~Q(phone="")),
            models.Index(fields=["uprn"], name="person_by_uprn", condition=Q(uprn__isnull=False)),
        ]


PersonEvent = Person.pgh_event_model  # type: ignore[attr-defined]
"""Earlier versions of people, recorded by triggers."""


@pghistory.track(pghistory.UpdateEvent(), pghistory.DeleteEvent())
class StoredFact(models.Model):
    """A fact about a person or organisation: value, source, time and confidence.

    Earlier values are kept in a history table. For contact facts stored in the person's or organisation's own
    record (name, email, phone, address) the row gives only the source.
    """

    id = models.BigAutoField(primary_key=True)
    person = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey("people.Organisation", null=True, on_delete=models.PROTECT, related_name="+")
    key = models.CharField(max_length=60)
    value = models.JSONField(null=True)
    source = models.CharField(max_length=120)
    confidence = models.CharField(max_length=12)
    stated_at = models.DateTimeField()
    confirmed_at = models.DateTimeField()

    privacy_subject: ClassVar = {"person": "person_id"}
    privacy: ClassVar = {
        "id": Kind.NONE,
        "person": Kind.PSEUDONYM,
        "key": Kind.NONE,
        "value": Kind.FREE_TEXT,
        "source": Kind.PSEUDONYM,
        "confidence": Kind.NONE,
        "stated_at": Kind.NONE,
        "confirmed_at": Kind.NONE,
        "organisation": Kind.NONE,
    }

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "key"], name="one_fact_a_key"),
            models.UniqueConstraint(fields=["organisation", "key"], name="one_organisation_fact_a_key"),
            CheckConstraint(
                condition=Q(person__isnull=False, organisation__isnull=True)
                | Q(person__isnull=True, organisation__isnull=False),
                name="held_fact_of_one",
            ),
            CheckConstraint(
                condition=Q(confidence__in=["stated", "reported", "seen", "passed_on"]), name="held_fact_sureness_known"
            ),
        ]


StoredFactEvent = StoredFact.pgh_event_model  # type: ignore[attr-defined]
"""Earlier values of facts, recorded by triggers."""
