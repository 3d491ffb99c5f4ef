"""Candidate generation by postcode, street and number, and name; a quick score keeps the best."""

from typing import Final

import numpy as np

from borough.address_match.index_builder import MAX_TOKEN_LINES, NAMED_BUILDING
from borough.address_match.postcodes import LETTERS, fixed_width
from borough.address_match.query import Query, Vocabulary
from borough.address_match.tables import Ints, Tables
from borough.address_match.tokeniser import ItemKind

MAX_COMPARED: Final = 16
"""Maximum number of lines compared in detail."""
MAX_SCORE_GAP: Final = 8.0
"""A line this far behind the best quick score is not compared."""
MOST_NAMES: Final = 24
MOST_NUMBERS: Final = 6
MOST_ROWS: Final = 6000
MOST_NAMED: Final = 800
NO_ROWS: Final[Ints] = np.zeros(0, np.int32)


class CandidateFinder:
    """Generates candidates from one index."""

    def __init__(self, tables: Tables, vocabulary: Vocabulary) -> None:
        self.tables, self.vocabulary = tables, vocabulary
        self.wanted = np.zeros(len(tables.vocabulary) + 1, np.float32)
        self.weight = np.append(tables.weight, 0.0).astype(np.float32)
        self.name_total = self._totals(tables.name_word_starts, tables.name_tokens)
        self.name_worth, self.touched = np.zeros(len(tables.name_text), np.float32), NO_ROWS
        self.line_counts = np.diff(np.asarray(tables.holder_starts))
        self.post_chars = np.asarray(tables.postcode_chars)

    def _totals(self, starts: Ints, tokens: Ints) -> Ints:
        total = np.concatenate([[0.0], np.cumsum(self.weight[np.asarray(tokens)])])
        totals: Ints = (total[starts[1:]] - total[starts[:-1]]).astype(np.float32)
        return totals

    def __call__(self, query: Query) -> tuple[Ints, Ints]:
        """Return the rows of the best candidates, best first, and their quick scores."""
        written = [query.items[at].start for at in query.numbers if query.items[at].start >= 0]
        numbers = np.array(written[:MOST_NUMBERS], np.int64)
        wanted = list(query.wanted)
        self.wanted[wanted] = np.fromiter(query.wanted.values(), np.float32, len(wanted)) * self.weight[wanted]
        try:
            near = self.near_postcodes(query)
            rows = self._gather(query, numbers, near)
            if not len(rows):
                return NO_ROWS, NO_ROWS
            score = self._score(query, rows, numbers, near)
        finally:
            self.wanted[list(query.wanted)] = 0.0
            self.name_worth[self.touched] = 0.0
        count = min(MAX_COMPARED, len(rows))
        best = np.argpartition(-score, count - 1)[:count]
        best = best[score[best] >= score.max() - MAX_SCORE_GAP]
        best = best[np.lexsort((rows[best], -score[best]))]
        return rows[best], score[best]

    def near_postcodes(self, query: Query) -> dict[int, float]:
        """Return likely index postcodes for the written one, with scores; a known postcode maps to itself."""
        if not query.postcode:
            return {}
        known = self.tables.postcode_number.get(query.postcode)
        if known is not None:
            return {known: 6.0}
        wanted = np.frombuffer(fixed_width(query.postcode).encode(), np.uint8)
        differ = (self.post_chars != wanted).sum(1)
        close = np.flatnonzero(differ <= 2)
        close = close[np.argsort(differ[close], kind="stable")]
        return {int(at): 4.0 if differ[at] == 1 else 2.0 for at in close[:12] if differ[at] < LETTERS}

    def _gather(self, query: Query, numbers: Ints, near: dict[int, float]) -> Ints:
        row_sets = [self.tables.in_postcode.get(postcode) for postcode in near]
        row_sets += self._by_signature(query, numbers, self.names(query))
        row_sets += self._by_tokens(query)
        if not row_sets:
            return NO_ROWS
        rows: Ints = np.unique(np.concatenate(row_sets)[:MOST_ROWS])
        return rows

    def names(self, query: Query) -> Ints:
        """Return street names that share informative words with the query, best first; scores go to `name_worth`."""
        row_sets = [self.tables.named.get(word) for word in query.wanted]
        if not row_sets:
            return NO_ROWS
        many = [len(rows) for rows in row_sets]
        every = np.concatenate(row_sets)
        gained = np.bincount(every, np.repeat(self.wanted[list(query.wanted)], many), len(self.name_total))
        names = np.flatnonzero(gained)
        share = np.minimum(gained[names] / np.maximum(self.name_total[names], 1e-6), 1.0)
        self.name_worth[names] = 8.0 * share
        self.touched = names
        best: Ints = names[np.argsort(-share - gained[names] * 0.05, kind="stable")[:MOST_NAMES]]
        return best

    def _by_signature(self, query: Query, numbers: Ints, names: Ints) -> list[Ints]:
        names = names.astype(np.int64)
        keys = (names[:, None] * 16384 + numbers[None, :]).ravel() if len(numbers) else NO_ROWS
        if len(query.numbers) < 2:
            keys = np.concatenate([keys, names[:4] * 16384 + NAMED_BUILDING])
        table = self.tables.signature_keys
        first, last = np.searchsorted(table, keys), np.searchsorted(table, keys, side="right")
        rows = self.tables.signature_rows
        spans = zip(first.tolist(), last.tolist(), strict=True)
        return [rows[a : min(b, a + MOST_NAMED)] for a, b in spans if b > a]

    def _by_tokens(self, query: Query) -> list[Ints]:
        """Return lines with an informative query word in a name, rarest words first, up to a limit."""
        tokens = sorted(
            (int(self.line_counts[word]), word) for word in query.wanted if 0 < self.line_counts[word] < MAX_TOKEN_LINES
        )
        row_sets, left = [], 1500
        for many, word in tokens:
            if many > left:
                break
            left -= many
            row_sets.append(self.tables.holders.get(word))
        return row_sets

    def _score(self, query: Query, rows: Ints, numbers: Ints, near: dict[int, float]) -> Ints:
        tables = self.tables
        score = np.zeros(len(rows), np.float32)
        postcode = tables.postcode[rows]
        for near_postcode, worth in near.items():
            score[postcode == near_postcode] += worth
        street = tables.street[rows]
        score += self.name_worth[tables.street_name[street]]
        score += self._places(query, street)
        score += self._numbers(query, rows, numbers)
        score += self._token_score(rows)
        return score

    def _places(self, query: Query, street: Ints) -> Ints:
        """Return the scores of localities and towns written in full."""
        written = [place for place, _ in query.places]
        score = np.zeros(len(street), np.float32)
        for column, worth in ((1, 2.0), (2, 1.0)) if written else ():
            line_places = self.tables.street_places[street, column]
            score[(line_places[:, None] == np.array(written)).any(1)] += worth
        return score

    def _numbers(self, query: Query, rows: Ints, numbers: Ints) -> Ints:
        """Return the scores of building and unit numbers: equal, different or not written."""
        house, unit = self.tables.house[rows], self.tables.unit[rows]
        letters = [ord(query.items[at].suffix) for at in query.numbers if query.items[at].suffix]
        within = (
            (house[:, :1] <= numbers) & (numbers <= house[:, 1:]) if len(numbers) else np.zeros((len(rows), 1), bool)
        )
        same_house = within.any(1) & (house[:, 0] >= 0)
        same_unit = (unit[:, :1] == numbers).any(1) & (unit[:, 0] >= 0)
        same_letter = (unit[:, 1:] == np.array(letters, np.int16)).any(1) & (unit[:, 1] > 0)
        score = 6.0 * same_house - 3.0 * ((house[:, 0] >= 0) & ~same_house)
        score += 4.0 * same_unit + 1.5 * same_letter
        score -= 1.5 * (((unit[:, 0] >= 0) & ~same_unit) | ((unit[:, 0] < 0) & (unit[:, 1] > 0) & ~same_letter))
        if query.numbers and any(kind == ItemKind.UNIT for kind in query.kinds):
            score -= 1.0 * ((unit[:, 0] < 0) & (unit[:, 1] == 0))
        result: Ints = score
        return result

    def _token_score(self, rows: Ints) -> Ints:
        """Return the scores of name words: those written, less a share of those not written."""
        gained = _sums(self.tables.line_word_starts, self.tables.line_tokens, rows, self.wanted)
        total = _sums(self.tables.line_word_starts, self.tables.line_tokens, rows, self.weight)
        result: Ints = np.minimum(gained, 12.0) * 0.8 - 0.25 * np.minimum(total - gained, 30.0)
        return result


def _sums(starts: Ints, tokens: Ints, rows: Ints, worth: Ints) -> Ints:
    """Return the total weight of each row's words."""
    first = np.asarray(starts[rows])
    many = np.asarray(starts[rows + 1]) - first
    ends = np.cumsum(many)
    places = np.repeat(first - (ends - many), many) + np.arange(ends[-1] if len(ends) else 0)
    running = np.concatenate([[0.0], np.cumsum(worth[tokens[places]])])
    result: Ints = running[ends] - running[ends - many]
    return result
