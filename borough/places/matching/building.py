"""Builds the tables of an index from the lines of a gazetteer, in one pass."""

import hashlib
from array import array
from collections.abc import Iterable
from itertools import pairwise
from typing import Final

import numpy as np

from borough.places.matching.parts import Part, number_word, part
from borough.places.matching.postcodes import fixed, tidy
from borough.places.matching.tables import Ints, Postings, Tables, Texts
from borough.places.types import FOUND_BY, Addressable, Line

STREET_RECORD: Final = "STREET RECORD"
COMMONEST: Final = 3000
"""A word that more lines hold than this finds none of them by itself."""
WIDEST: Final = 12
NAMED: Final = 16383
"""Stands for the number in the signature of a line whose building has a name."""


def key(words: Iterable[str], postcode: str) -> int:
    """The number an exact spelling is kept by: 63 bits of its BLAKE2 digest."""
    digest = hashlib.blake2b(f"{' '.join(words)}|{postcode}".encode(), digest_size=8).digest()
    return int.from_bytes(digest, "little") >> 1


class Numbering:
    """Gives each new text the next number."""

    def __init__(self, *first: str) -> None:
        self.numbers = {text: at for at, text in enumerate(first)}

    def __call__(self, text: str) -> int:
        """The number of a text."""
        return self.numbers.setdefault(text, len(self.numbers))


class Pairs:
    """Pairs of numbers, gathered to become postings."""

    def __init__(self) -> None:
        self.keys, self.rows = array("q"), array("i")

    def add(self, key: int, row: int) -> None:
        """Take one pair."""
        self.keys.append(key)
        self.rows.append(row)

    def postings(self, count: int) -> Postings:
        """The rows of each key; keys are below count."""
        return Postings.of(np.frombuffer(self.keys, np.int64), np.frombuffer(self.rows, np.int32), count)

    def sorted(self) -> tuple[Ints, Ints]:
        """Keys in order, and the row of each."""
        keys = np.frombuffer(self.keys, np.int64)
        order = np.argsort(keys, kind="stable")
        return keys[order], np.frombuffer(self.rows, np.int32)[order]


class Builder:
    """Gathers lines row by row; `tables` makes arrays of them."""

    def __init__(self) -> None:
        self.texts, self.words, self.postcodes = Numbering(""), Numbering(), Numbering("")
        self.names = Numbering()
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
        self.held, self.exact, self.signatures, self.in_postcode = Pairs(), Pairs(), Pairs(), Pairs()
        self.line_words: dict[tuple[str, ...], list[int]] = {}
        self.place_words: set[str] = set()
        self.count = 0

    def add(self, line: Line) -> None:
        """Take one line; street records and statuses that cannot be found are left out."""
        if line.primary.text == STREET_RECORD or line.status not in FOUND_BY:
            return
        row, postcode = self.count, tidy(line.postcode)
        self.count += 1
        street = self._street(line)
        values = [line.uprn, int(line.status), self.postcodes(postcode), street, self.texts(line.secondary.text)]
        values += [self.texts(line.primary.text), self.texts(line.organisation)]
        for name, value in zip(self.rows, values, strict=True):
            self.rows[name].append(value)
        if postcode:
            self.in_postcode.add(self.postcodes(postcode), row)
        secondary, primary = part(line.secondary.text), part(line.primary.text)
        self._add_numbers(line, secondary, primary, row)
        self._add_words(line, secondary, primary, row)
        self._add_exact(line, secondary, primary, postcode, row)

    def _street(self, line: Line) -> int:
        words = " ".join(part(line.street).items)
        places = tuple(self.texts(text) for text in (line.street, line.locality, line.town, line.post_town))
        for text in (line.locality, line.town, line.post_town):
            self.place_words.update(part(text).words)
        return self.streets.setdefault((self.names(words), *places), len(self.streets))

    def _add_numbers(self, line: Line, secondary: Part, primary: Part, row: int) -> None:
        for thing in (line.secondary, line.primary):
            self.numbers.extend([_known(thing.start), _letter(thing.start_suffix)])
            self.numbers.extend([_known(thing.end), _letter(thing.end_suffix)])
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
            keys.add(NAMED)
        for one in keys:
            self.signatures.add(name * 16384 + one, row)

    def _add_words(self, line: Line, secondary: Part, primary: Part, row: int) -> None:
        organisation = part(line.organisation)
        texts = (secondary.words, primary.words, organisation.words)
        together = sum(texts, ())
        if together not in self.line_words:
            pairs = [a + b for words in texts for a, b in pairwise(words)]
            self.line_words[together] = sorted({self.words(word) for word in (*together, *pairs)})
        for word in self.line_words[together]:
            self.held.add(word, row)

    def _add_exact(self, line: Line, secondary: Part, primary: Part, postcode: str, row: int) -> None:
        if not postcode:
            return
        head = [*secondary.items, *_words(line.secondary), *primary.items, *_words(line.primary)]
        body = [*head, *part(line.street).items]
        self.exact.add(key(body, postcode), row)
        if line.organisation:
            self.exact.add(key([*part(line.organisation).items, *body], postcode), row)

    def tables(self) -> Tables:
        """Everything gathered, as arrays."""
        names, named, name_words = list(self.names.numbers), Pairs(), Pairs()
        for at, name in enumerate(names):
            words = name.split()
            for word in {*words, *(a + b for a, b in pairwise(words))}:
                named.add(self.words(word), at)
            for word in words:
                name_words.add(at, self.words(word))
        for word in sorted(self.place_words):
            self.words(word)
        streets = np.array(list(self.streets), np.int32).reshape(-1, 5)
        lines_of_street = np.bincount(np.frombuffer(self.rows["street"], np.int32), minlength=len(streets))
        count = len(self.words.numbers)
        held, named_by, words_of = self.held.postings(count), named.postings(count), name_words.postings(len(names))
        lines_of_name = np.bincount(streets[:, 0], weights=lines_of_street, minlength=len(names))
        return self._tables(streets, held, named_by, words_of, lines_of_name)

    def _tables(
        self, streets: Ints, held: Postings, named: Postings, name_words: Postings, lines_of_name: Ints
    ) -> Tables:
        count, lines = len(self.words.numbers), self.count
        in_streets = np.zeros(count)
        np.add.at(in_streets, np.repeat(np.arange(count), np.diff(named.starts)), lines_of_name[named.rows])
        word_lines = np.minimum(np.diff(held.starts) + in_streets, lines).astype(np.int32)
        words_of_line = Postings.of(
            np.asarray(held.rows, np.int64), np.repeat(np.arange(count), np.diff(held.starts)), lines
        )
        chars = "".join(fixed(one) if one else " " * 7 for one in self.postcodes.numbers).encode()
        name_text = np.array([self.texts(one) for one in self.names.numbers], np.int32)
        texts, words = Texts.of(list(self.texts.numbers)), Texts.of(list(self.words.numbers))
        exact, signature = self.exact.sorted(), self._signatures(streets)
        in_postcode = self.in_postcode.postings(len(self.postcodes.numbers))
        return Tables(
            **self._columns(),
            street_name=streets[:, 0].copy(),
            street_places=streets[:, 1:].copy(),
            name_text=name_text,
            text_block=texts.block,
            text_starts=texts.starts,
            word_block=words.block,
            word_starts=words.starts,
            word_lines=word_lines,
            postcode_chars=np.frombuffer(chars, np.uint8).reshape(-1, 7),
            line_word_starts=words_of_line.starts,
            line_words=words_of_line.rows,
            holder_starts=held.starts,
            holder_rows=held.rows,
            named_starts=named.starts,
            named_rows=named.rows,
            name_word_starts=name_words.starts,
            name_words=name_words.rows,
            in_postcode_starts=in_postcode.starts,
            in_postcode_rows=in_postcode.rows,
            exact_keys=exact[0],
            exact_rows=exact[1],
            signature_keys=signature[0],
            signature_rows=signature[1],
        )

    def _columns(self) -> dict[str, Ints]:
        """The columns that have a row for each line."""
        columns = {name: np.array(column) for name, column in self.rows.items()}
        for name, width in (("numbers", 8), ("house", 2), ("unit", 2)):
            columns[name] = np.array(getattr(self, name), np.int16).reshape(-1, width)
        return columns

    def _signatures(self, streets: Ints) -> tuple[Ints, Ints]:
        """Signatures by name of street and number, from those gathered by street and number."""
        keys, rows = self.signatures.sorted()
        keys = streets[keys // 16384, 0].astype(np.int64) * 16384 + keys % 16384
        order = np.argsort(keys, kind="stable")
        return keys[order], rows[order]


def _known(number: int | None) -> int:
    return -1 if number is None else min(max(number, 0), 9999)


def _letter(suffix: str) -> int:
    return ord(suffix[0]) if suffix else 0


def _words(thing: Addressable) -> list[str]:
    return [word] if (word := number_word(thing)) else []


def _unit(secondary: Addressable, read: Part) -> tuple[int, str] | None:
    if secondary.start is not None:
        return secondary.start, secondary.start_suffix
    return read.ids[0] if read.ids else None


def build(lines: Iterable[Line]) -> Tables:
    """The tables of a gazetteer's lines."""
    builder = Builder()
    for line in lines:
        builder.add(line)
    return builder.tables()
