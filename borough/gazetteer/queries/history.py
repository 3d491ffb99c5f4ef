"""History of a property's or street's records: every version, its author, time and supply."""

from collections.abc import Iterator
from typing import Any

from django.db import connection

from borough.gazetteer.models import (
    Address,
    Change,
    Classification,
    CrossReference,
    DeliveryPoint,
    Organisation,
    Property,
    PropertyArea,
    Provenance,
    Street,
    StreetLink,
    StreetName,
    Successor,
)
from borough.gazetteer.types import Version

OF_PROPERTY: tuple[tuple[Any, str], ...] = (
    (Property, "uprn"),
    (Address, "property_id"),
    (PropertyArea, "property_id"),
    (Provenance, "property_id"),
    (CrossReference, "property_id"),
    (Organisation, "property_id"),
    (Classification, "property_id"),
    (Successor, "property_id"),
    (DeliveryPoint, "property_id"),
)
OF_STREET: tuple[tuple[Any, str], ...] = ((Street, "usrn"), (StreetName, "street_id"), (StreetLink, "street_id"))
COUNTS = ("street", "property", "address")


def history_of(uprn: int) -> list[Version]:
    """Return every version of all records of a property, by kind and key, oldest first."""
    return [version for model, field in OF_PROPERTY for version in _versions(model, field, uprn)]


def history_of_street(usrn: int) -> list[Version]:
    """Return every version of all records of a street, oldest first."""
    return [version for model, field in OF_STREET for version in _versions(model, field, usrn)]


def _versions(model: Any, field: str, number: int) -> Iterator[Version]:
    before = model.pgh_event_model
    keys = list({row["pgh_obj_id"] for row in before.objects.filter(**{field: number}).values("pgh_obj_id")})
    rows = [(False, row) for row in before.objects.filter(pgh_obj_id__in=keys).order_by("pgh_id").values()]
    rows += [(True, row) for row in model.objects.filter(**{field: number}).values()]
    rows += [(True, row) for row in model.objects.filter(pk__in=keys).exclude(**{field: number}).values()]
    changes = Change.objects.in_bulk({row["change_id"] for _, row in rows})
    name = model._meta.pk.attname
    for current, row in sorted(rows, key=lambda pair: (str(pair[1][name]), pair[1]["change_id"])):
        change = changes[row["change_id"]]
        facts = {k: str(v) for k, v in row.items() if v not in (None, "") and not k.startswith("pgh_")}
        files = change.supply.files if change.supply else ""
        yield Version(
            model._meta.model_name,
            str(row[name]),
            current,
            facts,
            change.created_at,
            change.created_by,
            change.what,
            files,
        )


def count() -> dict[str, int]:
    """Return the number of streets, properties and addresses that are not withdrawn."""
    counts = {}
    with connection.cursor() as cursor:
        for name in COUNTS:
            cursor.execute(f"SELECT count(*) FROM gazetteer_{name} WHERE withdrawn_on IS NULL")  # noqa: S608 - our names
            counts[name] = int(cursor.fetchone()[0])
    return counts
