"""Read a supply in batches, in a child process if there are many."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from borough.foundation.ops.subprocess_iter import iter_in_subprocess
from borough.gazetteer.actions.supply_check import CheckedSupply
from borough.gazetteer.actions.supply_files import UNREADABLE, open_piece, read_error
from borough.gazetteer.actions.supply_records import InvalidRecord, RowReader, SupplyReader, reader_for
from borough.gazetteer.rules.supplies import HEADER, METADATA, NAMES, TRAILER, BadSupply
from borough.gazetteer.types import Reject

FILE_STRIDE = 1 << 40  # a record's position: its file's index times this, plus its number there


@dataclass(frozen=True)
class ReadRequest:
    """A read request: a validated supply, the records to skip, and the batch size."""

    checked: CheckedSupply
    skip: int
    batch: int


@dataclass
class Batch:
    """A batch of records: COPY lines by kind of record, and rejects with their numbers."""

    records: int = 0
    texts: dict[str, bytes] = field(default_factory=dict)
    rejects: list[tuple[int, Reject]] = field(default_factory=list)
    done: float = 0.0  # share of the supply read, 0 to 1


@contextmanager
def open_batches(wanted: ReadRequest) -> Iterator[Iterator[Batch]]:
    """Read a supply in batches for the block. Raises BadSupply if it has changed.

    A single batch is read in this process, since starting another would take longer.
    """
    if wanted.checked.records <= wanted.batch:
        yield batches(wanted)
        return
    with iter_in_subprocess(f"{__name__}:batches", wanted) as stream:
        yield stream


def batches(wanted: ReadRequest) -> Iterator[Batch]:
    """Yield the supply in batches. Raises BadSupply if its content differs from the validated one."""
    checked, digest, number = wanted.checked, hashlib.sha256(), 0
    batch, lines = Batch(), dict[str, list[str]]()
    for at, row, file, reader, done in _records(checked, digest):
        number += 1
        if number <= wanted.skip:
            continue
        try:
            change, parsed = reader.parse_row(row)
            for record, line in parsed:
                lines.setdefault(record, []).append(f"{at}\t{change}\t{line}\n")
        except InvalidRecord as wrong:
            reject = Reject(file, at % FILE_STRIDE, wrong.record, wrong.column, wrong.value[:200], wrong.reason)
            batch.rejects.append((at, reject))
        batch.records += 1
        if batch.records == wanted.batch:
            yield _complete_batch(batch, lines, done())
            batch, lines = Batch(), {}
    if digest.hexdigest() != checked.digest or number != checked.records:
        raise BadSupply("The file was changed while it was being read, so nothing of it was taken. Import it again.")
    if batch.records:
        yield _complete_batch(batch, lines, 1.0)


def _complete_batch(batch: Batch, lines: dict[str, list[str]], done: float) -> Batch:
    batch.done = done
    batch.texts = {record: "".join(chunks).encode() for record, chunks in lines.items()}
    return batch


def _records(
    checked: CheckedSupply, digest: Any
) -> Iterator[tuple[int, list[str], str, SupplyReader | RowReader, Any]]:
    """Yield every record outside the frame: position, cells, file, reader and progress."""
    layout, of = checked.layout, len(checked.pieces)
    frame = set() if layout.is_plain else {HEADER, METADATA, TRAILER, NAMES, *layout.passed_over}
    for at, (piece, volume) in enumerate(zip(checked.pieces, checked.volumes, strict=True)):
        reader = reader_for(layout, piece.name, volume.header)
        with open_piece(piece, layout, digest) as file:
            number = 0
            try:
                for row in file.rows:
                    if not row:
                        continue
                    number += 1
                    if (layout.is_plain and number == 1) or row[0].strip() in frame:
                        continue
                    yield (
                        at * FILE_STRIDE + number,
                        row,
                        piece.name,
                        reader,
                        lambda file=file, at=at: (at + file.done) / of,
                    )
            except UNREADABLE as error:
                raise read_error(piece.name, number + 1, error) from error
