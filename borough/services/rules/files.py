"""Whether a file is what it says it is, by its first bytes: never by its name alone."""

from collections.abc import Collection

STARTS: dict[str, tuple[bytes, ...]] = {
    "pdf": (b"%PDF-",), "jpg": (b"\xff\xd8\xff",), "png": (b"\x89PNG\r\n\x1a\n",),
    "doc": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",), "xls": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",),
    "docx": (b"PK\x03\x04",), "odt": (b"PK\x03\x04",), "xlsx": (b"PK\x03\x04",), "ods": (b"PK\x03\x04",),
}  # fmt: skip
"""How files of each type begin; those of words alone begin anyhow."""

ACTIVE = (b"<script", b"<html", b"<!doctype", b"<svg")


def ending_of(name: str) -> str:
    """A name's ending as our word for its type, or nothing where it has none."""
    return name.rpartition(".")[2].lower().replace("jpeg", "jpg") if "." in name else ""


def fault_of(*, name: str, size: int, head: bytes, types: Collection[str], named: str) -> str:
    """What is wrong with a file, as a sentence; nothing when it may be kept.

    head: its first bytes, 64 kB at most. types: our words for the types that may be sent; named: as people read them.
    """
    ending = ending_of(name)
    if ending not in types:
        return f"{name} must be a {named}"
    if size == 0:
        return f"{name} is empty"
    starts = STARTS.get(ending)
    if starts and not head.startswith(starts):
        return f"{name} is not a {named} that can be opened"
    if not starts and (b"\0" in head or any(mark in head[:1024].lower() for mark in ACTIVE)):
        return f"{name} is not words alone"
    return ""
