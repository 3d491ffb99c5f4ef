"""Convert a supply record to a staging table line, or reject it."""

from collections.abc import Iterator
from dataclasses import dataclass

from borough.gazetteer.layouts import Columns, Layout, Part, Source
from borough.gazetteer.rules.cells import NULL, CellCache, InvalidCell, Read, house_number, reader_of
from borough.gazetteer.rules.records import RECORDS, Fact, Text
from borough.gazetteer.rules.supplies import BadSupply

RecordLines = list[tuple[str, str]]
"""COPY lines by kind of record."""


@dataclass(frozen=True)
class InvalidRecord(Exception):
    """A record is invalid: the column as named in the file, value and reason."""

    record: str
    column: str
    value: str
    reason: str


@dataclass(frozen=True)
class _Cell:
    """One fact of a record: its position (-1 if absent), its parser, and its default."""

    place: int
    read: Read
    column: str
    default: str
    is_key: bool


@dataclass(frozen=True)
class _RecordParser:
    """The parser of a kind of record: its cells in the order of the staging table."""

    record: str
    cells: tuple[_Cell, ...]
    where: int = -1  # only rows with a value in that cell
    first_alone: bool = False

    def line(self, row: list[str], change: str) -> str:
        """Return the record in COPY format, without number and change. Raises InvalidRecord."""
        if change == "D":
            return "\t".join([self._cell_text(cell, row) if cell.is_key else NULL for cell in self.cells])
        try:
            return "\t".join([c.read(row[c.place]) if c.place >= 0 else c.default for c in self.cells])
        except (InvalidCell, IndexError):
            return "\t".join([self._cell_text(cell, row) for cell in self.cells])

    def _cell_text(self, cell: _Cell, row: list[str]) -> str:
        if cell.place < 0:
            return cell.default
        try:
            return cell.read(row[cell.place])
        except InvalidCell as wrong:
            raise InvalidRecord(RECORDS[self.record].title, cell.column, row[cell.place], str(wrong)) from wrong


def _empty(fact: Fact) -> str:
    return "" if isinstance(fact, Text) else NULL


class SupplyReader:
    """Parses the records of a supply with several kinds."""

    def __init__(self, layout: Layout) -> None:
        """Create a parser for every kind of record, by code and number of cells."""
        self.layout = layout
        self.plans = {key: self._plan(columns) for key, columns in layout.records.items()}
        self.widths: dict[str, list[str]] = {}
        for code, width in layout.records:
            self.widths.setdefault(code, []).append(str(width))

    def _plan(self, columns: Columns) -> _RecordParser:
        record = RECORDS[columns.record]
        cells = []
        for fact in self.layout.facts_of(record.name):
            there = fact in columns.facts
            at = columns.facts.index(fact) if there else -1
            cells.append(
                _Cell(
                    at + 3 if there else -1,
                    reader_of(record.facts[fact]),
                    columns.names[at] if there else "",
                    _empty(record.facts[fact]),
                    fact in record.key,
                )
            )
        return _RecordParser(record.name, tuple(cells))

    def parse_row(self, row: list[str]) -> tuple[str, RecordLines]:
        """Return the change, I, U or D, and the row's single record. Raises InvalidRecord."""
        plan = self.plans.get((row[0].strip(), len(row)))
        if plan is None:
            raise self._unknown_record(row)
        change = row[1].strip() or "I"
        if change not in ("I", "U", "D"):
            reason = "It must be I (insert), U (update) or D (delete)"
            raise InvalidRecord(RECORDS[plan.record].title, "CHANGE_TYPE", change, reason)
        return change, [(plan.record, plan.line(row, change))]

    def _unknown_record(self, row: list[str]) -> InvalidRecord:
        code = row[0].strip()
        if code in self.layout.ignored_codes:
            return InvalidRecord(code, "RECORD_IDENTIFIER", code, "Records of this type are not kept")
        if widths := self.widths.get(code):
            return InvalidRecord(code, "", "", f"The record has {len(row)} cells and must have {' or '.join(widths)}")
        return InvalidRecord(code, "RECORD_IDENTIFIER", code, f"Layout {self.layout.name} has no records of this type")


class RowReader:
    """Parses the rows of a plain file, each of which makes several records."""

    def __init__(self, layout: Layout, name: str, header: list[str]) -> None:
        """Find the layout's columns in the header. Raises BadSupply naming the missing ones."""
        self.width, self.change = len(header), -1
        self.places = {cell.casefold(): at for at, cell in reversed(list(enumerate(header)))}
        wanted = [s.column for part in layout.parts for s in part.sources.values() if s.column]
        missing = sorted({column for column in wanted if column.casefold() not in self.places})
        if missing:
            raise BadSupply(
                f"{name} has no column {', '.join(missing)}, which layout {layout.name} needs. "
                f"It has: {', '.join(header)[:300]}. Is it another layout's file?"
            )
        if layout.change:
            self.change = self.places.get(layout.change.casefold(), -1)
        self.plans = [self._plan(layout, part) for part in layout.parts]
        self.seen: dict[str, set[str]] = {part.record: set() for part in layout.parts}

    def _plan(self, layout: Layout, part: Part) -> _RecordParser:
        record = RECORDS[part.record]
        cells = tuple(
            self._cell(record.facts[fact], part.sources[fact], of_key=fact in record.key)
            for fact in layout.facts_of(record.name)
        )
        where = self.places.get(part.where.casefold(), -1) if part.where else -1
        return _RecordParser(record.name, cells, where, part.first_alone)

    def _cell(self, fact: Fact, source: Source, *, of_key: bool) -> _Cell:
        read = reader_of(fact)
        if source.always:
            return _Cell(-1, read, "", read(source.always), of_key)
        place = self.places[source.column.casefold()]
        if source.letter:
            reader = CellCache(lambda text: read(f"{source.letter}{text.strip():0>13}"))
            return _Cell(place, reader.__getitem__, source.column, "", of_key)
        if source.part >= 0:
            part = CellCache(lambda text: read(house_number(text, source.part)))
            return _Cell(place, part.__getitem__, source.column, "", of_key)
        return _Cell(place, read, source.column, "", of_key)

    def parse_row(self, row: list[str]) -> tuple[str, RecordLines]:
        """Return the change and every record of the row. Raises InvalidRecord."""
        if len(row) != self.width:
            raise InvalidRecord("", "", "", f"The row has {len(row)} cells where the header has {self.width}")
        change = row[self.change].strip() or "I" if self.change >= 0 else "I"
        if change not in ("I", "U", "D"):
            raise InvalidRecord("", "change", change, "It must be I (insert), U (update) or D (delete)")
        return change, list(self._records(row, change))

    def _records(self, row: list[str], change: str) -> Iterator[tuple[str, str]]:
        for plan in self.plans:
            if (plan.where >= 0 and not row[plan.where].strip()) or (plan.first_alone and change == "D"):
                continue
            line = plan.line(row, change)
            if plan.first_alone:
                key = "\t".join([c.read(row[c.place]) if c.place >= 0 else c.default for c in plan.cells if c.is_key])
                if key in self.seen[plan.record]:
                    continue
                self.seen[plan.record].add(key)
            yield plan.record, line


def reader_for(layout: Layout, name: str, header: list[str]) -> SupplyReader | RowReader:
    """Return the reader of a file by its layout; `header` is a plain file's first row."""
    return RowReader(layout, name, header) if layout.is_plain else SupplyReader(layout)
