"""Organisations and households, and their memberships over time."""

from typing import ClassVar

import pghistory
import pgtrigger
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import CheckConstraint, F, Func, Q, UniqueConstraint
from django.db.models.functions import Lower

from borough.foundation.privacy import Kind
from borough.people.types.memberships import ORGANISATIONS, REGISTERS, ROLES

_WHILE = Func(F("starts_on"), F("ends_on"), function="DATERANGE", output_field=DateRangeField())
_CONFIDENCE_KNOWN = Q(confidence__in=["stated", "reported", "seen", "passed_on"])
_BELONGING = {
    **dict.fromkeys(["id", "starts_on", "ends_on", "confidence", "stated_at"], Kind.NONE),
    **dict.fromkeys(["person", "source", "stated_by"], Kind.PSEUDONYM),
}


def _constraints(name: str) -> list[CheckConstraint]:
    return [
        CheckConstraint(condition=Q(ends_on__isnull=True) | Q(ends_on__gt=F("starts_on")), name=f"{name}_ends_after"),
        CheckConstraint(condition=_CONFIDENCE_KNOWN, name=f"{name}_sureness_known"),
        CheckConstraint(condition=Q(person__isnull=False) | Q(ends_on__isnull=False), name=f"{name}_is_somebodys"),
    ]


@pghistory.track(pghistory.UpdateEvent(), pghistory.DeleteEvent())
class Organisation(models.Model):
    """A company, club or school with its own contact details. A register number has at most one open row."""

    id = models.BigAutoField(primary_key=True)
    reference = models.CharField(max_length=16, unique=True)
    kind = models.CharField(max_length=12)
    name = models.CharField(max_length=200, blank=True)
    register = models.CharField(max_length=10, blank=True)
    number = models.CharField(max_length=12, blank=True)
    email = models.CharField(max_length=254, blank=True)
    phone = models.CharField(max_length=30, blank=True)
    address = models.CharField(max_length=300, blank=True)
    uprn = models.BigIntegerField(null=True)
    created_at = models.DateTimeField()
    closed_on = models.DateField(null=True)  # the first day it no longer exists
    erased_at = models.DateTimeField(null=True)  # a sole trader's, with the person

    privacy: ClassVar = {
        **dict.fromkeys(["id", "reference", "kind", "register", "created_at", "closed_on", "erased_at"], Kind.NONE),
        **dict.fromkeys(["name", "number"], Kind.IDENTITY),
        **dict.fromkeys(["email", "phone"], Kind.CONTACT),
        **dict.fromkeys(["address", "uprn"], Kind.ADDRESS),
    }

    class Meta:
        constraints = [
            CheckConstraint(condition=Q(kind__in=list(ORGANISATIONS)), name="organisation_kind_known"),
            CheckConstraint(
                condition=Q(register="", number="") | Q(register__in=[key for key in REGISTERS if key]) & ~Q(number=""),
                name="organisation_number_of_a_register",
            ),
            CheckConstraint(
                condition=Q(erased_at__isnull=True) & ~Q(name="")
                | Q(
                    erased_at__isnull=False,
                    closed_on__isnull=False,
                    name="",
                    number="",
                    email="",
                    phone="",
                    address="",
                    uprn__isnull=True,
                ),
                name="organisation_named_or_erased",
            ),
            UniqueConstraint(
                fields=["register", "number"],
                name="organisation_one_open_a_number",
                condition=Q(closed_on__isnull=True) & ~Q(number=""),
            ),
        ]
        indexes = [
            models.Index(Lower("name"), name="organisation_by_name"),
            models.Index(fields=["uprn"], name="organisation_by_uprn", condition=Q(uprn__isnull=False)),
        ]
        triggers = [pgtrigger.Protect(name="no_removal", operation=pgtrigger.Delete)]


OrganisationEvent = Organisation.pgh_event_model  # type: ignore[attr-defined]
"""Earlier versions of organisations, recorded by triggers."""


@pghistory.track(pghistory.UpdateEvent(), pghistory.DeleteEvent())
class OrganisationRole(models.Model):
    """A person's role in an organisation between two dates. An erroneous entry is deleted."""

    id = models.BigAutoField(primary_key=True)
    organisation = models.ForeignKey("people.Organisation", on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=12)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)
    source = models.CharField(max_length=120)
    confidence = models.CharField(max_length=12)
    stated_at = models.DateTimeField()
    stated_by = models.CharField(max_length=60)

    privacy_subject: ClassVar = {"person": "person_id"}
    privacy: ClassVar = {**_BELONGING, "organisation": Kind.PSEUDONYM, "role": Kind.NONE}

    class Meta:
        constraints = [
            *_constraints("acting"),
            CheckConstraint(condition=Q(role__in=list(ROLES)), name="acting_role_known"),
            ExclusionConstraint(
                name="acting_once_in_a_role",
                expressions=[
                    ("organisation", RangeOperators.EQUAL),
                    ("person", RangeOperators.EQUAL),
                    ("role", RangeOperators.EQUAL),
                    (_WHILE, RangeOperators.OVERLAPS),
                ],
            ),
        ]


OrganisationRoleEvent = OrganisationRole.pgh_event_model  # type: ignore[attr-defined]
"""Earlier versions of organisation roles, recorded by triggers."""


class Household(models.Model):
    """People who live together at a property. A house let by the room has several households."""

    id = models.BigAutoField(primary_key=True)
    reference = models.CharField(max_length=16, unique=True)
    uprn = models.BigIntegerField()
    created_at = models.DateTimeField()

    privacy: ClassVar = {**dict.fromkeys(["id", "reference", "created_at"], Kind.NONE), "uprn": Kind.ADDRESS}

    class Meta:
        indexes = [models.Index(fields=["uprn"], name="household_by_uprn")]
        triggers = [
            pgtrigger.Protect(name="no_removal", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(name="stays", fields=["reference", "uprn", "created_at"]),
        ]


@pghistory.track(pghistory.UpdateEvent(), pghistory.DeleteEvent())
class HouseholdMember(models.Model):
    """A person's membership of a household between two dates, with source and confidence."""

    id = models.BigAutoField(primary_key=True)
    household = models.ForeignKey("people.Household", on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)
    source = models.CharField(max_length=120)
    confidence = models.CharField(max_length=12)
    stated_at = models.DateTimeField()
    stated_by = models.CharField(max_length=60)

    privacy_subject: ClassVar = {"person": "person_id"}
    privacy: ClassVar = {**_BELONGING, "household": Kind.PSEUDONYM}

    class Meta:
        constraints = [
            *_constraints("living"),
            ExclusionConstraint(
                name="living_once_at_a_time",
                expressions=[
                    ("household", RangeOperators.EQUAL),
                    ("person", RangeOperators.EQUAL),
                    (_WHILE, RangeOperators.OVERLAPS),
                ],
            ),
        ]


HouseholdMemberEvent = HouseholdMember.pgh_event_model  # type: ignore[attr-defined]
"""Earlier versions of household memberships, recorded by triggers."""
