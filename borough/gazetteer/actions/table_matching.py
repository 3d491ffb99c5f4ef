"""Match the addresses of a table, up to millions of rows, with resumption after interruption."""

import hashlib
import importlib.util
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from itertools import chain, islice
from pathlib import Path
from typing import Any

from django.conf import settings

from borough.address_match import uk_address_matcher
from borough.address_match.address_lines import single_line
from borough.address_match.answers import Answer, Verdict
from borough.address_match.batch import match_many
from borough.address_match.model import shipped_model
from borough.gazetteer.actions.address_questions import QueuedAddress, queue_addresses
from borough.gazetteer.actions.checkpoint import Checkpoint
from borough.gazetteer.actions.matching import SINGLE_PROCESS_ROWS, Row, override_with_decisions, prepare_index
from borough.gazetteer.actions.table_files import BadTable, Table, open_table, write_table
from borough.gazetteer.queries import lines, lines_of
from borough.gazetteer.queries.export_rows import last_change

ADDED = ("uprn", "verdict", "probability", "reason", "matched_address")
ADDRESS_HEADERS = ("address", "full_address", "address_text", "addresstext", "single_line_address", "messy_address")
POSTCODE_HEADERS = ("postcode", "post_code", "postal_code", "pcode")
BATCH_SIZE = 2_000  # rows between two checkpoints
Progress = Callable[[int], None]


class Engine(StrEnum):
    """The matcher: ours, or another where installed."""

    OURS = "borough"
    UKAM = "uk-address-matcher"


@dataclass(frozen=True)
class QueueContext:
    """The actor and time for questions queued from rows for review."""

    by: str
    at: datetime


@dataclass(frozen=True)
class Columns:
    """The address columns of a table, joined in this order, and its postcode column, if any."""

    address: tuple[str, ...]
    postcode: str = ""


@dataclass(frozen=True)
class MatchSummary:
    """The result of matching a table: row count, counts by verdict, and the row at which it resumed.

    queued: rows that this run queued for staff.
    """

    rows: int
    accept: int
    review: int
    no_match: int
    resumed_from: int
    queued: int = 0


def choose_columns(header: list[str], address: list[str], postcode: str) -> Columns:
    """Return the requested columns, or those recognised by name. Raises BadTable listing the existing ones."""
    by_name = {name.casefold(): name for name in header}
    if missing := [name for name in (*address, *([postcode] if postcode else [])) if name.casefold() not in by_name]:
        raise BadTable(f"There is no column {', '.join(missing)}. There are {', '.join(header)}.")
    wanted = [by_name[name.casefold()] for name in address]
    if not wanted:
        wanted = [by_name[word] for word in ADDRESS_HEADERS if word in by_name][:1]
    if not wanted:
        wanted = [name for name in header if name.casefold().startswith(("address", "addr"))]
    if not wanted:
        raise BadTable(f"Say which columns hold the address with --address. There are {', '.join(header)}.")
    if not postcode:
        postcode = next((word for word in POSTCODE_HEADERS if word in by_name), "")
    return Columns(tuple(wanted), by_name[postcode.casefold()] if postcode else "")


def match_file(
    path: Path,
    to: Path,
    *,
    address: list[str],
    postcode: str,
    progress: Progress,
    engine: Engine = Engine.OURS,
    queued: QueueContext | None = None,
) -> MatchSummary:
    """Match every row of a table and write the rows with the results, in a file of the same kind.

    Staff decisions on a text have priority over the matcher. queued: queue rows for review as questions for
    staff, once each however often the file is matched. After an interruption, the next run with the same file,
    columns and gazetteer resumes at the last checkpoint. Raises BadTable.
    """
    digest = _digest_of(path)
    with open_table(path) as table:
        columns = choose_columns(table.header, address, postcode)
        notes = Checkpoint(to.with_name(f".{to.name}.part"), _identity(digest, columns, engine))
        done = notes.count
        answers = _answers(engine, _address_texts(table, columns, skip=done))
        while batch := list(islice(answers, BATCH_SIZE)):
            notes.add(batch)
            progress(notes.count)
    with open_table(path) as table:
        names = [f"matched_{name}" if name in table.header else name for name in ADDED]
        joiner = _ResultJoiner(columns, dict.fromkeys(Verdict, 0), queued, digest)
        write_table(to, table, names, joiner.join_rows(table, notes.read()))
    notes.remove()
    counts = (joiner.counts[Verdict.ACCEPT], joiner.counts[Verdict.REVIEW], joiner.counts[Verdict.NO_MATCH])
    return MatchSummary(sum(joiner.counts.values()), *counts, resumed_from=done, queued=joiner.queued)


def _answers(engine: Engine, texts: Iterator[Row]) -> Iterator[Answer]:
    if engine is Engine.UKAM:
        python = _python_of_ukam()
        rows = list(texts)
        try:
            return iter(uk_address_matcher.match_many(lines(), rows, python) if rows else [])
        except uk_address_matcher.NotInstalled as error:
            raise BadTable(str(error)) from error
    place, first = prepare_index(), list(islice(texts, SINGLE_PROCESS_ROWS))
    return match_many(place, chain(first, texts), 1 if len(first) < SINGLE_PROCESS_ROWS else 0)


def _python_of_ukam() -> Path:
    """Return the interpreter with uk-address-matcher: this one, or that of the instance's own environment."""
    if importlib.util.find_spec("uk_address_matcher"):
        return Path(sys.executable)
    folder = Path(settings.HOME) / "engines" / Engine.UKAM
    python = folder / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    if not python.is_file():
        raise BadTable(
            f"uk-address-matcher is not installed. It needs older packages than ours, so give it a place of its own: "
            f"python3 -m venv {folder}, then {python} -m pip install uk-address-matcher 'duckdb<2' 'splink<5'."
        )
    return python


def _digest_of(path: Path) -> str:
    with path.open("rb") as source:
        return hashlib.file_digest(source, "sha256").hexdigest()


def _identity(digest: str, columns: Columns, engine: Engine) -> str:
    version = shipped_model().version if engine is Engine.OURS else engine.value
    return f"{digest} {columns} {last_change()} {version} with others"


def _address_texts(table: Table, columns: Columns, skip: int) -> Iterator[Row]:
    return (_text_of(table, columns, row) for row in islice(table.rows, skip, None))


def _text_of(table: Table, columns: Columns, row: Sequence[Any]) -> Row:
    """Return the address and postcode of a row."""
    cells = (row[table.header.index(name)] for name in columns.address)
    parts = [str(cell).strip() for cell in cells if cell not in (None, "")]
    code = row[table.header.index(columns.postcode)] if columns.postcode else None
    return ", ".join(parts), "" if code is None else str(code)


class _ResultJoiner:
    """Combines rows and results, decisions first, and queues those for review."""

    def __init__(self, columns: Columns, counts: dict[Verdict, int], queued: QueueContext | None, digest: str) -> None:
        self.columns, self.counts, self.wanted, self.digest = columns, counts, queued, digest
        self.queued, self.row = 0, 0

    def join_rows(self, table: Table, answers: Iterator[Answer]) -> Iterator[list[Any]]:
        """Yield rows with results; accepted and likely properties include their current address."""
        while batch := list(islice(zip(table.rows, answers, strict=True), BATCH_SIZE)):
            texts = [_text_of(table, self.columns, row) for row, _ in batch]
            results = override_with_decisions(texts, [answer for _, answer in batch])
            self._queue(texts, results)
            named = {result.uprn for result in results if result.uprn and result.verdict is not Verdict.NO_MATCH}
            own = lines_of(named)
            for (row, _), answer in zip(batch, results, strict=True):
                self.counts[answer.verdict] += 1
                uprn = answer.uprn if answer.uprn in named and answer.verdict is not Verdict.NO_MATCH else None
                line = own.get(uprn) if uprn else None
                yield [
                    *row,
                    uprn,
                    answer.verdict.value,
                    answer.probability,
                    "; ".join(answer.reasons),
                    single_line(line) if line else "",
                ]

    def _queue(self, texts: list[Row], results: list[Answer]) -> None:
        start, self.row = self.row + 1, self.row + len(results)
        if self.wanted is None:
            return
        rows = [
            QueuedAddress(f"{self.digest}:{number}", text, code, answer)
            for number, ((text, code), answer) in enumerate(zip(texts, results, strict=True), start)
            if answer.verdict is Verdict.REVIEW
        ]
        self.queued += queue_addresses(by=self.wanted.by, at=self.wanted.at, source="file", rows=rows)
