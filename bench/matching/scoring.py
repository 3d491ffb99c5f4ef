"""Figures of matching over labelled rows: first right, recall at a precision, what is accepted, and calibration."""

from dataclasses import dataclass

import numpy as np

from bench.matching.labelled import COUNCIL, NO_POSTCODE, RESIDENT, Row

TIERS = [COUNCIL, RESIDENT, NO_POSTCODE, "all"]


@dataclass(frozen=True)
class Result:
    """What a matcher says of rows: the UPRN (0 for none), a score to rank by, and whether it accepts."""

    uprn: np.ndarray
    score: np.ndarray
    accepted: np.ndarray


@dataclass(frozen=True)
class Figures:
    """Figures of one tier: of rows whose property the gazetteer has and whose words fit it alone.

    recall_asked: recall at a precision of .99 of everything that was asked, where an answer to an address that the gazetteer
    has not is wrong. A council cannot tell such addresses from the others beforehand.
    """

    rows: int
    first: float
    recall_99: float
    recall_all: float
    accept_precision: float
    accept_recall: float


def recall_at(score: np.ndarray, right: np.ndarray, precision: float) -> float:
    """The largest share of rows right above a score at which answers are so often right; equal scores stand or fall together."""
    order = np.argsort(-score, kind="stable")
    shares = np.cumsum(right[order]) / np.arange(1, len(order) + 1)
    last = np.append(score[order][1:] != score[order][:-1], True)
    good = np.flatnonzero((shares >= precision) & last)
    return float(shares[good[-1]] * (good[-1] + 1) / len(order)) if len(good) else 0.0


def figures(rows: list[Row], result: Result, *, with_lost: bool = False) -> dict[str, Figures]:
    """Figures by tier. with_lost: also of rows that lost what tells their property from another."""
    truth = np.array([row.truth for row in rows])
    known = ~np.array([row.ambiguous or (row.lost and not with_lost) for row in rows])
    clear, right = known & (truth > 0), known & (truth > 0) & (result.uprn == truth)
    out = {}
    for tier in TIERS:
        of_tier = np.array([tier in ("all", row.tier) for row in rows])
        these, queried = clear & of_tier, known & of_tier
        accepted = these & result.accepted
        out[tier] = Figures(
            int(these.sum()),
            float(right[these].mean()),
            recall_at(result.score[these], right[these], 0.99),
            recall_at(result.score[queried], right[queried], 0.99) * queried.sum() / these.sum(),
            float(right[accepted].mean()) if accepted.any() else 1.0,
            float((right & accepted).sum() / these.sum()),
        )
    return out


def absent_accepted(rows: list[Row], accepted: np.ndarray) -> tuple[float, int]:
    """The share accepted of rows whose property the gazetteer has not and whose words fit no other, and how many they are."""
    absent = np.array([row.truth == 0 and not row.ambiguous for row in rows])
    return float(accepted[absent].mean()), int(absent.sum())


def calibration_error(rows: list[Row], result: Result, *, with_ambiguous: bool = True, bins: int = 20) -> float:
    """How far the probability is from how often it is right, over bins weighted by their rows.

    with_ambiguous: of all that was asked, for one who reads a probability does not know which rows are ambiguous.
    """
    mask = np.array([with_ambiguous or not row.ambiguous for row in rows])
    right = (result.uprn == np.array([row.truth for row in rows]))[mask]
    chance = result.score[mask]
    at = np.minimum((chance * bins).astype(int), bins - 1)
    gaps = [
        abs(chance[at == level].mean() - right[at == level].mean()) * (at == level).sum() for level in np.unique(at)
    ]
    return float(sum(gaps) / len(chance))


def accepted_wrongly(rows: list[Row], result: Result, these: list[bool]) -> tuple[float, int]:
    """The share of some rows of properties that are held that are accepted for another property, and how many they are."""
    truth = np.array([row.truth for row in rows])
    mask = np.array(these) & (truth > 0)
    return float((result.accepted & (result.uprn != truth))[mask].mean()), int(mask.sum())
