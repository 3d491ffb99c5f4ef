"""Finding a street name in a written address, and the house number."""

from typing import Final, NamedTuple

from borough.address_match.query import Query
from borough.address_match.spelling import STREET_KINDS

MATCH_THRESHOLD: Final = 0.7
"""Minimum similarity of the best run of words for a text to count as written."""


class StreetMatch(NamedTuple):
    """How a street name matches. kind: 0 the same type, 1 no type written, 2 another type, ROAD for LANE."""

    like: float
    core: float
    kind: int
    first: int
    last: int
    house: int  # the house number, -1 if there is none
    next_to: bool
    foreign: float = 0.0  # weight of other lines' words where it is nearly written


def find_street(query: Query, text: str) -> StreetMatch:
    """Return how a street's name (its words, spaced) matches in a query."""
    names = text.split()
    if not names:
        return StreetMatch(0.0, 0.0, 1, -1, -1, *_house_before(query, -1, -1))
    like, first, last = query.span("".join(names))
    core, kind = like, 0
    if like < 1.0 and len(names) > 1 and names[-1] in STREET_KINDS:
        core, start, end = query.span("".join(names[:-1]))
        if core >= max(like, 0.8) and (core > like or last - first > end - start):
            follows = query.items[end].word if end < len(query.items) else ""
            kind = 2 if follows in STREET_KINDS else 1
            if like < 0.9:
                first, last = start, end
    if max(like, core) < MATCH_THRESHOLD:
        return StreetMatch(like, core, kind, -1, -1, *_house_before(query, -1, -1))
    foreign = query.foreign(first, last, names) if like < 1.0 else 0.0
    return StreetMatch(like, core, kind, first, last, *_house_before(query, first, last), foreign)


def _house_before(query: Query, first: int, last: int) -> tuple[int, bool]:
    """Return the house number: directly before the street, else anywhere before it, else after it."""
    items = query.items
    if first < 0:
        loose = [at for at in query.numbers if not items[at].unit and items[at].start >= 0]
        return (loose[-1], False) if loose else (-1, False)
    before = [at for at in query.numbers if at < first and items[at].start >= 0]
    if before and before[-1] == first - 1:
        return before[-1], True
    loose = [at for at in before if not items[at].unit]
    if loose:
        return loose[-1], False
    after = [at for at in query.numbers if at >= last and items[at].start >= 0 and not items[at].unit]
    return (after[0], after[0] == last) if after else (-1, False)
