"""Imported supplies, their progress, and the changes that rows refer to."""

from typing import ClassVar

from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint

from borough.foundation.privacy import Kind
from borough.foundation.triggers import append_only


class Supply(models.Model):
    """An import of a supply. Its records are staged until all are read, and then applied at once."""

    id = models.BigAutoField(primary_key=True)
    digest = models.CharField(max_length=64)  # sha256 of the uncompressed content, volume by volume, in hexadecimal
    files = models.TextField()
    layout = models.CharField(max_length=60)
    kind = models.CharField(max_length=1)  # F full, C changes only
    supplied_on = models.DateField(null=True)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    waiting = models.BigIntegerField(default=0)  # records staged so far
    read = models.BigIntegerField(default=0)
    imported = models.BigIntegerField(default=0)
    repeated = models.BigIntegerField(default=0)
    rejected = models.BigIntegerField(default=0)

    privacy: ClassVar = dict.fromkeys(
        [
            "id",
            "digest",
            "files",
            "layout",
            "kind",
            "supplied_on",
            "started_at",
            "finished_at",
            "waiting",
            "read",
            "imported",
            "repeated",
            "rejected",
        ],
        Kind.NONE,
    )

    class Meta:
        constraints = [
            UniqueConstraint(F("layout"), condition=Q(finished_at__isnull=True), name="supply_one_open"),
            CheckConstraint(condition=Q(kind__in=["F", "C"]), name="supply_kind_known"),
            CheckConstraint(condition=Q(read=F("imported") + F("repeated") + F("rejected")), name="supply_adds_up"),
        ]


class Change(models.Model):
    """A change of the gazetteer. Every row and every version refers to the change that created it."""

    id = models.BigAutoField(primary_key=True)
    created_at = models.DateTimeField(db_index=True)
    created_by = models.CharField(max_length=60)
    what = models.CharField(max_length=60)
    supply = models.ForeignKey(Supply, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)

    privacy: ClassVar = {
        "id": Kind.NONE,
        "created_at": Kind.NONE,
        "created_by": Kind.PSEUDONYM,
        "what": Kind.NONE,
        "supply": Kind.NONE,
    }

    class Meta:
        triggers = append_only()


class Gazetteer(models.Model):
    """Gazetteer metadata: the metadata record (29) of the last supply in a layout, and its custodian."""

    layout = models.CharField(max_length=60, primary_key=True)
    custodian_name = models.CharField(max_length=40, blank=True)
    custodian_uprn = models.CharField(max_length=12, blank=True)
    custodian_code = models.CharField(max_length=4, blank=True)
    facts = models.JSONField(default=dict)  # of record 29, by the standard's names
    change = models.ForeignKey(Change, on_delete=models.PROTECT, related_name="+", db_index=False)

    privacy: ClassVar = dict.fromkeys(
        ["layout", "custodian_name", "custodian_uprn", "custodian_code", "facts", "change"], Kind.NONE
    )
