"""Crew events, and bins reported as missed."""

from typing import ClassVar

from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint

from borough.foundation.privacy import Kind
from borough.foundation.triggers import append_only
from borough.waste.types.missed import MissedState

_OPEN = MissedState.OPEN.value


class CrewEvent(models.Model):
    """A crew event at a property, in a street or on a round. Unique by the sender's ID."""

    id = models.BigAutoField(primary_key=True)
    source_id = models.CharField(max_length=160, unique=True)  # the sender and its ID
    reason = models.CharField(max_length=30)
    stream = models.CharField(max_length=30)
    on = models.DateField()
    happened_at = models.DateTimeField()
    uprn = models.BigIntegerField(null=True)
    usrn = models.IntegerField(null=True)
    round = models.CharField(max_length=40, blank=True)
    created_at = models.DateTimeField()
    created_by = models.CharField(max_length=60)

    privacy: ClassVar = {
        **dict.fromkeys(
            ["id", "source_id", "reason", "stream", "on", "happened_at", "uprn", "usrn", "round", "created_at"],
            Kind.NONE,
        ),
        "created_by": Kind.PSEUDONYM,
    }

    class Meta:
        indexes = [
            models.Index(fields=["uprn", "on"], name="crew_event_by_uprn", condition=Q(uprn__isnull=False)),
            models.Index(fields=["on"], name="crew_event_by_day", condition=Q(uprn__isnull=True)),
        ]
        constraints = [
            CheckConstraint(
                condition=Q(uprn__isnull=False, usrn__isnull=True, round="")
                | Q(uprn__isnull=True, usrn__isnull=False, round="")
                | Q(uprn__isnull=True, usrn__isnull=True) & ~Q(round=""),
                name="crew_event_of_one_place",
            ),
        ]
        triggers = append_only()


class MissedBin(models.Model):
    """A missed bin report. At most one for each collection, whoever reports it."""

    id = models.BigAutoField(primary_key=True)
    reference = models.CharField(max_length=16, unique=True)
    key = models.CharField(max_length=120, unique=True)
    uprn = models.BigIntegerField(null=True)
    stream = models.CharField(max_length=30)
    round = models.CharField(max_length=40)
    collected_on = models.DateField()
    person = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+")
    details = models.CharField(max_length=1000, blank=True)
    state = models.CharField(max_length=10, default=_OPEN)
    reason = models.CharField(max_length=30, blank=True)
    created_at = models.DateTimeField()
    created_by = models.CharField(max_length=60)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=60, blank=True)
    disposed_at = models.DateTimeField(null=True)

    privacy_subject: ClassVar = {"person": "person_id"}
    privacy: ClassVar = {
        **dict.fromkeys(
            ["id", "stream", "round", "collected_on", "state", "reason", "created_at", "ended_at", "disposed_at"],
            Kind.NONE,
        ),
        "reference": Kind.PSEUDONYM,
        "key": Kind.PSEUDONYM,
        "uprn": Kind.ADDRESS,
        "person": Kind.PSEUDONYM,
        "details": Kind.FREE_TEXT,
        "created_by": Kind.PSEUDONYM,
        "ended_by": Kind.PSEUDONYM,
    }

    class Meta:
        indexes = [models.Index(fields=["state", "collected_on", "id"], name="missed_by_state")]
        constraints = [
            UniqueConstraint(fields=["uprn", "stream", "collected_on"], name="missed_reported_once"),
            CheckConstraint(
                condition=Q(disposed_at=None) | Q(person=None, uprn=None, details="", ended_at__isnull=False),
                name="missed_disposed_of_says_nothing",
            ),
            CheckConstraint(
                condition=Q(state=_OPEN, ended_at__isnull=True, ended_by="", reason="")
                | Q(state=MissedState.RETURNED.value, ended_at__isnull=False, reason="") & ~Q(ended_by="")
                | Q(state=MissedState.ANSWERED.value, ended_at__isnull=False) & ~Q(ended_by="") & ~Q(reason=""),
                name="missed_state_sound",
            ),
        ]
