"""Tie-breaks: features that compare the candidates of one address with each other."""

from typing import Final

import numpy as np

from borough.address_match.comparison import Comparison
from borough.address_match.numbers import NumberGrade
from borough.address_match.query import Query
from borough.address_match.tables import Ints

RIVAL_FEATURES: Final = ("rival", "lead", "quick_lead", "alike", "short_of_best", "quick_short", "exact_houses")
"""Features of a line relative to its rivals, in order."""


def rival_features(query: Query, compared: list[Comparison]) -> Ints:
    """Return float64 (lines, RIVAL_FEATURES): weight only rivals explain, lead, number of identical rivals, etc."""
    weights = np.array(query.weights) if query.weights else np.zeros(1)
    masks = np.array([candidate.explained for candidate in compared], np.int64)
    bits = ((masks[:, None] >> np.arange(len(weights))) & 1).astype(float)
    mine = bits @ weights
    both = (bits * weights) @ bits.T
    uprns = np.array([candidate.uprn for candidate in compared])
    same_uprn = uprns[:, None] == uprns[None, :]
    rival = np.where(same_uprn, 0.0, mine[None, :] - both).max(1)
    lead = np.where(same_uprn, np.inf, mine[:, None] - both).min(1)
    lead[~np.isfinite(lead)] = mine[~np.isfinite(lead)]
    quick = np.array([candidate.values[0] for candidate in compared])
    others = np.where(same_uprn, -1e9, quick[None, :]).max(1)
    alike = np.array([candidate.values[2:17] for candidate in compared])
    same = (np.abs(alike[:, None, :] - alike[None, :, :]).sum(2) < 1e-6) & ~same_uprn
    house = np.array([candidate.values[5] for candidate in compared])
    exact = (house == NumberGrade.EXACT).sum()
    return np.column_stack(
        [
            rival,
            lead,
            np.minimum(quick - others, 30.0),
            same.sum(1),
            mine.max() - mine,
            quick.max() - quick,
            np.full(len(quick), exact),
        ]
    )
