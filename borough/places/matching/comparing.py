"""Compares an address as written with one line of the gazetteer: what agrees, what differs, what is left over."""

from typing import Final, NamedTuple

from borough.places.matching import numbers
from borough.places.matching.numbers import House, Numbers, Same
from borough.places.matching.parts import NO_FLOOR, Part, part
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


NAMES: Final = [
    "quick",
    "postcode",
    "street_like",
    "street_core",
    "street_kind",
    "house",
    "unit",
    "floor",
    "swapped",
    "crossed",
    "by_floor",
    "left",
    "unit_left",
    "next_to",
    "name_like",
    "name_share",
    "unit_like",
    "unit_share",
    "firm_like",
    "locality",
    "town",
    "explained",
    "unexplained_before",
    "unexplained_after",
    "unexplained_most",
    "kept_words",
    "approved",
    "historic",
    "positional",
    "unit_word",
    "written_units",
    "is_part",
    "gap",
    "bare",
    "known_postcode",
    "street_missing",
    "name_conflict",
    "words",
    "numbers",
]


class Comparer:
    """Compares queries with the lines of one index."""

    def __init__(self, tables: Tables, words: Words) -> None:
        self.tables, self.words = tables, words
        self.names = tables.name_text
        self.letters = [chr(at) if at else "" for at in range(128)]

    def __call__(self, query: Query, rows: Ints, quick: Ints) -> list[Compared]:
        """Each row compared, in order."""
        streets: dict[int, Street] = {}
        texts, tables = self.tables.texts, self.tables
        compared = []
        for row, look in zip(rows.tolist(), quick.tolist(), strict=True):
            at = int(tables.street[row])
            name = int(tables.street_name[at])
            if name not in streets:
                streets[name] = find(query, texts[int(self.names[name])])
            compared.append(self._line(query, row, look, streets[name], at))
        return compared

    def _line(self, query: Query, row: int, look: float, street: Street, at: int) -> Compared:
        tables, texts = self.tables, self.tables.texts
        secondary, primary = part(texts[int(tables.secondary_text[row])]), part(texts[int(tables.primary_text[row])])
        firm = part(texts[int(tables.organisation[row])])
        codes = tables.numbers[row].tolist()
        house = House(codes[4], self.letters[codes[5]], codes[6], self.letters[codes[7]])
        own = ((codes[0], self.letters[codes[1]]),) if codes[0] >= 0 else ()
        units = own + secondary.ids + primary.ids
        kept_floor = secondary.floor if secondary.floor != NO_FLOOR else primary.floor
        floors = (query.floors[0] if query.floors else NO_FLOOR, kept_floor)
        compared = numbers.compare(query.items, query.numbers, street.house, house, units, floors)
        written = tables.postcodes[tables.postcode[row]]
        near = grade(query.postcode, written)
        names = [_name(query, one) for one in (primary, secondary, firm)]
        explained = self._explained(query, street, compared, names)
        places, locality, town = self._places(query, at)
        explained |= places
        values = [
            look,
            float(near),
            street.like,
            street.core,
            float(street.kind),
            *_graded(compared),
            float(street.next_to),
        ]
        for (like, _, _), one in zip(names[:2], (primary, secondary), strict=True):
            values += [like, self._share(query, one)]
        values += [names[2][0], locality, town, *self._unexplained(query, street, explained)]
        values += [self._kept(query, primary, secondary, firm), *self._standing(query, row, secondary, primary, units)]
        values += [
            _gap(query, street, house),
            float(not query.postcode),
            float(query.postcode in tables.postcode_number),
        ]
        values += [float(street.first < 0), _conflict(names, explained, query, street)]
        values += [float(len(query.word_set)), float(len(query.numbers))]
        return Compared(
            row, int(tables.uprn[row]), values, explained, compared, street, near, *(like for like, _, _ in names)
        )

    def _explained(self, query: Query, street: Street, compared: Numbers, names: list[Span]) -> int:
        mask = compared.used
        for like, first, last in [*names, (1.0 if street.first >= 0 else 0.0, street.first, street.last)]:
            if like >= FOUND:
                mask |= (1 << last) - (1 << first)
        if street.kind == 2 and 0 <= street.last < len(query.items):
            mask |= 1 << street.last
        if compared.floor == Same.EXACT or compared.by_floor:
            mask |= sum(1 << at for at, kind in enumerate(query.kinds) if kind == Kind.FLOOR)
        return mask

    def _places(self, query: Query, street: int) -> tuple[int, float, float]:
        """Items explained by locality and town, and whether each was written: 1, 0, or -1 where the line has none."""
        mask, found = 0, []
        for column in (1, 2, 3):
            text = int(self.tables.street_places[street, column])
            like, first, last = query.span(part(self.tables.texts[text]).joined) if text else (-1.0, 0, 0)
            if like > 0.75:
                mask |= (1 << last) - (1 << first)
            found.append(like if like < 0 or like > 0.75 else 0.0)
        return mask, found[0], max(found[1], found[2])

    def _share(self, query: Query, one: Part) -> float:
        """How much of what a name tells is written, -1 where there is no name."""
        if not one.words:
            return -1.0
        total = sum(self.words.telling(word) for word in one.words)
        return sum(self.words.telling(word) for word in one.words if word in query.word_set) / (total or 1.0)

    def _kept(self, query: Query, *parts: Part) -> float:
        """What the line's names tell that is not written."""
        return sum(self.words.telling(word) for one in parts[:2] for word in one.words if word not in query.word_set)

    def _unexplained(self, query: Query, street: Street, explained: int) -> list[float]:
        """The share explained of what is written, and what is not, before and after the street, and the most of it."""
        before = after = most = total = 0.0
        for at, weight in enumerate(query.weights):
            total += weight
            if explained >> at & 1 or query.kinds[at] != Kind.WORD:
                continue
            most = max(most, weight)
            if street.first < 0 or at < street.first:
                before += weight
            else:
                after += weight
        missing = sum(weight for at, weight in enumerate(query.weights) if not explained >> at & 1)
        return [1.0 - missing / total if total else 0.0, before, after, most]

    def _standing(
        self, query: Query, row: int, secondary: Part, primary: Part, units: tuple[tuple[int, str], ...]
    ) -> list[float]:
        """What kind of line it is: approved, historic, its words for a position and a unit, whether it is a part."""
        status = int(self.tables.status[row])
        positions = {item.word for item in query.items if item.kind == Kind.POSITION}
        kept = secondary.positions | primary.positions
        written = next((item.word for item in query.items if item.kind == Kind.UNIT), "")
        unit = secondary.unit or primary.unit
        agrees = (
            0.0
            if not written and not unit
            else 1.0
            if written == unit
            else 2.0
            if written and unit
            else 3.0
            if unit
            else 4.0
        )
        position = 0.0 if not positions and not kept else 1.0 if positions == kept else 2.0
        is_part = bool(units) or bool(secondary.items)
        return [float(status == 1), float(status == 8), position, agrees, float(bool(written)), float(is_part)]


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
