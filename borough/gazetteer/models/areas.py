"""Wards and parishes, and the dated assignment of properties to them."""

from typing import ClassVar

from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint

from borough.foundation.privacy import Kind
from borough.gazetteer.models.properties import Property
from borough.gazetteer.models.versioning import Versioned, immutable_triggers, versions
from borough.gazetteer.types import AreaKind

_KNOWN = Q(kind__in=[kind.value for kind in AreaKind])


@versions()
class Area(Versioned):
    """A ward or parish from its first day to its last day (exclusive)."""

    id = models.BigAutoField(primary_key=True)
    kind = models.CharField(max_length=6)
    code = models.CharField(max_length=10, db_collation="C")
    name = models.CharField(max_length=100)
    since = models.DateField()
    until = models.DateField(null=True)

    privacy: ClassVar = dict.fromkeys(
        ["id", "kind", "code", "name", "since", "until", "withdrawn_on", "change"], Kind.NONE
    )

    class Meta:
        constraints = [
            UniqueConstraint(fields=["kind", "code", "since"], name="area_once"),
            UniqueConstraint(fields=["kind", "code"], condition=Q(until__isnull=True), name="area_open_once"),
            CheckConstraint(condition=_KNOWN, name="area_kind_known"),
            CheckConstraint(condition=Q(until__isnull=True) | Q(until__gt=F("since")), name="area_ends_after"),
        ]
        triggers = immutable_triggers("kind", "code")


@versions()
class PropertyArea(models.Model):
    """The area of a property from this day on, until a row with a later day.

    Periods have no gap or overlap by construction: a boundary review adds rows and changes no past date.
    """

    id = models.BigAutoField(primary_key=True)
    property = models.ForeignKey(Property, on_delete=models.PROTECT, related_name="+", db_column="uprn", db_index=False)
    kind = models.CharField(max_length=6, db_collation="C")
    code = models.CharField(max_length=10, db_collation="C")
    since = models.DateField()
    change = models.ForeignKey(
        "gazetteer.Change", on_delete=models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )

    privacy: ClassVar = dict.fromkeys(["id", "property", "kind", "code", "since", "change"], Kind.NONE)

    class Meta:
        constraints = [
            UniqueConstraint(fields=["property", "kind", "since"], name="property_area_once"),
            CheckConstraint(condition=_KNOWN, name="property_area_kind_known"),
        ]
        triggers = immutable_triggers("property", "kind", "since")
