"""An index line parsed for comparison: parts, numbers, places and word weights."""

from functools import lru_cache
from typing import NamedTuple

from borough.address_match.numbers import HouseNumber
from borough.address_match.parsed_parts import NO_FLOOR, Part, parse_part
from borough.address_match.query import Vocabulary
from borough.address_match.tables import Tables

_LETTERS = ["", *(chr(at) for at in range(1, 128))]


class ParsedLine(NamedTuple):
    """A parsed line. places: locality, town and post town, words joined, "" if none; weights: by word."""

    uprn: int
    status: int
    primary: Part
    secondary: Part
    firm: Part
    house: HouseNumber
    units: tuple[tuple[int, str], ...]
    floor: int
    postcode: str
    street: int
    places: tuple[str, str, str]
    positions: frozenset[str]
    unit: str
    is_part: bool
    weights: tuple[tuple[tuple[str, float], ...], tuple[tuple[str, float], ...]]


class LineCache:
    """Reads lines of one index, with a cache of recent ones."""

    def __init__(self, tables: Tables, vocabulary: Vocabulary) -> None:
        self.tables, self.vocabulary = tables, vocabulary
        self.line = lru_cache(maxsize=100_000)(self._line)
        self.place = lru_cache(maxsize=20_000)(self._place)

    def _place(self, street: int) -> tuple[str, str, str]:
        _, locality, town, post_town = self.tables.street_places[street].tolist()
        texts = self.tables.texts
        other = parse_part(texts[post_town]).joined if post_town != town else ""
        return (
            parse_part(texts[locality]).joined if locality else "",
            parse_part(texts[town]).joined if town else "",
            other,
        )

    def _line(self, row: int) -> ParsedLine:
        tables, texts = self.tables, self.tables.texts
        secondary, primary = (
            parse_part(texts[int(tables.secondary_text[row])]),
            parse_part(texts[int(tables.primary_text[row])]),
        )
        start, letter, _, _, house, house_letter, end, end_letter = tables.numbers[row].tolist()
        own = ((start, _LETTERS[letter]),) if start >= 0 else ()
        units, street = own + secondary.ids + primary.ids, int(tables.street[row])
        return ParsedLine(
            int(tables.uprn[row]),
            int(tables.status[row]),
            primary,
            secondary,
            parse_part(texts[int(tables.organisation[row])]),
            HouseNumber(house, _LETTERS[house_letter], end, _LETTERS[end_letter]),
            units,
            secondary.floor if secondary.floor != NO_FLOOR else primary.floor,
            tables.postcodes[tables.postcode[row]],
            street,
            self.place(street),
            secondary.positions | primary.positions,
            secondary.unit or primary.unit,
            bool(units) or bool(secondary.items),
            (self._weights(primary), self._weights(secondary)),
        )

    def _weights(self, part: Part) -> tuple[tuple[str, float], ...]:
        return tuple((word, self.vocabulary.weight_of(word)) for word in part.tokens)
