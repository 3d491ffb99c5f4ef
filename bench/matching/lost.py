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

from borough.address_match.postcodes import PostcodeGrade, extract, grade, parse_postcode
from borough.address_match.spelling import fold_spelling, normalise
from borough.address_match.tokeniser import UNITS, Item, ItemKind, tokenise
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


class Token(NamedTuple):
    """One thing that an address says: a number, letter, floor or word, and of what."""

    of: str
    what: str

    @property
    def anywhere(self) -> "Token":
        """The same number of whatever it numbers."""
        return Token(NUMBERS.get(self.of, self.of), self.what)


def numbered(of: str, start: int | None, letter: str, end: int | None = None) -> list[Token]:
    tokens = [Token(of, str(start))] if start is not None and start >= 0 else []
    tokens += [Token(f"{of} letter", letter)] if letter else []
    return tokens + ([Token(f"{of} end", str(end))] if end is not None and end >= 0 and end != start else [])


def part(addressable: Addressable, of: str) -> list[Token]:
    """What one addressable object says."""
    tokens = numbered(of, addressable.start, addressable.start_suffix, addressable.end)
    items = tokenise(addressable.text)
    for item in items:
        if item.kind in {ItemKind.NUMBER, ItemKind.LETTER}:
            tokens += numbered("unit", item.start, item.suffix)
        elif item.kind == ItemKind.FLOOR:
            tokens.append(Token("floor", str(item.start)))
    if not any(token.of == "floor" for token in tokens):
        tokens += [
            Token("name", word) for word in significant_terms(addressable.text) if fold_spelling(word) not in UNITS
        ]
    if items and not tokens:
        tokens.append(Token("kind", ""))
    return tokens


def significant_terms(text: str) -> list[str]:
    """The words of a text that matter, as they are spelt there."""
    return [word for word in re.findall(r"[^\W\d_]+", normalise(text)) if word not in SMALL and len(word) > 1]


def tokens_of(line: Line) -> frozenset[Token]:
    """Everything that tells a line from others, its postcode apart."""
    tokens = part(line.secondary, "unit") + part(line.primary, "house")
    for text, of in (
        (line.street, "street"),
        (line.locality, "place"),
        (line.town, "place"),
        (line.organisation, "firm"),
    ):
        tokens += [Token(of, word) for word in significant_terms(text)]
    return frozenset(tokens)


class Written:
    """An address as someone wrote it."""

    def __init__(self, text: str, postcode: str) -> None:
        rest, inside = extract(text)
        self.postcode = parse_postcode(postcode) or inside
        self.items: list[Item] = tokenise(rest)
        raw = re.findall(r"[^\W\d_]+", normalise(rest))
        self.terms = {*raw, *(a + b for a, b in pairwise(raw))}
        self.folded = {fold_spelling(word) for word in self.terms}
        self.squashed = "".join(c for c in normalise(rest) if c.isalpha())
        self.known: dict[Token, bool] = {}

    @cached_property
    def numbers(self) -> set[str]:
        ends = {str(item.end) for item in self.items if item.end >= 0}
        return {str(item.start) for item in self.items if item.kind == ItemKind.NUMBER} | ends

    @cached_property
    def units(self) -> set[str]:
        """Numbers and letters that stand after a word such as FLAT."""
        return {value for item in self.items if item.unit for value in (str(item.start), item.suffix)}

    @cached_property
    def letters(self) -> set[str]:
        ends = {item.end_suffix for item in self.items}
        return {item.suffix for item in self.items} | ends | {word for word in self.terms if len(word) == 1}

    def __contains__(self, token: Token) -> bool:
        known = self.known.get(token)
        if known is None:
            known = self.known[token] = self._contains(token)
        return known

    def _contains(self, token: Token) -> bool:
        kind = token.anywhere.of
        if kind == "number":
            return token.what in self.numbers
        if kind == "letter":
            return token.what in self.letters
        if kind == "floor":
            named = any(item.kind == ItemKind.FLOOR and str(item.start) == token.what for item in self.items)
            return named or self._nearly(FLOORS.get(token.what, ""))
        if kind == "kind":
            return any(item.kind == ItemKind.UNIT for item in self.items)
        return fold_spelling(token.what) in self.folded or self._nearly(token.what)

    def _nearly(self, word: str) -> bool:
        if len(word) < 3:
            return False
        if len(word) > 3 and fuzz.partial_ratio(word, self.squashed) >= WITHIN:
            return True
        return any(OSA.normalized_similarity(word, term) >= LIKE for term in self.terms)


class Lost:
    """Tells rows of some lines that fit another property as well as the one that was meant."""

    def __init__(self, lines: list[Line]) -> None:
        self.lines = [line for line in lines if line.status == Status.APPROVED]
        self.tokens = [tokens_of(line) for line in self.lines]
        self.holders: dict[Token, set[int]] = defaultdict(set)
        for at, tokens in enumerate(self.tokens):
            for token in tokens:
                self.holders[token].add(at)
                if token.of in NUMBERS:
                    self.holders[token.anywhere].add(at)

    def __call__(self, text: str, postcode: str, meant: Line) -> bool:
        """True where another line has all that is written of the one meant, and no more that is not written."""
        written, tokens = Written(text, postcode), tokens_of(meant)
        present = {token for token in tokens if token in written}
        missing = tokens - present
        loose = any(token.of != "firm" for token in missing)
        wanted = {token.anywhere if loose and token.what not in written.units else token for token in present}
        if not wanted:
            return True
        near = grade(written.postcode, meant.postcode)
        sets = sorted((self.holders[token] for token in wanted), key=len)
        others = set.intersection(*sets) if sets else set()
        return any(self._fits(at, written, meant, near, len(missing)) for at in sorted(others))

    def _fits(self, at: int, written: Written, meant: Line, near: PostcodeGrade, missing: int) -> bool:
        line = self.lines[at]
        if line.uprn == meant.uprn or (near != PostcodeGrade.UNKNOWN and grade(written.postcode, line.postcode) > near):
            return False
        return sum(token not in written for token in self.tokens[at]) <= missing
