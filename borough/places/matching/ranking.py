"""Candidates put in order by the ranker, one for each property, and the features by which the best is trusted."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from borough.places.matching.candidates import Finder
from borough.places.matching.comparing import Compared, Comparer
from borough.places.matching.query import Query, Words
from borough.places.matching.rivals import grouped
from borough.places.matching.tables import Ints, Tables

MOST: Final = 8
FAR: Final = 12.0
"""The margin where there is no second candidate."""
_SECOND = (5, 6, 2, 1)  # house, unit, street_like, postcode in NAMES


@dataclass(frozen=True, slots=True)
class Compares:
    """A query with its candidates compared: features float64 (C, features), a row for each."""

    query: Query
    compared: list[Compared]
    features: Ints


@dataclass(frozen=True, slots=True)
class Ranked:
    """The best line of each property, best first, with what the ranker says of each, and the best one's features."""

    compared: list[Compared]
    scores: Ints
    best: Ints


class Reader:
    """Reads addresses and compares them with the candidates of one index."""

    def __init__(self, tables: Tables) -> None:
        self.tables, self.words = tables, Words(tables)
        self.find, self.compare = Finder(tables, self.words), Comparer(tables, self.words)

    def query(self, text: str, postcode: str) -> Query:
        """An address read against this index."""
        return Query(text, postcode, self.words)

    def __call__(self, query: Query) -> Compares | None:
        """The query's candidates compared, None where there are none."""
        rows, quick = self.find(query)
        if not len(rows):
            return None
        compared = self.compare(query, rows, quick)
        own = np.array([one.values for one in compared])
        return Compares(query, compared, np.hstack([own, grouped(query, compared)]))


def rank(of: Compares, scores: Ints) -> Ranked:
    """The candidates in order of their scores, one for each property."""
    order = np.lexsort((np.arange(len(scores)), -scores))
    seen: set[int] = set()
    kept = []
    for at in order.tolist():
        if of.compared[at].uprn not in seen:
            seen.add(of.compared[at].uprn)
            kept.append(at)
    kept = kept[:MOST]
    ordered = scores[kept]
    second = of.features[kept[1], _SECOND] if len(kept) > 1 else np.full(len(_SECOND), -1.0)
    margin = min(ordered[0] - ordered[1], FAR) if len(kept) > 1 else FAR
    next_margin = min(ordered[1] - ordered[2], FAR) if len(kept) > 2 else FAR
    crowd = float((ordered > ordered[0] - 1.0).sum())
    others = float(np.log(np.exp(np.clip(ordered[1:], -20, 20)).sum() + 1e-9))
    top = float(ordered[0])
    beside = [margin, next_margin, crowd, others, *second]
    return Ranked([of.compared[at] for at in kept], ordered, np.array([*of.features[kept[0]], top, *beside]))
