"""Supply files as rows: CSV, .gz and .zip, one or several, decompressed as a stream."""

import csv
import gzip
import hashlib
import io
import os
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from borough.gazetteer.layouts import Layout
from borough.gazetteer.rules.supplies import BadSupply

GZIP, ZIP = b"\x1f\x8b", b"PK\x03\x04"
UTF16 = (b"\xff\xfe", b"\xfe\xff")
LONGEST_CELL = 1 << 16
MOST_UNPACKED = 250  # times its compressed size: address text compresses about fifteen times
BLOCK = 1 << 18
UNREADABLE = (csv.Error, OSError, EOFError, zlib.error, zipfile.BadZipFile, UnicodeDecodeError, RuntimeError)


@dataclass(frozen=True)
class Piece:
    """One CSV file of a supply: a file, or an archive member."""

    path: Path
    member: str = ""

    @property
    def name(self) -> str:
        """Return the display name."""
        return f"{self.path.name}/{self.member}" if self.member else self.path.name


class HashingReader(io.RawIOBase):
    """A byte stream with a running digest and byte count."""

    def __init__(self, source: IO[bytes], digest: Any) -> None:
        """Read from the source."""
        self.source, self.digest, self.passed = source, digest, 0

    def readable(self) -> bool:
        """Return True."""
        return True

    def readinto(self, into: Any) -> int:
        """Fill the buffer."""
        block = self.source.read(len(into))
        self.digest.update(block)
        self.passed += len(block)
        into[: len(block)] = block
        return len(block)


def pieces_of(paths: list[Path]) -> list[Piece]:
    """Return the CSV files of the given paths, with archives opened. Raises BadSupply if there are none."""
    pieces: list[Piece] = []
    for path in paths:
        if not path.is_file():
            raise BadSupply(f"There is no file {path}.")
        with path.open("rb") as source:
            start = source.read(4)
        pieces += _members(path) if start == ZIP else [Piece(path)]
    if not pieces:
        raise BadSupply("There is no CSV file in what was given.")
    return pieces


def _members(path: Path) -> list[Piece]:
    try:
        with zipfile.ZipFile(path) as archive:
            inside = [member for member in archive.infolist() if not member.is_dir()]
    except (zipfile.BadZipFile, OSError) as error:
        raise BadSupply(f"{path.name} cannot be opened as a zip archive: {error}. Fetch it again.") from error
    wanted = [member for member in inside if member.filename.lower().endswith((".csv", ".txt"))]
    for member in wanted:
        if member.file_size > MOST_UNPACKED * max(member.compress_size, 1024):
            raise BadSupply(
                f"{member.filename} in {path.name} would unpack to {member.file_size:,} bytes, over {MOST_UNPACKED} "
                "times its size: no supply does that. Nothing was unpacked."
            )
    return [Piece(path, member.filename) for member in sorted(wanted, key=lambda member: member.filename)]


@dataclass
class Rows:
    """An open piece: its rows, and the number of bytes read."""

    piece: Piece
    rows: Iterator[list[str]]
    source: HashingReader
    packed: IO[bytes]
    size: int

    @property
    def done(self) -> float:
        """Return the share of the file read, 0 to 1; for a zip member, by its uncompressed size."""
        if self.piece.member:
            return min(self.source.passed / max(self.size, 1), 1.0)
        return self.packed.tell() / self.size if self.size and not self.packed.closed else 1.0


@contextmanager
def open_piece(piece: Piece, layout: Layout, digest: Any = None, errors: str = "strict") -> Iterator[Rows]:
    """Open a piece for the block. Bytes not in the encoding are handled as `errors` specifies."""
    with ExitStack() as others:
        packed: IO[bytes] = others.enter_context(piece.path.open("rb"))
        size = os.fstat(packed.fileno()).st_size
        plain: Any = packed
        if piece.member:
            archive = others.enter_context(zipfile.ZipFile(packed))
            size = archive.getinfo(piece.member).file_size
            plain = others.enter_context(archive.open(piece.member))
        start = plain.peek(4)[:4]
        if start[:2] == GZIP:
            plain = others.enter_context(gzip.GzipFile(fileobj=plain))
            start = plain.peek(4)[:4]
        if start[:2] in UTF16:
            raise BadSupply(f"{piece.name} is written in UTF-16. Save it as UTF-8, or ask for it so.")
        source = HashingReader(plain, digest or hashlib.sha256())
        encoding = "utf-8-sig" if layout.encoding.lower() in ("utf-8", "utf8") else layout.encoding
        text = io.TextIOWrapper(io.BufferedReader(source, BLOCK), encoding=encoding, errors=errors, newline="")
        csv.field_size_limit(LONGEST_CELL)
        yield Rows(piece, csv.reader(text, delimiter=layout.delimiter), source, packed, size)


def read_error(name: str, row: int, error: Exception) -> BadSupply:
    """Return the error for a file that cannot be read further."""
    if isinstance(error, csv.Error):
        return BadSupply(
            f"{name} cannot be read at record {row:,}: {error}. A quotation mark may be left open before it."
        )
    if isinstance(error, UnicodeDecodeError):
        return BadSupply(f"{name} is not in the encoding it seemed to be in, at record {row:,}.")
    return BadSupply(f"{name} stops at record {row:,}: {error}. The file may be cut short or damaged; fetch it again.")
