"""Matcher: exact spellings directly, all others by candidates that the model ranks and scores."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final

import numpy as np

from borough.address_match.adjacency import ADJACENT_REASON, is_adjacent
from borough.address_match.answers import Answer, Candidate, Verdict, no_match
from borough.address_match.comparison import POSITIONAL, SAME_POSITION, Comparison
from borough.address_match.index_builder import build, spelling_key
from borough.address_match.model import Model, shipped_model
from borough.address_match.postcodes import PostcodeGrade
from borough.address_match.query import Query
from borough.address_match.ranking import ComparedQuery, QueryReader, RankedCandidates, rank
from borough.address_match.reasons import reasons
from borough.address_match.spelling import STREET_KINDS
from borough.address_match.tables import Tables
from borough.address_match.tokeniser import ItemKind
from borough.address_match.types import Line

MAX_TRAILING: Final = 6
"""Maximum number of words after an exact spelling that are taken as a place."""
MIN_SCORE_GAP: Final = 0.05
"""Candidates with a smaller score difference are tied."""


class Index:
    """A searchable index of a gazetteer."""

    def __init__(self, tables: Tables) -> None:
        self.tables = tables

    @classmethod
    def of(cls, lines: Iterable[Line]) -> "Index":
        """Build an index of lines; historic and alternative lines lead to their property.

        Street records and rejected addresses are skipped.
        """
        return cls(build(lines))

    @classmethod
    def open(cls, folder: Path) -> "Index":
        """Open a saved index, memory-mapped. Raises StaleIndex if it must be rebuilt."""
        return cls(Tables.open(folder))

    def save(self, folder: Path, note: str = "") -> None:
        """Save the index to a folder, replacing an existing one; note can be read by `tables.version_of`."""
        self.tables.save(folder, note)

    def __len__(self) -> int:
        return len(self.tables.uprn)


class Matcher:
    """Finds the property of an address in one index."""

    def __init__(self, index: Index, model: Model | None = None) -> None:
        self.index, self.model = index, model or shipped_model()
        self.reader = QueryReader(index.tables)

    def match(self, text: str, postcode: str = "") -> Answer:
        """Match one address; the postcode may be part of the text. Accepts any text without error."""
        return self.match_all([(text, postcode)])[0]

    def match_all(self, rows: Sequence[tuple[str, str]]) -> list[Answer]:
        """Match (text, postcode) rows in order; batches of some hundreds are fastest."""
        answers: dict[int, Answer] = {}
        left: list[tuple[int, ComparedQuery]] = []
        for at, (text, postcode) in enumerate(rows):
            query = self.reader.query(text, postcode)
            row = self._exact(query)
            if row is not None:
                answers[at] = self._exact_answer(row)
            elif (compares := self.reader(query)) is not None:
                left.append((at, compares))
            else:
                answers[at] = no_match(self.model.version, "nothing in the gazetteer is like it")
        if left:
            ranked = self._ranked([compares for _, compares in left])
            chances = self.model.probability(np.array([result.best for result in ranked]))
            for (at, _), result, chance in zip(left, ranked, chances.tolist(), strict=True):
                answers[at] = self._answer(result, chance, adjacent=self._is_adjacent(rows[at][0], result.compared[0]))
        return [answers[at] for at in range(len(rows))]

    def _exact(self, query: Query) -> int | None:
        """Return the exactly written line, with at most a place after it; None unless one property alone has it."""
        if not query.postcode or len(query.items) < 2:
            return None
        tokens = [item.word for item in query.items]
        keys = self.index.tables.exact_keys
        for end in range(len(tokens), max(1, len(tokens) - MAX_TRAILING), -1):
            if end < len(tokens) and (query.kinds[end] != ItemKind.WORD or tokens[end] in STREET_KINDS):
                return None
            wanted = spelling_key(tokens[:end], query.postcode)
            first = int(np.searchsorted(keys, wanted))
            if first < len(keys) and keys[first] == wanted:
                return self._unique_row(wanted, first)
        return None

    def _unique_row(self, wanted: int, first: int) -> int | None:
        tables = self.index.tables
        last = int(np.searchsorted(tables.exact_keys, wanted, side="right"))
        rows = tables.exact_rows[first:last]
        uprns = tables.uprn[rows]
        return int(rows[0]) if (uprns == uprns[0]).all() and tables.street_name[tables.street[rows[0]]] >= 0 else None

    def _exact_answer(self, row: int) -> Answer:
        uprn, chance = int(self.index.tables.uprn[row]), self.model.exact
        why = ("written as the gazetteer has it", "same postcode")
        if int(self.index.tables.status[row]) != 1:
            why = ("written as the gazetteer had it, or has it as another name", "same postcode")
        return Answer(Verdict.ACCEPT, uprn, chance, chance, (Candidate(uprn, chance, row),), why, self.model.version)

    def _ranked(self, compares: list[ComparedQuery]) -> list[RankedCandidates]:
        scores = self.model.rank(np.vstack([item.features for item in compares]))
        ends = np.cumsum([len(item.compared) for item in compares])
        return [rank(item, part) for item, part in zip(compares, np.split(scores, ends[:-1]), strict=True)]

    def _is_adjacent(self, text: str, best: Comparison) -> bool:
        """Return whether a text says it is adjacent to the property, and the best line itself does not."""
        if not is_adjacent(text) or best.values[POSITIONAL] == SAME_POSITION:
            return False
        tables = self.index.tables
        names = (tables.secondary_text[best.row], tables.primary_text[best.row])
        return not any(is_adjacent(tables.texts[int(name)]) for name in names)

    def _answer(self, ranked: RankedCandidates, chance: float, *, adjacent: bool) -> Answer:
        """Return the result for the best candidate; adjacent or tied ones are for review."""
        others = np.exp(np.clip(ranked.scores, -30, 30))
        none = 0.05
        shares = others[1:] / (others[1:].sum() + none) * (1.0 - chance)
        chances = [chance, *np.minimum(shares, chance).tolist()]
        best = ranked.compared[0]
        margin = chance - (chances[1] if len(chances) > 1 else 0.0)
        why = list(reasons(best))
        toss = len(chances) > 1 and _is_tie(ranked)
        if toss:
            why.append("another property fits what is written as well")
        if adjacent:
            why.append(ADJACENT_REASON)
        sure = chance >= self.model.accept and not toss and not adjacent and best.postcode != PostcodeGrade.FAR
        verdict = Verdict.ACCEPT if sure else Verdict.REVIEW
        if chance < self.model.review:
            verdict = Verdict.NO_MATCH
        candidates = tuple(
            Candidate(
                candidate.uprn,
                round(p, 4),
                candidate.row,
                () if sure else tuple(why) if candidate is best else reasons(candidate),
            )
            for candidate, p in zip(ranked.compared, chances, strict=True)
        )
        return Answer(
            verdict, best.uprn, round(chance, 4), round(margin, 4), candidates, tuple(why), self.model.version
        )


def _is_tie(ranked: RankedCandidates) -> bool:
    """Return whether the written text does not distinguish the best two candidates."""
    best, second = ranked.compared[:2]
    return bool(ranked.scores[0] - ranked.scores[1] < MIN_SCORE_GAP) or best.values[1:] == second.values[1:]
