"""Build the tables of an index from gazetteer lines, in one pass."""

import hashlib
from array import array
from collections.abc import Iterable
from itertools import pairwise
from typing import Final

import numpy as np

from borough.address_match.parsed_parts import Part, number_word, parse_part
from borough.address_match.postcodes import fixed_width, parse_postcode
from borough.address_match.tables import Ints, Postings, Tables, Texts
from borough.address_match.types import SEARCHABLE_STATUSES, Addressable, Line

STREET_RECORD: Final = "STREET RECORD"
MAX_TOKEN_LINES: Final = 3000
"""A word on more lines than this is not used to find candidates."""
WIDEST: Final = 12
NAMED_BUILDING: Final = 16383
"""Replaces the number in the signature of a line with a building name."""


def spelling_key(tokens: Iterable[str], postcode: str) -> int:
    """Return the key of an exact spelling: 63 bits of its BLAKE2 digest."""
    digest = hashlib.blake2b(f"{' '.join(tokens)}|{postcode}".encode(), digest_size=8).digest()
    return int.from_bytes(digest, "little") >> 1


class Interner:
    """Assigns consecutive numbers to distinct texts."""

    def __init__(self, *first: str) -> None:
        self.numbers = {text: at for at, text in enumerate(first)}

    def __call__(self, text: str) -> int:
        """Return the number of a text."""
        return self.numbers.setdefault(text, len(self.numbers))


class PairList:
    """Pairs of numbers, collected for postings."""

    def __init__(self) -> None:
        self.keys, self.rows = array("q"), array("i")

    def add(self, key: int, row: int) -> None:
        """Add a pair."""
        self.keys.append(key)
        self.rows.append(row)

    def postings(self, count: int) -> Postings:
        """Return the rows of each key; keys are below count."""
        return Postings.of(np.frombuffer(self.keys, np.int64), np.frombuffer(self.rows, np.int32), count)

    def sorted(self) -> tuple[Ints, Ints]:
        """Return the sorted keys, and the row of each."""
        keys = np.frombuffer(self.keys, np.int64)
        order = np.argsort(keys, kind="stable")
        return keys[order], np.frombuffer(self.rows, np.int32)[order]


class Builder:
    """Collects lines row by row; `tables` converts them to arrays."""

    def __init__(self) -> None:
        self.texts, self.tokens, self.postcodes = Interner(""), Interner(), Interner("")
        self.names = Interner()
        self.streets: dict[tuple[int, ...], int] = {}
        self.rows: dict[str, array[int]] = {
            name: array(kind)
            for name, kind in zip(
                ("uprn", "status", "postcode", "street", "secondary_text", "primary_text", "organisation"),
                "qbiiiii",
                strict=True,
            )
        }
        self.numbers, self.house, self.unit = array("h"), array("h"), array("h")
        self.holders, self.exact, self.signatures, self.in_postcode = PairList(), PairList(), PairList(), PairList()
        self.line_tokens: dict[tuple[str, ...], list[int]] = {}
        self.place_tokens: set[str] = set()
        self.count = 0

    def add(self, line: Line) -> None:
        """Add a line; street records and unsearchable statuses are skipped."""
        if line.primary.text == STREET_RECORD or line.status not in SEARCHABLE_STATUSES:
            return
        row, postcode = self.count, parse_postcode(line.postcode)
        self.count += 1
        street = self._street(line)
        values = [line.uprn, int(line.status), self.postcodes(postcode), street, self.texts(line.secondary.text)]
        values += [self.texts(line.primary.text), self.texts(line.organisation)]
        for name, value in zip(self.rows, values, strict=True):
            self.rows[name].append(value)
        if postcode:
            self.in_postcode.add(self.postcodes(postcode), row)
        secondary, primary = parse_part(line.secondary.text), parse_part(line.primary.text)
        self._add_numbers(line, secondary, primary, row)
        self._add_tokens(line, secondary, primary, row)
        self._add_exact(line, secondary, primary, postcode, row)

    def _street(self, line: Line) -> int:
        name = " ".join(parse_part(line.street).items)
        places = tuple(self.texts(text) for text in (line.street, line.locality, line.town, line.post_town))
        for text in (line.locality, line.town, line.post_town):
            self.place_tokens.update(parse_part(text).tokens)
        return self.streets.setdefault((self.names(name), *places), len(self.streets))

    def _add_numbers(self, line: Line, secondary: Part, primary: Part, row: int) -> None:
        for addressable in (line.secondary, line.primary):
            self.numbers.extend([_known(addressable.start), _letter(addressable.start_suffix)])
            self.numbers.extend([_known(addressable.end), _letter(addressable.end_suffix)])
        start = _known(line.primary.start)
        last = max(_known(line.primary.end), start)
        unit = _unit(line.secondary, secondary) or (primary.ids[0] if primary.ids else (-1, ""))
        self.house.extend([start, last])
        self.unit.extend([unit[0], _letter(unit[1])])
        name = self.rows["street"][row]
        step = 1 if (last - start) % 2 else 2
        keys = set(range(start, min(last, start + WIDEST) + 1, step)) | {last} if start >= 0 else set()
        if start < 0 or line.primary.text:
            keys |= {unit[0]} if unit[0] >= 0 else set()
        if line.primary.text:
            keys.add(NAMED_BUILDING)
        for number in keys:
            self.signatures.add(name * 16384 + number, row)

    def _add_tokens(self, line: Line, secondary: Part, primary: Part, row: int) -> None:
        organisation = parse_part(line.organisation)
        texts = (secondary.tokens, primary.tokens, organisation.tokens)
        together = sum(texts, ())
        if together not in self.line_tokens:
            pairs = [a + b for tokens in texts for a, b in pairwise(tokens)]
            self.line_tokens[together] = sorted({self.tokens(word) for word in (*together, *pairs)})
        for word in self.line_tokens[together]:
            self.holders.add(word, row)

    def _add_exact(self, line: Line, secondary: Part, primary: Part, postcode: str, row: int) -> None:
        if not postcode:
            return
        head = [*secondary.items, *_number_tokens(line.secondary), *primary.items, *_number_tokens(line.primary)]
        body = [*head, *parse_part(line.street).items]
        self.exact.add(spelling_key(body, postcode), row)
        if line.organisation:
            self.exact.add(spelling_key([*parse_part(line.organisation).items, *body], postcode), row)

    def tables(self) -> Tables:
        """Return everything collected, as arrays."""
        names, named, name_tokens = list(self.names.numbers), PairList(), PairList()
        for at, name in enumerate(names):
            tokens = name.split()
            for word in {*tokens, *(a + b for a, b in pairwise(tokens))}:
                named.add(self.tokens(word), at)
            for word in tokens:
                name_tokens.add(at, self.tokens(word))
        for word in sorted(self.place_tokens):
            self.tokens(word)
        streets = np.array(list(self.streets), np.int32).reshape(-1, 5)
        lines_of_street = np.bincount(np.frombuffer(self.rows["street"], np.int32), minlength=len(streets))
        count = len(self.tokens.numbers)
        holders, named_by, name_postings = (
            self.holders.postings(count),
            named.postings(count),
            name_tokens.postings(len(names)),
        )
        lines_of_name = np.bincount(streets[:, 0], weights=lines_of_street, minlength=len(names))
        return self._tables(streets, holders, named_by, name_postings, lines_of_name)

    def _tables(
        self, streets: Ints, holders: Postings, named: Postings, name_tokens: Postings, lines_of_name: Ints
    ) -> Tables:
        count, lines = len(self.tokens.numbers), self.count
        in_streets = np.zeros(count)
        np.add.at(in_streets, np.repeat(np.arange(count), np.diff(named.starts)), lines_of_name[named.rows])
        word_lines = np.minimum(np.diff(holders.starts) + in_streets, lines).astype(np.int32)
        line_tokens = Postings.of(
            np.asarray(holders.rows, np.int64), np.repeat(np.arange(count), np.diff(holders.starts)), lines
        )
        chars = "".join(fixed_width(text) if text else " " * 7 for text in self.postcodes.numbers).encode()
        name_text = np.array([self.texts(text) for text in self.names.numbers], np.int32)
        texts, tokens = Texts.of(list(self.texts.numbers)), Texts.of(list(self.tokens.numbers))
        exact, signature = self.exact.sorted(), self._signatures(streets)
        in_postcode = self.in_postcode.postings(len(self.postcodes.numbers))
        return Tables(
            **self._columns(),
            street_name=streets[:, 0].copy(),
            street_places=streets[:, 1:].copy(),
            name_text=name_text,
            text_block=texts.block,
            text_starts=texts.starts,
            word_block=tokens.block,
            word_starts=tokens.starts,
            word_lines=word_lines,
            postcode_chars=np.frombuffer(chars, np.uint8).reshape(-1, 7),
            line_word_starts=line_tokens.starts,
            line_tokens=line_tokens.rows,
            holder_starts=holders.starts,
            holder_rows=holders.rows,
            named_starts=named.starts,
            named_rows=named.rows,
            name_word_starts=name_tokens.starts,
            name_tokens=name_tokens.rows,
            in_postcode_starts=in_postcode.starts,
            in_postcode_rows=in_postcode.rows,
            exact_keys=exact[0],
            exact_rows=exact[1],
            signature_keys=signature[0],
            signature_rows=signature[1],
        )

    def _columns(self) -> dict[str, Ints]:
        """Return the columns with a row for each line."""
        columns = {name: np.array(column) for name, column in self.rows.items()}
        for name, width in (("numbers", 8), ("house", 2), ("unit", 2)):
            columns[name] = np.array(getattr(self, name), np.int16).reshape(-1, width)
        return columns

    def _signatures(self, streets: Ints) -> tuple[Ints, Ints]:
        """Return signatures by street name and number, from those by street and number."""
        keys, rows = self.signatures.sorted()
        keys = streets[keys // 16384, 0].astype(np.int64) * 16384 + keys % 16384
        order = np.argsort(keys, kind="stable")
        return keys[order], rows[order]


def _known(number: int | None) -> int:
    return -1 if number is None else min(max(number, 0), 9999)


def _letter(suffix: str) -> int:
    return ord(suffix[0]) if suffix else 0


def _number_tokens(addressable: Addressable) -> list[str]:
    return [word] if (word := number_word(addressable)) else []


def _unit(secondary: Addressable, read: Part) -> tuple[int, str] | None:
    if secondary.start is not None:
        return secondary.start, secondary.start_suffix
    return read.ids[0] if read.ids else None


def build(lines: Iterable[Line]) -> Tables:
    """Return the tables of gazetteer lines."""
    builder = Builder()
    for line in lines:
        builder.add(line)
    return builder.tables()
