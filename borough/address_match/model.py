"""The trained model, stored as JSON: candidate ranker, acceptance model, calibration and thresholds."""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

import numpy as np

from borough.address_match.comparison import FEATURES
from borough.address_match.gbdt import TreeEnsemble
from borough.address_match.tables import Ints
from borough.address_match.tie_breaks import RIVAL_FEATURES

SHIPPED: Final = Path(__file__).with_name("model.json")
BEST_FEATURES: Final = (
    "margin",
    "second_margin",
    "crowd",
    "others",
    "second_house",
    "second_unit",
    "second_street",
    "second_postcode",
)
"""Features of the best candidate relative to the next, after its own."""


class ModelMismatch(ValueError):
    """The model was trained for other features: retrain it with `python bench/matching/train.py`."""


@dataclass(frozen=True)
class Model:
    """A model and its version.

    accept and review are the minimum probabilities of those verdicts; exact is the probability of an address that
    is spelt exactly as only one property's.
    """

    version: str
    rank: TreeEnsemble
    trust: TreeEnsemble
    curve: tuple[Ints, Ints]
    accept: float
    review: float
    exact: float

    @classmethod
    def of(cls, data: dict[str, Any]) -> "Model":
        """Load a model from JSON. Raises ModelMismatch if its features differ."""
        if data["features"] != [*FEATURES, *RIVAL_FEATURES] or data["best_features"] != list(BEST_FEATURES):
            raise ModelMismatch("model.json is for other features: run python bench/matching/train.py")
        curve = (np.array(data["curve"][0]), np.array(data["curve"][1]))
        numbers = (float(data["accept"]), float(data["review"]), float(data["exact"]))
        return cls(str(data["version"]), TreeEnsemble(data["rank"]), TreeEnsemble(data["trust"]), curve, *numbers)

    def probability(self, rows: Ints) -> Ints:
        """Return the calibrated probability that the best candidate is correct, from its features (N, features)."""
        result: Ints = np.interp(self.trust(rows), *self.curve)
        return result


@cache
def shipped_model() -> Model:
    """Return the model shipped with the package."""
    return Model.of(json.loads(SHIPPED.read_text()))
