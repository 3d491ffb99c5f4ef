"""Table files (CSV, workbooks and Parquet): read row by row, and written with additional columns."""

import csv
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from borough.kernel.atomic_files import atomic_replace, fsync_file
from borough.kernel.text import formula_safe

AT_ONCE = 5_000
KINDS = (".csv", ".xlsx", ".parquet")


class BadTable(ValueError):
    """A table cannot be read or written; the message says why and what to do."""


@dataclass(frozen=True)
class Table:
    """An open table: column names, and rows with one value per column. kind is one of KINDS."""

    kind: str
    header: list[str]
    rows: Iterator[list[Any]]
    schema: Any = None  # for Parquet


@contextmanager
def open_table(path: Path) -> Iterator[Table]:
    """Open a table for the block. Raises BadTable."""
    kind = path.suffix.lower()
    if kind not in KINDS:
        raise BadTable(f"{path.name} is not a table we read. Save it as {', '.join(KINDS)}.")
    with ExitStack() as stack:
        try:
            yield {".csv": _csv, ".xlsx": _workbook, ".parquet": _parquet}[kind](path, stack)
        except (UnicodeError, csv.Error) as error:
            raise BadTable(f"{path.name} cannot be read: {error}. Save it again as CSV in UTF-8.") from error


def _csv(path: Path, stack: ExitStack) -> Table:
    encoding = "utf-8-sig"
    try:
        with path.open(encoding=encoding) as handle:
            for _ in iter(lambda: handle.read(1 << 20), ""):
                pass
    except UnicodeDecodeError:
        encoding = "cp1252"  # the encoding of spreadsheets on Windows
    source = stack.enter_context(path.open(newline="", encoding=encoding))
    rows = csv.reader(source)
    header = next(rows, None)
    if not header:
        raise BadTable(f"{path.name} is empty. Its first row must name the columns.")
    return Table(".csv", [name.strip() for name in header], (_filled(row, len(header)) for row in rows))


def _filled(row: list[str], width: int) -> list[Any]:
    return row[:width] + [""] * (width - len(row))


def _workbook(path: Path, stack: ExitStack) -> Table:
    import openpyxl  # noqa: PLC0415 - large, and few tables are workbooks

    try:
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    except Exception as error:  # the library raises many types
        raise BadTable(f"{path.name} cannot be opened as a workbook. Save it again as .xlsx or .csv.") from error
    stack.callback(book.close)
    cells = book.worksheets[0].iter_rows(values_only=True)
    header = ["" if value is None else str(value).strip() for value in next(cells, ())]
    if not any(header):
        raise BadTable(f"The first sheet of {path.name} is empty. Its first row must name the columns.")
    return Table(".xlsx", header, (list(row) for row in cells))


def _parquet(path: Path, stack: ExitStack) -> Table:
    import pyarrow.parquet as pq  # noqa: PLC0415 - large, and few tables are Parquet
    from pyarrow.lib import ArrowException  # noqa: PLC0415 - as above

    try:
        file = stack.enter_context(pq.ParquetFile(path))
    except ArrowException as error:
        raise BadTable(f"{path.name} cannot be opened as Parquet. Save it again, or as .csv.") from error
    names = file.schema_arrow.names
    batches = file.iter_batches(AT_ONCE)
    rows = (list(row) for batch in batches for row in zip(*(c.to_pylist() for c in batch.columns), strict=True))
    return Table(".parquet", names, rows, file.schema_arrow)


def write_table(to: Path, table: Table, added: list[str], rows: Iterable[list[Any]]) -> None:
    """Write rows with the table's and the added columns to a file of the same kind, atomically.

    CSV and workbook cells are made safe to open in a spreadsheet.
    """
    temp = to.with_name(f".{to.name}.new")
    writers = {".csv": _write_csv, ".xlsx": _write_workbook, ".parquet": _write_parquet}
    try:
        writers[table.kind](temp, table, added, rows)
        fsync_file(temp)
        atomic_replace(temp, to)
    finally:
        temp.unlink(missing_ok=True)


def _safe(row: list[Any]) -> list[Any]:
    return [formula_safe(cell) if isinstance(cell, str) else cell for cell in row]


def _write_csv(to: Path, table: Table, added: list[str], rows: Iterable[list[Any]]) -> None:
    with to.open("w", newline="", encoding="utf-8") as out:
        writer = csv.writer(out)
        writer.writerow([*table.header, *added])
        writer.writerows(_safe(row) for row in rows)


def _write_workbook(to: Path, table: Table, added: list[str], rows: Iterable[list[Any]]) -> None:
    import openpyxl  # noqa: PLC0415 - as above

    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("Matched")
    sheet.append([*table.header, *added])
    for row in rows:
        sheet.append(_safe(row))
    book.save(to)


def _write_parquet(to: Path, table: Table, added: list[str], rows: Iterable[list[Any]]) -> None:
    import pyarrow as pa  # noqa: PLC0415 - as above
    import pyarrow.parquet as pq  # noqa: PLC0415 - as above

    kinds = {"uprn": pa.int64(), "probability": pa.float64()}
    more = [pa.field(name, kinds.get(name.removeprefix("matched_"), pa.string())) for name in added]
    schema = pa.schema([*table.schema, *more])
    with pq.ParquetWriter(to, schema, compression="zstd") as out:
        chunk: list[list[Any]] = []
        for row in rows:
            chunk.append(row)
            if len(chunk) == AT_ONCE:
                out.write_table(_columns(chunk, schema))
                chunk = []
        if chunk:
            out.write_table(_columns(chunk, schema))


def _columns(rows: list[list[Any]], schema: Any) -> Any:
    import pyarrow as pa  # noqa: PLC0415 - as above

    columns = list(zip(*rows, strict=True))
    return pa.table([pa.array(c, field.type) for c, field in zip(columns, schema, strict=True)], schema=schema)
