"""Comparison of a written address with one gazetteer line: what agrees, differs and is left over."""

from typing import Final, NamedTuple

from borough.address_match import numbers
from borough.address_match.numbers import HouseNumber, NumberComparison, NumberGrade
from borough.address_match.parsed_line import LineCache, ParsedLine
from borough.address_match.parsed_parts import NO_FLOOR, Part
from borough.address_match.postcodes import PostcodeGrade, grade
from borough.address_match.query import NO_SPAN, Query, Span, Vocabulary
from borough.address_match.streets import MATCH_THRESHOLD, StreetMatch, find_street
from borough.address_match.tables import Ints, Tables
from borough.address_match.tokeniser import ItemKind


class Comparison(NamedTuple):
    """A compared line. values are features in the order of FEATURES; explained has a bit for each query item."""

    row: int
    uprn: int
    values: list[float]
    explained: int
    numbers: NumberComparison
    street: StreetMatch
    postcode: PostcodeGrade
    name: float  # similarity of the building name, -1 if there is none
    unit_name: float
    organisation: float


FEATURES: Final = (
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
    "kept_terms",
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
    "foreign_street",
    "foreign_name",
    "elsewhere",
    "terms",
    "numbers",
)
"""Comparison features, in order."""
POSITIONAL: Final = FEATURES.index("positional")
SAME_POSITION: Final = 1.0
"""Value of the feature when the same position word, such as FRONT or REAR, is in both."""


class Comparer:
    """Compares queries with the lines of one index."""

    def __init__(self, tables: Tables, vocabulary: Vocabulary) -> None:
        self.tables, self.lines = tables, LineCache(tables, vocabulary)

    def __call__(self, query: Query, rows: Ints, quick: Ints) -> list[Comparison]:
        """Return the comparison of each row, in order; quick: the rows' quick scores."""
        streets: dict[int, StreetMatch] = {}
        texts, tables = self.tables.texts, self.tables
        written = _QueryFeatures.of(query, tables)
        compared = []
        for row, look in zip(rows.tolist(), quick.tolist(), strict=True):
            line = self.lines.line(row)
            name = int(tables.street_name[line.street])
            if name not in streets:
                streets[name] = find_street(query, texts[int(tables.name_text[name])])
            compared.append(_line(written, line, row, look, streets[name]))
        return compared


class _QueryFeatures(NamedTuple):
    """Query features that do not depend on the line."""

    query: Query
    floor: int
    positions: frozenset[str]
    unit: str
    tail: list[float]
    total: float
    known: float

    @classmethod
    def of(cls, query: Query, tables: Tables) -> "_QueryFeatures":
        positions = frozenset(item.word for item in query.items if item.kind == ItemKind.POSITION)
        unit = next((item.word for item in query.items if item.kind == ItemKind.UNIT), "")
        tail = [float(len(query.token_set)), float(len(query.numbers))]
        known = float(query.postcode in tables.postcode_number)
        floor = query.floors[0] if query.floors else NO_FLOOR
        return cls(query, floor, positions, unit, tail, sum(query.weights), known)


def _line(written: _QueryFeatures, line: ParsedLine, row: int, look: float, street: StreetMatch) -> Comparison:
    query = written.query
    floors = (written.floor, line.floor)
    compared = numbers.compare(query.items, query.numbers, street.house, line.house, line.units, floors)
    near = grade(query.postcode, line.postcode)
    names = [_name(query, line.primary), _name(query, line.secondary), _name(query, line.firm)]
    places, locality, town = _places(query, line)
    explained = _explained(query, street, compared, names) | places
    for at, before in query.repeats:
        explained |= (explained >> before & 1) << at
    values = [look, float(near), street.like, street.core, float(street.kind), *_number_features(compared)]
    values += [float(street.next_to), names[0][0], _share(query, line.weights[0])]
    values += [names[1][0], _share(query, line.weights[1]), names[2][0], locality, town]
    values += [*_unexplained(written, street, explained), _unwritten(query, line), *_status_features(written, line)]
    values += [_house_gap(query, street, line.house), float(not query.postcode), written.known, float(street.first < 0)]
    values += [_conflict(names, explained, query, street), street.foreign, _foreign_weight(query, line, names)]
    values += [float(len({mask for _, mask in query.places if mask & ~explained})), *written.tail]
    likes = (names[0][0], names[1][0], names[2][0])
    return Comparison(row, line.uprn, values, explained, compared, street, near, *likes)


def _explained(query: Query, street: StreetMatch, compared: NumberComparison, names: list[Span]) -> int:
    """Return a bit mask of the items that the line explains, except place names."""
    mask = compared.used
    for like, first, last in names:
        if like >= MATCH_THRESHOLD:
            mask |= (1 << last) - (1 << first)
    if street.first >= 0:
        mask |= (1 << street.last) - (1 << street.first)
        if street.kind == 2 and street.last < len(query.items):
            mask |= 1 << street.last
    if query.floors and (compared.floor == NumberGrade.EXACT or compared.by_floor):
        mask |= sum(1 << at for at, kind in enumerate(query.kinds) if kind == ItemKind.FLOOR)
    return mask


def _places(query: Query, line: ParsedLine) -> tuple[int, float, float]:
    """Return the items explained by locality and town, and if each is written: 1, 0, or -1 if the line has none."""
    mask, scores = 0, []
    for joined in line.places:
        like, first, last = query.span(joined) if joined else (-1.0, 0, 0)
        if like > 0.75:
            mask |= (1 << last) - (1 << first)
        scores.append(like if like < 0 or like > 0.75 else 0.0)
    return mask, scores[0], max(scores[1], scores[2])


def _share(query: Query, weights: tuple[tuple[str, float], ...]) -> float:
    """Return the share of a name's word weight that is written, -1 if there is no name."""
    if not weights:
        return -1.0
    total = sum(weight for _, weight in weights)
    return sum(weight for word, weight in weights if word in query.token_set) / (total or 1.0)


def _unwritten(query: Query, line: ParsedLine) -> float:
    """Return the weight of the line's name words that are not written."""
    return sum(weight for weights in line.weights for word, weight in weights if word not in query.token_set)


def _unexplained(written: _QueryFeatures, street: StreetMatch, explained: int) -> list[float]:
    """Return the explained share, and the unexplained weight before and after the street and at most."""
    before = after = most = missing = 0.0
    query = written.query
    street_at = street.first if street.first >= 0 else len(query.items)
    for at, weight in enumerate(query.weights):
        if explained >> at & 1:
            continue
        missing += weight
        if query.kinds[at] != ItemKind.WORD:
            continue
        most = max(most, weight)
        if at < street_at:
            before += weight
        else:
            after += weight
    return [1.0 - missing / written.total if written.total else 0.0, before, after, most]


def _status_features(written: _QueryFeatures, line: ParsedLine) -> list[float]:
    """Return line features: approved, historic, position and unit words, and whether it is a part."""
    unit, other = line.unit, written.unit
    agrees = (
        0.0 if not unit and not other else 1.0 if unit == other else 2.0 if unit and other else 3.0 if unit else 4.0
    )
    position = 0.0 if not written.positions and not line.positions else 1.0 + (written.positions != line.positions)
    status = line.status
    return [float(status == 1), float(status == 8), position, agrees, float(bool(other)), float(line.is_part)]


def _name(query: Query, part: Part) -> Span:
    """Return where a name is written and its similarity, -1 if there is none."""
    return query.span(part.joined) if part.joined else (-1.0, *NO_SPAN[1:])


def _number_features(compared: NumberComparison) -> list[float]:
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


def _foreign_weight(query: Query, line: ParsedLine, names: list[Span]) -> float:
    """Return the weight of other lines' words in place of this line's name: ROSE COTTAGE for ROSE VILLA."""
    near = zip(names, (line.primary, line.secondary, line.firm), strict=True)
    return sum(
        query.foreign(first, last, part.tokens) for (like, first, last), part in near if MATCH_THRESHOLD <= like < 1.0
    )


def _house_gap(query: Query, street: StreetMatch, house: HouseNumber) -> float:
    """Return the difference between the house numbers, at most 50; -1 if either is missing."""
    if street.house < 0 or house.start < 0:
        return -1.0
    return float(min(abs(query.items[street.house].start - house.start), 50))


def _conflict(names: list[Span], explained: int, query: Query, street: StreetMatch) -> float:
    """Return 1 if the line has a name that is not written while other words are in its place."""
    if names[0][0] < 0 or names[0][0] >= MATCH_THRESHOLD:
        return 0.0
    last = street.first if street.first >= 0 else len(query.items)
    return float(any(query.kinds[at] == ItemKind.WORD and not explained >> at & 1 for at in range(last)))
