"""Properties, streets, and a property's ward or parish on a day."""

from collections.abc import Collection
from datetime import date

from borough.gazetteer.models import CrossReference, Property, PropertyArea, StreetName, Successor
from borough.gazetteer.queries.addresses import line_of, select_lines
from borough.gazetteer.rules.grid import to_latitude_longitude
from borough.gazetteer.types import AreaKind, PropertyDetail, Status, StreetDetail

NEAR = 1_000  # metres


def area_of(uprn: int, kind: AreaKind, on: date) -> str:
    """Return the code of the property's ward or parish on the day; empty if unknown."""
    rows = PropertyArea.objects.filter(property_id=uprn, kind=kind.value, since__lte=on).order_by("-since")
    return rows.values_list("code", flat=True).first() or ""


def ward_of(uprn: int, on: date) -> str:
    """Return the code of the property's ward on the day; empty if unknown."""
    return area_of(uprn, AreaKind.WARD, on)


def wards_of(uprns: Collection[int], on: date, kind: AreaKind = AreaKind.WARD) -> dict[int, str]:
    """Return the ward or parish of each property on the day; unknown ones are left out."""
    rows = PropertyArea.objects.filter(property_id__in=list(uprns), kind=kind.value, since__lte=on)
    return dict(rows.order_by("since").values_list("property_id", "code"))


def known_uprns(uprns: Collection[int]) -> set[int]:
    """Return which properties exist and are not withdrawn, whatever their status."""
    rows = Property.objects.filter(pk__in=list(uprns), withdrawn_on__isnull=True)
    return set(rows.values_list("pk", flat=True))


def is_near_property(easting: float, northing: float) -> bool | None:
    """Return whether a point is within a kilometre of any of our properties; None if there are none.

    Metres of the National Grid. The gazetteer has no borough boundary, so points just outside are not detected.
    """
    placed = Property.objects.filter(withdrawn_on__isnull=True, easting__isnull=False)
    near = placed.filter(
        easting__range=(easting - NEAR, easting + NEAR), northing__range=(northing - NEAR, northing + NEAR)
    )
    return near.exists() or (False if placed.exists() else None)


def street_of(usrn: int) -> list[StreetDetail]:
    """Return a street in each language; empty if there is none."""
    rows = StreetName.objects.filter(street_id=usrn).select_related("street").order_by("language")
    return [
        StreetDetail(
            usrn,
            row.language,
            row.name,
            row.locality,
            row.town,
            row.administrative_area,
            row.street.state,
            row.street.withdrawn_on is not None or row.withdrawn_on is not None,
        )
        for row in rows
    ]


def property_of(uprn: int, on: date) -> PropertyDetail | None:
    """Return a property with all addresses of any status, and its areas on the day; None if there is none."""
    row = Property.objects.filter(pk=uprn).first()
    if row is None:
        return None
    at = (float(row.easting), float(row.northing)) if row.easting is not None and row.northing is not None else None
    degrees = to_latitude_longitude([at])[0] if at else None
    children = Property.objects.filter(parent_uprn=uprn, withdrawn_on__isnull=True)
    others = CrossReference.objects.filter(property_id=uprn, withdrawn_on__isnull=True).order_by("source", "reference")
    after = Successor.objects.filter(property_id=uprn, withdrawn_on__isnull=True).order_by("key")
    return PropertyDetail(
        uprn=uprn,
        status=Status(row.status),
        state=row.state,
        classification=row.classification,
        parent=row.parent_uprn,
        easting=at[0] if at else None,
        northing=at[1] if at else None,
        latitude=degrees[0] if degrees else None,
        longitude=degrees[1] if degrees else None,
        ward=area_of(uprn, AreaKind.WARD, on),
        parish=area_of(uprn, AreaKind.PARISH, on),
        withdrawn_on=row.withdrawn_on,
        approved=line_of(uprn),
        addresses=tuple(select_lines(" AND a.uprn = %s", [uprn])),
        children=tuple(children.order_by("pk").values_list("pk", flat=True)),
        successors=tuple(after.values_list("successor", flat=True)),
        cross_references=tuple(others.values_list("source", "reference")),
    )
