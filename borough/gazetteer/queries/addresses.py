"""Addresses: a stream of all lines, a property's current address, and those of a postcode."""

from collections.abc import Collection, Iterable, Iterator
from typing import Any

from django.db import connection

from borough.gazetteer.queries.row_stream import stream_rows
from borough.gazetteer.rules.postcodes import normalise_postcode
from borough.gazetteer.types import NO_OBJECT, SEARCHABLE_STATUSES, Addressable, Line, Status

POSTCODE = """CASE WHEN a.postcode <> '' THEN a.postcode WHEN p.postcode <> '' THEN p.postcode ELSE coalesce((
    SELECT d.postcode FROM gazetteer_deliverypoint d WHERE d.uprn = a.uprn AND d.withdrawn_on IS NULL
    ORDER BY d.udprn LIMIT 1), '') END"""
POST_TOWN = """CASE WHEN a.post_town <> '' THEN a.post_town ELSE coalesce((
    SELECT d.post_town FROM gazetteer_deliverypoint d WHERE d.uprn = a.uprn AND d.withdrawn_on IS NULL
    ORDER BY d.udprn LIMIT 1), '') END"""
ORGANISATION = """CASE WHEN p.organisation <> '' THEN p.organisation ELSE coalesce((
    SELECT o.name FROM gazetteer_organisation o WHERE o.uprn = a.uprn AND o.withdrawn_on IS NULL
    ORDER BY coalesce(o.end_on < current_date, false), o.start_on DESC, o.key LIMIT 1), (
    SELECT d.organisation FROM gazetteer_deliverypoint d WHERE d.uprn = a.uprn AND d.withdrawn_on IS NULL
    ORDER BY d.udprn LIMIT 1), '') END"""
CLASSIFICATION = """CASE WHEN p.classification <> '' THEN p.classification ELSE coalesce((
    SELECT c.code FROM gazetteer_classification c WHERE c.uprn = a.uprn AND c.withdrawn_on IS NULL
    ORDER BY c.scheme NOT LIKE 'AddressBase%%', c.start_on DESC, c.key LIMIT 1), '') END"""
NAMED = """
FROM gazetteer_address a JOIN gazetteer_property p ON p.uprn = a.uprn
LEFT JOIN gazetteer_streetname own ON own.usrn = a.usrn AND own.language = a.language AND own.withdrawn_on IS NULL
LEFT JOIN gazetteer_streetname eng ON eng.usrn = a.usrn AND eng.language = 'ENG' AND eng.withdrawn_on IS NULL
WHERE a.withdrawn_on IS NULL AND p.withdrawn_on IS NULL
"""
"""SQL of an address with its property and street, in its own language, else in English.

DTF stores the postcode with the address, and class and organisation with the property; AddressBase separates
them. Of several organisations the current one is named, else the last, since the published rule does not use
dates; else the one in the postal record.
"""
LINES = f"""
SELECT a.uprn, a.key, a.status,
    a.sao_start, a.sao_start_suffix, a.sao_end, a.sao_end_suffix, a.sao_text,
    a.pao_start, a.pao_start_suffix, a.pao_end, a.pao_end_suffix, a.pao_text,
    coalesce(own.name, eng.name, ''), coalesce(own.locality, eng.locality, ''), coalesce(own.town, eng.town, ''),
    {POSTCODE}, {ORGANISATION}, {POST_TOWN}, a.usrn, p.parent_uprn, {CLASSIFICATION},
    a.postal, coalesce(p.easting, 0)::float8, coalesce(p.northing, 0)::float8 {NAMED}"""
BEST_FIRST = " ORDER BY a.uprn, array_position(ARRAY[1, 6, 3, 8], a.status::int), a.language <> 'ENG', a.key"
_STATUS = {int(status): status for status in Status}
_NO_PARTS = (None, "", None, "", "")


def lines(
    *,
    uprns: Collection[int] | None = None,
    usrns: Collection[int] | None = None,
    between: tuple[int, int] | None = None,
    statuses: Iterable[Status] = SEARCHABLE_STATUSES,
) -> Iterator[Line]:
    """Stream every address variant of every property, unordered, in constant memory.

    uprns, usrns: only these properties, or properties on these streets. between: only UPRNs in this inclusive
    range. Addresses of rejected properties are never included.
    """
    wanted = [int(status) for status in statuses]
    where, values = (
        " AND a.status = ANY(%s) AND p.status = ANY(%s)",
        [wanted, [int(status) for status in SEARCHABLE_STATUSES]],
    )
    for condition, value in (
        (
            " AND (a.uprn = ANY(%s::bigint[]) OR a.usrn = ANY(%s::int[]))",
            [list(uprns or ()), list(usrns or ())] if uprns is not None or usrns is not None else None,
        ),
        (" AND a.uprn BETWEEN %s AND %s", list(between) if between else None),
    ):
        if value is not None:
            where, values = where + condition, [*values, *value]
    for row in stream_rows(LINES + where, values):
        yield _line(row)


def _line(row: tuple[Any, ...]) -> Line:
    sao, pao = row[3:8], row[8:13]
    (street, locality, town, postcode, organisation, post_town, usrn, parent, classification, postal, east, north) = (
        row[13:]
    )
    return Line(
        row[0],
        row[1],
        _STATUS[row[2]],
        NO_OBJECT if sao == _NO_PARTS else Addressable(*sao),
        NO_OBJECT if pao == _NO_PARTS else Addressable(*pao),
        street,
        locality,
        town,
        postcode,
        organisation,
        post_town,
        usrn,
        parent,
        classification,
        postal,
        east,
        north,
    )


def select_lines(condition: str, values: list[Any], most: int | None = None) -> list[Line]:
    """Return the lines that meet a condition, best first within a property; at most `most`."""
    with connection.cursor() as cursor:
        cursor.execute(LINES + condition + BEST_FIRST + " LIMIT %s", [*values, most])
        return [_line(row) for row in cursor.fetchall()]


def line_of(uprn: int) -> Line | None:
    """Return a property's current address: the approved one, English if there are two; else the provisional one.

    Use it also to resolve an alternative or historic address. None if there is no such property, or if it has only
    historic and alternative addresses.
    """
    results = select_lines(" AND a.uprn = %s AND a.status IN (1, 6) AND p.status IN (1, 6, 8)", [uprn])
    return results[0] if results else None


def lines_of(uprns: Collection[int]) -> dict[int, Line]:
    """Return each property's current address; see line_of. One query in total."""
    results = select_lines(" AND a.uprn = ANY(%s) AND a.status IN (1, 6) AND p.status IN (1, 6, 8)", [list(uprns)])
    return {line.uprn: line for line in reversed(results)}


def at_postcode(postcode: str) -> list[Line]:
    """Return the approved and provisional addresses of a postcode in natural order: by street, by number.

    Street records are left out. The postcode may have any notation.
    """
    tidy = normalise_postcode(postcode)
    if not tidy:
        return []
    with_it = (
        " AND a.status IN (1, 6) AND p.status IN (1, 6) AND a.pao_text <> 'STREET RECORD' AND ("
        "a.postcode = %s OR (a.postcode = '' AND a.uprn IN (SELECT uprn FROM gazetteer_property WHERE postcode = %s"
        " UNION SELECT uprn FROM gazetteer_deliverypoint WHERE postcode = %s)))"
    )
    by_uprn = {line.uprn: line for line in reversed(select_lines(with_it, [tidy] * 3)) if line.postcode == tidy}
    return sorted(by_uprn.values(), key=_as_listed)


def _as_listed(line: Line) -> tuple[Any, ...]:
    primary, secondary = line.primary, line.secondary
    return (
        line.street,
        primary.start is None,
        primary.start or 0,
        primary.start_suffix,
        primary.text,
        secondary.start or 0,
        secondary.start_suffix,
        _padded(secondary.text),
    )


def _padded(text: str) -> str:
    """Return a text whose numbers sort numerically: FLAT 2 before FLAT 10."""
    return " ".join(word.zfill(6) if word.isdecimal() else word for word in text.split())
