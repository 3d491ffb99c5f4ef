"""Checkpoints of match results, so that an interrupted run does not repeat work."""

import csv
import json
import os
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from borough.address_match.answers import Answer, Candidate, Verdict
from borough.foundation.files.file_modes import owner_only_opener


class Checkpoint:
    """The results so far for the rows of one table, in a file next to the output file."""

    def __init__(self, path: Path, identity: str) -> None:
        """Resume the checkpoint of an earlier run on the same rows; otherwise start a new one."""
        self.path, self.count = path, 0
        resumed = self._resume(identity)
        if not resumed:
            self.path.unlink(missing_ok=True)
            self._append([[identity]])

    def _resume(self, identity: str) -> bool:
        """Return whether there is a checkpoint of these rows; an incomplete last line is removed."""
        try:
            raw = self.path.read_bytes()
        except OSError:
            return False
        complete = raw[: raw.rfind(b"\n") + 1]
        lines = complete.decode("utf-8").splitlines()
        if not lines or next(csv.reader(lines[:1]), []) != [identity]:
            return False
        with self.path.open("r+b") as out:
            out.truncate(len(complete))
        self.count = len(lines) - 1
        return True

    def _append(self, rows: list[list[str]]) -> None:
        with open(self.path, "a", newline="", encoding="utf-8", opener=owner_only_opener) as out:
            csv.writer(out, lineterminator="\n").writerows(rows)
            out.flush()
            os.fsync(out.fileno())

    def add(self, answers: list[Answer]) -> None:
        """Append results."""
        self._append([_to_row(answer) for answer in answers])
        self.count += len(answers)

    def read(self) -> Iterator[Answer]:
        """Yield the results in order."""
        with self.path.open(newline="", encoding="utf-8") as source:
            for row in islice(csv.reader(source), 1, None):
                yield _from_row(row)

    def remove(self) -> None:
        """Delete the checkpoint."""
        self.path.unlink(missing_ok=True)


def _to_row(answer: Answer) -> list[str]:
    """Return a result as a row; a property is named only if accepted, other candidates only for review."""
    uprn = "" if answer.verdict is Verdict.NO_MATCH else str(answer.uprn)
    others = answer.candidates if answer.verdict is Verdict.REVIEW else ()
    encoded = (
        json.dumps([[candidate.uprn, candidate.probability, candidate.reasons] for candidate in others])
        if others
        else ""
    )
    return [uprn, answer.verdict, f"{answer.probability:.4f}", "; ".join(answer.reasons), encoded, answer.model]


def _from_row(row: list[str]) -> Answer:
    uprn, verdict, probability, reasons, others, model = row
    candidates = [
        Candidate(other_uprn, chance, -1, tuple(why)) for other_uprn, chance, why in json.loads(others or "[]")
    ]
    chance = float(probability)
    why = tuple(reasons.split("; "))
    return Answer(Verdict(verdict), int(uprn) if uprn else None, chance, chance, tuple(candidates), why, model)
