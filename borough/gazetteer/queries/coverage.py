"""Distances from homes to the nearest of some places, by area; and geocoding of places."""

from collections.abc import Sequence
from datetime import date

from django.db import connection

from borough.gazetteer.queries.addresses import at_postcode, line_of
from borough.gazetteer.queries.grades import HOMES
from borough.gazetteer.rules.coverage import Reach, nearest, reach
from borough.gazetteer.types import AreaKind, Spot
from borough.kernel import grid

ALL_HOMES = f"""
SELECT p.easting::float8, p.northing::float8, coalesce(a.name, a.code, '')
FROM gazetteer_property p LEFT JOIN LATERAL (
    SELECT l.code, (
        SELECT n.name FROM gazetteer_area n WHERE n.kind = l.kind AND n.code = l.code AND n.since <= %(on)s
        AND (n.until IS NULL OR n.until > %(on)s) ORDER BY n.since DESC LIMIT 1
    ) AS name
    FROM gazetteer_propertyarea l WHERE l.uprn = p.uprn AND l.kind = %(kind)s AND l.since <= %(on)s
    ORDER BY l.since DESC LIMIT 1
) a ON true
WHERE {HOMES} AND p.easting > 0
"""  # noqa: S608 - our own words
"""Approved homes with a position, by ward or parish on a day; empty if unknown."""
EVERYWHERE = "All homes"
NOWHERE = "Ward or parish not known"


def coverage(spots: Sequence[Spot], *, kind: AreaKind, on: date, limits: Sequence[int]) -> list[Reach]:
    """Return the distances of all homes to the nearest spot, then by area, furthest median first.

    limits: metres within which homes are counted. Empty if there are no homes. Raises ValueError without a spot.
    """
    import numpy as np  # noqa: PLC0415 - a web process that shows no coverage does without

    with connection.cursor() as cursor:
        cursor.execute(ALL_HOMES, {"kind": kind.value, "on": on})
        rows = cursor.fetchall()
    points = np.array([(spot.easting, spot.northing) for spot in spots], float).reshape(-1, 2)
    homes = np.array([row[:2] for row in rows], float).reshape(-1, 2)
    distances, _ = nearest(homes, points)
    if not rows:
        return []
    by_area = reach(distances, [row[2] or NOWHERE for row in rows], limits)
    return [*reach(distances, [EVERYWHERE] * len(rows), limits), *by_area]


def located(text: str) -> Spot | None:
    """Return the location of a UPRN, a postcode, or an easting and northing; None if unknown.

    A postcode's location is the mean position of its properties.
    """
    parts = text.replace(",", " ").split()
    if len(parts) == 2 and all(word.replace(".", "", 1).isdecimal() for word in parts):
        easting, northing = map(float, parts)
        return Spot(text, easting, northing) if easting < grid.MAX_EASTING and northing < grid.MAX_NORTHING else None
    if len(parts) == 1 and parts[0].isdecimal():
        line = line_of(int(parts[0])) if len(parts[0]) <= 12 else None
        lines = [line] if line else []
    else:
        lines = at_postcode(text)
    known = [line for line in lines if line.easting > 0]
    if not known:
        return None
    middle = (sum(line.easting for line in known) / len(known), sum(line.northing for line in known) / len(known))
    return Spot(text, *middle)
