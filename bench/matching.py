"""Address matching beside uk-address-matcher on the same rows: quality by tier, rates, memory and their ratios.

    python bench/matching.py [--size 60000] [--rows 6000] [--million] [--without-anchor]

Districts, styles of councils and seeds here are not those the model was trained on. Runs in an environment of its own,
which it makes under the cache folder the first time. Prints Markdown for docs/reference/benchmarks.md.
"""

import argparse
import csv
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path = [str(ROOT), *(entry for entry in sys.path if Path(entry).resolve() != ROOT / "bench")]

from bench.matching import environment  # noqa: E402

if not environment.ready():
    try:
        os.environ["PYTHONPATH"] = str(ROOT)
        os.execv(environment.python(), [str(environment.python()), *sys.argv])
    except environment.Cannot as error:
        sys.exit(str(error))

import numpy as np  # noqa: E402

from bench.matching.labelled import Row  # noqa: E402
from bench.matching.scoring import (  # noqa: E402
    TIERS,
    Figures,
    Found,
    absent_accepted,
    accepted_wrongly,
    calibration_error,
    figures,
)
from bench.matching.sets import gazetteer, labelled_set  # noqa: E402
from borough.address_match.address_lines import single_line  # noqa: E402
from borough.address_match.answers import Verdict  # noqa: E402
from borough.address_match.batch import match_many  # noqa: E402
from borough.address_match.matcher import Index, Matcher  # noqa: E402
from borough.gazetteer.types import Line  # noqa: E402

TESTED = [("E06000020", "T", 21, ["derby", "bradford"]), ("E06000063", "C", 22, ["leeds", "cornwall", "wigan"])]
AROUND = [
    "E06000047",
    "E08000027",
    "E06000065",
    "E06000012",
    "E06000059",
    "E09000004",
    "S12000006",
    "S12000042",
    "S12000041",
]
EXACT = 1000.0


def load(size: int, rows: int) -> list[tuple[list[Line], list[Row]]]:
    return [labelled_set((code, areas, seed), size, styles, rows) for code, areas, seed, styles in TESTED]


def million(size: int, rows: int) -> tuple[list[Line], list[Row]]:
    """The tested districts among others, a million lines in all."""
    lines, rows_of_all = [], []
    for extract, labels in load(size, rows):
        lines += extract
        rows_of_all += labels
    seed = 100
    while len(lines) < 1_000_000:
        lines += gazetteer((AROUND[seed % len(AROUND)], "D", seed), size)
        seed += 1
    return lines, rows_of_all


def ours(lines: list[Line], rows: list[Row], folder: Path) -> tuple[Found, dict[str, float]]:
    start = time.perf_counter()
    Index.of(lines).save(folder / "index")
    built = time.perf_counter() - start
    queries = [(row.text, row.postcode) for row in rows]
    start = time.perf_counter()
    answers = list(match_many(folder / "index", queries, processes=2))
    seconds = time.perf_counter() - start
    matcher, each = Matcher(Index.open(folder / "index")), []
    for query in queries[:1500]:
        start = time.perf_counter()
        matcher.match(*query)
        each.append((time.perf_counter() - start) * 1000)
    warm = each[500:]
    figure = {
        "build": built,
        "seconds": seconds,
        "p50": float(np.percentile(warm, 50)),
        "p99": float(np.percentile(warm, 99)),
    }
    figure["megabytes"] = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    figure["disk"] = sum(path.stat().st_size for path in (folder / "index").iterdir()) / 1e6
    outcome = Found(
        np.array([answer.uprn or 0 for answer in answers]),
        np.array([answer.probability for answer in answers]),
        np.array([answer.verdict == Verdict.ACCEPT for answer in answers]),
    )
    return outcome, figure


def anchor(lines: list[Line], rows: list[Row], folder: Path) -> tuple[Found, dict[str, float]]:
    """uk-address-matcher with all four stages; its score is the lesser of weight and distinguishability, exact ones first."""
    bare = [
        (f"{line.uprn}-{at}", single_line(replace(line, postcode="")), line.postcode) for at, line in enumerate(lines)
    ]
    _write(folder / "canonical.csv", bare)
    _write(folder / "messy.csv", [(at, row.text.replace("\n", ", "), row.postcode) for at, row in enumerate(rows)])
    program = [sys.executable, str(ROOT / "bench/matching/anchor.py")]
    subprocess.run(
        [*program, *(str(folder / name) for name in ("canonical.csv", "messy.csv", "anchor.json"))],
        check=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    result = json.loads((folder / "anchor.json").read_text())
    uprn, score = np.zeros(len(rows), np.int64), np.full(len(rows), -EXACT)
    for at, match, weight, distinguishability in result["rows"]:
        if match is not None:
            uprn[int(at)] = int(match.split("-")[0])
            score[int(at)] = (
                EXACT if weight is None else min(weight, EXACT if distinguishability is None else distinguishability)
            )
    return Found(uprn, score, np.zeros(len(rows), bool)), {
        "seconds": result["seconds"],
        "megabytes": result["megabytes"],
    }


def _write(path: Path, rows: list[tuple[object, ...]]) -> None:
    with path.open("w", newline="") as file:
        csv.writer(file).writerows([("unique_id", "address_concat", "postcode"), *rows])


def together(results: list[Found]) -> Found:
    return Found(
        *(np.concatenate([getattr(result, name) for result in results]) for name in ("uprn", "score", "accepted"))
    )


def _line(name: str, own: Figures, its: Figures | None) -> str:
    line = f"| {name} | {own.rows:,} | {own.first:.4f} | {own.recall_99:.4f} | {own.recall_asked:.4f} | {own.accept_precision:.4f} | {own.accept_recall:.4f} |"
    if its:
        ratio = own.recall_asked / max(its.recall_asked, 1e-9)
        line += f" {its.first:.4f} | {its.recall_99:.4f} | {its.recall_asked:.4f} | {ratio:.2f} |"
    return line


def report(
    title: str,
    rows: list[Row],
    mine: Found,
    costs: list[dict[str, float]],
    theirs: Found | None,
    their_costs: list[dict[str, float]],
) -> None:
    print(f"\n### {title}, {len(rows):,} rows\n")
    print(
        "| tier | rows | first right | recall at .99 | of all queries | accepted right | accepted of all | anchor: first | recall at .99 | of all queries | ratio |\n|---|---|---|---|---|---|---|---|---|---|---|"
    )
    for with_lost in (False, True):
        own = figures(rows, mine, with_lost=with_lost)
        other = figures(rows, theirs, with_lost=with_lost) if theirs else {}
        for tier in TIERS[-1:] if with_lost else TIERS:
            print(_line(f"{tier}, and lost" if with_lost else tier, own[tier], other.get(tier)))
    absent, many = absent_accepted(rows, mine.accepted)
    wrong, twins = accepted_wrongly(rows, mine, [row.ambiguous for row in rows])
    lost, losses = accepted_wrongly(rows, mine, [row.lost and not row.ambiguous for row in rows])
    print(
        f"\nNot in the gazetteer and accepted: {absent:.4f} of {many:,}. Accepted for another: ambiguous {wrong:.4f} of {twins:,}, lost {lost:.4f} of {losses:,}. Calibration error: {calibration_error(rows, mine):.4f}, ambiguous rows apart {calibration_error(rows, mine, with_ambiguous=False):.4f}."
    )
    seconds = sum(cost["seconds"] for cost in costs)
    print(
        f"Batch on two cores: {len(rows) / seconds:,.0f} a second; one address: p50 {max(c['p50'] for c in costs):.1f} ms, p99 {max(c['p99'] for c in costs):.1f} ms; index built in {sum(c['build'] for c in costs):.1f} s, {sum(c['disk'] for c in costs):.0f} MB on disk; {max(c['megabytes'] for c in costs):.0f} MB in a process."
    )
    if their_costs:
        theirs_seconds = sum(cost["seconds"] for cost in their_costs)
        print(
            f"uk-address-matcher, preparing and matching: {len(rows) / theirs_seconds:,.0f} a second, {max(c['megabytes'] for c in their_costs):.0f} MB. Ratio of rates: {theirs_seconds / seconds:.1f} with our index result, {theirs_seconds / (seconds + sum(c['build'] for c in costs)):.1f} with it built anew."
        )


def run(title: str, sets: list[tuple[list[Line], list[Row]]], with_anchor: bool) -> None:
    rows = [row for _, labels in sets for row in labels]
    with tempfile.TemporaryDirectory() as name:
        mine = [ours(lines, labels, Path(name)) for lines, labels in sets]
        theirs = [anchor(lines, labels, Path(name)) for lines, labels in sets] if with_anchor else []
    costs, their_costs = [cost for _, cost in mine], [cost for _, cost in theirs]
    anchor_results = together([result for result, _ in theirs]) if theirs else None
    report(title, rows, together([result for result, _ in mine]), costs, anchor_results, their_costs)


def main() -> None:
    wanted = argparse.ArgumentParser(description=__doc__)
    wanted.add_argument("--size", type=int, default=60_000)
    wanted.add_argument("--rows", type=int, default=6_000)
    wanted.add_argument("--million", action="store_true")
    wanted.add_argument("--without-anchor", action="store_true")
    chosen = wanted.parse_args()
    if chosen.million:
        run(
            "Rows of two districts among a million lines",
            [million(chosen.size, chosen.rows)],
            not chosen.without_anchor,
        )
    else:
        sets = load(chosen.size, chosen.rows)
        run(f"{len(sets)} districts of {chosen.size:,} lines", sets, not chosen.without_anchor)


if __name__ == "__main__":
    main()
