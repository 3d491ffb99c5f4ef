"""Columnar extracts as their readers see them: one manifest names every file, so one opening is one snapshot."""

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
    """The manifest of an extract is not one this Borough can read; the message says what to do."""


@dataclass(frozen=True, kw_only=True)
class Layout:
    """The columns of an extract. `columns` maps each name to int64, int32, string, date or bool.

    id: the column that orders rows and pages through them; day: the date column that files are cut by;
    dimensions: what the roll-up keeps apart; known: for each summed column, the flag that says it is known.
    """

    name: str
    columns: Mapping[str, str]
    id: str
    day: str
    dimensions: tuple[str, ...]
    known: Mapping[str, str] = field(default_factory=dict)

    @property
    def rollup_columns(self) -> dict[str, str]:
        """The columns of the daily roll-up: the day, the dimensions, n rows, then sums and how many were known."""
        keys = {name: self.columns[name] for name in (self.day, *self.dimensions)}
        sums = {name: "int64" for pair in self.known.items() for name in pair}
        return keys | {"n": "int64"} | sums


@dataclass(frozen=True)
class Snapshot:
    """The files of an extract as they stood when its manifest was read. A snapshot of no folder is empty."""

    folder: Path
    days: Mapping[date, Mapping[str, Any]] = field(default_factory=dict)
    months: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    watermark: int = 0
    mark: str = ""
    retired: Mapping[str, float] = field(default_factory=dict)

    def details(self, start: date, end: date) -> list[Path]:
        """The files with the rows of the days from `start` up to but not including `end`."""
        return [self.folder / self.days[day]["file"] for day in self._within(start, end)]

    def rollups(self, start: date, end: date) -> list[Path]:
        """The monthly roll-ups that hold any of those days; readers still cut them to the days."""
        months = dict.fromkeys(day.isoformat()[:7] for day in self._within(start, end))
        return [self.folder / self.months[month]["file"] for month in months]

    def rows(self, start: date, end: date) -> int:
        """How many rows those days hold."""
        return sum(int(self.days[day]["rows"]) for day in self._within(start, end))

    def content(self, start: date, end: date) -> str:
        """A sha256 of what those days hold: of their rows in canonical text, whatever the files look like."""
        lines = [f"{day.isoformat()} {self.days[day]['content']}\n" for day in self._within(start, end)]
        return hashlib.sha256("".join(lines).encode()).hexdigest()

    def files(self) -> set[str]:
        """Every file the snapshot stands on, by its name inside the folder."""
        return {str(entry["file"]) for part in (self.days, self.months) for entry in part.values()}

    @cached_property
    def _in_order(self) -> list[date]:
        return sorted(self.days)

    def _within(self, start: date, end: date) -> list[date]:
        return self._in_order[bisect_left(self._in_order, start) : bisect_left(self._in_order, end)]


def open_snapshot(folder: Path) -> Snapshot:
    """Read the manifest once. An extract never refreshed is an empty snapshot; raises ExtractUnreadable."""
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
