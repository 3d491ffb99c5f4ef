"""Rows that lost what tells their property from another: what they still say of it fits the other as well.

A judge of labels alone. It knows the property that was meant and what was written, and shares nothing with the matcher but
how words are spelt and read, so that a row is set apart for every matcher alike. Where it is unsure it finds that a word
was kept, which leaves the row among those that must be matched.
"""

import re
from collections import defaultdict
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

from rapidfuzz import fuzz
from rapidfuzz.distance import OSA

from borough.address_match.postcodes import PostcodeGrade, grade, extract, parse_postcode
from borough.address_match.tokeniser import UNITS, Item, ItemKind, tokenise
from borough.address_match.spelling import fold_spelling, normalise
from borough.gazetteer.types import Addressable, Line, Status

LIKE, WITHIN = 0.6, 80.0
"""A word is taken as written where another is so like it (0 to 1), or a run of letters holds it so well (0 to 100)."""
SMALL = frozenset({"THE", "AT", "AND", "OF", "OVER"})
FLOORS = {"-1": "BASEMENT", "0": "GROUND", "1": "FIRST", "2": "SECOND", "3": "THIRD", "4": "FOURTH"}
NUMBERS = {
    "house": "number",
    "unit": "number",
    "house end": "number",
    "house letter": "letter",
    "unit letter": "letter",
}


class Said(NamedTuple):
    """One thing that an address says: a number, letter, floor or word, and of what."""

    of: str
    what: str

    @property
    def anywhere(self) -> "Said":
        """The same number of whatever it numbers."""
        return Said(NUMBERS.get(self.of, self.of), self.what)


def numbered(of: str, start: int | None, letter: str, end: int | None = None) -> list[Said]:
    said = [Said(of, str(start))] if start is not None and start >= 0 else []
    said += [Said(f"{of} letter", letter)] if letter else []
    return said + ([Said(f"{of} end", str(end))] if end is not None and end >= 0 and end != start else [])


def part(thing: Addressable, of: str) -> list[Said]:
    """What one addressable object says."""
    said = numbered(of, thing.start, thing.start_suffix, thing.end)
    items = tokenise(thing.text)
    for item in items:
        if item.kind in {ItemKind.NUMBER, ItemKind.LETTER}:
            said += numbered("unit", item.start, item.suffix)
        elif item.kind == ItemKind.FLOOR:
            said.append(Said("floor", str(item.start)))
    if not any(one.of == "floor" for one in said):
        said += [Said("name", word) for word in words(thing.text) if fold_spelling(word) not in UNITS]
    if items and not said:
        said.append(Said("kind", ""))
    return said


def words(text: str) -> list[str]:
    """The words of a text that matter, as they are spelt there."""
    return [word for word in re.findall(r"[^\W\d_]+", normalise(text)) if word not in SMALL and len(word) > 1]


def says(line: Line) -> frozenset[Said]:
    """Everything that tells a line from others, its postcode apart."""
    said = part(line.secondary, "unit") + part(line.primary, "house")
    for text, of in (
        (line.street, "street"),
        (line.locality, "place"),
        (line.town, "place"),
        (line.organisation, "firm"),
    ):
        said += [Said(of, word) for word in words(text)]
    return frozenset(said)


class Written:
    """An address as someone wrote it."""

    def __init__(self, text: str, postcode: str) -> None:
        rest, inside = extract(text)
        self.postcode = parse_postcode(postcode) or inside
        self.items: list[Item] = tokenise(rest)
        raw = re.findall(r"[^\W\d_]+", normalise(rest))
        self.words = {*raw, *(a + b for a, b in pairwise(raw))}
        self.folded = {fold_spelling(word) for word in self.words}
        self.squashed = "".join(c for c in normalise(rest) if c.isalpha())
        self.known: dict[Said, bool] = {}

    @cached_property
    def numbers(self) -> set[str]:
        ends = {str(item.end) for item in self.items if item.end >= 0}
        return {str(item.start) for item in self.items if item.kind == ItemKind.NUMBER} | ends

    @cached_property
    def units(self) -> set[str]:
        """Numbers and letters that stand after a word such as FLAT."""
        return {one for item in self.items if item.unit for one in (str(item.start), item.suffix)}

    @cached_property
    def letters(self) -> set[str]:
        ends = {item.end_suffix for item in self.items}
        return {item.suffix for item in self.items} | ends | {word for word in self.words if len(word) == 1}

    def __contains__(self, said: Said) -> bool:
        found = self.known.get(said)
        if found is None:
            found = self.known[said] = self._holds(said)
        return found

    def _holds(self, said: Said) -> bool:
        kind = said.anywhere.of
        if kind == "number":
            return said.what in self.numbers
        if kind == "letter":
            return said.what in self.letters
        if kind == "floor":
            named = any(item.kind == ItemKind.FLOOR and str(item.start) == said.what for item in self.items)
            return named or self._nearly(FLOORS.get(said.what, ""))
        if kind == "kind":
            return any(item.kind == ItemKind.UNIT for item in self.items)
        return fold_spelling(said.what) in self.folded or self._nearly(said.what)

    def _nearly(self, word: str) -> bool:
        if len(word) < 3:
            return False
        if len(word) > 3 and fuzz.partial_ratio(word, self.squashed) >= WITHIN:
            return True
        return any(OSA.normalized_similarity(word, one) >= LIKE for one in self.words)


class Lost:
    """Tells rows of some lines that fit another property as well as the one that was meant."""

    def __init__(self, lines: list[Line]) -> None:
        self.lines = [line for line in lines if line.status == Status.APPROVED]
        self.said = [says(line) for line in self.lines]
        self.holders: dict[Said, set[int]] = defaultdict(set)
        for at, said in enumerate(self.said):
            for one in said:
                self.holders[one].add(at)
                if one.of in NUMBERS:
                    self.holders[one.anywhere].add(at)

    def __call__(self, text: str, postcode: str, meant: Line) -> bool:
        """True where another line has all that is written of the one meant, and no more that is not written."""
        written, whole = Written(text, postcode), says(meant)
        kept = {one for one in whole if one in written}
        missing = whole - kept
        loose = any(one.of != "firm" for one in missing)
        wanted = {one.anywhere if loose and one.what not in written.units else one for one in kept}
        if not wanted:
            return True
        near = grade(written.postcode, meant.postcode)
        sets = sorted((self.holders[one] for one in wanted), key=len)
        others = set.intersection(*sets) if sets else set()
        return any(self._fits(at, written, meant, near, len(missing)) for at in sorted(others))

    def _fits(self, at: int, written: Written, meant: Line, near: PostcodeGrade, missing: int) -> bool:
        line = self.lines[at]
        if line.uprn == meant.uprn or (near != PostcodeGrade.UNKNOWN and grade(written.postcode, line.postcode) > near):
            return False
        return sum(one not in written for one in self.said[at]) <= missing
