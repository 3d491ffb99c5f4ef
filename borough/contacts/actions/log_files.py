"""Log files as rows: CSV, CSV.gz and workbooks, read as streams without conversion."""

import csv
import gzip
import hashlib
import io
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import IO, Any

from borough.contacts.layouts import REJECT_COLUMNS, Layout
from borough.kernel.text import FORMULA_STARTS

GZIP, ZIP = b"\x1f\x8b", b"PK\x03\x04"
UTF16 = (b"\xff\xfe", b"\xfe\xff")
LONGEST_CELL = 1 << 20
OURS = f"{REJECT_COLUMNS[0]},".encode()
LOOK = 16  # bytes at a file's start that identify its type


class BadFile(ValueError):
    """A log cannot be read; the message says where reading stopped and what to do."""


@dataclass(frozen=True)
class OpenLog:
    """An open log: header, rows with spreadsheet row numbers, and bytes read so far."""

    header: list[str]
    rows: Iterator[tuple[int, list[str]]]
    source: IO[bytes]
    size: int

    @property
    def done(self) -> float:
        """Return the share of the file read, 0 to 1."""
        return self.source.tell() / self.size if self.size and not self.source.closed else 1.0


def digest_of(path: Path) -> str:
    """Return the SHA-256 of the file in hexadecimal."""
    with path.open("rb") as source:
        return hashlib.file_digest(source, "sha256").hexdigest()


@contextmanager
def open_log(path: Path, layout: Layout) -> Iterator[OpenLog]:
    """Open a log for the block. Raises BadFile with a message if it does not match the layout."""
    with path.open("rb") as source, ExitStack() as others:
        yield _log(path, layout, source, others)


def _log(path: Path, layout: Layout, source: IO[bytes], others: ExitStack) -> OpenLog:
    start = source.peek(LOOK)[:LOOK] if isinstance(source, io.BufferedReader) else b""
    size = path.stat().st_size
    if not size:
        raise BadFile(f"{path.name} is empty.")
    cells = _workbook(path, source, layout, others) if start[:4] == ZIP else _csv(path, source, start, layout, others)
    try:
        header = next(cells, None)
    except (csv.Error, OSError, EOFError, zlib.error) as error:
        raise BadFile(_stops(path, 1, error)) from error
    if not header:
        raise BadFile(f"{path.name} has no header row.")
    again = tuple(header[: len(REJECT_COLUMNS)]) == REJECT_COLUMNS
    width = len(REJECT_COLUMNS) if again else 0
    rows = _without_reject_columns(cells, width) if again else cells
    return OpenLog([cell.strip() for cell in header[width:]], _numbered(path, rows), source, size)


def _numbered(path: Path, cells: Iterator[list[str]]) -> Iterator[tuple[int, list[str]]]:
    """Yield rows with numbers: the header is row 1; empty lines are skipped but counted."""
    number = 1
    while True:
        number += 1
        try:
            row = next(cells, None)
        except (csv.Error, OSError, EOFError, zlib.error) as error:
            raise BadFile(_stops(path, number, error)) from error
        if row is None:
            return
        if row:
            yield number, row


def _stops(path: Path, row: int, error: Exception) -> str:
    if isinstance(error, csv.Error):
        return f"{path.name} cannot be read at row {row}: {error}. A quotation mark may be left open before it."
    return f"{path.name} stops at row {row}: {error}. The file may be cut short or damaged; fetch it again."


def _csv(path: Path, source: IO[bytes], start: bytes, layout: Layout, others: ExitStack) -> Iterator[list[str]]:
    if start[:2] == GZIP:
        unpacked = others.enter_context(gzip.GzipFile(fileobj=source))
        start = unpacked.peek(LOOK)[:LOOK]
        source_bytes: Any = unpacked
    else:
        source_bytes = source
    ours = start.removeprefix(b"\xef\xbb\xbf").startswith(OURS)  # a rejects file has our format, whatever the log's was
    encoding = "utf-8" if ours else layout.encoding.lower()
    if start[:2] in UTF16 and "16" not in encoding:
        raise BadFile(f'{path.name} is written in UTF-16, not {encoding}. Put encoding = "utf-16" in the layout.')
    encoding = "utf-8-sig" if encoding in ("utf-8", "utf8") else encoding
    try:
        text = io.TextIOWrapper(source_bytes, encoding=encoding, errors="surrogateescape", newline="")
        others.callback(text.detach)
    except LookupError as error:
        raise BadFile(f"The layout's encoding “{layout.encoding}” is not known. Try utf-8 or cp1252.") from error
    csv.field_size_limit(LONGEST_CELL)
    return csv.reader(text, delimiter="," if ours else layout.delimiter)


def _without_reject_columns(rows: Iterator[list[str]], width: int) -> Iterator[list[str]]:
    """Yield rows of a rejects file without our added columns and formula-escaping marks."""
    for row in rows:
        yield [cell[1:] if cell[:1] == "'" and cell[1:].startswith(FORMULA_STARTS) else cell for cell in row[width:]]


def _workbook(path: Path, source: IO[bytes], layout: Layout, others: ExitStack) -> Iterator[list[str]]:
    import openpyxl  # noqa: PLC0415 - large, and few logs are workbooks

    try:
        book = openpyxl.load_workbook(source, read_only=True, data_only=True)
        sheet = book[layout.sheet] if layout.sheet else book.worksheets[0]
    except (KeyError, zipfile.BadZipFile, ValueError, OSError) as error:
        raise BadFile(
            f"{path.name} cannot be opened as a workbook: {error}. Save it again as .xlsx or .csv."
        ) from error
    others.callback(book.close)
    for row in sheet.iter_rows(values_only=True):
        cells = [_cell(value) for value in row]
        yield cells if any(cells) else []


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M:%S")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
