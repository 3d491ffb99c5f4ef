"""The National Grid and latitude and longitude, one into the other by Ordnance Survey's own transformation, OSTN15.

The library carries the OSTN15 grid itself, so nothing is fetched. Test points of OSTN15 come out to the millimetre
(tests/gazetteer/test_grid.py); the 23 properties of Ordnance Survey's Exeter sample, published before OSTN15, within 2 cm.
Where OSTN15 does not reach, at sea and abroad, there is no answer.
"""

from collections.abc import Sequence
from math import isnan

from convertbng.cutil import convert_bng, convert_osgb36_to_ll

Points = list[tuple[float, float] | None]


def to_latitude_longitude(points: Sequence[tuple[float, float]]) -> Points:
    """(easting, northing) in metres of the National Grid to (latitude, longitude) in degrees of WGS84, in order.

    None stands where OSTN15 has no answer. WGS84 is taken for ETRS89 of its time, as OS does; today they are about
    80 cm apart on the ground.
    """
    if not points:
        return []
    longitudes, latitudes = convert_osgb36_to_ll([e for e, _ in points], [n for _, n in points])
    return _pairs(latitudes.tolist(), longitudes.tolist())


def to_grid(points: Sequence[tuple[float, float]]) -> Points:
    """(latitude, longitude) in degrees to (easting, northing) in metres of the National Grid, in order."""
    if not points:
        return []
    eastings, northings = convert_bng([lon for _, lon in points], [lat for lat, _ in points])
    return _pairs(eastings.tolist(), northings.tolist())


ELSEWHERE = ((51.3, 55.2, -11.0, -5.42), (55.2, 55.48, -11.0, -6.05), (54.03, 54.43, -4.85, -4.3))
"""Boxes of latitude and longitude, from and to, that hold Ireland and the Isle of Man and no part of Great Britain."""


def in_great_britain(latitude: float, longitude: float) -> bool:
    """Whether a point that OSTN15 knows is in Great Britain or the sea around it: it knows Ireland and Man as well."""
    return not any(south <= latitude <= north and west <= longitude <= east for south, north, west, east in ELSEWHERE)


def _pairs(first: list[float], second: list[float]) -> Points:
    return [None if isnan(a) or isnan(b) else (a, b) for a, b in zip(first, second, strict=True)]
