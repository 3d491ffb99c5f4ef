"""A supply written by the same declaration it is read by: header, metadata, records numbered on, trailer."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import IO, Any

from borough.gazetteer.layouts import Columns, Layout
from borough.gazetteer.rules.cells import format_cell
from borough.gazetteer.rules.records import RECORDS, Text
from borough.gazetteer.rules.supplies import FULL, HEADER, METADATA, TRAILER


@dataclass(frozen=True)
class Custodian:
    """Who gives a supply out: the header's name, UPRN and code, and the metadata by the standard's names."""

    name: str = ""
    uprn: str = ""
    code: str = ""
    metadata: Mapping[str, str] = field(default_factory=dict)


class SupplyWriter:
    """Writes one supply, in one volume, to an open text file."""

    def __init__(self, out: IO[str], layout: Layout, at: datetime, kind: str = FULL) -> None:
        """Take the file, the layout, the moment its frame bears, and F or C."""
        self.out, self.layout, self.at, self.kind, self.count = out, layout, at, kind, 0
        self.columns: dict[str, Columns] = {}
        for columns in sorted(layout.records.values(), key=lambda item: item.code):
            self.columns.setdefault(columns.record, columns)  # of two shapes of one kind, the first

    def begin(self, of: Custodian) -> None:
        """The header, and the metadata if there is any."""
        values = {
            "CUSTODIAN_NAME": of.name, "CUSTODIAN_UPRN": of.uprn, "LOCAL_CUSTODIAN_CODE": of.code,
            "PROCESS_DATE": f"{self.at:%Y-%m-%d}", "VOLUME_NUMBER": "1", "ENTRY_DATE": f"{self.at:%Y-%m-%d}",
            "TIME_STAMP": f"{self.at:%H:%M:%S}", "VERSION": self.layout.version, "DTF_VERSION": self.layout.version,
            "FILE_TYPE": self.kind,
        }  # fmt: skip
        self.out.write(",".join([HEADER, *(_frame_cell(name, values.get(name, "")) for name in self.layout.header)]) + "\n")
        if any(of.metadata.values()):
            cells = [_frame_cell(name, str(of.metadata.get(name, ""))) for name in self.layout.metadata]
            self.out.write(",".join([METADATA, *cells]) + "\n")

    def records(self, name: str, rows: Iterable[tuple[Any, ...]]) -> Iterable[int]:
        """Write rows of one kind of record: I, U or D, then its facts in the order of `facts_of`; yields the count."""
        columns = self.columns[name]
        declared = RECORDS[name].facts
        kinds = [declared[fact] if fact else None for fact in columns.facts]
        for change, *values in rows:
            self.count += 1
            known = iter(values)
            cells = [format_cell(kind, next(known)) if kind else "" for kind in kinds]
            self.out.write(f'{columns.code},"{change}",{self.count},{",".join(cells)}\n')
            yield self.count

    def facts_of(self, name: str) -> list[str]:
        """The facts of a kind of record in the order they are written; none when the layout has no such records."""
        return [fact for fact in self.columns[name].facts if fact] if name in self.columns else []

    def record(self, name: str, facts: Mapping[str, Any], change: str = "I") -> None:
        """Write one record by its facts; those not told are empty, and a kind the layout has not is passed over."""
        declared = RECORDS[name].facts
        row = [facts.get(fact, "" if isinstance(declared[fact], Text) else None) for fact in self.facts_of(name)]
        if row:
            list(self.records(name, [(change, *row)]))

    def end(self) -> int:
        """The trailer; returns how many records there are."""
        self.out.write(f"{TRAILER},0,{self.count},{self.at:%Y-%m-%d},{self.at:%H:%M:%S}\n")
        return self.count


def _frame_cell(name: str, text: str) -> str:
    """A cell of the header or metadata: texts in quotation marks, numbers, days and times bare."""
    bare = name.endswith(("_DATE", "_STAMP", "_NUMBER", "_UPRN", "_CODE"))
    plain = text.replace("-", "").replace(":", "")
    return text if bare and (not plain or plain.isdecimal()) else format_cell(Text(0), text)


def write_supply(
    *, to: IO[str], layout: Layout, at: datetime, of: Custodian, records: Iterable[tuple[str, Mapping[str, Any]]]
) -> int:
    """Write a full supply of records told as (kind, facts), parents before what hangs from them; returns how many.

    Kinds and facts are those of rules/records.py: ("property", {"uprn": 10090000001, "status": 1, ...}).
    """
    writer = SupplyWriter(to, layout, at)
    writer.begin(of)
    for name, facts in records:
        writer.record(name, facts)
    return writer.end()
