"""Rounds, their properties, and changes of days."""

from typing import ClassVar

import pgtrigger
from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint

from borough.foundation.privacy import Kind
from borough.waste.rules.calendar import MOST_DAYS, MOST_WEEKS
from borough.waste.types.calendar import ChangeKind, ChangeReason


class Round(models.Model):
    """A crew's route for one stream, repeated at a weekly interval from its first day."""

    id = models.BigAutoField(primary_key=True)
    code = models.CharField(max_length=40, unique=True)
    stream = models.CharField(max_length=30)
    first_on = models.DateField()
    every_weeks = models.SmallIntegerField()
    crew = models.CharField(max_length=60, blank=True)
    changed_at = models.DateTimeField()

    privacy: ClassVar = dict.fromkeys(
        ["id", "code", "stream", "first_on", "every_weeks", "crew", "changed_at"], Kind.NONE
    )

    class Meta:
        constraints = [
            CheckConstraint(condition=Q(every_weeks__range=(1, MOST_WEEKS)), name="round_weeks_known"),
            CheckConstraint(condition=~Q(code="") & ~Q(stream=""), name="round_named"),
            CheckConstraint(condition=~Q(first_on__iso_week_day=7), name="round_not_on_sunday"),
        ]


class Membership(models.Model):
    """A property on a round, from a start day to an optional end day."""

    id = models.BigAutoField(primary_key=True)
    uprn = models.BigIntegerField()
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="+")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)
    changed_at = models.DateTimeField()

    privacy: ClassVar = dict.fromkeys(["id", "uprn", "round", "starts_on", "ends_on", "changed_at"], Kind.NONE)

    class Meta:
        indexes = [models.Index(fields=["uprn"], name="membership_by_uprn")]
        constraints = [
            UniqueConstraint(fields=["uprn", "round"], condition=Q(ends_on__isnull=True), name="membership_one_open"),
            CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")), name="membership_ends_after"
            ),
        ]


class DayChange(models.Model):
    """A change of collection days; withdrawn, never deleted, so that calendars can be updated."""

    id = models.BigAutoField(primary_key=True)
    kind = models.CharField(max_length=8)
    why = models.CharField(max_length=12)
    stream = models.CharField(max_length=30, blank=True)
    round = models.ForeignKey(Round, null=True, on_delete=models.PROTECT, related_name="+")
    starts_on = models.DateField()
    ends_on = models.DateField()
    days = models.SmallIntegerField(default=0)
    note = models.CharField(max_length=200, blank=True)  # shown to everyone in addition to the date
    created_at = models.DateTimeField()
    created_by = models.CharField(max_length=60)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.CharField(max_length=60, blank=True)

    privacy: ClassVar = {
        **dict.fromkeys(
            [
                "id",
                "kind",
                "why",
                "stream",
                "round",
                "starts_on",
                "ends_on",
                "days",
                "note",
                "created_at",
                "withdrawn_at",
            ],
            Kind.NONE,
        ),
        "created_by": Kind.PSEUDONYM,
        "withdrawn_by": Kind.PSEUDONYM,
    }

    class Meta:
        constraints = [
            CheckConstraint(
                condition=Q(kind__in=[member.value for member in ChangeKind]), name="day_change_kind_known"
            ),
            CheckConstraint(
                condition=Q(why__in=[member.value for member in ChangeReason]), name="day_change_why_known"
            ),
            CheckConstraint(condition=Q(ends_on__gt=F("starts_on")), name="day_change_ends_after"),
            CheckConstraint(
                condition=Q(kind=ChangeKind.SHIFT.value, days__range=(-MOST_DAYS, MOST_DAYS)) & ~Q(days=0)
                | ~Q(kind=ChangeKind.SHIFT.value) & Q(days=0),
                name="day_change_moves",
            ),
            CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, withdrawn_by="")
                | Q(withdrawn_at__isnull=False) & ~Q(withdrawn_by=""),
                name="day_change_withdrawn_by_someone",
            ),
        ]
        triggers = [pgtrigger.Protect(name="no_removal", operation=pgtrigger.Delete)]
