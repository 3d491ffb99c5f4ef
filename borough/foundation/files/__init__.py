"""Uploaded files: validated, stored under our own references, virus-scanned, and eventually deleted."""

import hashlib
import time
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, ClassVar, TypeAlias

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import F
from django.http import FileResponse

from borough.foundation import audit, events
from borough.foundation.clock import now
from borough.foundation.files import scanner
from borough.foundation.jobs import job, periodic
from borough.foundation.models import StoredFile
from borough.foundation.ops import health
from borough.kernel.atomic_files import atomic_write
from borough.kernel.files import MAX_BYTES, TYPES, extension_of, file_error
from borough.kernel.references import new_reference

File: TypeAlias = "UploadedFile[bytes]"
BY = "system:files"
SNIFF_BYTES = 65_536  # bytes
SCAN_BATCH = 200
SCAN_OVERDUE = timedelta(minutes=10)
ORPHAN_AFTER = 86_400  # seconds after which an unreferenced file counts as left by a rolled-back action


@dataclass(frozen=True)
class FileRefused:
    """A file was infected; its content has been deleted."""

    kind: ClassVar[str] = "file-refused"
    reference: str

    @property
    def key(self) -> str:
        """Return the unique key: one per file."""
        return f"file-refused {self.reference}"


@dataclass(frozen=True, kw_only=True)
class FileDetail:
    """A file for display: reference, original name, size in bytes and status text."""

    reference: str
    name: str
    size: int
    opens: bool
    status_text: str


def path_of(reference: str) -> Path:
    """Return a file's path: in the instance folder, outside anything the web server serves."""
    return Path(settings.HOME) / "uploads" / reference[:2] / reference


def upload_error(file: File, types: Collection[str], largest: int = MAX_BYTES) -> str:
    """Return the error message for an uploaded file; empty if it is acceptable."""
    head = file.read(SNIFF_BYTES)
    file.seek(0)
    return file_error(name=name_of(file)[:80], size=file.size or 0, head=head, types=types, largest=largest)


def name_of(file: File) -> str:
    """Return the original name without any folder."""
    return Path(str(file.name or "The file").replace("\\", "/")).name[:200]


def store(file: File, *, at: datetime) -> StoredFile:
    """Store a valid file and queue its virus scan. Call in the action's transaction."""
    content, reference = file.read(), new_reference()
    atomic_write(path_of(reference), content, 0o600)
    row = StoredFile.objects.create(
        reference=reference,
        media_type=TYPES[extension_of(name_of(file))][1],
        size=len(content),
        digest=hashlib.sha256(content).digest(),
        created_at=at,
    )
    if scanner.is_set_up():
        scan_file.configure(lock=scan_waiting.lock).defer(
            reference=reference
        )  # one at a time: other jobs need turns too
    return row


def describe_file(row: StoredFile, name: str) -> FileDetail:
    """Describe a file for display: it can be opened once clean, or where no scanner is set and the page says so."""
    opens = row.state == "clean" or (row.state == "stored" and not scanner.is_set_up())
    status_text = {
        "clean": "No virus found",
        "refused": "It held a virus and was removed",
        "dropped": "Removed",
        "stored": "Not scanned for viruses" if opens else "Being scanned for viruses. It opens once none is found",
    }[row.state]
    return FileDetail(reference=row.reference, name=name, size=row.size, opens=opens, status_text=status_text)


def download_response(file: FileDetail) -> FileResponse | None:
    """Return a download response: always an attachment, never inline, since the content is untrusted."""
    path = path_of(file.reference)
    if not file.opens or not path.is_file():
        return None
    answer = FileResponse(path.open("rb"), as_attachment=True, filename=file.name)
    answer["Content-Type"], answer["Content-Security-Policy"] = (
        "application/octet-stream",
        "sandbox; default-src 'none'",
    )
    return answer


def refused_among(references: Collection[str], *, for_update: bool = False) -> set[str]:
    """Return the infected files among the references. for_update: lock them, so no scan result changes meanwhile."""
    rows = StoredFile.objects.filter(reference__in=references).order_by("id")
    rows = rows.select_for_update() if for_update else rows
    return {row.reference for row in rows if row.state == "refused"}


def drop(references: Iterable[str]) -> int:
    """Drop files in the action's transaction; a job deletes the bytes. Return how many there were."""
    dropped = 0
    for reference in references:
        if StoredFile.objects.filter(reference=reference).exclude(state="dropped").update(state="dropped"):
            remove_file.defer(reference=reference)
            dropped += 1
    return dropped


@job(name="foundation.remove_file")
def remove_file(reference: str) -> None:
    """Delete the bytes of an infected or dropped file."""
    if StoredFile.objects.filter(reference=reference, state__in=("refused", "dropped")).exists():
        path_of(reference).unlink(missing_ok=True)


@job(name="foundation.scan_file")
def scan_file(reference: str) -> None:
    """Scan a file; if there is no result now, `scan_waiting` retries."""
    row = StoredFile.objects.filter(reference=reference, state="stored").first()
    if row is not None and scanner.is_set_up():
        _scan(row)


@periodic("*/2 * * * *")
@job(name="foundation.scan_waiting", once=True)
def scan_waiting(timestamp: int = 0) -> None:
    """Scan files without a result, least-tried first, until the scanner is unavailable."""
    del timestamp
    if scanner.is_set_up():
        for row in StoredFile.objects.filter(state="stored").order_by("tries", "id")[:SCAN_BATCH]:
            if not _scan(row):
                return


def _scan(row: StoredFile) -> bool:
    """Scan a file and act on the result; return False when the scanner is unavailable."""
    try:
        scanner.ping()  # fail fast if the scanner does not respond
        with path_of(row.reference).open("rb") as content:
            clean = scanner.is_clean(content)
    except scanner.ScannerUnavailable:
        return False
    except (scanner.ScanFailed, FileNotFoundError):
        StoredFile.objects.filter(pk=row.pk).update(tries=F("tries") + 1)
        return True
    _record_verdict(row, clean=clean, at=now())
    return True


def _record_verdict(row: StoredFile, *, clean: bool, at: datetime) -> None:
    state = "clean" if clean else "refused"
    with transaction.atomic():
        if not StoredFile.objects.filter(pk=row.pk, state="stored").update(state=state, scanned_at=at):
            return
        position = audit.record(by=BY, at=at, verb=f"files.{state}", subject=f"file:{row.reference}")
        if not clean:
            remove_file.defer(reference=row.reference)
            events.publish(FileRefused(row.reference), at=at, position=position)


@periodic("40 3 * * *")
@job(name="foundation.purge_files", once=True)
def purge_orphan_files(timestamp: int = 0) -> None:
    """Delete bytes that no row refers to, each night: left by rolled-back actions or jobs that never ran."""
    del timestamp
    for folder in sorted((Path(settings.HOME) / "uploads").glob("??")):
        there = {path.name: path for path in folder.iterdir() if _is_old(path)}
        stored = StoredFile.objects.filter(reference__in=list(there), state__in=("stored", "clean"))
        for name in there.keys() - set(stored.values_list("reference", flat=True)):
            there[name].unlink(missing_ok=True)


def _is_old(path: Path) -> bool:
    try:
        return path.stat().st_mtime < time.time() - ORPHAN_AFTER
    except FileNotFoundError:  # deleted meanwhile
        return False


@health.check("scanner")
def _scanner_health() -> health.Finding:
    if not scanner.is_set_up():
        return health.Finding(True, "No virus scanner is set. Pages say that files are not scanned.", {})
    waiting = StoredFile.objects.filter(state="stored").order_by("created_at")
    oldest, count = waiting.first(), waiting.count()
    facts: dict[str, Any] = {"waiting": count}
    try:
        scanner.ping()
    except scanner.ScanFailed as error:
        return health.Finding(False, f"The virus scanner does not answer: {error}. Files wait.", facts)
    if oldest is not None and now() - oldest.created_at > SCAN_OVERDUE:
        return health.Finding(False, "Files have waited over 10 minutes for a verdict. Is a worker running?", facts)
    return health.Finding(True, "The virus scanner answers.", facts)
