"""Candidates of one address beside each other: what tells them apart, and what cannot."""

from typing import Final

import numpy as np

from borough.places.matching.comparing import Compared
from borough.places.matching.numbers import Same
from borough.places.matching.query import Query
from borough.places.matching.tables import Ints

GROUPED: Final = ("rival", "lead", "quick_lead", "alike", "short_of_best", "quick_short", "exact_houses")
"""Features of a line beside its rivals, in order."""


def grouped(query: Query, compared: list[Compared]) -> Ints:
    """float64 (lines, GROUPED): what rivals explain that a line does not, its lead, and how many are just alike."""
    weights = np.array(query.weights) if query.weights else np.zeros(1)
    bits = np.array([[one.explained >> at & 1 for at in range(len(weights))] for one in compared], float)
    mine = bits @ weights
    both = (bits * weights) @ bits.T
    rival = np.where(_same_uprn(compared), 0.0, mine[None, :] - both).max(1)
    lead = np.where(_same_uprn(compared), np.inf, mine[:, None] - both).min(1)
    lead[~np.isfinite(lead)] = mine[~np.isfinite(lead)]
    quick = np.array([one.values[0] for one in compared])
    others = np.where(_same_uprn(compared), -1e9, quick[None, :]).max(1)
    alike = np.array([one.values[2:17] for one in compared])
    same = (np.abs(alike[:, None, :] - alike[None, :, :]).sum(2) < 1e-6) & ~_same_uprn(compared)
    house = np.array([one.values[5] for one in compared])
    exact = (house == Same.EXACT).sum()
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


def _same_uprn(compared: list[Compared]) -> Ints:
    uprns = np.array([one.uprn for one in compared])
    found: Ints = uprns[:, None] == uprns[None, :]
    return found
