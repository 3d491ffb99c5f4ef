"""Files that are there whole or not at all, also when the power fails; a rename alone leaves them empty then."""

import os
import secrets
from pathlib import Path


def atomic_write(path: Path, data: bytes | memoryview | str, mode: int = 0o644) -> None:
    """Write a file in the place of the one there was, and have both it and its name on the disk before returning."""
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
    """A name beside the path for what is not yet whole."""
    return path.with_name(f".{path.name}.{os.getpid()}.{secrets.token_hex(4)}")


def atomic_replace(temp: Path, path: Path) -> None:
    """Give what was written the name it is looked for by, and keep that name."""
    temp.replace(path)
    fsync_directory(path.parent)


def fsync_file(path: Path) -> None:
    """Have what was written to a file on the disk."""
    with path.open("rb") as written:
        os.fsync(written.fileno())


def fsync_directory(folder: Path) -> None:
    """Have the names in a folder on the disk."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def fsync_tree(folder: Path) -> None:
    """Have every file below a folder on the disk, and all the names."""
    for path in folder.rglob("*"):
        if path.is_dir():
            fsync_directory(path)
        elif path.is_file():
            fsync_file(path)
    fsync_directory(folder)


def create_marker(path: Path) -> None:
    """Leave an empty file whose being there says that something was done."""
    path.touch()
    fsync_directory(path.parent)
