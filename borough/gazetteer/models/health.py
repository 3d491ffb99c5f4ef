"""Health runs: time and change of an examination, and every record that failed a check."""

from typing import ClassVar

from django.db import models
from django.db.models import CheckConstraint, F, Q

from borough.foundation.privacy import Kind
from borough.foundation.triggers import append_only
from borough.gazetteer.models.supplies import Change
from borough.gazetteer.types import CriterionResult, ReviewDetail


class HealthRun(models.Model):
    """One examination of the whole gazetteer, kept permanently."""

    id = models.BigAutoField(primary_key=True)
    created_at = models.DateTimeField(db_index=True)
    created_by = models.CharField(max_length=60)
    change = models.ForeignKey(Change, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    records = models.BigIntegerField()
    faults = models.BigIntegerField()

    privacy: ClassVar = {
        "id": Kind.NONE,
        "created_at": Kind.NONE,
        "created_by": Kind.PSEUDONYM,
        "change": Kind.NONE,
        "records": Kind.NONE,
        "faults": Kind.NONE,
    }

    class Meta:
        constraints = [CheckConstraint(condition=Q(records__gte=0, faults__gte=0), name="health_counts_sound")]
        triggers = append_only()


class HealthFault(models.Model):
    """A record that failed a check in a run. uprn or usrn says where to correct it."""

    id = models.BigAutoField(primary_key=True)
    run = models.ForeignKey(HealthRun, on_delete=models.PROTECT, related_name="+", db_index=False)
    check_number = models.IntegerField()
    record = models.CharField(max_length=20)
    key = models.CharField(max_length=20)
    uprn = models.BigIntegerField(null=True)
    usrn = models.IntegerField(null=True)

    privacy: ClassVar = dict.fromkeys(["id", "run", "check_number", "record", "key", "uprn", "usrn"], Kind.NONE)

    class Meta:
        indexes = [models.Index(fields=["run", "check_number", "id"], name="fault_by_check")]
        triggers = append_only()


class GazetteerSchedule(models.Model):
    """Dated criteria and thresholds, as submitted; immutable, and the latest one applies."""

    id = models.BigAutoField(primary_key=True)
    version = models.CharField(max_length=60, unique=True)
    title = models.CharField(max_length=200)
    since = models.DateField()
    until = models.DateField()
    example = models.BooleanField()
    text = models.TextField()  # TOML
    created_at = models.DateTimeField()
    created_by = models.CharField(max_length=60)

    privacy: ClassVar = {
        "id": Kind.NONE,
        "version": Kind.NONE,
        "title": Kind.NONE,
        "since": Kind.NONE,
        "until": Kind.NONE,
        "example": Kind.NONE,
        "text": Kind.NONE,
        "created_at": Kind.NONE,
        "created_by": Kind.PSEUDONYM,
    }

    class Meta:
        constraints = [CheckConstraint(condition=Q(until__gt=F("since")), name="schedule_ends_after")]
        triggers = append_only()


class GazetteerReview(models.Model):
    """The gazetteer graded by a schedule on a day: results and levels by criterion, and overall."""

    id = models.BigAutoField(primary_key=True)
    created_at = models.DateTimeField(db_index=True)
    created_by = models.CharField(max_length=60)
    run = models.ForeignKey(HealthRun, on_delete=models.PROTECT, related_name="+", db_index=False)
    schedule = models.CharField(max_length=60)
    example = models.BooleanField()
    level = models.SmallIntegerField(null=True)
    criteria = models.JSONField()  # key, name, unit, value, level, counts; values are texts, exact to the hundredth

    privacy: ClassVar = {
        "id": Kind.NONE,
        "created_at": Kind.NONE,
        "created_by": Kind.PSEUDONYM,
        "run": Kind.NONE,
        "schedule": Kind.NONE,
        "example": Kind.NONE,
        "level": Kind.NONE,
        "criteria": Kind.NONE,
    }

    class Meta:
        constraints = [
            CheckConstraint(condition=Q(level__isnull=True) | Q(level__range=(0, 4)), name="review_level_known")
        ]
        triggers = append_only()

    def to_detail(self) -> ReviewDetail:
        """Return the review for people and reports."""
        criteria = tuple(CriterionResult(**criterion) for criterion in self.criteria)
        return ReviewDetail(
            self.pk, self.created_at, self.created_by, self.schedule, self.example, self.level, criteria, self.run_id
        )
