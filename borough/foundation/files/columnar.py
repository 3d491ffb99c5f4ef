"""Columnar extracts, reader side: one manifest names every file, so opening it once gives a snapshot."""

import hashlib
import json
from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

MANIFEST = "manifest.json"
VERSION = 1


class ExtractUnreadable(RuntimeError):
    """The extract's manifest cannot be read by this version; the message says what to do."""


@dataclass(frozen=True, kw_only=True)
class Layout:
    """The columns of an extract. `columns` maps each name to int64, int32, string, date or bool.

    id: the column that orders rows and is used for paging; day: the date column by which files are partitioned;
    dimensions: the grouping columns of the roll-up; known: for each summed column, its is-known flag.
    """

    name: str
    columns: Mapping[str, str]
    id: str
    day: str
    dimensions: tuple[str, ...]
    known: Mapping[str, str] = field(default_factory=dict)

    @property
    def rollup_columns(self) -> dict[str, str]:
        """Return the columns of the daily roll-up: day, dimensions, row count n, then sums and known counts."""
        keys = {name: self.columns[name] for name in (self.day, *self.dimensions)}
        sums = {name: "int64" for pair in self.known.items() for name in pair}
        return keys | {"n": "int64"} | sums


@dataclass(frozen=True)
class Snapshot:
    """The files of an extract when its manifest was read. The snapshot of a missing folder is empty."""

    folder: Path
    days: Mapping[date, Mapping[str, Any]] = field(default_factory=dict)
    months: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    watermark: int = 0
    mark: str = ""
    retired: Mapping[str, float] = field(default_factory=dict)

    def details(self, start: date, end: date) -> list[Path]:
        """Return the files with rows from `start` (inclusive) to `end` (exclusive)."""
        return [self.folder / self.days[day]["file"] for day in self._within(start, end)]

    def rollups(self, start: date, end: date) -> list[Path]:
        """Return the monthly roll-ups containing any of those days; the reader must still filter by day."""
        months = dict.fromkeys(day.isoformat()[:7] for day in self._within(start, end))
        return [self.folder / self.months[month]["file"] for month in months]

    def rows(self, start: date, end: date) -> int:
        """Return the number of rows on those days."""
        return sum(int(self.days[day]["rows"]) for day in self._within(start, end))

    def content(self, start: date, end: date) -> str:
        """Return a SHA-256 of the rows of those days in canonical text, independent of the file layout."""
        lines = [f"{day.isoformat()} {self.days[day]['content']}\n" for day in self._within(start, end)]
        return hashlib.sha256("".join(lines).encode()).hexdigest()

    def files(self) -> set[str]:
        """Return the names of every file in the snapshot, relative to the folder."""
        return {str(entry["file"]) for part in (self.days, self.months) for entry in part.values()}

    @cached_property
    def _in_order(self) -> list[date]:
        return sorted(self.days)

    def _within(self, start: date, end: date) -> list[date]:
        return self._in_order[bisect_left(self._in_order, start) : bisect_left(self._in_order, end)]


def open_snapshot(folder: Path) -> Snapshot:
    """Read the manifest. A folder never refreshed gives an empty snapshot. Raises ExtractUnreadable."""
    try:
        text = (folder / MANIFEST).read_text()
    except FileNotFoundError:
        return Snapshot(folder)
    manifest = json.loads(text)
    if manifest.get("version") != VERSION:
        raise ExtractUnreadable(f"{folder} was written by another version. Remove it and refresh the measures.")
    return Snapshot(
        folder,
        days={date.fromisoformat(day): entry for day, entry in manifest["days"].items()},
        months=manifest["months"],
        watermark=int(manifest["watermark"]),
        mark=str(manifest["mark"]),
        retired=manifest["retired"],
    )
