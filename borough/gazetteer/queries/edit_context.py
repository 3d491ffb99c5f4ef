"""Data for edits: current records and versions, neighbours, streets by name, next keys."""

import statistics
from collections import Counter
from collections.abc import Collection, Iterable
from datetime import date
from typing import Any

from django.db.models import F, Max, Q

from borough.gazetteer.models import Address, Area, Gazetteer, NumberRange, Property, Street, StreetName, Successor
from borough.gazetteer.queries.addresses import line_of
from borough.gazetteer.queries.properties import area_of, wards_of
from borough.gazetteer.rules.edits import IN_USE, Facts, PropertyDescription
from borough.gazetteer.rules.health import CheckContext
from borough.gazetteer.rules.records import RECORDS
from borough.gazetteer.types import NO_OBJECT, AreaKind, Status, StreetDetail
from borough.gazetteer.types.numbers import NumberKind, NumberRangeDetail

MODELS: dict[str, Any] = {
    "street": Street,
    "streetname": StreetName,
    "property": Property,
    "address": Address,
    "successor": Successor,
}
"""The tables an edit writes, parents first."""
SAME = (
    "usrn",
    "sao_start",
    "sao_start_suffix",
    "sao_end",
    "sao_text",
    "pao_start",
    "pao_start_suffix",
    "pao_end",
    "pao_text",
    "postcode",
)
"""Address fields that two properties in use must not share (check 9000006)."""
COLUMNS = {
    "address": {"uprn": "property_id", "usrn": "street_id"},
    "successor": {"uprn": "property_id"},
    "streetname": {"usrn": "street_id"},
}
KEYED = {"L": "address", "S": "successor"}
NEAR, MOST_STREETS, MOST_LISTED = 8, 10, 500


def facts_of(record: str, row: Any) -> Facts:
    """Return a row as the facts of its record."""
    columns = COLUMNS.get(record, {})
    return {fact: getattr(row, columns.get(fact, fact)) for fact in RECORDS[record].facts}


def version_of(uprn: int) -> int:
    """Return a number that increases whenever the property or one of its addresses changes."""
    own = Property.objects.filter(pk=uprn).values_list("change_id", flat=True).first() or 0
    return max(own, Address.objects.filter(property_id=uprn).aggregate(n=Max("change_id"))["n"] or 0)


def property_facts_of(uprn: int) -> tuple[Facts | None, bool]:
    """Return the record of a property, and whether it is withdrawn."""
    row = Property.objects.filter(pk=uprn).first()
    return (facts_of("property", row), row.withdrawn_on is not None) if row else (None, False)


def addresses_of(uprn: int, statuses: Iterable[int] = IN_USE) -> list[Facts]:
    """Return a property's addresses with these statuses, the approved English one first."""
    rows = Address.objects.filter(property_id=uprn, status__in=[int(status) for status in statuses], withdrawn_on=None)
    rows = rows.order_by("status", F("language").desc(), "key")
    return [facts_of("address", row) for row in rows]


def describe(uprn: int, on: date) -> tuple[PropertyDescription, int] | None:
    """Return an editable description of a property in use, and its version; None if it is not in use."""
    facts, withdrawn = property_facts_of(uprn)
    if facts is None or withdrawn or facts["status"] not in IN_USE:
        return None
    line, own = line_of(uprn), addresses_of(uprn)
    official = own[0]["official"] if own else ""
    start = facts["start_on"] or facts["entered_on"] or on
    described = PropertyDescription(
        usrn=line.usrn if line else 0,
        primary=line.primary if line else NO_OBJECT,
        secondary=line.secondary if line else NO_OBJECT,
        postcode=line.postcode if line else "",
        post_town=line.post_town if line else "",
        postal=line.postal if line else "",
        official=official,
        organisation=line.organisation if line else facts["organisation"],
        status=Status(facts["status"]),
        state=facts["state"] or 0,
        classification=line.classification if line else facts["classification"],
        parent=facts["parent_uprn"],
        easting=facts["easting"],
        northing=facts["northing"],
        rpc=facts["rpc"] or 0,
        start_on=start,
        ward=area_of(uprn, AreaKind.WARD, on),
        parish=area_of(uprn, AreaKind.PARISH, on),
    )
    return described, version_of(uprn)


def count_parts(uprn: int) -> int:
    """Return the number of properties in use with this parent."""
    return Property.objects.filter(parent_uprn=uprn, status__in=IN_USE, withdrawn_on=None).count()


def ancestors(uprn: int | None) -> list[int]:
    """Return a property's parents upwards; stops at a cycle."""
    parents: list[int] = []
    while uprn is not None and uprn not in parents and len(parents) < NEAR:
        parents.append(uprn)
        uprn = Property.objects.filter(pk=uprn).values_list("parent_uprn", flat=True).first()
    return parents[1:]


def property_exists(uprn: int) -> bool:
    """Return whether the property exists and is not withdrawn."""
    return Property.objects.filter(pk=uprn, withdrawn_on=None).exists()


def provisional_on(usrn: int, uprns: Collection[int] | None = None) -> dict[int, tuple[Facts, Facts]]:
    """Return provisional properties with a provisional address on a street: property and address records."""
    rows = Address.objects.filter(
        street_id=usrn,
        status=Status.PROVISIONAL,
        withdrawn_on=None,
        property__status=Status.PROVISIONAL,
        property__withdrawn_on=None,
    ).select_related("property")
    if uprns is not None:
        rows = rows.filter(property_id__in=list(uprns))
    rows = rows.order_by("pao_start", "pao_start_suffix", "pao_text", "sao_start", "sao_text", "key")[:MOST_LISTED]
    return {row.property_id: (facts_of("property", row.property), facts_of("address", row)) for row in rows}


def custodian() -> int:
    """Return the council's local custodian code; 0 if no supply has named one."""
    own = Gazetteer.objects.exclude(custodian_code="").order_by("change_id").last()
    return int(own.custodian_code) if own and own.custodian_code.isdecimal() else 0


def last_key(letter: str, start: str) -> int:
    """Return the number of the last key with this prefix, including withdrawn ones, as keys are never reused."""
    key = (
        MODELS[KEYED[letter]]
        .objects.filter(key__gte=f"{start}0", key__lte=f"{start}999999999")
        .aggregate(n=Max("key"))["n"]
    )
    return int(key[len(start) :]) if key else 0


def ranges() -> list[NumberRangeDetail]:
    """Return the council's reference ranges."""
    rows = NumberRange.objects.order_by("kind", "first")
    return [NumberRangeDetail(NumberKind(row.kind), row.first, row.last, row.last - row.last_issued) for row in rows]


def check_context(today: date, statuses: dict[int, int], usrns: Collection[int]) -> CheckContext:
    """Return the context for checking a few records; statuses: of the properties after the edit."""
    areas: dict[str, set[str]] = {kind.value: set() for kind in AreaKind}
    for kind, code in Area.objects.values_list("kind", "code"):
        areas[kind].add(code)
    streets = Address.objects.filter(property_id__in=statuses, pao_text="STREET RECORD")
    return CheckContext(
        today,
        custodian(),
        wards=frozenset(areas[AreaKind.WARD]),
        parishes=frozenset(areas[AreaKind.PARISH]),
        closed_streets=frozenset(Street.objects.filter(pk__in=usrns, state=4).values_list("pk", flat=True)),
        statuses=statuses,
        street_records=frozenset(streets.values_list("property_id", flat=True)),
    )


def in_use_on(usrns: Collection[int]) -> list[tuple[tuple[Any, ...], int]]:
    """Return the addresses in use on some streets, as SAME compares them, with their properties."""
    rows = Address.objects.filter(
        street_id__in=usrns,
        status__in=IN_USE,
        withdrawn_on=None,
        property__status__in=IN_USE,
        property__withdrawn_on=None,
    )
    columns = ["street_id" if name == "usrn" else name for name in SAME]
    return [(tuple(row[:-1]), row[-1]) for row in rows.values_list(*columns, "property_id")]


def neighbours_area(
    kind: AreaKind, *, usrn: int, postcode: str, at: tuple[float, float] | None, on: date
) -> tuple[str, ...]:
    """Return the wards or parishes of the nearest properties with the same postcode, else street.

    One code if they agree; several if they do not; none if unknown.
    """
    live = Address.objects.filter(status__in=IN_USE, withdrawn_on=None, property__easting__isnull=False)
    for narrowed in ((Q(postcode=postcode),) if postcode else ()) + (Q(street_id=usrn),):
        rows = live.filter(narrowed).values_list("property_id", "property__easting", "property__northing")[:500]
        placed = sorted(rows, key=lambda row: _far(row, at))[:NEAR]
        areas = wards_of([uprn for uprn, _, _ in placed], on, kind)
        if areas:
            return tuple(code for code, _ in Counter(areas.values()).most_common())
    return ()


def middle_of(postcode: str) -> tuple[float, float] | None:
    """Return the median position of the properties in use with a postcode; None if there are none."""
    rows = Address.objects.filter(
        postcode=postcode, status=Status.APPROVED, withdrawn_on=None, property__easting__isnull=False
    ).values_list("property__easting", "property__northing")[:500]
    placed = [(float(east), float(north)) for east, north in rows if east is not None and north is not None]
    if not placed:
        return None
    return statistics.median(east for east, _ in placed), statistics.median(north for _, north in placed)


def _far(row: tuple[int, Any, Any], at: tuple[float, float] | None) -> float:
    return (float(row[1]) - at[0]) ** 2 + (float(row[2]) - at[1]) ** 2 if at else 0.0


def areas_on(kind: AreaKind, on: date) -> list[tuple[str, str]]:
    """Return the wards or parishes on a day, by code and name, ordered by name."""
    rows = Area.objects.filter(Q(until__isnull=True) | Q(until__gt=on), kind=kind.value, since__lte=on)
    return list(rows.filter(withdrawn_on=None).order_by("name").values_list("code", "name"))


def streets_named(text: str) -> list[StreetDetail]:
    """Return the streets in use whose English name begins with the text; a USRN finds its street."""
    rows = StreetName.objects.filter(language="ENG", withdrawn_on=None, street__withdrawn_on=None)
    if text.isdecimal():
        rows = rows.filter(street_id=int(text)) if len(text) <= len("99999999") else rows.none()
    else:
        name, _, place = (part.strip() for part in text.upper().partition(","))
        rows = rows.filter(name__startswith=name)
        for word in filter(None, (part.strip() for part in place.split(","))):
            rows = rows.filter(Q(locality__startswith=word) | Q(town__startswith=word))
    return [
        StreetDetail(
            row.street_id,
            row.language,
            row.name,
            row.locality,
            row.town,
            row.administrative_area,
            row.street.state,
            False,
        )
        for row in rows.select_related("street").order_by("name", "locality", "street_id")[:MOST_STREETS]
    ]
