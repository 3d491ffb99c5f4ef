"""Match the addresses of a table, of millions if need be, that can be stopped and gone on with."""

import csv
import hashlib
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path
from typing import Any

from borough.foundation.private_files import private
from borough.places.actions.answering import made_ready
from borough.places.actions.table_files import BadTable, Table, opened, write
from borough.places.matching.answers import Answer, Verdict
from borough.places.matching.batch import match_many
from borough.places.matching.model import shipped
from borough.places.queries import lines_of
from borough.places.rules.addresses import single_line

ADDED = ("uprn", "verdict", "probability", "reason", "matched_address")
ADDRESS_WORDS = ("address", "full_address", "address_text", "addresstext", "single_line_address", "messy_address")
POSTCODE_WORDS = ("postcode", "post_code", "postal_code", "pcode")
TOGETHER = 2_000  # rows between two writings of how far it got
FEW = 2_000  # rows that are not worth a second process
Progress = Callable[[int], None]


@dataclass(frozen=True)
class Columns:
    """Which columns of a table hold the address, joined in this order, and which the postcode, if any does."""

    address: tuple[str, ...]
    postcode: str = ""


@dataclass(frozen=True)
class Matched:
    """What matching a table gave: how many rows, how many of each verdict, and on from which row it went."""

    rows: int
    accept: int
    review: int
    not_found: int
    resumed_from: int


def choose_columns(header: list[str], address: list[str], postcode: str) -> Columns:
    """The columns asked for, or those whose names say what they hold; raises BadTable naming what there is."""
    by_name = {name.casefold(): name for name in header}
    if missing := [name for name in (*address, *([postcode] if postcode else [])) if name.casefold() not in by_name]:
        raise BadTable(f"There is no column {', '.join(missing)}. There are {', '.join(header)}.")
    wanted = [by_name[name.casefold()] for name in address]
    if not wanted:
        wanted = [by_name[word] for word in ADDRESS_WORDS if word in by_name][:1]
    if not wanted:
        wanted = [name for name in header if name.casefold().startswith(("address", "addr"))]
    if not wanted:
        raise BadTable(f"Say which columns hold the address with --address. There are {', '.join(header)}.")
    if not postcode:
        postcode = next((word for word in POSTCODE_WORDS if word in by_name), "")
    return Columns(tuple(wanted), by_name[postcode.casefold()] if postcode else "")


def match_file(path: Path, to: Path, *, address: list[str], postcode: str, progress: Progress) -> Matched:
    """Match every row of a table and write the same rows with what was found, in a file of the same kind.

    Stopped at any moment, the next run with the same file, columns and gazetteer goes on from the last rows written
    down. Raises BadTable.
    """
    place = made_ready()
    with opened(path) as table:
        columns = choose_columns(table.header, address, postcode)
        notes = _Notes(to.with_name(f".{to.name}.part"), _identity(path, columns, place))
        done = notes.count
        asked = _asked(table, columns, skip=done)
        first = list(islice(asked, FEW))
        processes = 1 if len(first) < FEW else 0
        answers = match_many(place, chain(first, asked), processes)
        while some := list(islice(answers, TOGETHER)):
            notes.add(some)
            progress(notes.count)
    with opened(path) as table:
        names = [f"matched_{name}" if name in table.header else name for name in ADDED]
        counts = dict.fromkeys(Verdict, 0)
        write(to, table, names, _joined(table, notes.read(), counts))
    notes.remove()
    found = (counts[Verdict.ACCEPT], counts[Verdict.REVIEW], counts[Verdict.NOT_FOUND])
    return Matched(sum(counts.values()), *found, resumed_from=done)


def _identity(path: Path, columns: Columns, place: Path) -> str:
    with path.open("rb") as source:
        digest = hashlib.file_digest(source, "sha256").hexdigest()
    return f"{digest} {columns} {place.name} {shipped().version}"


def _asked(table: Table, columns: Columns, skip: int) -> Iterator[tuple[str, str]]:
    at = [table.header.index(name) for name in columns.address]
    code = table.header.index(columns.postcode) if columns.postcode else None
    for row in islice(table.rows, skip, None):
        parts = [str(row[i]).strip() for i in at if row[i] not in (None, "")]
        yield ", ".join(parts), "" if code is None or row[code] is None else str(row[code])


def _joined(table: Table, answers: Iterator[list[str]], counts: dict[Verdict, int]) -> Iterator[list[Any]]:
    """Rows with their answers, each accepted or likely property with the address it goes by now."""
    while some := list(islice(zip(table.rows, answers, strict=True), TOGETHER)):
        own = lines_of({int(answer[0]) for _, answer in some if answer[0]})
        for row, (uprn, verdict, probability, reason) in some:
            counts[Verdict(verdict)] += 1
            line = own.get(int(uprn)) if uprn else None
            yield [
                *row, int(uprn) if uprn else None, verdict, float(probability), reason,
                single_line(line) if line else "",
            ]  # fmt: skip


def _written(answer: Answer) -> list[str]:
    """An answer as it is noted; a property that was not found to be meant is not named."""
    uprn = "" if answer.verdict is Verdict.NOT_FOUND else str(answer.uprn)
    return [uprn, answer.verdict, f"{answer.probability:.4f}", "; ".join(answer.reasons)]


class _Notes:
    """Answers written down as they come, so that what was done is not done again."""

    def __init__(self, path: Path, identity: str) -> None:
        """Take up the notes of an earlier run over the same rows; any others are begun anew."""
        self.path, self.count = path, 0
        kept = self._kept(identity)
        if not kept:
            self.path.unlink(missing_ok=True)
            self._append([[identity]])

    def _kept(self, identity: str) -> bool:
        """Whether there are notes of these rows; a last line cut short is cut off."""
        try:
            raw = self.path.read_bytes()
        except OSError:
            return False
        whole = raw[: raw.rfind(b"\n") + 1]
        lines = whole.decode("utf-8").splitlines()
        if not lines or next(csv.reader(lines[:1]), []) != [identity]:
            return False
        with self.path.open("r+b") as out:
            out.truncate(len(whole))
        self.count = len(lines) - 1
        return True

    def _append(self, rows: list[list[str]]) -> None:
        with open(self.path, "a", newline="", encoding="utf-8", opener=private) as out:
            csv.writer(out, lineterminator="\n").writerows(rows)
            out.flush()
            os.fsync(out.fileno())

    def add(self, answers: list[Answer]) -> None:
        """Write some answers down."""
        self._append([_written(answer) for answer in answers])
        self.count += len(answers)

    def read(self) -> Iterator[list[str]]:
        """The answers in order."""
        with self.path.open(newline="", encoding="utf-8") as source:
            yield from islice(csv.reader(source), 1, None)

    def remove(self) -> None:
        """Drop the notes."""
        self.path.unlink(missing_ok=True)
