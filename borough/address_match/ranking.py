"""Ranking of candidates, one for each property, and the features for accepting the best."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from borough.address_match.candidates import CandidateFinder
from borough.address_match.comparison import Comparer, Comparison
from borough.address_match.query import Query, Vocabulary
from borough.address_match.tables import Ints, Tables
from borough.address_match.tie_breaks import rival_features

MOST: Final = 8
FAR: Final = 12.0
"""The margin if there is no second candidate."""
_SECOND = (5, 6, 2, 1)  # house, unit, street_like, postcode in FEATURES


@dataclass(frozen=True, slots=True)
class ComparedQuery:
    """A query with its compared candidates: features float64 (C, features), one row each."""

    query: Query
    compared: list[Comparison]
    features: Ints


@dataclass(frozen=True, slots=True)
class RankedCandidates:
    """The best line of each property, best first, with ranker scores, and the features of the best."""

    compared: list[Comparison]
    scores: Ints
    best: Ints


class QueryReader:
    """Parses addresses and compares them with the candidates of one index."""

    def __init__(self, tables: Tables) -> None:
        self.tables, self.vocabulary = tables, Vocabulary(tables)
        self.find, self.compare = CandidateFinder(tables, self.vocabulary), Comparer(tables, self.vocabulary)

    def query(self, text: str, postcode: str) -> Query:
        """Return an address parsed against this index."""
        return Query(text, postcode, self.vocabulary)

    def __call__(self, query: Query) -> ComparedQuery | None:
        """Return the query's compared candidates, None if there are none."""
        rows, quick = self.find(query)
        if not len(rows):
            return None
        compared = self.compare(query, rows, quick)
        own = np.array([candidate.values for candidate in compared])
        return ComparedQuery(query, compared, np.hstack([own, rival_features(query, compared)]))


def rank(of: ComparedQuery, scores: Ints) -> RankedCandidates:
    """Return the candidates ordered by score, one for each property."""
    order = np.lexsort((np.arange(len(scores)), -scores))
    seen: set[int] = set()
    selected = []
    for at in order.tolist():
        if of.compared[at].uprn not in seen:
            seen.add(of.compared[at].uprn)
            selected.append(at)
    selected = selected[:MOST]
    ordered = scores[selected]
    second = of.features[selected[1], _SECOND] if len(selected) > 1 else np.full(len(_SECOND), -1.0)
    margin = min(ordered[0] - ordered[1], FAR) if len(selected) > 1 else FAR
    next_margin = min(ordered[1] - ordered[2], FAR) if len(selected) > 2 else FAR
    crowd = float((ordered > ordered[0] - 1.0).sum())
    others = float(np.log(np.exp(np.clip(ordered[1:], -20, 20)).sum() + 1e-9))
    top = float(ordered[0])
    extra_features = [margin, next_margin, crowd, others, *second]
    return RankedCandidates(
        [of.compared[at] for at in selected], ordered, np.array([*of.features[selected[0]], top, *extra_features])
    )
