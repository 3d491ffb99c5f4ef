"""Writer of supplies, by the same declaration as the reader: header, metadata, numbered records, trailer."""

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
    """The custodian of a supply: name, UPRN and code of the header, and metadata by the standard's names."""

    name: str = ""
    uprn: str = ""
    code: str = ""
    metadata: Mapping[str, str] = field(default_factory=dict)


class SupplyWriter:
    """Writes one supply, in one volume, to an open text file."""

    def __init__(self, out: IO[str], layout: Layout, at: datetime, kind: str = FULL) -> None:
        """Set the file, layout, time of the frame, and F or C."""
        self.out, self.layout, self.at, self.kind, self.count = out, layout, at, kind, 0
        self.columns: dict[str, Columns] = {}
        for columns in sorted(layout.records.values(), key=lambda item: item.code):
            self.columns.setdefault(columns.record, columns)  # of two shapes of one kind, the first

    def begin(self, of: Custodian) -> None:
        """Write the header, and the metadata if there is any."""
        values = {
            "CUSTODIAN_NAME": of.name,
            "CUSTODIAN_UPRN": of.uprn,
            "LOCAL_CUSTODIAN_CODE": of.code,
            "PROCESS_DATE": f"{self.at:%Y-%m-%d}",
            "VOLUME_NUMBER": "1",
            "ENTRY_DATE": f"{self.at:%Y-%m-%d}",
            "TIME_STAMP": f"{self.at:%H:%M:%S}",
            "VERSION": self.layout.version,
            "DTF_VERSION": self.layout.version,
            "FILE_TYPE": self.kind,
        }
        self.out.write(
            ",".join([HEADER, *(_frame_cell(name, values.get(name, "")) for name in self.layout.header)]) + "\n"
        )
        if any(of.metadata.values()):
            cells = [_frame_cell(name, str(of.metadata.get(name, ""))) for name in self.layout.metadata]
            self.out.write(",".join([METADATA, *cells]) + "\n")

    def records(self, name: str, rows: Iterable[tuple[Any, ...]]) -> Iterable[int]:
        """Write rows of a kind of record: I, U or D, then facts in the order of `facts_of`; yields the count."""
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
        """Return the facts of a kind of record in writing order; none if the layout lacks such records."""
        return [fact for fact in self.columns[name].facts if fact] if name in self.columns else []

    def record(self, name: str, facts: Mapping[str, Any], change: str = "I") -> None:
        """Write one record by its facts; missing ones are empty, and a kind not in the layout is skipped."""
        declared = RECORDS[name].facts
        row = [facts.get(fact, "" if isinstance(declared[fact], Text) else None) for fact in self.facts_of(name)]
        if row:
            list(self.records(name, [(change, *row)]))

    def end(self) -> int:
        """Write the trailer; return the number of records."""
        self.out.write(f"{TRAILER},0,{self.count},{self.at:%Y-%m-%d},{self.at:%H:%M:%S}\n")
        return self.count


def _frame_cell(name: str, text: str) -> str:
    """Format a header or metadata cell: text in quotation marks; numbers, dates and times without."""
    bare = name.endswith(("_DATE", "_STAMP", "_NUMBER", "_UPRN", "_CODE"))
    plain = text.replace("-", "").replace(":", "")
    return text if bare and (not plain or plain.isdecimal()) else format_cell(Text(0), text)


def write_supply(
    *, to: IO[str], layout: Layout, at: datetime, of: Custodian, records: Iterable[tuple[str, Mapping[str, Any]]]
) -> int:
    """Write a full supply from (kind, facts) pairs, parents first; return how many.

    Kinds and facts are those of rules/records.py: ("property", {"uprn": 10090000001, "status": 1, ...}).
    """
    writer = SupplyWriter(to, layout, at)
    writer.begin(of)
    for name, facts in records:
        writer.record(name, facts)
    return writer.end()
