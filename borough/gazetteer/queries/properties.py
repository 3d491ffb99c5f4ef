"""Properties, streets, and the ward or parish a property lay in on a day."""

from collections.abc import Collection
from datetime import date

from borough.gazetteer.models import CrossReference, Property, PropertyArea, StreetName, Successor
from borough.gazetteer.queries.addresses import line_of, select_lines
from borough.gazetteer.rules.grid import to_latitude_longitude
from borough.gazetteer.types import AreaKind, PropertyDetail, Status, StreetDetail

NEAR = 1_000  # metres


def area_of(uprn: int, kind: AreaKind, on: date) -> str:
    """The code of the ward or parish the property lay in on the day; empty when it is not known."""
    rows = PropertyArea.objects.filter(property_id=uprn, kind=kind.value, since__lte=on).order_by("-since")
    return rows.values_list("code", flat=True).first() or ""


def ward_of(uprn: int, on: date) -> str:
    """The code of the ward the property lay in on the day; empty when it is not known."""
    return area_of(uprn, AreaKind.WARD, on)


def wards_of(uprns: Collection[int], on: date, kind: AreaKind = AreaKind.WARD) -> dict[int, str]:
    """The ward or parish of each property on the day; those not known are not among them."""
    rows = PropertyArea.objects.filter(property_id__in=list(uprns), kind=kind.value, since__lte=on)
    return dict(rows.order_by("since").values_list("property_id", "code"))


def known_uprns(uprns: Collection[int]) -> set[int]:
    """Those of the properties that the gazetteer has and has not withdrawn, whatever their status."""
    rows = Property.objects.filter(pk__in=list(uprns), withdrawn_on__isnull=True)
    return set(rows.values_list("pk", flat=True))


def is_near_property(easting: float, northing: float) -> bool | None:
    """Whether a point lies within a kilometre of a property of ours, as any in the borough does; None without any.

    Metres of the National Grid. The gazetteer holds no line around the borough, so over the edge is told late.
    """
    placed = Property.objects.filter(withdrawn_on__isnull=True, easting__isnull=False)
    near = placed.filter(
        easting__range=(easting - NEAR, easting + NEAR), northing__range=(northing - NEAR, northing + NEAR)
    )
    return near.exists() or (False if placed.exists() else None)


def street_of(usrn: int) -> list[StreetDetail]:
    """A street as it is named in each language; empty when there is none."""
    rows = StreetName.objects.filter(street_id=usrn).select_related("street").order_by("language")
    return [
        StreetDetail(
            usrn, row.language, row.name, row.locality, row.town, row.administrative_area, row.street.state,
            row.street.withdrawn_on is not None or row.withdrawn_on is not None,
        )
        for row in rows
    ]  # fmt: skip


def property_of(uprn: int, on: date) -> PropertyDetail | None:
    """A property with all its addresses whatever their status, and its areas on the day; None when there is none."""
    row = Property.objects.filter(pk=uprn).first()
    if row is None:
        return None
    at = (float(row.easting), float(row.northing)) if row.easting is not None and row.northing is not None else None
    degrees = to_latitude_longitude([at])[0] if at else None
    children = Property.objects.filter(parent_uprn=uprn, withdrawn_on__isnull=True)
    others = CrossReference.objects.filter(property_id=uprn, withdrawn_on__isnull=True).order_by("source", "reference")
    after = Successor.objects.filter(property_id=uprn, withdrawn_on__isnull=True).order_by("key")
    return PropertyDetail(
        uprn=uprn, status=Status(row.status), state=row.state, classification=row.classification,
        parent=row.parent_uprn, easting=at[0] if at else None, northing=at[1] if at else None,
        latitude=degrees[0] if degrees else None, longitude=degrees[1] if degrees else None,
        ward=area_of(uprn, AreaKind.WARD, on), parish=area_of(uprn, AreaKind.PARISH, on),
        withdrawn_on=row.withdrawn_on, approved=line_of(uprn), addresses=tuple(select_lines(" AND a.uprn = %s", [uprn])),
        children=tuple(children.order_by("pk").values_list("pk", flat=True)),
        successors=tuple(after.values_list("successor", flat=True)),
        cross_references=tuple(others.values_list("source", "reference")),
    )  # fmt: skip
