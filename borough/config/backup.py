"""Backup and restore: database and files in one archive, verified after writing, restored to an empty instance."""

import contextlib
import hashlib
import json
import subprocess
import tarfile
import tempfile
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from borough.config.environment import Environment
from borough.config.local_postgres import LocalPostgres, find_programs
from borough.kernel.atomic_files import atomic_replace, fsync_file

DUMP, MANIFEST = "database.dump", "manifest.json"
BACKUP_FOLDERS = ("files", "uploads", "layouts", "outbox", "imports", "reports")
BACKUP_FILES = ("secret.key", "anchors.log", "demonstration.json")
PRIVATE = {"secret.key", "demonstration.json"}
BLOCK = 1 << 20
Report = Callable[[str], None]


class BackupError(RuntimeError):
    """A backup could not be written or restored; the message says why and what to do."""


def _digest(path: Path) -> str:
    with path.open("rb") as source:
        return hashlib.file_digest(source, "sha256").hexdigest()


def _run(environment: Environment, program: str, *arguments: str) -> None:
    folder = LocalPostgres(environment.home).bin if not environment.database_url else find_programs()
    done = subprocess.run([str(folder / program), *arguments], text=True, capture_output=True, check=False)
    if done.returncode:
        raise BackupError(
            f"{program} failed: {done.stderr.strip().splitlines()[-1] if done.stderr.strip() else 'no reason given'}"
        )


def _url(environment: Environment) -> str:
    return environment.database_url or LocalPostgres(environment.home).url


def write_backup(environment: Environment, target: Path, at: datetime, facts: dict[str, Any], report: Report) -> None:
    """Write a backup of an instance; the archive gets its final name only after verification.

    The dump is a consistent snapshot, however busy the database is. Files are copied after it, so every file its
    rows refer to is included, except one disposed of meanwhile.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".backup-") as folder:
        dump = Path(folder) / DUMP
        report("Writing the database...")
        _run(
            environment, "pg_dump", "--format=custom", "--compress=6", "--no-owner", f"--file={dump}", _url(environment)
        )
        members = [(DUMP, dump), *_files(environment.home)]
        report(f"Packing {len(members)} files...")
        half = Path(folder) / "archive"
        with tarfile.open(half, "w") as archive:
            listed = Path(folder) / MANIFEST
            manifest = {"created_at": at.isoformat(), **facts, "files": _pack(archive, members)}
            listed.write_text(json.dumps(manifest, indent=1))
            archive.add(listed, MANIFEST)
        fsync_file(half)
        report("Checking what was written...")
        check_backup(half, environment)
        half.chmod(0o600)
        atomic_replace(half, target)


def _pack(archive: tarfile.TarFile, members: list[tuple[str, Path]]) -> dict[str, str]:
    """Add files to the archive and return their digests; files deleted meanwhile are skipped."""
    packed = {}
    for name, path in members:
        with contextlib.suppress(FileNotFoundError):
            digest = _digest(path)
            archive.add(path, name, recursive=False)
            packed[name] = digest
    return packed


def _files(home: Path) -> list[tuple[str, Path]]:
    paths = [home / name for name in BACKUP_FILES if (home / name).is_file()]
    for folder in BACKUP_FOLDERS:
        paths += sorted(path for path in (home / folder).rglob("*") if path.is_file() and not path.name.startswith("."))
    return [(f"home/{path.relative_to(home)}", path) for path in paths]


def check_backup(path: Path, environment: Environment) -> dict[str, Any]:
    """Verify a backup completely. Raises BackupError at the first deviation from its manifest."""
    try:
        with tarfile.open(path, "r:") as archive:
            listed: dict[str, Any] = json.loads(_member(archive, MANIFEST).read())
            for name, digest in listed["files"].items():
                if hashlib.file_digest(_member(archive, name), "sha256").hexdigest() != digest:
                    raise BackupError(f"{path} is damaged: {name} is not what was written. Use an earlier backup.")
            with _unpacked(archive, DUMP, path.parent) as dump:
                _run(environment, "pg_restore", "--list", str(dump))
    except (tarfile.TarError, KeyError, ValueError, EOFError) as error:
        raise BackupError(f"{path} is not a whole backup ({error}). Use an earlier one.") from error
    return listed


def _member(archive: tarfile.TarFile, name: str) -> Any:
    member = archive.extractfile(name)
    if member is None:
        raise KeyError(name)
    return member


@contextlib.contextmanager
def _unpacked(archive: tarfile.TarFile, name: str, folder: Path) -> Iterator[Path]:
    with tempfile.NamedTemporaryFile(dir=folder, prefix=".unpacked-") as out:
        source = _member(archive, name)
        while block := source.read(BLOCK):
            out.write(block)
        out.flush()
        yield Path(out.name)


def restore_backup(environment: Environment, path: Path, report: Report) -> dict[str, Any]:
    """Restore a backup into an empty instance (its database must be running); return the manifest.

    The database is restored in one transaction, then the files; an interrupted restore can be run again.
    """
    report("Checking the backup...")
    listed = check_backup(path, environment)
    _check_empty(environment)
    with tarfile.open(path) as archive:
        for name in listed["files"]:
            if name != DUMP:
                _restore_file(archive, name, environment.home)
        report("Restoring the database...")
        with _unpacked(archive, DUMP, path.parent) as dump:
            _run(
                environment,
                "pg_restore",
                "--single-transaction",
                "--exit-on-error",
                "--no-owner",
                f"--dbname={_url(environment)}",
                str(dump),
            )
    return listed


def _check_empty(environment: Environment) -> None:
    import psycopg  # noqa: PLC0415 - only here, where Django is not set up

    with psycopg.connect(_url(environment)) as connection:
        tables = connection.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'").fetchone()
    if tables and tables[0]:
        raise BackupError("This home already holds records. Set BOROUGH_HOME (or DATABASE_URL) to an empty one.")


def _restore_file(archive: tarfile.TarFile, name: str, home: Path) -> None:
    place = (home / name.removeprefix("home/")).resolve()
    if not place.is_relative_to(home.resolve()):
        raise BackupError(f"The backup names a file outside the home: {name}.")
    place.parent.mkdir(parents=True, exist_ok=True)
    half = place.with_name(f".{place.name}.half")
    with half.open("wb") as out:
        source = _member(archive, name)
        while block := source.read(BLOCK):
            out.write(block)
    if place.name in PRIVATE:
        half.chmod(0o600)
    fsync_file(half)
    atomic_replace(half, place)
