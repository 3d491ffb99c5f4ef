"""Import a gazetteer supply: validated, staged in resumable batches, and applied atomically."""

import csv
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import connection, transaction

from borough.foundation import audit, events
from borough.foundation.db import locks
from borough.foundation.files.file_modes import owner_only_opener
from borough.gazetteer.actions import supply_entry
from borough.gazetteer.actions import supply_tables as tables
from borough.gazetteer.actions.changes import begin_change
from borough.gazetteer.actions.supply_check import CheckedSupply, check_supply
from borough.gazetteer.actions.supply_files import pieces_of
from borough.gazetteer.actions.supply_reader import ReadRequest, open_batches
from borough.gazetteer.layouts import Layout
from borough.gazetteer.models import Change, Gazetteer, Supply
from borough.gazetteer.rules.supplies import FULL, BadSupply
from borough.gazetteer.types import GazetteerChanged, Reject, Totals
from borough.kernel.text import formula_safe

BATCH = 20_000
MOST_NAMED = 5_000  # properties listed individually in an event
REJECT_COLUMNS = ("borough_file", "borough_row", "record", "column", "value", "reason")
FIRST_REJECTS = 20
Progress = Callable[[str, float, int], None]


class AlreadyRunning(RuntimeError):
    """Another import of the gazetteer is running."""


@dataclass(frozen=True)
class ImportOptions:
    """Options of an import.

    extract: part of a supply, without checks of header, trailer and order. complete: withdraw whatever the supply
    lacks. strict: import nothing if anything is rejected. again: import a supply that was imported before.
    """

    extract: bool = False
    complete: bool = False
    strict: bool = False
    again: bool = False
    dry_run: bool = False


@dataclass(frozen=True)
class ImportResult:
    """The result of an import: totals, rejects file, and whether it was resumed or had been done before."""

    totals: Totals
    rejects_file: Path | None = None
    resumed_from: int = 0
    imported_before: bool = False
    first_rejects: tuple[Reject, ...] = ()


def no_progress(_phase: str, _done: float, _records: int) -> None:
    """Ignore progress."""


def import_supply(
    *,
    by: str,
    at: datetime,
    paths: list[Path],
    layout: Layout,
    rejects: Path,
    options: ImportOptions | None = None,
    progress: Progress = no_progress,
) -> ImportResult:
    """Import a supply, one file or all its volumes, into the gazetteer.

    It is validated first, and refused completely (BadSupply) if header, trailer, order or encoding is wrong.
    Invalid records are left out and written to the file `rejects` with reasons; the rest is applied in one
    transaction with its audit entry and event. If interrupted before that, the next run resumes after the last
    complete batch of 20,000. Importing the same supply again changes nothing. Raises BadSupply or AlreadyRunning.
    """
    options = options or ImportOptions()
    with _import_lock():
        checked = check_supply(
            pieces_of(paths), layout, lambda d, n: progress("Looking through", d, n), extract=options.extract
        )
        if options.complete and checked.kind != FULL:
            raise BadSupply("These are changes only, so nothing can be told from what they lack. Leave out --complete.")
        before = None if options.again else _imported_before(checked)
        if before:
            return ImportResult(
                Totals(before.read, 0, before.imported + before.repeated, before.rejected), imported_before=True
            )
        if options.dry_run:
            return _dry_run(_Import(by, at, checked, options, rejects, progress))
        return _Import(by, at, checked, options, rejects, progress).run()


@contextmanager
def _import_lock() -> Iterator[None]:
    name = "import gazetteer"
    if not locks.try_session_lock(name):
        raise AlreadyRunning("Another import of the gazetteer is running. Wait until it ends, or stop it.")
    try:
        yield
    finally:
        locks.unlock(name)


def _imported_before(checked: CheckedSupply) -> Supply | None:
    supplies = Supply.objects.filter(digest=checked.digest, layout=checked.layout.name, finished_at__isnull=False)
    return supplies.order_by("-id").first()


def _dry_run(importer: "_Import") -> ImportResult:
    """Run the whole import in a transaction that is rolled back."""
    with transaction.atomic():
        done = importer.run()
        transaction.set_rollback(True)
    return done


class _Import:
    """One supply being imported."""

    def __init__(
        self, by: str, at: datetime, checked: CheckedSupply, wanted: ImportOptions, rejects: Path, progress: Progress
    ) -> None:
        self.by, self.at, self.checked, self.wanted, self.path, self.progress = (
            by,
            at,
            checked,
            wanted,
            rejects,
            progress,
        )

    def run(self) -> ImportResult:
        supply, resumed = self.open()
        self.read(supply)
        files = [piece.name for piece in self.checked.pieces]
        with transaction.atomic(), connection.cursor() as cursor:
            self.progress("Entering", 0.0, supply.waiting)
            change, totals, event = self.enter(cursor, supply)
            first = tuple(tables.rejects(cursor, files, FIRST_REJECTS))
            self.check_strict(totals, first)
            written = None
            if totals.rejected and not self.wanted.dry_run:
                written = _write_rejects(self.path, tables.rejects(cursor, files))
            tables.drop_tables(cursor)
            tables.check_constraints(cursor)
            self.finish(supply, change, totals, event)
        self.progress("Entering", 1.0, totals.read)
        return ImportResult(totals, written, resumed, first_rejects=first)

    def open(self) -> tuple[Supply, int]:
        """Return the supply's row, and how many of its records are already staged."""
        checked = self.checked
        with transaction.atomic(), connection.cursor() as cursor:
            unfinished = Supply.objects.filter(
                finished_at__isnull=True, digest=checked.digest, layout=checked.layout.name
            ).first()
            if unfinished and tables.waiting(cursor, unfinished.pk) == unfinished.waiting > 0:
                return unfinished, unfinished.waiting
            Supply.objects.filter(finished_at__isnull=True).delete()
            supply = Supply.objects.create(
                digest=checked.digest,
                files=", ".join(piece.name for piece in checked.pieces),
                layout=checked.layout.name,
                kind=checked.kind,
                supplied_on=checked.first.supplied_on,
                started_at=self.at,
            )
            tables.create_tables(cursor, checked.layout, supply.pk)
        return supply, 0

    def read(self, supply: Supply) -> None:
        """Stage the supply's records, each batch with the updated count."""
        with open_batches(ReadRequest(self.checked, supply.waiting, BATCH)) as batches:
            for batch in batches:
                with transaction.atomic(), connection.cursor() as cursor:
                    tables.stage(cursor, self.checked.layout, batch.texts, batch.rejects)
                    supply.waiting += batch.records
                    tables.save_waiting_count(cursor, supply.pk, supply.waiting)
                    supply.save(update_fields=["waiting"])
                self.progress("Reading", batch.done, supply.waiting)

    def enter(self, cursor: Any, supply: Supply) -> tuple[Change, Totals, GazetteerChanged]:
        """Apply all rows; the event lists the changed references if they are few, otherwise their range."""
        layout, day = self.checked.layout, supply.supplied_on or self.at.date()
        change = begin_change(by=self.by, at=self.at, what="gazetteer.import", supply=supply)
        entry = supply_entry.SupplyEntry(layout, self.checked.kind, change.pk, day, self.wanted.complete)
        few = supply.waiting <= MOST_NAMED and not self.wanted.complete
        before = tables.affected_ids(cursor, layout) if few else (set(), set())
        imported = supply_entry.enter(cursor, entry)
        if few:
            uprns, usrns = tables.affected_ids(cursor, layout)
            event = GazetteerChanged(change.pk, tuple(sorted(uprns | before[0])), tuple(sorted(usrns | before[1])))
        else:
            lowest, highest = (0, 0) if self.wanted.complete else tables.uprn_range(cursor, layout)
            event = GazetteerChanged(change.pk, many=True, lowest=lowest, highest=highest)
        rejected = tables.rejected(cursor)
        self.store_metadata(change)
        return change, Totals(supply.waiting, imported, supply.waiting - imported - rejected, rejected), event

    def check_strict(self, totals: Totals, first: tuple[Reject, ...]) -> None:
        """Refuse the whole supply in strict mode if anything is rejected."""
        if self.wanted.strict and first:
            reject = first[0]
            raise BadSupply(
                f"{totals.rejected:,} records would be rejected, so nothing was imported. The first: record "
                f"{reject.row:,} of {reject.file}, {reject.column} “{reject.value}”: {reject.reason}."
            )

    def store_metadata(self, change: Change) -> None:
        """Store the gazetteer metadata of the supply's frame."""
        layout, first = self.checked.layout, self.checked.first
        if layout.is_plain or (not first.metadata and not first.header):
            return
        header = first.header  # the code is seventh from the end in either layout; some omit the UPRN
        Gazetteer.objects.update_or_create(
            layout=layout.name,
            defaults={
                "custodian_name": "".join(header[1:2])[:40],
                "custodian_uprn": header[2][:12] if len(header) == len(layout.header) + 1 == 11 else "",
                "custodian_code": "".join(header[-7:-6])[:4],
                "facts": dict(zip(layout.metadata, first.metadata[1:], strict=False)),
                "change": change,
            },
        )

    def finish(self, supply: Supply, change: Change, totals: Totals, event: GazetteerChanged) -> None:
        """Store the totals, the audit entry and the event."""
        Supply.objects.filter(pk=supply.pk).update(
            finished_at=self.at,
            read=totals.read,
            imported=totals.imported,
            repeated=totals.repeated,
            rejected=totals.rejected,
        )
        detail = {
            "change": change.pk,
            "layout": self.checked.layout.name,
            "kind": self.checked.kind,
            "read": totals.read,
            "imported": totals.imported,
            "rejected": totals.rejected,
        }
        subject = f"supply:{self.checked.digest}"
        position = audit.record(by=self.by, at=self.at, verb="gazetteer.import", subject=subject, detail=detail)
        if totals.imported or self.wanted.complete:
            events.publish(event, at=self.at, position=position)


def _write_rejects(path: Path, rejects: Iterator[Reject]) -> Path:
    """Write the rejected records with reasons, for correction in the source system."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    path.unlink(missing_ok=True)
    with open(path, "x", encoding="utf-8", newline="", opener=owner_only_opener) as out:
        writer = csv.writer(out)
        writer.writerow(REJECT_COLUMNS)
        for reject in rejects:
            cells = (reject.file, reject.row, reject.record, reject.column, reject.value, reject.reason)
            writer.writerow([formula_safe(cell) for cell in cells])
    return path
