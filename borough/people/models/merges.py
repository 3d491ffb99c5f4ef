"""Possible duplicates and merges."""

from typing import Any, ClassVar

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint

from borough.foundation.privacy import Kind


class PossibleDuplicate(models.Model):
    """A possible duplicate pair, the reasons, and the decision. “Apart” is kept, whatever is found later."""

    id = models.BigAutoField(primary_key=True)
    first = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    second = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    reasons = ArrayField(models.CharField(max_length=20))
    state = models.CharField(max_length=10, default="waiting")
    detected_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    decided_by = models.CharField(max_length=60, blank=True)

    privacy_subject: ClassVar = {"person": "first_id"}
    privacy: ClassVar = {
        **dict.fromkeys(["id", "reasons", "state", "detected_at", "decided_at"], Kind.NONE),
        **dict.fromkeys(["first", "second", "decided_by"], Kind.PSEUDONYM),
    }

    class Meta:
        constraints = [
            UniqueConstraint(fields=["first", "second"], name="likeness_once_a_pair"),
            CheckConstraint(condition=Q(first__lt=F("second")), name="likeness_in_order"),
            CheckConstraint(condition=Q(state__in=["waiting", "distinct", "merged"]), name="likeness_state_known"),
        ]
        indexes = [models.Index(fields=["id"], name="likeness_waiting", condition=Q(state="waiting"))]


class DuplicateCheck(models.Model):
    """A record awaiting a duplicate check by the worker, so that writers do not wait for it."""

    person = models.OneToOneField("people.Person", primary_key=True, on_delete=models.PROTECT, related_name="+")

    privacy_subject: ClassVar = {"person": "person_id"}
    privacy: ClassVar = {"person": Kind.PSEUDONYM}


class Merge(models.Model):
    """A merge of one record into another, with everything changed, so that it can be undone exactly."""

    id = models.BigAutoField(primary_key=True)
    reference = models.CharField(max_length=16, unique=True)
    canonical = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    merged = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    columns = ArrayField(models.CharField(max_length=20), default=list, blank=True)  # changed columns of the canonical
    before = models.JSONField(null=True)  # their previous values
    after = models.JSONField(null=True)  # the values taken over
    merged_at = models.DateTimeField()
    merged_by = models.CharField(max_length=60)
    undone_at = models.DateTimeField(null=True)
    undone_by = models.CharField(max_length=60, blank=True)

    privacy_subject: ClassVar = {"person": "canonical_id"}
    privacy: ClassVar = {
        **dict.fromkeys(["id", "columns", "merged_at", "undone_at"], Kind.NONE),
        **dict.fromkeys(["reference", "canonical", "merged", "merged_by", "undone_by"], Kind.PSEUDONYM),
        **dict.fromkeys(["before", "after"], Kind.FREE_TEXT),
    }

    class Meta:
        constraints = [
            CheckConstraint(condition=~Q(canonical=F("merged")), name="merge_of_two"),
            UniqueConstraint(fields=["merged"], name="merge_one_stands", condition=Q(undone_at__isnull=True)),
            CheckConstraint(
                condition=Q(undone_at__isnull=True, undone_by="")
                | (Q(undone_at__gte=F("merged_at")) & ~Q(undone_by="")),
                name="merge_undone_by_somebody",
            ),
        ]
        indexes = [models.Index(fields=["canonical"], name="merge_into", condition=Q(undone_at__isnull=True))]
        triggers = [
            pgtrigger.ReadOnly(name="stays", fields=["canonical", "merged", "merged_at", "merged_by"]),
            pgtrigger.Protect(name="no_removal", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="undone_once",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__undone_at__isnull=False)
                & pgtrigger.Q(old__undone_at__df=pgtrigger.F("new__undone_at")),
            ),
        ]

    def changes(self) -> dict[str, tuple[Any, Any]]:
        """Return the old and new value by column; empty once either was erased."""
        return {
            column: (old, new)
            for column, old, new in zip(self.columns, self.before or (), self.after or (), strict=False)
        }
