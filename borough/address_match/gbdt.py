"""Gradient-boosted decision trees as plain lists, evaluated with numpy for many rows at once."""

from typing import Any

import numpy as np

from borough.address_match.tables import Ints


class TreeEnsemble:
    """A tree ensemble: the sum of the leaf values that a row reaches. A leaf's branches point to itself."""

    def __init__(self, data: dict[str, Any]) -> None:
        """data: feature, threshold, left, right and value, a list of nodes for each tree; depth, steps to any leaf."""
        widest = max(len(tree) for tree in data["feature"])
        self.count, self.depth = len(data["feature"]), int(data["depth"])
        self.feature = _square(data["feature"], widest, np.int64)
        self.threshold = _square(data["threshold"], widest, np.float64)
        base = (np.arange(self.count) * widest)[:, None]
        self.left = (_square(data["left"], widest, np.int64) + base).ravel()
        self.right = (_square(data["right"], widest, np.int64) + base).ravel()
        self.value = _square(data["value"], widest, np.float64).ravel()
        self.feature, self.threshold = self.feature.ravel(), self.threshold.ravel()
        self.first = np.arange(self.count) * widest

    def __call__(self, rows: Ints) -> Ints:
        """Return float64 (N,): the score of rows, float64 (N, features)."""
        many, width = rows.shape
        flat = rows.ravel()
        offsets = (np.arange(many) * width)[:, None]
        node = np.broadcast_to(self.first, (many, self.count))
        for _ in range(self.depth):
            goes_left = flat[offsets + self.feature[node]] <= self.threshold[node]
            node = np.where(goes_left, self.left[node], self.right[node])
        result: Ints = self.value[node].sum(1)
        return result


def _square(trees: list[list[float]], widest: int, kind: Any) -> Ints:
    grid = np.zeros((len(trees), widest), kind)
    for at, nodes in enumerate(trees):
        grid[at, : len(nodes)] = nodes
    return grid
