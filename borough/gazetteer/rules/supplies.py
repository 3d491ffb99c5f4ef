"""Validity of a supply: header, trailer, order and count, checked before import.

Sources: the record layouts of DTF 7.3 and AddressBase Premium in the standards notes; that the trailer count
excludes header, metadata and trailer is from memory, so a count including them is also accepted if PRO_ORDER
has no gap in which a record could have been lost.
"""

import re
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise

HEADER, METADATA, TRAILER = "10", "29", "99"
NAMES = "RECORD_IDENTIFIER"
FULL, CHANGES = "F", "C"


class BadSupply(ValueError):
    """An incomplete or inconsistent supply; nothing is imported. The message says where, and what to do."""


@dataclass
class Volume:
    """One file of a supply, as described by its frame. A split file has column names instead of a frame."""

    name: str
    split: bool = False
    number: int = 0
    kind: str = ""
    supplied_on: date | None = None
    header: list[str] = field(default_factory=list)
    metadata: list[str] = field(default_factory=list)
    records: int = 0
    extras: int = 0
    first_code: str = ""
    next_number: int = 0
    counted: int | None = None
    ended: bool = False


def begin(name: str, row: list[str] | None) -> Volume:
    """Parse the first row of a file. Raises BadSupply if it is neither a header nor column names."""
    if not row:
        raise BadSupply(f"{name} is empty.")
    if row[0].strip() == NAMES:
        return Volume(name, split=True)
    if row[0].strip() != HEADER:
        raise BadSupply(
            f"{name} does not begin with a header record (10) but with “{row[0][:20]}”. "
            "Is it another layout's file, or is its beginning lost? Ask for the supply again."
        )
    if len(row) < 8:
        raise BadSupply(f"The header record of {name} has {len(row)} cells, too few to tell what the supply is.")
    volume = Volume(name, header=row, kind=row[-1].strip().upper(), number=_number(name, "VOLUME_NUMBER", row[-5]))
    try:
        volume.supplied_on = date.fromisoformat(row[-6].strip())
    except ValueError as error:
        raise BadSupply(f"The header of {name} gives the date “{row[-6]}”, which is not like 2026-01-31.") from error
    if volume.kind not in (FULL, CHANGES):
        raise BadSupply(
            f"The header of {name} says the supply is of type “{row[-1]}”; it must be F (full) or C (changes only)."
        )
    return volume


def _number(name: str, column: str, text: str) -> int:
    if not re.fullmatch(r"[0-9]{1,9}", text.strip()):
        raise BadSupply(f"{column} of {name} is “{text}”, which is not a number.")
    return int(text)


def end(volume: Volume, row: list[str], at: int) -> None:
    """Parse the trailer record. Raises BadSupply if it is invalid."""
    if len(row) < 3:
        raise BadSupply(f"The trailer record of {volume.name}, record {at}, is cut short. Ask for the supply again.")
    volume.next_number = _number(volume.name, "NEXT_VOLUME_NUMBER", row[1])
    volume.counted = _number(volume.name, "RECORD_COUNT", row[2])
    volume.ended = True


def check_complete(volume: Volume, *, gaps: bool) -> None:
    """Raise BadSupply for a volume without a trailer, or whose record count differs from it."""
    if volume.split:
        return
    if not volume.ended:
        raise BadSupply(
            f"{volume.name} has no trailer record (99): it ends after {volume.records:,} records, cut short. "
            "Ask for the supply again."
        )
    accepted = [volume.records]
    if not gaps:
        accepted += [volume.records + volume.extras, volume.records + volume.extras + 2]
    if volume.counted not in accepted:
        raise BadSupply(
            f"The trailer of {volume.name} counts {volume.counted:,} records, but {volume.records:,} are there. "
            "Some are lost or added. Ask for the supply again."
        )


def check_together(volumes: list[Volume]) -> None:
    """Raise BadSupply for volumes of different supplies: missing, repeated, or of different kinds or days."""
    framed = [volume for volume in volumes if not volume.split]
    if not framed:
        return
    if len(framed) < len(volumes):
        raise BadSupply("Some of these files have a header record and some have not: they are not one supply.")
    first = framed[0]
    for volume in framed[1:]:
        if (volume.kind, volume.supplied_on) != (first.kind, first.supplied_on):
            raise BadSupply(f"{volume.name} and {first.name} are of different supplies: their headers do not agree.")
    for before, after in pairwise(framed):
        if after.number != before.number + 1:
            raise BadSupply(
                f"After volume {before.number} ({before.name}) comes volume {after.number} ({after.name}). "
                "Give every volume of the supply, each once."
            )
    _check_ends(framed)


def _check_ends(framed: list[Volume]) -> None:
    first, last = framed[0], framed[-1]
    if first.number > 1:
        raise BadSupply(f"{first.name} is volume {first.number}: volume {first.number - 1} is not there. Give it too.")
    if last.next_number:
        raise BadSupply(
            f"The trailer of {last.name} says that volume {last.next_number} follows, and it is not there. Give it too."
        )
    for volume in framed[:-1]:
        if volume.next_number != volume.number + 1:
            raise BadSupply(
                f"The trailer of {volume.name} says that volume {volume.next_number} follows, not {volume.number + 1}."
            )
