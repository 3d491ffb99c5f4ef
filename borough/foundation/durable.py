"""Files that are there whole or not at all, also when the power fails; a rename alone leaves them empty then."""

import os
import secrets
from pathlib import Path


def write_whole(path: Path, data: bytes | memoryview | str, mode: int = 0o644) -> None:
    """Write a file in the place of the one there was, and have both it and its name on the disk before returning."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = draft_of(path)
    try:
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as out:
            out.write(data.encode() if isinstance(data, str) else data)
            out.flush()
            os.fsync(out.fileno())
        put_in_place(draft, path)
    finally:
        draft.unlink(missing_ok=True)


def draft_of(path: Path) -> Path:
    """A name beside the path for what is not yet whole."""
    return path.with_name(f".{path.name}.{os.getpid()}.{secrets.token_hex(4)}")


def put_in_place(draft: Path, path: Path) -> None:
    """Give what was written the name it is looked for by, and keep that name."""
    draft.replace(path)
    keep_names(path.parent)


def keep(path: Path) -> None:
    """Have what was written to a file on the disk."""
    with path.open("rb") as written:
        os.fsync(written.fileno())


def keep_names(folder: Path) -> None:
    """Have the names in a folder on the disk."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def keep_tree(folder: Path) -> None:
    """Have every file below a folder on the disk, and all the names."""
    for path in folder.rglob("*"):
        if path.is_dir():
            keep_names(path)
        elif path.is_file():
            keep(path)
    keep_names(folder)


def mark(path: Path) -> None:
    """Leave an empty file whose being there says that something was done."""
    path.touch()
    keep_names(path.parent)
