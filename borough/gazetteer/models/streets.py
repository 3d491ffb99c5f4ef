"""Streets, their names by language, and links between streets."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import UniqueConstraint

from borough.gazetteer.models.versioning import (
    Versioned,
    check_constraints,
    field_kinds,
    immutable_triggers,
    text,
    versions,
)


def metres() -> Any:
    """Return a field for an easting or northing in metres, to the centimetre."""
    return models.DecimalField(max_digits=9, decimal_places=2, null=True)


def small() -> Any:
    """Return a field for a code or small number."""
    return models.SmallIntegerField(null=True)


def day() -> Any:
    """Return a field for an optional date."""
    return models.DateField(null=True)


class Dated(Versioned):
    """A row with the standard's four dates."""

    start_on = day()
    end_on = day()
    updated_on = day()
    entered_on = day()

    class Meta:
        abstract = True


@versions()
class Street(Dated):
    """A street (DTF record 11). Coordinates in metres of the National Grid, tolerance in metres."""

    usrn = models.IntegerField(primary_key=True)
    kind = small()
    naming_custodian = small()
    state = small()
    state_on = day()
    surface = small()
    classification = small()
    version = small()
    start_x = metres()
    start_y = metres()
    end_x = metres()
    end_y = metres()
    tolerance = small()

    privacy: ClassVar = field_kinds("street")

    class Meta:
        constraints = check_constraints("street")
        triggers = immutable_triggers("usrn")


@versions()
class StreetName(Dated):
    """A street's name in one language (record 15)."""

    id = models.BigAutoField(primary_key=True)
    street = models.ForeignKey(Street, on_delete=models.PROTECT, related_name="+", db_column="usrn", db_index=False)
    language = text("streetname", "language")
    name = text("streetname", "name")
    locality = text("streetname", "locality")
    town = text("streetname", "town")
    administrative_area = text("streetname", "administrative_area")

    privacy: ClassVar = {**field_kinds("streetname", usrn="street"), "id": field_kinds("street")["usrn"]}

    class Meta:
        constraints = [
            UniqueConstraint(fields=["street", "language"], name="streetname_once"),
            *check_constraints("streetname"),
        ]
        triggers = immutable_triggers("street", "language")


@versions()
class StreetLink(Versioned):
    """A link from a street to another record (record 12)."""

    id = models.BigAutoField(primary_key=True)
    street = models.ForeignKey(Street, on_delete=models.PROTECT, related_name="+", db_column="usrn", db_index=False)
    kind = models.SmallIntegerField(db_default=0)
    version = small()
    other = text("streetlink", "other")
    other_version = small()
    entered_on = day()

    privacy: ClassVar = {**field_kinds("streetlink", usrn="street"), "id": field_kinds("street")["usrn"]}

    class Meta:
        constraints = [
            UniqueConstraint(fields=["street", "kind", "other"], name="streetlink_once"),
            *check_constraints("streetlink"),
        ]
        triggers = immutable_triggers("street", "kind", "other")
