"""A query address parsed against one index: items, weights, and where a text is found in it."""

from collections.abc import Container
from functools import lru_cache
from typing import Final

import numpy as np
from rapidfuzz import process
from rapidfuzz.distance import OSA

from borough.address_match.parsed_parts import parse_part
from borough.address_match.postcodes import extract, parse_postcode, without_district
from borough.address_match.spelling import SPELLING, STREET_KINDS, fold_spelling
from borough.address_match.tables import Tables
from borough.address_match.tokeniser import STRUCTURE, Item, ItemKind, tokenise

LONGEST_WINDOW: Final = 6
MOST_ITEMS: Final = 40
UNIT_NAMES: Final = frozenset({"FLAT", "APARTMENT", "UNIT", "ROOM", "PLOT", "APT", "FLT"})
UNKNOWN_WEIGHT: Final = 0.6  # share of the maximum word weight
SURE: Final = 4  # letters per part for a split to be preferred to a correction
LONG, LONGEST_JOINED = 8, 24  # letters of two joined words, one of them misspelt
SINGLE_SLIP: Final = 0.8
Span = tuple[float, int, int]
NO_SPAN: Final[Span] = (0.0, -1, -1)


class Vocabulary:
    """The vocabulary of an index, and candidate corrections of misspelt words."""

    def __init__(self, tables: Tables) -> None:
        self.tables, self.number = tables, tables.word_number
        self.weight = tables.weight.tolist()
        self.most = max(self.weight, default=1.0)
        self.starting: dict[tuple[int, str], list[str]] = {}
        self.ending: dict[tuple[int, str], list[str]] = {}
        for word in tables.vocabulary:
            if len(word) >= 4 and word.isalpha():
                self.starting.setdefault((len(word), word[0]), []).append(word)
                self.ending.setdefault((len(word), word[-1]), []).append(word)
        self.places: dict[str, list[int]] = {}
        for place in np.unique(tables.street_places[:, 1:]).tolist():
            if joined := parse_part(tables.texts[place]).joined:
                self.places.setdefault(joined, []).append(place)
        self.near = lru_cache(maxsize=50_000)(self._near)
        self.repair = lru_cache(maxsize=50_000)(self._repair)
        common = {word for word, folded in SPELLING.items() if len(word) > 3 and folded in self.number}
        self.common = sorted(common | set(STRUCTURE))

    def _near(self, word: str) -> tuple[tuple[int, float], ...]:
        """Return similar vocabulary words: one error away (two for long words), same start or end, with similarity."""
        if len(word) < 4 or not word.isalpha():
            return ()
        far = 1 if len(word) < 7 else 2
        distances: dict[str, int] = {}
        for length in range(len(word) - far, len(word) + far + 1):
            for choices in (self.starting.get((length, word[0])), self.ending.get((length, word[-1]))):
                hits = process.extract(word, choices or (), scorer=OSA.distance, score_cutoff=far, limit=6)
                distances |= {hit: slips for hit, slips, _ in hits}
        best = sorted(distances.items(), key=lambda pair: (pair[1], pair[0]))[:6]
        return tuple((self.number[hit], 1.0 - slips / (len(word) + 1)) for hit, slips in best)

    def _repair(self, word: str) -> tuple[str, ...]:
        """Return the correction of an unknown word: a misspelt common word, or two or three joined words."""
        if len(word) < 4 or fold_spelling(word) != word or word in self.number or word in STRUCTURE:
            return (word,)
        if likely := self._common(word):
            return (likely,)
        halves = self._halves(word)
        if min(map(len, halves), default=0) < SURE and any(like >= SINGLE_SLIP for _, like in self.near(word)):
            return (word,)
        return halves or self._misspelt_halves(word) or (word,)

    def _common(self, word: str) -> str:
        """Return the common word one error away, or ""; a short word must have all its letters."""
        match = process.extractOne(word, self.common, scorer=OSA.distance, score_cutoff=1)
        if match is None or len(match[0]) < len(word) - 1:
            return ""
        short = len(match[0]) == 4 and match[0] not in STRUCTURE
        if short and len(word) < 5 and sorted(match[0]) != sorted(word):
            return ""
        return str(match[0])

    def _halves(self, word: str) -> tuple[str, ...]:
        """Return the two or three known words that form a long word, or ()."""
        if len(word) < 5 or not word.isalpha():
            return ()
        for at in range(len(word) - 1, 1, -1):
            left, right = word[:at], word[at:]
            if self._known(left) and (self._known(right) or (len(right) == 1 and left in UNIT_NAMES)):
                return (left, right)
            if len(right) > 5 and self._known(left) and (rest := self._halves(right)):
                return (left, *rest)
        return ()

    def _misspelt_halves(self, word: str) -> tuple[str, ...]:
        """Return the two words that form a long word, one known and the other one error away, or ()."""
        if not LONG <= len(word) <= LONGEST_JOINED or not word.isalpha():
            return ()
        for at in range(len(word) - 3, 3, -1):
            left, right = word[:at], word[at:]
            if self._known(left) and len(left) > 3 and (meant := self._meant(right)):
                return (left, meant)
            if self._known(right) and (meant := self._meant(left)):
                return (meant, right)
        return ()

    def _meant(self, word: str) -> str:
        """Return the common or indexed word that is one error away, or ""."""
        if len(word) < 4:
            return ""
        near = (self.tables.vocabulary[at] for at, like in self.near(word) if like >= SINGLE_SLIP)
        return self._common(word) or next(near, "")

    def _known(self, word: str) -> bool:
        """Return whether a word is indexed and long enough to be split off, or is a street type."""
        folded = fold_spelling(word)
        if word in UNIT_NAMES or folded in STRUCTURE:
            return True
        return folded in self.number and (len(word) > 2 or folded in STREET_KINDS)

    def weight_of(self, word: str) -> float:
        """Return a word's weight: the log of its rarity; an unknown word has a considerable weight."""
        at = self.number.get(word)
        return self.most * UNKNOWN_WEIGHT if at is None else self.weight[at]


class Query:
    """A parsed query. wanted: index words by number, with their similarity to what was written, 0 to 1."""

    def __init__(self, text: str, postcode: str, vocabulary: Vocabulary) -> None:
        """postcode: if given separately from the text, else ""; a postcode inside the text is extracted."""
        self.postcode = parse_postcode(postcode)
        rest, inside = extract(text)
        again, other = extract(rest)
        if other and other == inside:  # written twice
            rest = again
        self.postcode = self.postcode or inside
        self.items: list[Item] = tokenise(without_district(rest), vocabulary.repair)[:MOST_ITEMS]
        self.kinds = [item.kind for item in self.items]
        self.weights = [
            vocabulary.weight_of(item.word)
            if item.kind == ItemKind.WORD
            else 4.0
            if item.kind in {ItemKind.NUMBER, ItemKind.LETTER}
            else 1.0
            for item in self.items
        ]
        self.known = [
            kind == ItemKind.WORD and item.word in vocabulary.number
            for kind, item in zip(self.kinds, self.items, strict=True)
        ]
        self.repeats = self._repeats()
        self.numbers = [at for at, kind in enumerate(self.kinds) if kind in {ItemKind.NUMBER, ItemKind.LETTER}]
        self.floors = [item.start for item in self.items if item.kind == ItemKind.FLOOR]
        self.token_set = {item.word for item in self.items if item.kind == ItemKind.WORD}
        self._windows()
        self.places = self._places(vocabulary)
        self.wanted = self._wanted(vocabulary)
        self.span_cache: dict[str, Span] = {}

    def _repeats(self) -> list[tuple[int, int]]:
        """Return positions of repeated words with their first position: a town written twice."""
        first: dict[str, int] = {}
        pairs = [
            (at, first.setdefault(item.word, at)) for at, item in enumerate(self.items) if item.kind == ItemKind.WORD
        ]
        return [(at, before) for at, before in pairs if at != before]

    def _windows(self) -> None:
        """Compute every run of words, joined, with its start and end."""
        self.windows: dict[str, tuple[int, int]] = {}
        for start, kind in enumerate(self.kinds):
            joined = ""
            for end in range(start, min(start + LONGEST_WINDOW, len(self.items))):
                if kind != ItemKind.WORD or self.kinds[end] != ItemKind.WORD:
                    break
                joined += self.items[end].word
                self.windows.setdefault(joined, (start, end + 1))
        self.window_list = list(self.windows)

    def _places(self, vocabulary: Vocabulary) -> list[tuple[int, int]]:
        """Return the index places written in full: their text number, and a bit mask of their items."""
        places = []
        for joined in self.window_list:
            if joined in vocabulary.places:
                start, end = self.windows[joined]
                places += [(place, (1 << end) - (1 << start)) for place in vocabulary.places[joined]]
        return places

    def _wanted(self, vocabulary: Vocabulary) -> dict[int, float]:
        wanted: dict[int, float] = {}
        before = ""
        for item in self.items:
            if item.kind != ItemKind.WORD:
                before = ""
                continue
            at = vocabulary.number.get(item.word)
            if at is not None:
                wanted[at] = 1.0
            else:
                for near, like in vocabulary.near(item.word):
                    wanted[near] = max(wanted.get(near, 0.0), like)
            both = vocabulary.number.get(before + item.word) if before else None
            if both is not None:
                wanted.setdefault(both, 0.95)
            before = item.word
        return wanted

    def foreign(self, first: int, last: int, tokens: Container[str]) -> float:
        """Return the weight of words from first to last that other lines have, but that are not among these."""
        places = range(max(first, 0), last)
        return sum(self.weights[at] for at in places if self.known[at] and self.items[at].word not in tokens)

    def span(self, joined: str) -> Span:
        """Return where a text (words joined) matches best: similarity 0 to 1, first and last item."""
        best = self.span_cache.get(joined)
        if best is None:
            best = self.span_cache[joined] = self._find(joined)
        return best

    def _find(self, joined: str) -> Span:
        if not joined or not self.window_list:
            return NO_SPAN
        exact = self.windows.get(joined)
        if exact is not None:
            return (1.0, *exact)
        best = process.extractOne(joined, self.window_list, scorer=OSA.normalized_similarity, score_cutoff=0.5)
        return NO_SPAN if best is None else (best[1], *self.windows[best[0]])
