"""Figures frozen for a report, for later comparison with the records."""

from typing import ClassVar

from django.db import models

from borough.foundation.privacy import Kind
from borough.foundation.triggers import append_only


class FrozenFigure(models.Model):
    """A frozen figure. It is immutable; a later one is a new row."""

    id = models.BigAutoField(primary_key=True)
    measure = models.CharField(max_length=60)
    period = models.CharField(max_length=24)  # the period's key
    by = models.CharField(max_length=20, blank=True)  # the dimension, or empty
    definition = models.CharField(max_length=64)  # sha256 of the definition
    content = models.CharField(max_length=64)  # sha256 of the period's records
    watermark = models.BigIntegerField()  # the ledger's audit position of the snapshot
    counted = models.BigIntegerField()
    out_of = models.BigIntegerField()
    parts = models.JSONField()  # the total and every part, as hashed
    sha256 = models.CharField(max_length=64)  # of the counts
    frozen_at = models.DateTimeField()
    audit_position = models.BigIntegerField()

    privacy: ClassVar = dict.fromkeys(
        [
            "id",
            "measure",
            "period",
            "by",
            "definition",
            "content",
            "watermark",
            "counted",
            "out_of",
            "parts",
            "sha256",
            "frozen_at",
            "audit_position",
        ],
        Kind.NONE,
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["sha256", "content"], name="figure_frozen_once"),
            models.CheckConstraint(condition=models.Q(counted__lte=models.F("out_of")), name="figure_is_a_share"),
        ]
        triggers = append_only()
