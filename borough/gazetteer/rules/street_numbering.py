"""Street numbering: the numbers in order, and their positions along a line. Pure functions."""

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from itertools import pairwise
from typing import Final

from borough.kernel import grid
from borough.kernel.refusals import Refused

MOST_AT_ONCE: Final = 500
LARGEST_NUMBER: Final = 9999
MOST_OFFSET: Final = 200.0  # metres from the centre line to the houses
CENT: Final = Decimal("0.01")
_NUMBER = re.compile(r"([0-9]{1,4})([A-Z]?)")
_POINT = re.compile(r"([0-9]{1,6}(?:\.[0-9]{1,2})?)[ ,;]+([0-9]{1,7}(?:\.[0-9]{1,2})?)")

Point = tuple[float, float]


class Side(StrEnum):
    """Numbering direction: odd on the left and even on the right along the line, or consecutive."""

    BOTH = "both"
    ODD = "odd"
    EVEN = "even"
    CONSECUTIVE = "consecutive"


@dataclass(frozen=True, kw_only=True)
class Scheme:
    """A numbering scheme. swapped: odd or consecutive numbers are on the right. offset: metres from the line."""

    side: Side
    first: int
    last: int
    skipped: frozenset[int] = frozenset()
    suffixed: tuple[tuple[int, str], ...] = ()  # additional numbers with a letter, such as 12A
    line: tuple[Point, ...]
    offset: float = 12.0
    swapped: bool = False


@dataclass(frozen=True)
class NumberedPlace:
    """A number and its position, in metres of the National Grid."""

    number: int
    suffix: str
    easting: Decimal
    northing: Decimal


def read_numbers(text: str) -> tuple[tuple[int, str], ...]:
    """Parse a list of numbers: 13, 14A and 20B. Raises Refused."""
    parsed = []
    for word in text.upper().replace(",", " ").split():
        match = _NUMBER.fullmatch(word)
        if not match:
            raise Refused(f"“{word[:20]}” is no number like 13 or 14A")
        parsed.append((int(match[1]), match[2]))
    return tuple(dict.fromkeys(parsed))


def read_line(text: str) -> tuple[Point, ...]:
    """Parse points along a street, one a line, each an easting and northing in metres. Raises Refused."""
    points: list[Point] = []
    for row in filter(None, (row.strip() for row in text.splitlines())):
        match = _POINT.fullmatch(row)
        if not match:
            raise Refused(f"“{row[:40]}” is no easting and northing. Write each point like 358000 417000")
        point = (float(match[1]), float(match[2]))
        if not (0 < point[0] <= grid.MAX_EASTING and 0 < point[1] <= grid.MAX_NORTHING):
            raise Refused(f"“{row[:40]}” is not on the National Grid")
        if not points or points[-1] != point:
            points.append(point)
    if len(points) < 2:
        raise Refused("Enter two or more different points along the street, one a line")
    return tuple(points)


def check_scheme(of: Scheme) -> None:
    """Raise Refused for an invalid numbering scheme."""
    if not 1 <= of.first <= of.last <= LARGEST_NUMBER:
        raise Refused(f"Enter a first number and a last one that is not less, {LARGEST_NUMBER} at most")
    if not 0 <= of.offset <= MOST_OFFSET:
        raise Refused(f"The distance from the middle of the street must be 0 to {MOST_OFFSET:.0f} metres")
    count = sum(1 for _ in number_sequence(of))
    if not count:
        raise Refused("No number is left: look at the first, the last, and those that are left out")
    if count > MOST_AT_ONCE:
        raise Refused(f"That would be {count:,} addresses. Make {MOST_AT_ONCE} at most at once")


def number_sequence(of: Scheme) -> Iterator[tuple[int, str]]:
    """Yield the numbers in order; one with a letter follows its plain number, or takes its place."""
    extra: dict[int, list[str]] = {}
    for number, suffix in of.suffixed:
        if suffix:
            extra.setdefault(number, []).append(suffix)
    wanted = {Side.ODD: (1,), Side.EVEN: (0,)}.get(of.side, (0, 1))
    for number in range(of.first, of.last + 1):
        if number % 2 not in wanted:
            continue
        if number not in of.skipped:
            yield number, ""
        for suffix in sorted(extra.get(number, ())):
            yield number, suffix


def numbered_places(of: Scheme) -> list[NumberedPlace]:
    """Return every number with its position: evenly spaced along its side of the line. Raises Refused."""
    check_scheme(of)
    sides: dict[bool, list[tuple[int, str]]] = {False: [], True: []}
    for number, suffix in number_sequence(of):
        right = of.side is not Side.CONSECUTIVE and number % 2 == 0
        sides[right != of.swapped].append((number, suffix))
    numbered = [
        NumberedPlace(
            number,
            suffix,
            *_metres(point_along(of.line, (place + 0.5) / len(side_numbers), of.offset if right else -of.offset)),
        )
        for right, side_numbers in sides.items()
        for place, (number, suffix) in enumerate(side_numbers)
    ]
    return sorted(numbered, key=lambda item: (item.number, item.suffix))


def _metres(point: Point) -> tuple[Decimal, Decimal]:
    return Decimal(point[0]).quantize(CENT), Decimal(point[1]).quantize(CENT)


def point_along(line: Sequence[Point], share: float, aside: float) -> Point:
    """Return the point at a share of the line, 0 to 1, and metres to its right (negative: left)."""
    lengths = [math.dist(a, b) for a, b in pairwise(line)]
    left = share * sum(lengths)
    for (a, b), length in zip(pairwise(line), lengths, strict=True):
        if left <= length or (b == line[-1] and length == lengths[-1]):
            east, north = (b[0] - a[0]) / length, (b[1] - a[1]) / length
            return a[0] + east * left + north * aside, a[1] + north * left - east * aside
        left -= length
    return line[-1]
