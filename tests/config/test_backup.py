"""A backup is taken while work goes on, is checked, and restores everything; a damaged one is noticed."""

import tarfile
import threading
from pathlib import Path

import pytest

from borough.config import backup
from borough.config.local_postgres import LocalPostgres
from tests.system import own_system

pytestmark = pytest.mark.heavy
RECORD = """
from borough.contacts.public import *
from borough.foundation.clock import now
for n in range({count}):
    record(by="command:test", at=now(), channel=Channel.PHONE, service="noise", nature=Nature.ENQUIRY,
           outcome=Outcome.COMPLETED, source="{source}", source_id=str(n))
"""
COUNT = "SELECT count(*), max(audit_position) FROM contacts_contact"


def test_backup_under_load_restores_and_a_damaged_backup_does_not():
    with own_system() as system, own_system() as other:
        system.run("init")
        with LocalPostgres(system.home).running():
            system.run("shell", "-c", RECORD.format(count=200, source="before"))
            (system.home / "files").mkdir(exist_ok=True)
            (system.home / "files" / "a.txt").write_text("kept")
            (system.home / "uploads" / "ab").mkdir(parents=True)
            (system.home / "uploads" / "ab" / "abcd").write_bytes(b"evidence")
            working = threading.Thread(
                target=system.run, args=("shell", "-c", RECORD.format(count=1500, source="during"))
            )
            working.start()
            archive = system.home.parent / "backup.tar"
            output = system.run("backup", "--to", str(archive)).stdout
            working.join()
            assert "written and checked" in output
            at_end = system.query(COUNT)[0][0]
        _damage_is_noticed(other, archive)
        restored = other.run("restore", str(archive)).stdout
        assert "agrees with its anchor" in restored
        with LocalPostgres(other.home).running():
            contacts, _ = other.query(COUNT)[0]
            assert 200 <= contacts <= at_end == 1700
            assert other.query("SELECT count(*) FROM foundation_auditentry WHERE verb = 'contacts.record'") == [
                (contacts,)
            ]
            assert "whole" in other.run("audit", "verify").stdout
            again = other.run("restore", str(archive), check=False)
        assert (other.home / "files" / "a.txt").read_text() == "kept"
        assert (other.home / "uploads" / "ab" / "abcd").read_bytes() == b"evidence"
        assert (other.home / "secret.key").read_text() == (system.home / "secret.key").read_text()
        assert again.returncode and "already holds records" in again.stderr


def _damage_is_noticed(other, archive: Path):
    damaged = archive.with_name("damaged.tar")
    raw = bytearray(archive.read_bytes())
    raw[len(raw) // 2] ^= 255
    damaged.write_bytes(raw)
    refused = other.run("restore", str(damaged), check=False)
    assert refused.returncode and "earlier" in refused.stderr


def test_a_file_disposed_of_meanwhile_is_left_out(tmp_path):
    (tmp_path / "here").write_text("here")
    with tarfile.open(tmp_path / "archive", "w") as archive:
        packed = backup._pack(archive, [("gone", tmp_path / "gone"), ("here", tmp_path / "here")])
    with tarfile.open(tmp_path / "archive") as archive:
        assert list(packed) == archive.getnames() == ["here"]
