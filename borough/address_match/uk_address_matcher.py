"""Batch matching by `uk-address-matcher`, where installed, in a separate interpreter.

It needs older packages than ours (duckdb below 2, splink below 5), so it is never imported here. Its scores
are not probabilities: its results are for review, and for comparison with ours.
"""

import csv
import json
import subprocess
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, Final

from borough.address_match.address_lines import single_line
from borough.address_match.answers import Answer, Candidate, Verdict, no_match
from borough.address_match.types import SEARCHABLE_STATUSES, Line

MODEL: Final = "uk-address-matcher"
_PROGRAM: Final = """
import json, sys
import duckdb
from uk_address_matcher import AddressMatcher, ExactMatchStage, PeeledAddressStage, SplinkStage, UniqueTrigramStage
folder = sys.argv[1]
db = duckdb.connect()
read = "SELECT unique_id, address_concat, coalesce(postcode, '') AS postcode"
read += " FROM read_csv('{}/{}.csv', header=true, all_varchar=true)"
kept, asked = (db.sql(read.format(folder, name)) for name in ("kept", "asked"))
stages = [ExactMatchStage(), PeeledAddressStage(), UniqueTrigramStage(), SplinkStage()]
matcher = AddressMatcher(kept, asked, con=db, stages=stages, show_progress=False)
found = matcher.match().matches()
rows = [dict(zip(found.columns, row)) for row in found.fetchall()]
names = ("unique_id", "resolved_canonical_id", "match_reason", "match_weight", "distinguishability")
said = [[None if row.get(n) is None else str(row.get(n)) for n in names] for row in rows]
json.dump(said, open(folder + "/found.json", "w"))
"""


class NotInstalled(RuntimeError):
    """The interpreter lacks uk-address-matcher, or it failed; the message has its last output."""


def match_many(lines: Iterable[Line], rows: Sequence[tuple[str, str]], python: Path) -> list[Answer]:
    """Return results for (text, postcode) rows in order, from the interpreter `python`. Raises NotInstalled.

    probability is 0: it returns a match weight instead, given in the reasons.
    """
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        uprns = _write_lines(folder / "kept.csv", lines)
        _write(folder / "asked.csv", ((str(at), " ".join(text.split()), code) for at, (text, code) in enumerate(rows)))
        command = [str(python), "-c", _PROGRAM, str(folder)]
        ended = subprocess.run(command, capture_output=True, text=True, check=False)
        if ended.returncode:
            last = " ".join(ended.stderr.strip().splitlines()[-1:])
            raise NotInstalled(f"{python} could not run uk-address-matcher: {last}. Install it there with pip.")
        matches = json.loads((folder / "found.json").read_text())
    answers = [no_match(MODEL, "nothing in the gazetteer is like it")] * len(rows)
    for at, line, *details in matches:
        if line is not None:
            answers[int(at)] = _answer(uprns[int(line)], int(line), details)
    return answers


def _answer(uprn: int, line: int, details: list[Any]) -> Answer:
    reason, weight, margin = details
    why = [str(reason or "matched")]
    if weight is not None:
        why.append(f"match weight {float(weight):.1f}")
    if margin is not None:
        why.append(f"{float(margin):.1f} above the next")
    return Answer(Verdict.REVIEW, uprn, 0.0, 0.0, (Candidate(uprn, 0.0, line),), tuple(why), MODEL)


def _write_lines(path: Path, lines: Iterable[Line]) -> list[int]:
    """Write the searchable lines, numbered in order; return the UPRN of each."""
    uprns: list[int] = []

    def rows() -> Iterable[tuple[str, str, str]]:
        for line in lines:
            if line.status in SEARCHABLE_STATUSES:
                uprns.append(line.uprn)
                text = single_line(line).removesuffix(f", {line.postcode}") if line.postcode else single_line(line)
                yield str(len(uprns) - 1), text, line.postcode

    _write(path, rows())
    return uprns


def _write(path: Path, rows: Iterable[tuple[str, str, str]]) -> None:
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(("unique_id", "address_concat", "postcode"))
        writer.writerows(rows)
