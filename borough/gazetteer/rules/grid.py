"""Conversion between National Grid and latitude/longitude by Ordnance Survey's OSTN15 transformation.

The library includes the OSTN15 grid, so nothing is downloaded. OSTN15 test points agree to the millimetre
(tests/gazetteer/test_grid.py); the 23 properties of Ordnance Survey's Exeter sample, published before OSTN15,
within 2 cm. Outside OSTN15's area, at sea and abroad, there is no result.
"""

from collections.abc import Sequence
from math import isnan

from convertbng.cutil import convert_bng, convert_osgb36_to_ll

Points = list[tuple[float, float] | None]


def to_latitude_longitude(points: Sequence[tuple[float, float]]) -> Points:
    """Convert (easting, northing) in National Grid metres to (latitude, longitude) in WGS84 degrees.

    None outside OSTN15's area. WGS84 is treated as equal to ETRS89, as OS does; today they are about 80 cm apart
    on the ground. Order is preserved.
    """
    if not points:
        return []
    longitudes, latitudes = convert_osgb36_to_ll([e for e, _ in points], [n for _, n in points])
    return _pairs(latitudes.tolist(), longitudes.tolist())


def to_grid(points: Sequence[tuple[float, float]]) -> Points:
    """Convert (latitude, longitude) in degrees to (easting, northing) in National Grid metres, in order."""
    if not points:
        return []
    eastings, northings = convert_bng([lon for _, lon in points], [lat for lat, _ in points])
    return _pairs(eastings.tolist(), northings.tolist())


ELSEWHERE = ((51.3, 55.2, -11.0, -5.42), (55.2, 55.48, -11.0, -6.05), (54.03, 54.43, -4.85, -4.3))
"""Latitude/longitude boxes of Ireland and the Isle of Man, without any part of Great Britain."""


def in_great_britain(latitude: float, longitude: float) -> bool:
    """Return whether a point in OSTN15's area is in Great Britain or its seas: it also covers Ireland and Man."""
    return not any(south <= latitude <= north and west <= longitude <= east for south, north, west, east in ELSEWHERE)


def _pairs(first: list[float], second: list[float]) -> Points:
    return [None if isnan(a) or isnan(b) else (a, b) for a, b in zip(first, second, strict=True)]
