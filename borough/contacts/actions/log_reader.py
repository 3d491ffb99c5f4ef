"""Read a log in batches in a child process."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from pathlib import Path

from borough.contacts.actions.log_files import OpenLog, open_log
from borough.contacts.actions.log_rows import RowReader
from borough.contacts.layouts import Layout
from borough.contacts.types import Reject
from borough.foundation.ops.subprocess_iter import iter_in_subprocess
from borough.kernel.references import new_references


@dataclass(frozen=True)
class ReadRequest:
    """A read request: a log, its layout, the time, and the rows to skip because they are accounted for."""

    path: Path
    layout: Layout
    at: datetime
    skip: int
    batch: int


@dataclass
class Batch:
    """A batch of rows: lines for COPY, rejects with their original cells, and the position in the file."""

    first_row: int = 0
    last_row: int = 0
    lines: int = 0
    text: bytes = b""  # the lines in COPY format
    rejects: list[tuple[Reject, list[str]]] = field(default_factory=list)
    addresses: list[tuple[int, str, str]] = field(default_factory=list)  # by line index: address and postcode
    done: float = 0.0  # share of the file read, 0 to 1

    @property
    def rows(self) -> int:
        """Return the number of rows accounted for."""
        return self.lines + len(self.rejects)


@dataclass(frozen=True)
class LogStream:
    """A log being read: the header, and an iterator of batches."""

    header: list[str]
    batches: Iterator[Batch]


@contextmanager
def open_batches(wanted: ReadRequest) -> Iterator[LogStream]:
    """Read a log in a child process for the block. Raises BadFile if it does not match the layout."""
    with iter_in_subprocess(f"{__name__}:header_and_batches", wanted) as stream:
        yield LogStream(next(stream), stream)


def header_and_batches(wanted: ReadRequest) -> Iterator[list[str] | Batch]:
    """Yield the header of the log, then each batch."""
    with open_log(wanted.path, wanted.layout) as log:
        reader = RowReader(wanted.layout, log.header, wanted.at)
        yield log.header
        yield from _batches(log, reader, wanted)


def _batches(log: OpenLog, reader: RowReader, wanted: ReadRequest) -> Iterator[Batch]:
    rows = islice(log.rows, wanted.skip, None)
    while (batch := _next_batch(rows, reader, wanted.batch)).rows:
        batch.done = log.done
        yield batch


def _next_batch(rows: Iterator[tuple[int, list[str]]], reader: RowReader, size: int) -> Batch:
    batch, lines, number = Batch(), list[str](), 0
    line, add, asks = reader.line, lines.append, reader.layout.has_address
    for (number, row), reference in zip(islice(rows, size), new_references(size), strict=False):
        parsed = line(number, row, reference)
        if isinstance(parsed, str):
            if asks and (address := reader.address_of(row)):
                batch.addresses.append((len(lines), *address))
            add(parsed)
        else:
            batch.rejects.append((parsed, row))
        batch.first_row = batch.first_row or number
    batch.last_row, batch.lines, batch.text = number, len(lines), "".join(lines).encode()
    return batch
