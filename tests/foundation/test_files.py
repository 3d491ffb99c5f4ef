"""Files are opened only once a scanner found nothing, whatever the scanner says and however long it takes."""

import hashlib
import io
import os
import shutil
import subprocess
import time
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import ProgrammingError, connection, transaction

from borough.config.environment import InvalidSetting, read_environment
from borough.foundation import files
from borough.foundation.clock import now
from borough.foundation.files import scanner
from borough.foundation.models import AuditEntry, Event, StoredFile
from borough.foundation.ops import health
from tests.foundation.clamd import EICAR, ILL, running_scanner

PDF = b"%PDF-1.7\n%%EOF\n"


@pytest.fixture
def home(settings, tmp_path):
    settings.HOME, settings.SCANNER = tmp_path, ""
    return tmp_path


@pytest.fixture
def clamd(settings, home):
    with running_scanner() as server:
        settings.SCANNER = server.url
        yield server


def keep(content=PDF):
    return files.store(SimpleUploadedFile("letter.pdf", content), at=now())


def state(row):
    return StoredFile.objects.get(pk=row.pk).state


def deferred(name):
    with connection.cursor() as cursor:
        cursor.execute("SELECT args->>'reference' FROM procrastinate_jobs WHERE task_name = %s ORDER BY id", [name])
        return [row[0] for row in cursor.fetchall()]


@pytest.mark.django_db
def test_clean_file_is_stored_scanned_and_downloadable(clamd):
    row = keep()
    waiting = files.describe_file(row, "letter.pdf")
    assert (waiting.opens, files.download_response(waiting)) == (False, None) and "Being scanned" in waiting.status_text
    assert deferred("foundation.scan_file") == [row.reference]
    files.scan_file(reference=row.reference)
    row.refresh_from_db()
    assert clamd.received == [PDF] and (row.state, row.scanned_at is not None) == ("clean", True)
    answer = files.download_response(files.describe_file(row, "letter.pdf"))
    assert b"".join(answer.streaming_content) == PDF and answer["Content-Disposition"].startswith("attachment")
    assert answer["Content-Type"] == "application/octet-stream"
    answer.file_to_stream.close()
    files.scan_file(reference=row.reference)
    assert len(clamd.received) == 1  # once it has a verdict nobody is asked again


@pytest.mark.django_db
def test_infected_file_is_rejected_reported_and_deleted(clamd):
    row = keep(PDF + EICAR)
    files.scan_file(reference=row.reference)
    detail = files.describe_file(StoredFile.objects.get(pk=row.pk), "letter.pdf")
    assert (state(row), detail.opens, files.download_response(detail)) == ("refused", False, None)
    assert Event.objects.get(kind="file-refused").body == {"reference": row.reference}
    assert AuditEntry.objects.get(verb="files.refused").subject == f"file:{row.reference}"
    assert deferred("foundation.remove_file") == [row.reference]
    files.remove_file(reference=row.reference)
    assert not files.path_of(row.reference).exists()
    with pytest.raises(ProgrammingError, match="does not come back"), transaction.atomic():
        StoredFile.objects.filter(pk=row.pk).update(state="clean")


@pytest.mark.django_db
@pytest.mark.parametrize("ill", ILL)
def test_unclear_verdict_opens_nothing_and_is_retried(clamd, ill):
    row = keep()
    clamd.answer = ILL[ill]
    files.scan_file(reference=row.reference)
    assert state(row) == "stored" and not files.describe_file(row, "x").opens
    clamd.answer = None
    files.scan_waiting()
    assert state(row) == "clean"


@pytest.mark.django_db
@pytest.mark.slow
def test_who_answers_a_byte_at_a_time_is_not_waited_for(clamd, monkeypatch):
    monkeypatch.setattr(scanner, "SCAN_TIMEOUT", 0.5)
    row, clamd.drip = keep(), 0.2
    started = time.monotonic()
    files.scan_file(reference=row.reference)
    assert time.monotonic() - started < 2 and state(row) == "stored"


@pytest.mark.django_db
@pytest.mark.slow
def test_hanging_scanner_briefly_blocks_a_single_job(clamd, monkeypatch):
    monkeypatch.setattr(scanner, "PING_TIMEOUT", 0.3)
    rows, clamd.deaf = [keep() for _ in range(5)], True
    started = time.monotonic()
    files.scan_waiting()
    assert time.monotonic() - started < 1 and {state(row) for row in rows} == {"stored"}
    with connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT lock FROM procrastinate_jobs WHERE task_name = 'foundation.scan_file'")
        assert cursor.fetchall() == [("foundation.scan_waiting",)]
    clamd.deaf = False
    files.scan_waiting()
    assert {state(row) for row in rows} == {"clean"}


@pytest.mark.django_db
def test_a_file_too_long_for_the_scanner_keeps_no_other_waiting(clamd):
    clamd.limit = 1_000_000
    long, short = keep(PDF + b" " * 9_000_000), keep()
    files.scan_waiting()
    assert (state(long), state(short)) == ("stored", "clean")
    assert StoredFile.objects.get(pk=long.pk).tries == 1


@pytest.mark.django_db
def test_while_the_scanner_is_away_files_wait_and_health_says_so(clamd, settings):
    assert health.run_checks()["scanner"].is_healthy
    there, settings.SCANNER = settings.SCANNER, "tcp://127.0.0.1:9"
    row = keep()
    files.scan_file(reference=row.reference)
    finding = health.run_checks()["scanner"]
    assert state(row) == "stored" and not finding.is_healthy and finding.facts == {"waiting": 1}
    settings.SCANNER = there
    StoredFile.objects.filter(pk=row.pk).update(created_at=now() - timedelta(minutes=11))
    assert not health.run_checks()["scanner"].is_healthy  # it is back, and yet nothing is scanned
    files.scan_waiting()
    assert state(row) == "clean" and health.run_checks()["scanner"].is_healthy


@pytest.mark.django_db
def test_without_a_scanner_files_open_and_say_that_nobody_looked(home):
    row = keep()
    detail = files.describe_file(row, "letter.pdf")
    assert detail.opens and detail.status_text == "Not scanned for viruses"
    files.scan_waiting()
    assert state(row) == "stored" and deferred("foundation.scan_file") == []
    assert "not scanned" in health.run_checks()["scanner"].sentence


@pytest.mark.django_db
def test_released_and_unreferenced_files_are_deleted(home):
    retained, released = keep(), keep()
    assert files.drop([released.reference]) == 1 and files.drop([released.reference]) == 0
    assert deferred("foundation.remove_file") == [released.reference]
    left = files.path_of("zz" + "0" * 14)
    left.parent.mkdir(parents=True)
    left.write_bytes(b"of an act that came to nothing")
    files.purge_orphan_files()
    assert left.exists()  # it may be of an act that is not done yet
    for path in (left, files.path_of(retained.reference), files.path_of(released.reference)):
        os.utime(path, (0, 0))
    files.purge_orphan_files()
    there = [files.path_of(row.reference).exists() for row in (retained, released)]
    assert (there, left.exists()) == ([True, False], False)


def test_file_name_cannot_traverse_folders():
    for name in ("../../secret.pdf", "..\\..\\secret.pdf", "C:\\secret.pdf"):
        assert files.name_of(SimpleUploadedFile("x", b"")) == "x"
        sent = SimpleUploadedFile("x", b"")
        sent._name = name
        assert files.name_of(sent) == "secret.pdf"


@pytest.mark.parametrize("text", ["http://scanner:1", "tcp://", "unix://", "unix://run/clamd", "tcp://host:99999"])
def test_a_scanner_that_cannot_be_is_refused_with_a_hint(text):
    with pytest.raises(InvalidSetting, match="BOROUGH_SCANNER"):
        read_environment({"BOROUGH_SCANNER": text})


@pytest.mark.slow
@pytest.mark.skipif(not shutil.which("clamd"), reason="ClamAV is not installed")
def test_the_real_daemon_says_what_the_stand_in_says(settings, tmp_path):
    folder = tmp_path / "signatures"
    folder.mkdir()
    marked = hashlib.md5(EICAR, usedforsecurity=False).hexdigest()
    (folder / "eicar.hdb").write_text(f"{marked}:{len(EICAR)}:Eicar-Test\n")
    plug, config_path = tmp_path / "clamd.ctl", tmp_path / "clamd.conf"
    config_path.write_text(f"Foreground yes\nLocalSocket {plug}\nDatabaseDirectory {folder}\nStreamMaxLength 1M\n")
    settings.SCANNER = f"unix://{plug}"
    with subprocess.Popen(["clamd", "--config-file", str(config_path)], stdout=subprocess.DEVNULL) as process:
        try:
            _wait_for(plug)
            scanner.ping()
            assert scanner.is_clean(io.BytesIO(PDF)) and not scanner.is_clean(io.BytesIO(EICAR))
            assert scanner.is_clean(io.BytesIO(b"a" * 900_000))
            with pytest.raises(scanner.ScanFailed):
                scanner.is_clean(io.BytesIO(b"a" * 9_000_000))
        finally:
            process.terminate()
            process.wait(20)
    with pytest.raises(scanner.ScannerUnavailable):
        scanner.ping()


def _wait_for(plug):
    until = time.monotonic() + 20
    while not plug.exists():
        assert time.monotonic() < until, "clamd never listened"
        time.sleep(0.1)
