"""Files people give us: looked at before they are believed, kept under numbers of our own, scanned, and let go of."""

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
ORPHAN_AFTER = 86_400  # seconds after which what no row names was left by an act that came to nothing


@dataclass(frozen=True)
class FileRefused:
    """A file held a virus: its bytes are gone."""

    kind: ClassVar[str] = "file-refused"
    reference: str

    @property
    def key(self) -> str:
        """Once a file."""
        return f"file-refused {self.reference}"


@dataclass(frozen=True, kw_only=True)
class FileDetail:
    """A file as pages show it: its number, the name it came with, its size in bytes, and how it stands in words."""

    reference: str
    name: str
    size: int
    opens: bool
    status_text: str


def path_of(reference: str) -> Path:
    """Where a file lies: in the home, and not where the web serves anything from."""
    return Path(settings.HOME) / "uploads" / reference[:2] / reference


def upload_error(file: File, types: Collection[str], largest: int = MAX_BYTES) -> str:
    """What is wrong with a file that was sent, as a sentence; nothing when it may be kept."""
    head = file.read(SNIFF_BYTES)
    file.seek(0)
    return file_error(name=name_of(file)[:80], size=file.size or 0, head=head, types=types, largest=largest)


def name_of(file: File) -> str:
    """The name it came with, without any folder."""
    return Path(str(file.name or "The file").replace("\\", "/")).name[:200]


def store(file: File, *, at: datetime) -> StoredFile:
    """Keep a file that has no fault, and have it scanned. Call it in the transaction of the act."""
    content, reference = file.read(), new_reference()
    atomic_write(path_of(reference), content, 0o600)
    row = StoredFile.objects.create(
        reference=reference, media_type=TYPES[extension_of(name_of(file))][1], size=len(content),
        digest=hashlib.sha256(content).digest(), created_at=at,
    )  # fmt: skip
    if scanner.is_set_up():
        scan_file.configure(lock=scan_waiting.lock).defer(reference=reference)  # one at a time: others have work too
    return row


def describe_file(row: StoredFile, name: str) -> FileDetail:
    """A file for a page: it opens once it is clean, or where no scanner is set and the page says so."""
    opens = row.state == "clean" or (row.state == "stored" and not scanner.is_set_up())
    status_text = {
        "clean": "No virus found", "refused": "It held a virus and was removed", "dropped": "Removed",
        "stored": "Not scanned for viruses" if opens else "Being scanned for viruses. It opens once none is found",
    }[row.state]  # fmt: skip
    return FileDetail(reference=row.reference, name=name, size=row.size, opens=opens, status_text=status_text)


def download_response(file: FileDetail) -> FileResponse | None:
    """The answer that hands a file out: always saved, never shown in a page, for it is a stranger's."""
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
    """Those of them that held a virus. held: no verdict on any comes until the transaction ends."""
    rows = StoredFile.objects.filter(reference__in=references).order_by("id")
    rows = rows.select_for_update() if for_update else rows
    return {row.reference for row in rows if row.state == "refused"}


def drop(references: Iterable[str]) -> int:
    """Let go of files in the transaction of the act: their bytes go by a job. Returns how many there were."""
    dropped = 0
    for reference in references:
        if StoredFile.objects.filter(reference=reference).exclude(state="dropped").update(state="dropped"):
            remove_file.defer(reference=reference)
            dropped += 1
    return dropped


@job(name="foundation.remove_file")
def remove_file(reference: str) -> None:
    """Take away the bytes of a file that was refused or let go of."""
    if StoredFile.objects.filter(reference=reference, state__in=("refused", "dropped")).exists():
        path_of(reference).unlink(missing_ok=True)


@job(name="foundation.scan_file")
def scan_file(reference: str) -> None:
    """Have a file scanned; where there is no verdict now, `scan_waiting` asks again."""
    row = StoredFile.objects.filter(reference=reference, state="stored").first()
    if row is not None and scanner.is_set_up():
        _scan(row)


@periodic("*/2 * * * *")
@job(name="foundation.scan_waiting", once=True)
def scan_waiting(timestamp: int = 0) -> None:
    """Scan what has no verdict, those asked least often first, until the scanner is away."""
    del timestamp
    if scanner.is_set_up():
        for row in StoredFile.objects.filter(state="stored").order_by("tries", "id")[:SCAN_BATCH]:
            if not _scan(row):
                return


def _scan(row: StoredFile) -> bool:
    """Ask for a verdict and act on it; False when nobody is there to give one."""
    try:
        scanner.ping()  # whoever does not even answer this keeps nobody waiting for long
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
    """Each night, take away bytes that no row names any more: of acts that came to nothing, of jobs that never ran."""
    del timestamp
    for folder in sorted((Path(settings.HOME) / "uploads").glob("??")):
        there = {path.name: path for path in folder.iterdir() if _is_old(path)}
        stored = StoredFile.objects.filter(reference__in=list(there), state__in=("stored", "clean"))
        for name in there.keys() - set(stored.values_list("reference", flat=True)):
            there[name].unlink(missing_ok=True)


def _is_old(path: Path) -> bool:
    try:
        return path.stat().st_mtime < time.time() - ORPHAN_AFTER
    except FileNotFoundError:  # taken away meanwhile
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
