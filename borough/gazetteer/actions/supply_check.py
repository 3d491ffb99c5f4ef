"""Validate a whole supply before import: completeness, order and encoding."""

import hashlib
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any

from borough.gazetteer.actions.supply_files import UNREADABLE, Piece, Rows, open_piece, read_error
from borough.gazetteer.layouts import Layout
from borough.gazetteer.rules import supplies
from borough.gazetteer.rules.supplies import HEADER, METADATA, TRAILER, BadSupply, Volume

LAYOUT_SAMPLE = 200  # records used to detect whether the file has this layout at all
PROGRESS_EVERY = 20_000  # records between two progress reports
_STRANGE = re.compile("[\udc80-\udcff]")
Progress = Callable[[float, int], None]


@dataclass(frozen=True)
class CheckedSupply:
    """A validated supply: its pieces in order, kind, digest and record count."""

    pieces: tuple[Piece, ...]
    volumes: tuple[Volume, ...]
    layout: Layout
    digest: str
    records: int

    @property
    def kind(self) -> str:
        """Return F for a full supply, C for changes only. A split file does not say, and counts as full."""
        kinds = {volume.kind for volume in self.volumes}
        return supplies.CHANGES if supplies.CHANGES in kinds else supplies.FULL

    @property
    def first(self) -> Volume:
        """Return the first volume."""
        return self.volumes[0]


def check_supply(pieces: list[Piece], layout: Layout, progress: Progress, *, extract: bool = False) -> CheckedSupply:
    """Validate the whole supply without changing anything. Raises BadSupply if it is incomplete or inconsistent.

    extract: the file is part of a supply: header, trailer, count and order are not checked.
    """
    if layout.is_plain:
        return _check_rows(pieces, layout, progress)
    pieces = _in_order(pieces, layout, extract=extract)
    digest, volumes, order, records = hashlib.sha256(), [], _OrderTracker(), 0
    for at, piece in enumerate(pieces):
        volume = _PieceChecker(layout, order, extract=extract).check(piece, digest, _part(progress, at, len(pieces)))
        if not extract:
            supplies.check_complete(volume, gaps=order.gaps)
        volumes.append(volume)
        records += volume.records
    if not extract:
        supplies.check_together(volumes)
    return CheckedSupply(tuple(pieces), tuple(volumes), layout, digest.hexdigest(), records)


def _part(progress: Progress, at: int, of: int) -> Progress:
    return lambda done, records: progress((at + done) / of, records)


def _in_order(pieces: list[Piece], layout: Layout, *, extract: bool) -> list[Piece]:
    """Return volumes by number, and split files with streets and properties before dependent records."""
    codes = [code for code, _ in layout.records]
    keyed = []
    for piece in pieces:
        with open_piece(piece, layout, errors="surrogateescape") as file:
            first, second = [*_rows(file, 2), None, None][:2]
        if extract and (not first or first[0].strip() in codes):
            keyed.append(((0, 0), piece))
            continue
        volume = supplies.begin(piece.name, first)
        code = second[0].strip() if second else ""
        place = codes.index(code) if volume.split and code in codes else 0
        keyed.append(((volume.number, place), piece))
    return [piece for _, piece in sorted(keyed, key=lambda pair: pair[0])]


def _rows(file: Rows, most: int) -> list[list[str]]:
    try:
        return list(islice((row for row in file.rows if row), most))
    except UNREADABLE as error:
        raise read_error(file.piece.name, 1, error) from error


class _OrderTracker:
    """PRO_ORDER across the whole supply: checks that it increases, and notes gaps."""

    def __init__(self) -> None:
        self.last, self.gaps = -1, False


class _PieceChecker:
    """Validates one piece, record by record."""

    def __init__(self, layout: Layout, order: _OrderTracker, *, extract: bool) -> None:
        self.layout, self.order, self.extract = layout, order, extract
        self.codes = {code for code, _ in layout.records} | layout.ignored_codes
        self.aside = {METADATA, *layout.passed_over}
        self.misfits, self.letters, self.strange = 0, 0, 0

    def check(self, piece: Piece, digest: Any, progress: Progress) -> Volume:
        """Return the volume as described by its frame and records."""
        number = 0
        with open_piece(piece, self.layout, digest, errors="surrogateescape") as file:
            volume = self._begin(piece, file)
            try:
                for number, row in enumerate(_non_empty(file.rows), 2):
                    self._check_row(volume, row, number)
                    if not number % PROGRESS_EVERY:
                        progress(file.done, number)
            except UNREADABLE as error:
                raise read_error(piece.name, number + 1, error) from error
        self.refuse_mixed_encodings(volume)
        return volume

    def _begin(self, piece: Piece, file: Rows) -> Volume:
        rows = _rows(file, 1)
        if self.extract and rows and rows[0][0].strip() in self.codes:
            volume = Volume(piece.name, split=True)
            self._check_row(volume, rows[0], 1)
            return volume
        return supplies.begin(piece.name, rows[0] if rows else None)

    def _check_row(self, volume: Volume, row: list[str], number: int) -> None:
        if volume.ended and not self.extract:
            raise BadSupply(f"{volume.name} goes on after its trailer record (99), at record {number:,}.")
        self.check_encoding(row, number)
        code = row[0].strip()
        if code == TRAILER:
            supplies.end(volume, row, number)
        elif code == HEADER:
            self._second_header(volume, number)
        elif code in self.aside:
            volume.extras += 1
            volume.metadata = row if code == METADATA else volume.metadata
        else:
            self._record(volume, code, row, number)

    def _second_header(self, volume: Volume, number: int) -> None:
        if not self.extract:
            raise BadSupply(f"{volume.name} has a second header record (10), at record {number:,}: two files in one?")

    def _record(self, volume: Volume, code: str, row: list[str], number: int) -> None:
        volume.records += 1
        volume.first_code = volume.first_code or code
        if (code, len(row)) not in self.layout.records:
            self.misfits += code not in self.layout.ignored_codes
        if volume.records == LAYOUT_SAMPLE and self.misfits * 2 > LAYOUT_SAMPLE:
            raise BadSupply(
                f"Most records of {volume.name} are not as layout {self.layout.name} has them, such as record "
                f"{number:,} of type {code[:10]} with {len(row)} cells. Is it another layout's file?"
            )
        if not volume.split and not self.extract:
            self._check_order(volume, row, number)
        elif row[1:2] not in (["I"], [""]) and not volume.header:
            volume.kind = supplies.CHANGES  # a split file does not say

    def _check_order(self, volume: Volume, row: list[str], number: int) -> None:
        text = row[2].strip() if len(row) > 2 else ""
        if not (text.isascii() and text.isdecimal()):
            raise BadSupply(f"PRO_ORDER of record {number:,} of {volume.name} is “{text[:20]}”, which is not a number.")
        order = int(text)
        if order <= self.order.last:
            raise BadSupply(
                f"{volume.name} is not in order: record {number:,} has PRO_ORDER {order:,} after {self.order.last:,}. "
                "Changes must be taken in order, so nothing was. Ask for the supply again."
            )
        self.order.gaps |= order != self.order.last + 1 and (self.order.last, order) != (-1, 1)  # starts at 0 or 1
        self.order.last = order
        if volume.kind == supplies.FULL and row[1].strip() not in ("I", ""):
            raise BadSupply(
                f"{volume.name} says it is a full supply, but record {number:,} is a change of type “{row[1][:5]}”. "
                "A full supply holds inserts (I) alone."
            )

    def check_encoding(self, row: list[str], number: int) -> None:
        """Note the first record in the encoding and the first that is not."""
        text = "".join(row)
        if text.isascii():
            return
        if not _STRANGE.search(text):
            self.letters = self.letters or number
        else:
            self.strange = self.strange or number

    def refuse_mixed_encodings(self, volume: Volume) -> None:
        """Raise BadSupply for a file not in the layout's encoding, or in two encodings."""
        if not self.strange:
            return
        if self.letters:
            raise BadSupply(
                f"{volume.name} is in two encodings: record {self.letters:,} is in {self.layout.encoding} and record "
                f"{self.strange:,} is not. Ask for the supply again, in one encoding."
            )
        raise BadSupply(
            f"{volume.name} is not in {self.layout.encoding}: see record {self.strange:,}. "
            "If it was written on Windows, add --encoding cp1252."
        )


def _non_empty(rows: Iterator[list[str]]) -> Iterator[list[str]]:
    """Yield non-empty rows."""
    return (row for row in rows if row)


def _check_rows(pieces: list[Piece], layout: Layout, progress: Progress) -> CheckedSupply:
    """Validate a plain file: readable to the end, in one encoding, with a header row."""
    digest, volumes, kind = hashlib.sha256(), [], supplies.FULL
    for at, piece in enumerate(pieces):
        look = _PieceChecker(layout, _OrderTracker(), extract=True)
        number, report = 1, _part(progress, at, len(pieces))
        with open_piece(piece, layout, digest, errors="surrogateescape") as file:
            header = _rows(file, 1)
            if not header:
                raise BadSupply(f"{piece.name} is empty.")
            volume = Volume(piece.name, split=True, header=[cell.strip() for cell in header[0]])
            change = _place_of(layout.change, volume.header)
            try:
                for number, row in enumerate(_non_empty(file.rows), 2):
                    look.check_encoding(row, number)
                    if change is not None and row[change : change + 1] not in (["I"], [""]):
                        kind = supplies.CHANGES
                    if not number % PROGRESS_EVERY:
                        report(file.done, number)
            except UNREADABLE as error:
                raise read_error(piece.name, number + 1, error) from error
        volume.records = number - 1
        look.refuse_mixed_encodings(volume)
        volumes.append(volume)
    volumes[0] = replace(volumes[0], kind=kind)
    records = sum(checked.records for checked in volumes)
    return CheckedSupply(tuple(pieces), tuple(volumes), layout, digest.hexdigest(), records)


def _place_of(column: str, header: list[str]) -> int | None:
    names = [cell.casefold() for cell in header]
    return names.index(column.casefold()) if column and column.casefold() in names else None
