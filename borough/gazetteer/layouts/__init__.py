"""Layouts: record order and column meanings of gazetteer formats, one file per format."""

import codecs
import hashlib
import re
import tomllib
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from borough.gazetteer.rules.records import RECORDS

HERE = Path(__file__).parent
LEADING_COLUMNS = 3  # RECORD_IDENTIFIER, CHANGE_TYPE and PRO_ORDER precede a record's own columns
NUMBER_PARTS = ("start", "start_suffix", "end", "end_suffix")
SUPPLY_KEYS = {"title", "kind", "version", "header", "metadata", "passed_over", "ignored_codes", "records", "encoding"}
PLAIN_KEYS = {"title", "kind", "encoding", "delimiter", "change", *RECORDS}


class BadLayout(ValueError):
    """An invalid layout; the message names it and says what is expected."""


@dataclass(frozen=True)
class Columns:
    """Columns of a kind of record: the standard's names, each with our fact or none if ignored."""

    code: str
    record: str
    names: tuple[str, ...]
    facts: tuple[str | None, ...]

    @property
    def width(self) -> int:
        """Return the number of cells in a record, including the three leading ones."""
        return LEADING_COLUMNS + len(self.names)


@dataclass(frozen=True)
class Source:
    """The source of a fact in a plain row: a column, a constant, or a letter and a column.

    part: the part of a house number in one cell, 12A-14B, that this fact takes; -1 if the cell is the fact.
    """

    column: str = ""
    always: str = ""
    letter: str = ""
    part: int = -1


@dataclass(frozen=True)
class Part:
    """A record made from each row of a plain file, if the column `where` is not empty.

    first_alone: many rows repeat the same record; the first one counts, and existing records are not changed.
    """

    record: str
    sources: dict[str, Source]
    first_alone: bool = False
    where: str = ""


@dataclass(frozen=True, kw_only=True)
class Layout:
    """How a gazetteer file is read and written. A supply has several kinds of record, a plain file one row each."""

    name: str
    title: str
    digest: str
    encoding: str = "utf-8"
    version: str = ""
    header: tuple[str, ...] = ()
    metadata: tuple[str, ...] = ()
    passed_over: frozenset[str] = frozenset()
    ignored_codes: frozenset[str] = frozenset()
    records: dict[tuple[str, int], Columns] = field(default_factory=dict)  # by code and width; the first one is written
    parts: tuple[Part, ...] = ()
    delimiter: str = ","
    change: str = ""  # the plain file's change column: I, U or D

    @property
    def is_plain(self) -> bool:
        """Return whether each row has all data of one property."""
        return bool(self.parts)

    def facts_of(self, record: str) -> list[str]:
        """Return the facts of a kind of record in this layout, in the order of the record's declaration."""
        carried = {f for item in self.records.values() if item.record == record for f in item.facts if f}
        carried |= {f for item in self.parts if item.record == record for f in item.sources}
        return [fact for fact in RECORDS[record].facts if fact in carried]

    def kinds(self) -> list[str]:
        """Return the kinds of record in this layout, parents first."""
        return [record for record in RECORDS if self.facts_of(record)]


def shipped_layouts() -> list[str]:
    """Return the names of the layouts shipped with Borough."""
    return sorted(path.stem for path in HERE.glob("*.toml"))


def _plain(name: str) -> str:
    return re.sub(r"[^a-z0-9]", "", name.lower())


def load_layout(name: str, folders: tuple[Path, ...] = (), encoding: str | None = None) -> Layout:
    """Load a layout by name in any notation (dtf-7.3, DTF_7_3), or by a path ending in .toml.

    encoding: of the files, if different from the layout's. Raises BadLayout.
    """
    if name.endswith(".toml"):
        paths = [Path(name)] if Path(name).is_file() else []
    else:
        paths = [p for f in (*folders, HERE) for p in sorted(f.glob("*.toml")) if _plain(p.stem) == _plain(name)]
    if not paths:
        raise BadLayout(
            f"There is no layout “{name}”. Shipped are: {', '.join(shipped_layouts())}. "
            "A path to a .toml file will do too."
        )
    try:
        layout = parse(paths[0].read_text(encoding="utf-8"), paths[0].stem)
        return replace(layout, encoding=codecs.lookup(encoding).name) if encoding else layout
    except LookupError as error:
        raise BadLayout(f"The encoding “{encoding}” is not known. Try utf-8 or cp1252.") from error
    except UnicodeDecodeError as error:
        raise BadLayout(f"Layout “{paths[0].name}” is not written in UTF-8. Save it again as UTF-8.") from error


def parse(text: str, name: str) -> Layout:
    """Parse a layout file. Raises BadLayout with what to correct."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BadLayout(f"Layout “{name}” is not TOML: {error}.") from error
    digest = hashlib.sha256(text.encode()).hexdigest()
    kind = data.get("kind")
    if kind not in ("supply", "plain"):
        raise BadLayout(f'Layout “{name}” must say kind = "supply" or kind = "plain".')
    known = SUPPLY_KEYS if kind == "supply" else PLAIN_KEYS
    if strange := sorted(set(data) - known):
        raise BadLayout(f"Layout “{name}” has {strange[0]}, which is not known. Known are: {', '.join(sorted(known))}.")
    more = {
        "name": name,
        "title": str(data.get("title", name)),
        "digest": digest,
        "encoding": str(data.get("encoding", "utf-8")),
    }
    return _supply(data, more) if kind == "supply" else _rows(data, more)


def _supply(data: dict[str, Any], more: dict[str, Any]) -> Layout:
    records: dict[tuple[str, int], Columns] = {}
    for entry in data.get("records", ()):
        columns = _columns(more["name"], entry)
        records[columns.code, columns.width] = columns
    return Layout(
        **more,
        version=str(data.get("version", "")),
        header=tuple(data.get("header", "").split()),
        metadata=tuple(data.get("metadata", "").split()),
        passed_over=frozenset(data.get("passed_over", ())),
        ignored_codes=frozenset(data.get("ignored_codes", ())),
        records=records,
    )


def _columns(layout: str, data: dict[str, Any]) -> Columns:
    record = str(data.get("is", ""))
    _check_record(layout, record)
    pairs = [word.partition("=") for word in str(data.get("columns", "")).split()]
    facts = tuple(fact or None for _, _, fact in pairs)
    _check_facts(layout, record, {fact for fact in facts if fact})
    return Columns(str(data.get("code", "")), record, tuple(name for name, _, _ in pairs), facts)


def _check_record(layout: str, record: str) -> None:
    if record not in RECORDS:
        raise BadLayout(f"Layout “{layout}”: there is no kind of record “{record}”. There are: {', '.join(RECORDS)}.")


def _check_facts(layout: str, record: str, facts: set[str]) -> None:
    if strange := sorted(facts - set(RECORDS[record].facts)):
        raise BadLayout(
            f"Layout “{layout}”: a {RECORDS[record].title} has no fact {strange[0]}. "
            f"It has: {', '.join(RECORDS[record].facts)}."
        )
    needed = {*RECORDS[record].key, *(f for f, spec in RECORDS[record].facts.items() if spec.needed)}
    if missing := sorted(needed - facts):
        raise BadLayout(f"Layout “{layout}”: a {RECORDS[record].title} needs {', '.join(missing)}.")


def _rows(data: dict[str, Any], more: dict[str, Any]) -> Layout:
    parts = tuple(_part(more["name"], record, data[record]) for record in RECORDS if record in data)
    if not parts:
        raise BadLayout(f"Layout “{more['name']}” must say under [property], [address] ... which column is which.")
    return Layout(**more, parts=parts, delimiter=str(data.get("delimiter", ",")), change=str(data.get("change", "")))


def _part(layout: str, record: str, data: dict[str, Any]) -> Part:
    sources: dict[str, Source] = {}
    for fact, value in data.items():
        if fact in ("first_alone", "where"):
            continue
        if isinstance(value, dict) and "number" in value:
            for at, part in enumerate(NUMBER_PARTS):
                sources[f"{fact}_{part}"] = Source(column=str(value["number"]), part=at)
        else:
            sources[fact] = _source(layout, record, fact, value)
    _check_facts(layout, record, set(sources))
    return Part(record, sources, bool(data.get("first_alone", False)), str(data.get("where", "")))


def _source(layout: str, record: str, fact: str, value: Any) -> Source:
    if isinstance(value, str):
        return Source(column=value)
    if isinstance(value, dict) and "always" in value:
        return Source(always=str(value["always"]))
    if isinstance(value, dict) and "derived_from" in value:
        return Source(column=str(value["derived_from"]), letter=str(value.get("with", "C")))
    raise BadLayout(f'Layout “{layout}”, [{record}]: {fact} must be "a column" or {{ always = "a value" }}.')
