"""Surroundings of a point: streets and numbered properties, for a map of the gazetteer itself."""

from math import hypot
from typing import Any

from django.db import connection

from borough.gazetteer.queries.addresses import lines_of
from borough.gazetteer.types import Line
from borough.gazetteer.types.plan import MapPlan, PlanProperty, PlanStreet

MOST_DRAWN = 4_000
WIDEST = 800  # metres across, beyond which properties are too dense and only streets are read
FARTHEST_NEAR = 400  # metres within which an address counts as near
PROPERTIES = """
SELECT DISTINCT ON (p.uprn) p.uprn, p.easting::float8, p.northing::float8,
    coalesce(nullif(concat(a.pao_start, a.pao_start_suffix,
        CASE WHEN a.pao_end IS NULL THEN '' ELSE concat('-', a.pao_end, a.pao_end_suffix) END), ''), '')
FROM gazetteer_property p JOIN gazetteer_address a ON a.uprn = p.uprn
WHERE p.easting BETWEEN %s AND %s AND p.northing BETWEEN %s AND %s AND p.parent_uprn IS NULL
    AND p.withdrawn_on IS NULL AND a.withdrawn_on IS NULL AND a.status = 1 AND p.classification NOT LIKE 'PS%%'
ORDER BY p.uprn, a.language <> 'ENG', a.key LIMIT %s
"""
STREETS = """
SELECT n.name, s.start_x::float8, s.start_y::float8, s.end_x::float8, s.end_y::float8
FROM gazetteer_street s JOIN gazetteer_streetname n ON n.usrn = s.usrn AND n.language = 'ENG' AND n.withdrawn_on IS NULL
WHERE s.withdrawn_on IS NULL AND s.end_on IS NULL
    AND greatest(s.start_x, s.end_x) >= %s AND least(s.start_x, s.end_x) <= %s
    AND greatest(s.start_y, s.end_y) >= %s AND least(s.start_y, s.end_y) <= %s
ORDER BY s.usrn LIMIT %s
"""
MIDDLE = """
WITH found AS (
    SELECT easting, northing FROM gazetteer_property
    WHERE easting > 0 AND withdrawn_on IS NULL AND classification LIKE 'R%'
),
middle AS (SELECT avg(easting) AS x, avg(northing) AS y FROM found)
SELECT easting, northing FROM found, middle
ORDER BY (easting - x) * (easting - x) + (northing - y) * (northing - y) LIMIT 1
"""


def map_plan(easting: float, northing: float, across: float) -> MapPlan:
    """Return the streets and properties of a square, `across` metres wide, centred on the point."""
    streets = tuple(PlanStreet(*row) for row in _within(STREETS, easting, northing, across))
    properties = _properties(easting, northing, across) if across <= WIDEST else ()
    return MapPlan(easting=easting, northing=northing, across=across, streets=streets, properties=properties)


def _properties(easting: float, northing: float, across: float) -> tuple[PlanProperty, ...]:
    return tuple(PlanProperty(*row) for row in _within(PROPERTIES, easting, northing, across))


def _within(sql: str, easting: float, northing: float, across: float) -> list[tuple[Any, ...]]:
    half = across / 2
    with connection.cursor() as cursor:
        cursor.execute(sql, (easting - half, easting + half, northing - half, northing + half, MOST_DRAWN))
        return list(cursor.fetchall())


def nearest_addresses(easting: float, northing: float, limit: int = 5) -> list[tuple[Line, int]]:
    """Return the addresses nearest to a point with distances in whole metres, within a limit."""
    around = _properties(easting, northing, FARTHEST_NEAR * 2)
    by_distance = sorted((hypot(item.easting - easting, item.northing - northing), item.uprn) for item in around)
    nearest = [item for item in by_distance if item[0] <= FARTHEST_NEAR][:limit]
    by_uprn = lines_of([uprn for _, uprn in nearest])
    return [(by_uprn[uprn], round(distance)) for distance, uprn in nearest if uprn in by_uprn]


def map_centre() -> tuple[int, int] | None:
    """Return the property nearest to the centre of all; None if none has a position."""
    with connection.cursor() as cursor:
        cursor.execute(MIDDLE)
        row: tuple[Any, ...] | None = cursor.fetchone()
    return (round(row[0]), round(row[1])) if row and row[0] is not None else None
