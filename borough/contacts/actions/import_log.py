"""Import another system's contact log in atomic batches, resumable after any interruption."""

import csv
import io
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.db import connection, transaction
from psycopg.errors import UniqueViolation

from borough.contacts.actions.log_addresses import PlacedBatch, placer_for, queue_for_staff
from borough.contacts.actions.log_files import BadFile, digest_of
from borough.contacts.actions.log_reader import Batch, ReadRequest, open_batches
from borough.contacts.actions.log_rows import FACTS, copy_escape
from borough.contacts.layouts import REJECT_COLUMNS, Layout
from borough.contacts.models import ImportRun
from borough.contacts.types import ContactsImported, Reject, Totals
from borough.foundation import audit, events
from borough.foundation.db import locks
from borough.foundation.files.file_modes import owner_only_opener
from borough.kernel.text import formula_safe

BATCH = 10_000
COPY_COLUMNS = ("reference", "source_id", "started_at", "ended_at", "happened_on", "minutes", *FACTS)
STAGE = """
CREATE TEMP TABLE IF NOT EXISTS contacts_staged (
    reference varchar(16), source_id varchar(120), started_at timestamptz, ended_at timestamptz, happened_on date,
    minutes int, channel text, direction text, who text, nature text, service text, outcome text, assisted boolean,
    avoidable text, barrier text, ward text, handled_where text, channel_stated text, uprn bigint
) ON COMMIT DELETE ROWS
"""
INTO_LEDGER = f"""
INSERT INTO contacts_contact ({", ".join(COPY_COLUMNS)}, uprn, source, handled_by, audit_position)
SELECT {", ".join(COPY_COLUMNS)}, uprn, %s, '', %s FROM contacts_staged
ON CONFLICT (source, source_id) WHERE supersedes_id IS NULL DO NOTHING
"""  # noqa: S608 - names of our own columns
SEEN = "CREATE TEMP TABLE IF NOT EXISTS contacts_seen (source_id varchar(120) PRIMARY KEY)"
WOULD_BE_NEW = """
INSERT INTO contacts_seen SELECT source_id FROM contacts_staged s WHERE NOT EXISTS
    (SELECT 1 FROM contacts_contact c WHERE c.source = %s AND c.source_id = s.source_id AND c.supersedes_id IS NULL)
ON CONFLICT DO NOTHING
"""


class AlreadyRunning(RuntimeError):
    """Another process is importing the same source."""


@dataclass(frozen=True)
class ImportResult:
    """The result of an import: totals, rejects file, and whether an interrupted run was resumed."""

    totals: Totals
    rejects_file: Path | None
    resumed_from: int
    first_rejects: tuple[Reject, ...]
    queued: int = 0  # addresses that this run queued for staff


Progress = Callable[[float, Totals], None]


def no_progress(_done: float, _totals: Totals) -> None:
    """Ignore progress."""


def import_log(
    *, by: str, at: datetime, path: Path, layout: Layout, rejects: Path, progress: Progress = no_progress
) -> ImportResult:
    """Import a log into the ledger; importing the same file again adds nothing.

    Each batch of 10,000 rows is one transaction with its audit entry, its event and the run's totals, so that a
    process killed at any point resumes after the last complete batch. Addresses are matched during the import:
    certain matches are stored with their property and ward, the others are queued for staff. Raises BadFile,
    BadLayout or AlreadyRunning.
    """
    digest = digest_of(path)
    with _import_lock(layout.source):
        run = _open_run(path, digest, layout, at)
        resumed_from = run.rows_read
        first_rejects: list[Reject] = []
        totals = Totals(run.rows_read, run.imported, run.repeated, run.rejected)
        writer = _RejectsFile(rejects, run.rejects_bytes)
        with placer_for(layout) as place, open_batches(ReadRequest(path, layout, at, run.rows_read, BATCH)) as log:
            for batch in log.batches:
                first_rejects += [reject for reject, _ in batch.rejects][: 20 - len(first_rejects)]
                writer.write(batch.rejects, log.header)
                totals = _write(run, batch, place(batch), writer.size, by=by, at=at)
                progress(batch.done, totals)
        ImportRun.objects.filter(pk=run.pk).update(finished_at=at)
    return ImportResult(totals, writer.path if writer.size else None, resumed_from, tuple(first_rejects), run.queued)


def dry_run_import(
    *, at: datetime, path: Path, layout: Layout, show: Callable[[Reject], None], progress: Progress
) -> Totals:
    """Read a log and report what an import would do, without changing anything."""
    totals = Totals()
    with open_batches(ReadRequest(path, layout, at, 0, BATCH)) as log:
        for batch in log.batches:
            for reject, _ in batch.rejects:
                show(reject)
            new = _would_be_new(batch, layout.source)
            totals = totals.plus(imported=new, repeated=batch.lines - new, rejected=len(batch.rejects))
            progress(batch.done, totals)
    return totals


def _would_be_new(batch: Batch, source: str) -> int:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(SEEN)
        _stage(batch.text)
        cursor.execute(WOULD_BE_NEW, [source])
        return int(cursor.rowcount)


@contextmanager
def _import_lock(source: str) -> Iterator[None]:
    """Lock the source for this connection, so that two imports of it never run concurrently."""
    name = f"import {source}"
    if not locks.try_session_lock(name):
        raise AlreadyRunning(f"Another import of {source} is running. Wait until it ends, or stop it.")
    try:
        yield
    finally:
        locks.unlock(name)


def _open_run(path: Path, digest: str, layout: Layout, at: datetime) -> ImportRun:
    run, _ = ImportRun.objects.get_or_create(
        file=digest,
        layout=layout.digest,
        source=layout.source,
        finished_at=None,
        defaults={"file_name": path.name, "started_at": at},
    )
    return run


ALL_NEW = "COPY contacts_contact ({}, source, handled_by, audit_position) FROM STDIN"


def _insert_lines(run: ImportRun, batch: Batch, placed: PlacedBatch | None, position: int) -> int:
    """Insert a batch's lines into the ledger, skipping existing ones; return how many were new.

    If all lines are new they are copied directly, at half the cost. Otherwise the batch goes through a temporary
    table.
    """
    text, columns = (placed.text, (*COPY_COLUMNS, "uprn")) if placed else (batch.text, COPY_COLUMNS)
    if run.likely_new and text:
        rest = f"\t{copy_escape(run.source)}\t\t{position}\n".encode()
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                with cursor.copy(ALL_NEW.format(", ".join(columns))) as copy:
                    copy.write(text.replace(b"\n", rest))
                return batch.lines
        except UniqueViolation:
            pass
    _stage(text, columns)
    with connection.cursor() as cursor:
        cursor.execute(INTO_LEDGER, [run.source, position])
        return int(cursor.rowcount)


def _stage(text: bytes, columns: tuple[str, ...] = COPY_COLUMNS) -> None:
    with connection.cursor() as cursor:
        cursor.execute(STAGE)
        with cursor.copy(f"COPY contacts_staged ({', '.join(columns)}) FROM STDIN") as copy:
            copy.write(text)


def _write(
    run: ImportRun, batch: Batch, placed: PlacedBatch | None, rejects_bytes: int, *, by: str, at: datetime
) -> Totals:
    """Write a batch in one transaction: rows, audit entry, event, address questions and the run's totals."""
    with transaction.atomic():
        position = audit.record(
            by=by,
            at=at,
            verb="contacts.import",
            subject=f"log:{run.file}",
            detail={
                "source": run.source,
                "layout": run.layout,
                "first_row": batch.first_row,
                "last_row": batch.last_row,
                "lines": batch.lines,
                "rejected": len(batch.rejects),
                **({"placed": placed.matched, "wards_differ": placed.differ} if placed else {}),
            },
        )
        imported = _insert_lines(run, batch, placed, position)
        if placed:
            run.queued += queue_for_staff(placed, by=by, at=at, all_new=imported == batch.lines)
        event = ContactsImported(run.source, run.file, batch.first_row, imported)
        if imported:
            events.publish(event, at=at, position=position)
        run.likely_new = imported == batch.lines
        run.imported += imported
        run.repeated += batch.lines - imported
        run.rejected += len(batch.rejects)
        run.rows_read += batch.rows
        run.rejects_bytes = rejects_bytes
        run.save(update_fields=["imported", "repeated", "rejected", "rows_read", "rejects_bytes"])
    return Totals(run.rows_read, run.imported, run.repeated, run.rejected)


class _RejectsFile:
    """A file of rejected rows, each with its reasons first, that can be corrected and imported again."""

    def __init__(self, path: Path, size: int) -> None:
        """Open the file, truncated to the given number of accounted bytes."""
        self.path, self.size = path, size
        if size:
            with path.open("r+b") as out:
                out.truncate(size)
        else:
            path.unlink(missing_ok=True)

    def write(self, rejects: list[tuple[Reject, list[str]]], header: list[str]) -> None:
        """Append rows and sync them to disk."""
        if not rejects:
            return
        text = io.StringIO()
        out = csv.writer(text)
        if not self.size:
            out.writerow([*REJECT_COLUMNS, *header])
        for reject, row in rejects:
            prefix = (str(reject.row), reject.column, reject.value, reject.reason)
            out.writerow([formula_safe(cell) for cell in (*prefix, *row)])
        raw = text.getvalue().encode("utf-8", "backslashreplace")
        self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with open(self.path, "ab", opener=owner_only_opener) as file:
            file.write(raw)
            file.flush()
            os.fsync(file.fileno())
        self.size += len(raw)


__all__ = ["AlreadyRunning", "BadFile", "ImportResult", "dry_run_import", "import_log"]
