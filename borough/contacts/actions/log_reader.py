"""A log read in a process of its own: whoever writes to the database never waits for the interpreter that reads.

In one process the two take turns at the interpreter, and the import took half as long again. The process knows
nothing of the database. It ends when the log does, or when nobody reads from it any more.
"""

import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from multiprocessing.connection import Connection, Pipe
from pathlib import Path
from typing import Any

from borough.contacts.actions.log_files import BadFile, Log, opened
from borough.contacts.actions.log_rows import RowReader
from borough.contacts.layouts import Layout
from borough.contacts.types import Reject
from borough.kernel.references import new_references


@dataclass(frozen=True)
class Reading:
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
    done: float = 0.0  # how much of the file has been read, 0 to 1

    @property
    def rows(self) -> int:
        """Rows accounted for here."""
        return self.lines + len(self.rejects)


@dataclass(frozen=True)
class Told:
    """A log being read: the header, then the batches as they come."""

    header: list[str]
    batches: Iterator[Batch]


@contextmanager
def reading(wanted: Reading) -> Iterator[Told]:
    """A log read apart for the length of a block; raises BadFile when it is not what the layout says."""
    ours, theirs = Pipe()
    words = [sys.executable, "-c", f"from {__name__} import tell; tell({theirs.fileno()})"]
    with ours, subprocess.Popen(words, pass_fds=[theirs.fileno()], stdin=subprocess.DEVNULL) as process:
        theirs.close()
        try:
            ours.send(wanted)
            yield Told(_heard(ours), iter(lambda: _heard(ours), None))
        finally:
            process.kill()


def _heard(reader: Connection) -> Any:
    try:
        told = reader.recv()
    except EOFError as error:
        raise RuntimeError("The process that reads the log was ended. Import again: it goes on from here.") from error
    if isinstance(told, Exception):
        raise told
    return told


def tell(file: int) -> None:
    """Be the process that reads: hear over the open file of that number what is wanted, and answer until it is read."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # who hears us decides when we end
    with Connection(file) as writer, suppress(ConnectionError, EOFError):
        _tell(writer)


def _tell(writer: Connection) -> None:
    """Send the header, each batch, and None at the end; or the fault that stopped it."""
    wanted: Reading = writer.recv()
    try:
        with opened(wanted.path, wanted.layout) as log:
            reader = RowReader(wanted.layout, log.header, wanted.at)
            writer.send(log.header)
            for batch in _batches(log, reader, wanted):
                writer.send(batch)
        writer.send(None)
    except (BadFile, OSError) as fault:
        if not isinstance(fault, ConnectionError):
            writer.send(fault)


def _batches(log: Log, reader: RowReader, wanted: Reading) -> Iterator[Batch]:
    rows = islice(log.rows, wanted.skip, None)
    while (batch := _next_batch(rows, reader, wanted.batch)).rows:
        batch.done = log.done
        yield batch


def _next_batch(rows: Iterator[tuple[int, list[str]]], reader: RowReader, size: int) -> Batch:
    batch, lines, number = Batch(), list[str](), 0
    line, add = reader.line, lines.append
    for (number, row), reference in zip(islice(rows, size), new_references(size), strict=False):
        made = line(number, row, reference)
        if isinstance(made, str):
            add(made)
        else:
            batch.rejects.append((made, row))
        batch.first_row = batch.first_row or number
    batch.last_row, batch.lines, batch.text = number, len(lines), "".join(lines).encode()
    return batch
