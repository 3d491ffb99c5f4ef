"""Rules for uploaded files: allowed types, size limits, and a check of their first bytes."""

from collections.abc import Collection

MB = 1_000_000
TYPES = {
    "pdf": ("PDF", "application/pdf"),
    "jpg": ("JPG", "image/jpeg"),
    "png": ("PNG", "image/png"),
    "doc": ("DOC", "application/msword"),
    "docx": ("DOCX", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "odt": ("ODT", "application/vnd.oasis.opendocument.text"),
    "txt": ("TXT", "text/plain"),
    "csv": ("CSV", "text/csv"),
    "xls": ("XLS", "application/vnd.ms-excel"),
    "xlsx": ("XLSX", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "ods": ("ODS", "application/vnd.oasis.opendocument.spreadsheet"),
}
"""Allowed types by key: display name and media type."""
MAX_BYTES = 10 * MB

SIGNATURES: dict[str, tuple[bytes, ...]] = {
    "pdf": (b"%PDF-",),
    "jpg": (b"\xff\xd8\xff",),
    "png": (b"\x89PNG\r\n\x1a\n",),
    "doc": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",),
    "xls": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",),
    "docx": (b"PK\x03\x04",),
    "odt": (b"PK\x03\x04",),
    "xlsx": (b"PK\x03\x04",),
    "ods": (b"PK\x03\x04",),
}
"""Initial bytes (magic numbers) of each type; plain text types have none."""

ACTIVE_CONTENT = (b"<script", b"<html", b"<!doctype", b"<svg")


def extension_of(name: str) -> str:
    """Return the type key for a file name's extension; empty where there is none."""
    return name.rpartition(".")[2].lower().replace("jpeg", "jpg") if "." in name else ""


def format_types(types: Collection[str]) -> str:
    """Return file types for display: “PDF, JPG or PNG”."""
    names = [TYPES[kind][0] for kind in types]
    return " or ".join(filter(None, [", ".join(names[:-1]), names[-1]]))


def file_error(*, name: str, size: int, head: bytes, types: Collection[str], largest: int = MAX_BYTES) -> str:
    """Return the error message for a file; empty if it is acceptable.

    size, largest: bytes. head: the first bytes, 64 kB at most. types: keys of the allowed types.
    """
    ending = extension_of(name)
    if size > largest:
        return f"{name} must be smaller than {largest // MB}MB"
    if ending not in types:
        return f"{name} must be a {format_types(types)}"
    if size == 0:
        return f"{name} is empty"
    starts = SIGNATURES.get(ending)
    if starts and not head.startswith(starts):
        return f"{name} is not a {format_types(types)} that can be opened"
    if not starts and (b"\0" in head or any(mark in head[:1024].lower() for mark in ACTIVE_CONTENT)):
        return f"{name} is not words alone"
    return ""
