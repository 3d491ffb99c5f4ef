"""Export the gazetteer: a full supply, changes since a change, or a plain list."""

import csv
import gzip
import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO, Any

from django.db import transaction

from borough.foundation import audit
from borough.foundation.db import locks
from borough.gazetteer.layouts import NUMBER_PARTS, BadLayout, Layout
from borough.gazetteer.layouts.supply_writer import Custodian, SupplyWriter
from borough.gazetteer.models import Gazetteer
from borough.gazetteer.queries import export_rows
from borough.gazetteer.rules.supplies import CHANGES, FULL
from borough.kernel.atomic_files import atomic_replace, fsync_file, temp_path
from borough.kernel.text import formula_safe

Progress = Callable[[str, float, int], None]
PROGRESS_EVERY = 20_000


@dataclass(frozen=True)
class ExportResult:
    """The result of an export: record count, and the last change included, for the next export."""

    records: int
    change: int


def export_supply(
    *, by: str, at: datetime, layout: Layout, to: Path, since: int | None = None, progress: Progress | None = None
) -> ExportResult:
    """Write a snapshot of the gazetteer to a file atomically; .gz is compressed.

    since: only differences from after that change (see changes_since), as inserts, updates and deletes. A full
    supply imported into an empty gazetteer and exported in the same layout is byte-identical except for the times
    in its header and trailer. Raises BadLayout if a layout cannot be written like this.
    """
    if since is not None and layout.is_plain:
        raise BadLayout(f"Layout {layout.name} is a plain list and holds no changes. Export all of it instead.")
    _check_list(layout)
    with _atomic_text_file(to) as out, transaction.atomic():
        locks.snapshot_isolation()
        change = export_rows.last_change()
        report = progress or (lambda _phase, _done, _records: None)
        count = _write_list(out, layout, report) if layout.is_plain else _write_supply(out, layout, at, since, report)
    detail = {"layout": layout.name, "since": since, "change": change, "records": count}
    with transaction.atomic():
        audit.record(by=by, at=at, verb="gazetteer.export", subject=f"export:{to.name}", detail=detail)
    return ExportResult(count, change)


def changes_since(moment: datetime) -> int:
    """Return the change number to use for exporting all changes since a time."""
    return export_rows.change_before(moment)


@contextmanager
def _atomic_text_file(to: Path) -> Iterator[IO[str]]:
    """Write a text file that gets its final name only when complete."""
    to.parent.mkdir(parents=True, exist_ok=True)
    temp = temp_path(to)
    try:
        with temp.open("wb") as raw:
            if to.suffix == ".gz":
                with gzip.GzipFile("", "wb", fileobj=raw, mtime=0) as packed, _text(packed) as out:
                    yield out
            else:
                with _text(raw) as out:
                    yield out
        fsync_file(temp)
        atomic_replace(temp, to)
    finally:
        temp.unlink(missing_ok=True)


@contextmanager
def _text(raw: Any) -> Iterator[IO[str]]:
    out = io.TextIOWrapper(io.BufferedWriter(raw), encoding="utf-8", newline="")
    yield out
    out.flush()
    out.detach().detach()


def _check_list(layout: Layout) -> None:
    facts = [(part.record, fact) for part in layout.parts for fact in part.sources]
    for record, fact in facts:
        if record not in ("street", "streetname", "property", "address") or (record == "street" and fact != "usrn"):
            raise BadLayout(f"Layout {layout.name} can be read but not written. Try --layout addresses.")


def _write_supply(out: IO[str], layout: Layout, at: datetime, since: int | None, progress: Progress) -> int:
    own = Gazetteer.objects.filter(layout=layout.name).first() or Gazetteer.objects.first()
    writer = SupplyWriter(out, layout, at, FULL if since is None else CHANGES)
    writer.begin(
        Custodian(own.custodian_name, own.custodian_uprn, own.custodian_code, own.facts) if own else Custodian()
    )
    for name in writer.columns:
        for count in writer.records(name, export_rows.rows(name, writer.facts_of(name), since)):
            if not count % PROGRESS_EVERY:
                progress("Writing", 0.0, count)
    return writer.end()


def _write_list(out: IO[str], layout: Layout, progress: Progress) -> int:
    """Write one row per address, safe to open in a spreadsheet."""
    columns: dict[str, list[tuple[str, str]]] = {}
    for part in layout.parts:
        for fact, source in part.sources.items():
            if source.column and not source.letter and (part.record, fact) not in columns.get(source.column, []):
                columns.setdefault(source.column, []).append((part.record, fact))
    wanted = [pairs if _parts(pairs) else pairs[:1] for pairs in columns.values()]
    writer, count = csv.writer(out), 0
    writer.writerow(columns)
    for count, row in enumerate(export_rows.list_rows([pair for pairs in wanted for pair in pairs]), 1):
        values = iter(row)
        writer.writerow([formula_safe(_format_cell([next(values) for _ in pairs])) for pairs in wanted])
        if not count % PROGRESS_EVERY:
            progress("Writing", 0.0, count)
    return count


def _parts(pairs: list[tuple[str, str]]) -> bool:
    """Return whether a column has the parts of one house number, rather than one fact of several records."""
    return len(pairs) == len(NUMBER_PARTS) and pairs[1][1].endswith(NUMBER_PARTS[1])


def _format_cell(values: list[Any]) -> str:
    """Format a list cell: a fact, or the parts of a house number in conventional notation."""
    if len(values) == 1:
        return "" if values[0] is None else str(values[0])
    start, suffix, end, end_suffix = ["" if value is None else str(value) for value in values]
    return f"{start}{suffix}" + (f"-{end}{end_suffix}" if end else "")
