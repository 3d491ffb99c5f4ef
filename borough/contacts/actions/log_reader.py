"""A log read in batches, in a process of its own."""

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
    """What is to be read: a log by a layout as of a moment, from after the rows already accounted for."""

    path: Path
    layout: Layout
    at: datetime
    skip: int
    batch: int


@dataclass
class Batch:
    """Some rows on their way: lines for COPY, what was rejected with the cells as they were, and where they stood."""

    first_row: int = 0
    last_row: int = 0
    lines: int = 0
    text: bytes = b""  # the lines, as COPY takes them
    rejects: list[tuple[Reject, list[str]]] = field(default_factory=list)
    addresses: list[tuple[int, str, str]] = field(default_factory=list)  # of a line by its place: address and postcode
    done: float = 0.0  # how much of the file has been read, 0 to 1

    @property
    def rows(self) -> int:
        """Rows accounted for here."""
        return self.lines + len(self.rejects)


@dataclass(frozen=True)
class LogStream:
    """A log being read: the header, then the batches as they come."""

    header: list[str]
    batches: Iterator[Batch]


@contextmanager
def open_batches(wanted: ReadRequest) -> Iterator[LogStream]:
    """A log read apart for the length of a block; raises BadFile when it is not what the layout says."""
    with iter_in_subprocess(f"{__name__}:header_and_batches", wanted) as stream:
        yield LogStream(next(stream), stream)


def header_and_batches(wanted: ReadRequest) -> Iterator[list[str] | Batch]:
    """The header of the log, then each batch."""
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
