"""Compares an address as written with one line of the gazetteer: what agrees, what differs, what is left over."""

from typing import Final, NamedTuple

from borough.places.matching import numbers
from borough.places.matching.kept import Keeper, Kept
from borough.places.matching.numbers import House, Numbers, Same
from borough.places.matching.parts import NO_FLOOR, Part
from borough.places.matching.postcodes import Grade, grade
from borough.places.matching.query import NOWHERE, Query, Span, Words
from borough.places.matching.reading import Kind
from borough.places.matching.streets import FOUND, Street, find
from borough.places.matching.tables import Ints, Tables


class Compared(NamedTuple):
    """One line compared. values are features in the order of NAMES; explained has a bit for each item."""

    row: int
    uprn: int
    values: list[float]
    explained: int
    numbers: Numbers
    street: Street
    postcode: Grade
    name: float  # how like the building's name, -1 where it has none
    unit_name: float
    organisation: float


NAMES: Final = (
    "quick", "postcode", "street_like", "street_core", "street_kind", "house", "unit", "floor", "swapped",
    "crossed", "by_floor", "left", "unit_left", "next_to", "name_like", "name_share", "unit_like", "unit_share",
    "firm_like", "locality", "town", "explained", "unexplained_before", "unexplained_after", "unexplained_most",
    "kept_words", "approved", "historic", "positional", "unit_word", "written_units", "is_part", "gap", "bare",
    "known_postcode", "street_missing", "name_conflict", "foreign_street", "foreign_name", "elsewhere",
    "words", "numbers",
)  # fmt: skip
"""Features of a line compared, in order."""
POSITIONAL: Final = NAMES.index("positional")
SAME_POSITION: Final = 1.0
"""What the feature is where the same of FRONT, REAR and the like is written and kept."""


class Comparer:
    """Compares queries with the lines of one index."""

    def __init__(self, tables: Tables, words: Words) -> None:
        self.tables, self.keeper = tables, Keeper(tables, words)

    def __call__(self, query: Query, rows: Ints, quick: Ints) -> list[Compared]:
        """Each row compared, in order; quick is what the quick look gave them."""
        streets: dict[int, Street] = {}
        texts, tables = self.tables.texts, self.tables
        written = _Written.of(query, tables)
        compared = []
        for row, look in zip(rows.tolist(), quick.tolist(), strict=True):
            kept = self.keeper.line(row)
            name = int(tables.street_name[kept.street])
            if name not in streets:
                streets[name] = find(query, texts[int(tables.name_text[name])])
            compared.append(_line(written, kept, row, look, streets[name]))
        return compared


class _Written(NamedTuple):
    """What is the same of a query whatever it is compared with."""

    query: Query
    floor: int
    positions: frozenset[str]
    unit: str
    tail: list[float]
    total: float
    known: float

    @classmethod
    def of(cls, query: Query, tables: Tables) -> "_Written":
        positions = frozenset(item.word for item in query.items if item.kind == Kind.POSITION)
        unit = next((item.word for item in query.items if item.kind == Kind.UNIT), "")
        tail = [float(len(query.word_set)), float(len(query.numbers))]
        known = float(query.postcode in tables.postcode_number)
        floor = query.floors[0] if query.floors else NO_FLOOR
        return cls(query, floor, positions, unit, tail, sum(query.weights), known)


def _line(written: _Written, kept: Kept, row: int, look: float, street: Street) -> Compared:
    query = written.query
    floors = (written.floor, kept.floor)
    compared = numbers.compare(query.items, query.numbers, street.house, kept.house, kept.units, floors)
    near = grade(query.postcode, kept.postcode)
    names = [_name(query, kept.primary), _name(query, kept.secondary), _name(query, kept.firm)]
    places, locality, town = _places(query, kept)
    explained = _explained(query, street, compared, names) | places
    for at, before in query.repeats:
        explained |= (explained >> before & 1) << at
    values = [look, float(near), street.like, street.core, float(street.kind), *_graded(compared)]
    values += [float(street.next_to), names[0][0], _share(query, kept.telling[0])]
    values += [names[1][0], _share(query, kept.telling[1]), names[2][0], locality, town]
    values += [*_unexplained(written, street, explained), _unwritten(query, kept), *_standing(written, kept)]
    values += [_gap(query, street, kept.house), float(not query.postcode), written.known, float(street.first < 0)]
    values += [_conflict(names, explained, query, street), street.foreign, _foreign(query, kept, names)]
    values += [float(len({mask for _, mask in query.places if mask & ~explained})), *written.tail]
    likes = (names[0][0], names[1][0], names[2][0])
    return Compared(row, kept.uprn, values, explained, compared, street, near, *likes)


def _explained(query: Query, street: Street, compared: Numbers, names: list[Span]) -> int:
    """A bit for each item that the line explains, places apart."""
    mask = compared.used
    for like, first, last in names:
        if like >= FOUND:
            mask |= (1 << last) - (1 << first)
    if street.first >= 0:
        mask |= (1 << street.last) - (1 << street.first)
        if street.kind == 2 and street.last < len(query.items):
            mask |= 1 << street.last
    if query.floors and (compared.floor == Same.EXACT or compared.by_floor):
        mask |= sum(1 << at for at, kind in enumerate(query.kinds) if kind == Kind.FLOOR)
    return mask


def _places(query: Query, kept: Kept) -> tuple[int, float, float]:
    """Items explained by locality and town, and whether each was written: 1, 0, or -1 where the line has none."""
    mask, found = 0, []
    for joined in kept.places:
        like, first, last = query.span(joined) if joined else (-1.0, 0, 0)
        if like > 0.75:
            mask |= (1 << last) - (1 << first)
        found.append(like if like < 0 or like > 0.75 else 0.0)
    return mask, found[0], max(found[1], found[2])


def _share(query: Query, telling: tuple[tuple[str, float], ...]) -> float:
    """How much of what a name tells is written, -1 where there is no name."""
    if not telling:
        return -1.0
    total = sum(weight for _, weight in telling)
    return sum(weight for word, weight in telling if word in query.word_set) / (total or 1.0)


def _unwritten(query: Query, kept: Kept) -> float:
    """What the line's names tell that is not written."""
    return sum(weight for one in kept.telling for word, weight in one if word not in query.word_set)


def _unexplained(written: _Written, street: Street, explained: int) -> list[float]:
    """The share explained of what is written, and what is not, before and after the street, and the most of it."""
    before = after = most = missing = 0.0
    query = written.query
    street_at = street.first if street.first >= 0 else len(query.items)
    for at, weight in enumerate(query.weights):
        if explained >> at & 1:
            continue
        missing += weight
        if query.kinds[at] != Kind.WORD:
            continue
        most = max(most, weight)
        if at < street_at:
            before += weight
        else:
            after += weight
    return [1.0 - missing / written.total if written.total else 0.0, before, after, most]


def _standing(written: _Written, kept: Kept) -> list[float]:
    """What kind of line it is: approved, historic, its words for a position and a unit, whether it is a part."""
    unit, other = kept.unit, written.unit
    agrees = (
        0.0 if not unit and not other else 1.0 if unit == other else 2.0 if unit and other else 3.0 if unit else 4.0
    )
    position = 0.0 if not written.positions and not kept.positions else 1.0 + (written.positions != kept.positions)
    status = kept.status
    return [float(status == 1), float(status == 8), position, agrees, float(bool(other)), float(kept.is_part)]


def _name(query: Query, one: Part) -> Span:
    """Where a name is written and how like it, -1 where there is none."""
    return query.span(one.joined) if one.joined else (-1.0, *NOWHERE[1:])


def _graded(compared: Numbers) -> list[float]:
    return [
        float(compared.house),
        float(compared.unit),
        float(compared.floor),
        float(compared.swapped),
        float(compared.crossed),
        float(compared.by_floor),
        float(compared.left),
        float(compared.unit_left),
    ]


def _foreign(query: Query, kept: Kept, names: list[Span]) -> float:
    """What words of other lines tell that stand where this line has a name like it: ROSE COTTAGE for ROSE VILLA."""
    near = zip(names, (kept.primary, kept.secondary, kept.firm), strict=True)
    return sum(query.foreign(first, last, one.words) for (like, first, last), one in near if FOUND <= like < 1.0)


def _gap(query: Query, street: Street, house: House) -> float:
    """How far apart the numbers of the houses are, at most 50; -1 where either is missing."""
    if street.house < 0 or house.start < 0:
        return -1.0
    return float(min(abs(query.items[street.house].start - house.start), 50))


def _conflict(names: list[Span], explained: int, query: Query, street: Street) -> float:
    """True where the line has a name, it is not written, and other words stand where it would."""
    if names[0][0] < 0 or names[0][0] >= FOUND:
        return 0.0
    last = street.first if street.first >= 0 else len(query.items)
    return float(any(query.kinds[at] == Kind.WORD and not explained >> at & 1 for at in range(last)))
