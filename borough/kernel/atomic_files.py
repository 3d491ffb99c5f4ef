"""Atomic file writes that survive a power failure; a rename without fsync may leave an empty file."""

import os
import secrets
from pathlib import Path


def atomic_write(path: Path, data: bytes | memoryview | str, mode: int = 0o644) -> None:
    """Replace a file atomically, and sync both its content and its directory entry before returning."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temp = temp_path(path)
    try:
        with os.fdopen(os.open(temp, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as out:
            out.write(data.encode() if isinstance(data, str) else data)
            out.flush()
            os.fsync(out.fileno())
        atomic_replace(temp, path)
    finally:
        temp.unlink(missing_ok=True)


def temp_path(path: Path) -> Path:
    """Return a temporary path next to the path, for unfinished content."""
    return path.with_name(f".{path.name}.{os.getpid()}.{secrets.token_hex(4)}")


def atomic_replace(temp: Path, path: Path) -> None:
    """Rename a finished file to its final path and sync the directory."""
    temp.replace(path)
    fsync_directory(path.parent)


def fsync_file(path: Path) -> None:
    """Sync a file's content to disk."""
    with path.open("rb") as written:
        os.fsync(written.fileno())


def fsync_directory(folder: Path) -> None:
    """Sync a directory's entries to disk."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def fsync_tree(folder: Path) -> None:
    """Sync every file and directory below a folder to disk."""
    for path in folder.rglob("*"):
        if path.is_dir():
            fsync_directory(path)
        elif path.is_file():
            fsync_file(path)
    fsync_directory(folder)


def create_marker(path: Path) -> None:
    """Create an empty marker file, whose existence records that something was done."""
    path.touch()
    fsync_directory(path.parent)
