"""Labelled sets: an invented gazetteer without some of its properties, and rows of those it has and of those it has not."""

import random

from bench.matching import sources
from bench.matching.gazetteer import FIRST_UPRN, district
from bench.matching.labelled import Row, by_councils, by_residents, marked, strangers
from borough.gazetteer.types import Line, Status

Place = tuple[str, str, int]
"""A local authority's code, the areas of its postcodes, and a seed."""


def gazetteer(place: Place, size: int) -> list[Line]:
    """The invented lines of a place, `size` of them."""
    authority, areas, seed = place
    names = list(sources.street_names())
    places = sources.postcodes(areas)[authority]
    return district(places, sources.towns(), names, size, seed, FIRST_UPRN + seed * 1_000_000)


def labelled(place: Place, size: int, styles: list[str], many: int) -> tuple[list[Line], list[Row]]:
    """The lines without one property in sixteen, and rows of the rest, and of those taken out."""
    lines, seed = gazetteer(place, size), place[2]
    chance = random.Random(seed * 7 + 1)
    uprns = sorted({line.uprn for line in lines if line.status == Status.APPROVED and line.postcode})
    chance.shuffle(uprns)
    out = set(uprns[: len(uprns) // 16])
    inside = [uprn for uprn in uprns if uprn not in out]
    half = many // 2
    missing = sorted(out)[: many // 10]
    council, resident = inside[:half] + missing[::2], inside[half:many] + missing[1::2]
    chance.shuffle(council)
    rows = by_councils(lines, council, styles, seed) + by_residents(lines, resident, seed)
    chance.shuffle(rows)
    remaining = [line for line in lines if line.uprn not in out]
    here = marked([row for row in rows if row.truth not in out], remaining)
    return remaining, here + strangers([row for row in rows if row.truth in out])


def labelled_set(place: Place, size: int, styles: list[str], many: int) -> tuple[list[Line], list[Row]]:
    """The same, kept in the cache once it is made."""
    return sources.cached(lambda: labelled(place, size, styles, many), place, size, styles, many)
