"""Read TOML files with a file name and a line for every fault, so that whoever edits the file can repair it."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

Location = tuple[str | int, ...]
"""Where a value is in a file: table names, positions in arrays of tables, and the key."""

_HEADER = re.compile(r"^\s*(\[\[?)\s*([^\]]+?)\s*\]\]?\s*(?:#.*)?$")
_KEY = re.compile(r"""^\s*("[^"]*"|'[^']*'|[A-Za-z0-9_.-]+)\s*=""")
_LINE = re.compile(r"at line (\d+)")


@dataclass(frozen=True, order=True)
class PackFault:
    """Something missing or contradictory in a file: its name in the pack, the line (0 for none), a sentence."""

    file: str
    line: int
    sentence: str

    def __str__(self) -> str:
        """Return the fault as compilers print theirs: file, line, sentence."""
        return f"{self.file}:{self.line}: {self.sentence}" if self.line else f"{self.file}: {self.sentence}"


@dataclass(frozen=True, eq=False)
class TomlFile:
    """A TOML file: its name in its folder, its text and its values. An unreadable file has no values and one fault."""

    name: str
    text: str
    values: Mapping[str, Any]
    faults: tuple[PackFault, ...] = ()

    def line_of(self, *where: str | int) -> int:
        """Return the line on which a value is set; else that of the nearest table around it; else 0."""
        best, best_length = 0, 0
        for number, path in _paths(self.text):
            if len(path) > best_length and path == where[: len(path)]:
                best, best_length = number, len(path)
        return best

    def fault(self, sentence: str, *where: str | int) -> PackFault:
        """Return a fault at the line of a value."""
        return PackFault(self.name, self.line_of(*where), sentence)


def read_toml(path: Path, name: str) -> TomlFile:
    """Read a TOML file; a file that cannot be read has a fault and no values."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8 text"
        return TomlFile(name, "", {}, (PackFault(name, 0, f"This file cannot be read: {reason}."),))
    try:
        return TomlFile(name, text, tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        line = _LINE.search(str(error))
        return TomlFile(name, text, {}, (PackFault(name, int(line[1]) if line else 1, f"This is not TOML: {error}."),))


def _paths(text: str) -> Iterator[tuple[int, Location]]:
    """Yield line number and path of every header and key."""
    table: Location = ()
    counts: dict[str, int] = {}
    for number, line in enumerate(text.splitlines(), 1):
        if header := _HEADER.match(line):
            names = [part.strip().strip("\"'") for part in header[2].split(".")]
            if header[1] == "[[":
                counts[header[2]] = counts.get(header[2], -1) + 1
                table = (*names, counts[header[2]])
            else:
                table = tuple(names)
            yield number, table
        elif key := _KEY.match(line):
            yield number, (*table, key[1].strip("\"'"))


@dataclass(eq=False)
class Table:
    """A table that is being read: each reading function notes what is wrong, and returns an empty value for it."""

    file: TomlFile
    faults: list[PackFault]
    values: Mapping[str, Any]
    where: Location = ()
    used: set[str] = field(default_factory=set)

    def fault(self, sentence: str, *keys: str | int) -> None:
        """Note a fault at a key of this table."""
        self.faults.append(self.file.fault(sentence, *self.where, *keys))

    def text(self, key: str, *, required: bool = False) -> str:
        """Return a text; empty if there is none."""
        value = self._value(key)
        if value is None:
            if required:
                self.fault(f"“{key}” is missing.", key)
            return ""
        if not isinstance(value, str) or (required and not value.strip()):
            self.fault(f"“{key}” must be text.", key)
            return ""
        return value

    def number(self, key: str) -> int | None:
        """Return a whole number of 0 or more; None if there is none."""
        value = self._value(key)
        if value is None:
            return None
        if not isinstance(value, int) or isinstance(value, bool) or value < 0:
            self.fault(f"“{key}” must be a whole number.", key)
            return None
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        """Return a list of texts; empty if there is none."""
        value = self._value(key)
        if value is None:
            return ()
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            self.fault(f"“{key}” must be a list of texts.", key)
            return ()
        return tuple(value)

    def table(self, key: str) -> "Table":
        """Return a table inside this one; empty if there is none."""
        value = self._value(key)
        if value is not None and not isinstance(value, dict):
            self.fault(f"“{key}” must be a table, [{key}].", key)
            value = None
        return Table(self.file, self.faults, value or {}, (*self.where, key))

    def tables(self, key: str) -> "list[Table]":
        """Return the tables of an array, [[key]]; empty if there are none."""
        value = self._value(key)
        if value is None:
            return []
        if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
            self.fault(f"“{key}” must be tables, each beginning with [[{key}]].", key)
            return []
        return [Table(self.file, self.faults, item, (*self.where, key, at)) for at, item in enumerate(value)]

    def rest(self) -> dict[str, Any]:
        """Return every value, all counted as read: for tables whose keys the pack chooses."""
        self.used |= set(self.values)
        return dict(self.values)

    def close(self) -> None:
        """Note a fault for every key that nothing has read."""
        for key in self.values:
            if key not in self.used:
                known = ", ".join(sorted(self.used))
                self.fault(f"“{key}” is not known here. This table may have: {known}.", key)

    def _value(self, key: str) -> Any:
        self.used.add(key)
        return self.values.get(key)
