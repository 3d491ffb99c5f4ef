"""Positions of invented properties: along their street, odd numbers on one side and even on the other."""

from collections import Counter
from math import cos, hypot, pi, sin
from random import Random

from borough.demo.rules.properties import Property
from borough.demo.rules.streets import Street, Stretch

SPACING, BACK = 9.0, 13.0  # metres between neighbours on one side, and from the centre line
LONGEST, SHORTEST = 150.0, 20.0  # half the length of a stretch, metres


class Sites:
    """Assigns positions along a street; parts have the position of their parent."""

    def __init__(self, street: Street) -> None:
        self._stretches = street.stretches
        self._along = _direction(street)
        self._used: Counter[Stretch] = Counter()
        self._stood: dict[int, tuple[float, float]] = {}

    def ends(self) -> tuple[tuple[float, float], tuple[float, float]]:
        """Return both ends of the street, in metres of the National Grid."""
        first, last = self._stretches[0], self._stretches[-1]
        return self._at(first, -_half(first) - SPACING, 0.0), self._at(last, _half(last) + SPACING, 0.0)

    def next(self, place: Property, wobble: tuple[float, float]) -> tuple[float, float]:
        """Return the position of a property. wobble: random offset in metres along and across the line."""
        if place.parent is not None and id(place.parent) in self._stood:
            return self._stood[id(place.parent)]
        turn = self._used[place.at]
        self._used[place.at] += 1
        half, step = _half(place.at), _step(place.at)
        odd = _number(place) % 2 if _number(place) else turn % 2
        along = -half + (turn // 2) * step % (2 * half + step)
        side = (BACK if odd else -BACK) + wobble[1]
        point = self._at(place.at, along + wobble[0], side)
        self._stood[id(place)] = point
        return point

    def _at(self, stretch: Stretch, along: float, side: float) -> tuple[float, float]:
        x, y = self._along
        return (
            round(stretch.easting + along * x - side * y, 2),
            round(stretch.northing + along * y + side * x, 2),
        )


def _direction(street: Street) -> tuple[float, float]:
    """Return the street's direction as a unit vector; for a single postcode, arbitrary but fixed."""
    first, last = street.stretches[0], street.stretches[-1]
    x, y = last.easting - first.easting, last.northing - first.northing
    if long := hypot(x, y):
        return x / long, y / long
    angle = Random(street.usrn).uniform(0, pi)  # noqa: S311 - a demonstration wants repeatable chance
    return cos(angle), sin(angle)


def _half(stretch: Stretch) -> float:
    return min(LONGEST, max(SHORTEST, SPACING * stretch.homes / 4))


def _step(stretch: Stretch) -> float:
    return min(SPACING * 2, 2 * _half(stretch) / max(1, (stretch.homes + 1) // 2))


def _number(place: Property) -> int:
    return int(place.addresses[0].get("pao_start") or 0) if place.addresses else 0
