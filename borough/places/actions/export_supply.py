"""Give the gazetteer out: a full supply, what has changed since, or a plain list for people."""

import csv
import gzip
import io
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO, Any

from django.db import transaction

from borough.foundation import audit, locks
from borough.kernel.text import formula_safe
from borough.places.layouts import NUMBER_PARTS, BadLayout, Columns, Layout
from borough.places.models import Gazetteer
from borough.places.queries import given_out
from borough.places.rules.cells import written
from borough.places.rules.records import RECORDS, Text
from borough.places.rules.supplies import CHANGES, FULL, HEADER, METADATA, TRAILER

Progress = Callable[[str, float, int], None]
SOME = 20_000


@dataclass(frozen=True)
class Given:
    """What was given out: how many records, and the last change in it, from which the next can go on."""

    records: int
    change: int


def export_supply(
    *, by: str, at: datetime, layout: Layout, to: Path, since: int | None = None, progress: Progress | None = None
) -> Given:
    """Write the gazetteer as it is at one moment to a file, whole or not at all; .gz is packed.

    since: give only what is otherwise than after that change (see changes_since), as inserts, updates and deletes.
    A full supply of the layout it came in, brought into an empty gazetteer and given out again, has the same bytes but
    for the times in its header and trailer. Raises BadLayout when a layout cannot be written so.
    """
    if since is not None and layout.plain:
        raise BadLayout(f"Layout {layout.name} is a plain list and holds no changes. Export all of it instead.")
    _check_list(layout)
    with _whole(to) as out, transaction.atomic():
        locks.see_one_moment()
        change = given_out.last_change()
        count = _Writer(out, layout, at, since, progress).write()
    detail = {"layout": layout.name, "since": since, "change": change, "records": count}
    with transaction.atomic():
        audit.record(by=by, at=at, verb="places.export", subject=f"export:{to.name}", detail=detail)
    return Given(count, change)


def changes_since(moment: datetime) -> int:
    """The change after which changes are asked for, when all since a moment are wanted."""
    return given_out.change_before(moment)


@contextmanager
def _whole(to: Path) -> Iterator[IO[str]]:
    """A file that is there under its name only once all of it is written."""
    to.parent.mkdir(parents=True, exist_ok=True)
    beside = to.with_name(f".{to.name}.{os.getpid()}")
    try:
        with beside.open("wb") as raw:
            if to.suffix == ".gz":
                with gzip.GzipFile("", "wb", fileobj=raw, mtime=0) as packed, _text(packed) as out:
                    yield out
            else:
                with _text(raw) as out:
                    yield out
            raw.flush()
            os.fsync(raw.fileno())
        beside.replace(to)
    finally:
        beside.unlink(missing_ok=True)


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


class _Writer:
    """One supply on its way out."""

    def __init__(
        self, out: IO[str], layout: Layout, at: datetime, since: int | None, progress: Progress | None
    ) -> None:
        self.out, self.layout, self.at, self.since = out, layout, at, since
        self.progress = progress or (lambda _phase, _done, _records: None)
        self.count = 0

    def write(self) -> int:
        if self.layout.plain:
            return self.write_list()
        own = Gazetteer.objects.filter(layout=self.layout.name).first() or Gazetteer.objects.first()
        day, time = self.at.strftime("%Y-%m-%d"), self.at.strftime("%H:%M:%S")
        self.out.write(self.header(own, day, time))
        if own and any(own.facts.values()):
            cells = [_framed(name, str(own.facts.get(name, ""))) for name in self.layout.metadata]
            self.out.write(",".join([METADATA, *cells]) + "\n")
        for columns in self.in_order():
            self.write_records(columns)
        self.out.write(f"{TRAILER},0,{self.count},{day},{time}\n")
        return self.count

    def header(self, own: Gazetteer | None, day: str, time: str) -> str:
        told = {
            "CUSTODIAN_NAME": own.custodian_name if own else "", "CUSTODIAN_UPRN": own.custodian_uprn if own else "",
            "LOCAL_CUSTODIAN_CODE": own.custodian_code if own else "", "PROCESS_DATE": day, "VOLUME_NUMBER": "1",
            "ENTRY_DATE": day, "TIME_STAMP": time, "VERSION": self.layout.version,
            "DTF_VERSION": self.layout.version, "FILE_TYPE": FULL if self.since is None else CHANGES,
        }  # fmt: skip
        return ",".join([HEADER, *(_framed(name, told.get(name, "")) for name in self.layout.header)]) + "\n"

    def in_order(self) -> Iterator[Columns]:
        """One kind of record after another, those that others hang from first; of two shapes of one, the first."""
        done = set[str]()
        for columns in sorted(self.layout.records.values(), key=lambda one: one.code):
            if columns.code not in done:
                done.add(columns.code)
                yield columns

    def write_records(self, columns: Columns) -> None:
        """Every record of a kind, numbered on."""
        facts = [fact for fact in columns.facts if fact]
        declared = RECORDS[columns.record].facts
        kinds = [declared[fact] if fact else None for fact in columns.facts]
        lines: list[str] = []
        for change, *values in given_out.rows(columns.record, facts, self.since):
            self.count += 1
            known = iter(values)
            cells = [written(kind, next(known)) if kind else "" for kind in kinds]
            lines.append(f'{columns.code},"{change}",{self.count},{",".join(cells)}\n')
            if len(lines) == SOME:
                self.out.writelines(lines)
                self.progress("Writing", 0.0, self.count)
                lines.clear()
        self.out.writelines(lines)

    def write_list(self) -> int:
        """One row an address, safe to open in a spreadsheet."""
        columns: dict[str, list[tuple[str, str]]] = {}
        for part in self.layout.parts:
            for fact, source in part.sources.items():
                if source.column and not source.letter and (part.record, fact) not in columns.get(source.column, []):
                    columns.setdefault(source.column, []).append((part.record, fact))
        wanted = [pairs if _parts(pairs) else pairs[:1] for pairs in columns.values()]
        writer = csv.writer(self.out)
        writer.writerow(columns)
        for row in given_out.listed([pair for pairs in wanted for pair in pairs]):
            values = iter(row)
            writer.writerow([formula_safe(_joined([next(values) for _ in pairs])) for pairs in wanted])
            self.count += 1
            if not self.count % SOME:
                self.progress("Writing", 0.0, self.count)
        return self.count


def _parts(pairs: list[tuple[str, str]]) -> bool:
    """Whether a column holds the parts of one house number, not one fact of several records."""
    return len(pairs) == len(NUMBER_PARTS) and pairs[1][1].endswith(NUMBER_PARTS[1])


def _joined(values: list[Any]) -> str:
    """A cell of a list: a fact as it is, or the parts of a house number as people write it."""
    if len(values) == 1:
        return "" if values[0] is None else str(values[0])
    start, suffix, end, end_suffix = ["" if value is None else str(value) for value in values]
    return f"{start}{suffix}" + (f"-{end}{end_suffix}" if end else "")


def _framed(name: str, text: str) -> str:
    """A cell of the header or metadata: texts in quotation marks, numbers, days and times bare."""
    bare = name.endswith(("_DATE", "_STAMP", "_NUMBER", "_UPRN", "_CODE"))
    plain = text.replace("-", "").replace(":", "")
    return text if bare and (not plain or plain.isdecimal()) else written(Text(0), text)
