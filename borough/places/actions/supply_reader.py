"""A supply read in batches, in a process of its own where there are many of them."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from borough.foundation.apart import told_apart
from borough.places.actions.check_supply import Whole
from borough.places.actions.supply_files import UNREADABLE, opened, read_fault
from borough.places.actions.supply_records import NotTaken, RowReader, SupplyReader, reader_for
from borough.places.rules.supplies import HEADER, METADATA, NAMES, TRAILER, BadSupply
from borough.places.types import Reject

OF_A_FILE = 1 << 40  # a record's place in the supply: its file's number times this, and its number there


@dataclass(frozen=True)
class Reading:
    """What is to be read: a supply found whole, from after the records already accounted for, so many at a time."""

    whole: Whole
    skip: int
    batch: int


@dataclass
class Batch:
    """Some records on their way: lines for COPY by kind of record, and what was rejected with its number."""

    records: int = 0
    texts: dict[str, bytes] = field(default_factory=dict)
    rejects: list[tuple[int, Reject]] = field(default_factory=list)
    done: float = 0.0  # how much of the supply has been read, 0 to 1


@contextmanager
def reading(wanted: Reading) -> Iterator[Iterator[Batch]]:
    """A supply read for the length of a block, batch by batch; raises BadSupply when it is not as it was.

    One of a single batch is read here: another process would take longer to begin than to read it.
    """
    if wanted.whole.records <= wanted.batch:
        yield batches(wanted)
        return
    with told_apart(f"{__name__}:batches", wanted) as told:
        yield told


def batches(wanted: Reading) -> Iterator[Batch]:
    """The supply in batches; raises BadSupply when its content is not what was checked."""
    whole, digest, number = wanted.whole, hashlib.sha256(), 0
    batch, lines = Batch(), dict[str, list[str]]()
    for at, row, file, reader, done in _records(whole, digest):
        number += 1
        if number <= wanted.skip:
            continue
        try:
            change, made = reader.made_of(row)
            for record, line in made:
                lines.setdefault(record, []).append(f"{at}\t{change}\t{line}\n")
        except NotTaken as wrong:
            told = Reject(file, at % OF_A_FILE, wrong.record, wrong.column, wrong.value[:200], wrong.reason)
            batch.rejects.append((at, told))
        batch.records += 1
        if batch.records == wanted.batch:
            yield _ready(batch, lines, done())
            batch, lines = Batch(), {}
    if digest.hexdigest() != whole.digest or number != whole.records:
        raise BadSupply("The file was changed while it was being read, so nothing of it was taken. Import it again.")
    if batch.records:
        yield _ready(batch, lines, 1.0)


def _ready(batch: Batch, lines: dict[str, list[str]], done: float) -> Batch:
    batch.done = done
    batch.texts = {record: "".join(some).encode() for record, some in lines.items()}
    return batch


def _records(whole: Whole, digest: Any) -> Iterator[tuple[int, list[str], str, SupplyReader | RowReader, Any]]:
    """Every record that is not of the frame: its place in the supply, cells, file, reader, and how far that is."""
    layout, of = whole.layout, len(whole.pieces)
    frame = set() if layout.plain else {HEADER, METADATA, TRAILER, NAMES, *layout.passed_over}
    for at, (piece, volume) in enumerate(zip(whole.pieces, whole.volumes, strict=True)):
        reader = reader_for(layout, piece.name, volume.header)
        with opened(piece, layout, digest) as file:
            number = 0
            try:
                for row in file.rows:
                    if not row:
                        continue
                    number += 1
                    if (layout.plain and number == 1) or row[0].strip() in frame:
                        continue
                    yield (
                        at * OF_A_FILE + number,
                        row,
                        piece.name,
                        reader,
                        lambda file=file, at=at: (at + file.done) / of,
                    )
            except UNREADABLE as error:
                raise read_fault(piece.name, number + 1, error) from error
