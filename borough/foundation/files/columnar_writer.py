"""Columnar extracts, writer side: rewrite changed days and swap the manifest by one rename."""

import contextlib
import fcntl
import hashlib
import io
import itertools
import json
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pcsv
import pyarrow.parquet as pq

from borough.foundation.files.columnar import MANIFEST, VERSION, Layout, Snapshot, open_snapshot
from borough.kernel.atomic_files import atomic_write, fsync_directory

GRACE = 900.0  # seconds an unreferenced file stays, for readers of the previous manifest
BATCH = 400_000  # rows read from the database at once; bounds memory to some 200 MB
_TYPES = {"int64": pa.int64, "int32": pa.int32, "string": pa.string, "date": pa.date32, "bool": pa.bool_}

CopyRows = Callable[[list[date]], Iterable[bytes | memoryview]]
"""Returns the current rows of the given days as CSV in the layout's column order, rows in any order."""


@dataclass(frozen=True)
class Changes:
    """The work of a refresh: the days to rewrite with approximate row counts, and the new watermark."""

    days: dict[date, int]
    watermark: int
    mark: str
    all_days: bool = False  # discard the previous snapshot completely


@dataclass
class _Draft:
    """The manifest under construction."""

    days: dict[date, dict[str, Any]] = field(default_factory=dict)
    months: dict[str, dict[str, Any]] = field(default_factory=dict)


@contextlib.contextmanager
def refresh_lock(folder: Path) -> Iterator[None]:
    """Lock the extract, so that one process at a time refreshes it; released when the process ends."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "refresh.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def refresh(
    folder: Path,
    *,
    layout: Layout,
    find: Callable[[Snapshot], Changes],
    copy: CopyRows,
    grace: float = GRACE,
    batch: int = BATCH,
) -> Snapshot:
    """Update the extract from the ledger and return its new snapshot.

    A process killed at any moment leaves the previous snapshot intact: file names are content hashes, and files
    only take effect when the manifest is renamed.
    """
    with refresh_lock(folder):
        before = open_snapshot(folder)
        changes = find(before)
        if not changes.days and not changes.all_days and changes.watermark == before.watermark:
            return before
        base = Snapshot(folder) if changes.all_days else before
        draft = _Draft({d: dict(e) for d, e in base.days.items()}, {m: dict(e) for m, e in base.months.items()})
        for month, days in itertools.groupby(sorted(changes.days), key="{:%Y-%m}".format):
            _write_month(folder, layout, draft, month, _batches(list(days), changes.days, batch), copy)
        _swap(folder, before, draft, changes, grace)
        return open_snapshot(folder)


def _batches(days: list[date], rows: dict[date, int], most: int) -> Iterator[list[date]]:
    """Yield runs of days with at most `most` rows, or a single day."""
    run: list[date] = []
    size = 0
    for day in days:
        if run and size + rows[day] > most:
            yield run
            run, size = [], 0
        run.append(day)
        size += rows[day]
    yield run


def _write_month(
    folder: Path, layout: Layout, draft: _Draft, month: str, batches: Iterator[list[date]], copy: CopyRows
) -> None:
    """Write the changed days of one month and the month's roll-up."""
    changed: list[date] = []
    rollups: list[pa.Table] = []
    for days in batches:
        changed += days
        table = _read(layout, copy(days))
        rollups.append(_rolled_up(layout, table))
        for day in days:
            draft.days.pop(day, None)
        for day, rows in _by_day(layout, table):
            draft.days[day] = _write_day(folder, layout, day, rows)
    if month in draft.months:
        old = pq.read_table(folder / draft.months[month]["file"], memory_map=False)
        rollups.append(old.filter(pc.invert(pc.is_in(old[layout.day], pa.array(changed, pa.date32())))))
    rollup = pa.concat_tables(rollups).sort_by([(name, "ascending") for name in (layout.day, *layout.dimensions)])
    draft.months.pop(month, None)
    if rollup.num_rows:
        draft.months[month] = _write_file(folder, f"rollup/{month}", rollup, list(layout.dimensions))


def schema(columns: dict[str, str]) -> pa.Schema:
    """Return the Arrow schema of the columns."""
    return pa.schema([pa.field(name, _TYPES[kind](), nullable=False) for name, kind in columns.items()])


def _read(layout: Layout, pieces: Iterable[bytes | memoryview]) -> pa.Table:
    """Read a CSV stream into a typed table, ordered by day and ID."""
    buffer = io.BytesIO()
    for piece in pieces:
        buffer.write(piece)
    columns = dict(layout.columns)
    if not buffer.tell():
        return schema(columns).empty_table()
    types = {name: _TYPES[kind]() for name, kind in columns.items()}
    table = pcsv.read_csv(
        pa.BufferReader(buffer.getbuffer()),
        read_options=pcsv.ReadOptions(column_names=list(columns)),
        parse_options=pcsv.ParseOptions(newlines_in_values=True),
        convert_options=pcsv.ConvertOptions(
            column_types=types, true_values=["t"], false_values=["f"], null_values=[], strings_can_be_null=False
        ),
    )
    return table.cast(schema(columns)).sort_by([(layout.day, "ascending"), (layout.id, "ascending")])


def _rolled_up(layout: Layout, table: pa.Table) -> pa.Table:
    """Return the roll-up of rows: n, and the sum and known count of each summed column."""
    keys = [layout.day, *layout.dimensions]
    sums = [(name, "sum") for pair in layout.known.items() for name in pair]
    rolled = table.group_by(keys).aggregate([(layout.id, "count"), *sums])
    wanted = layout.rollup_columns
    arrays = [rolled[k] for k in keys] + [rolled[f"{layout.id}_count"]] + [rolled[f"{n}_sum"] for n, _ in sums]
    return pa.table([a.cast(_TYPES[kind]()) for a, kind in zip(arrays, wanted.values(), strict=True)], schema(wanted))


def _by_day(layout: Layout, table: pa.Table) -> Iterator[tuple[date, pa.Table]]:
    """Yield the rows of each day from a table ordered by day."""
    if not table.num_rows:
        return
    runs = pc.run_end_encode(table[layout.day].combine_chunks())
    start = 0
    for day, end in zip(runs.values.to_pylist(), runs.run_ends.to_pylist(), strict=True):
        yield day, table.slice(start, end - start)
        start = end


def canonical(table: pa.Table) -> bytes:
    """Return the rows as canonical text for the content hash."""
    out = io.BytesIO()
    pcsv.write_csv(table, out, pcsv.WriteOptions(include_header=True, quoting_style="all_valid"))
    return out.getvalue()


def _write_day(folder: Path, layout: Layout, day: date, rows: pa.Table) -> dict[str, Any]:
    content = hashlib.sha256(canonical(rows)).hexdigest()
    texts = [name for name in layout.dimensions if layout.columns[name] == "string"]
    return _write_file(folder, f"detail/{day.isoformat()}", rows, texts) | {"content": content}


def _write_file(folder: Path, name: str, rows: pa.Table, dictionary: list[str]) -> dict[str, Any]:
    """Write rows to a file named after its content hash; an existing file of that name is identical."""
    sink = pa.BufferOutputStream()
    pq.write_table(rows, sink, compression="zstd", use_dictionary=[n for n in dictionary if n in rows.column_names])
    data = sink.getvalue()
    digest = hashlib.sha256(data).hexdigest()
    file = f"{name}-{digest[:16]}.parquet"
    if not (folder / file).exists():
        atomic_write(folder / file, memoryview(data))
    return {"file": file, "rows": rows.num_rows, "sha256": digest}


def _swap(folder: Path, before: Snapshot, draft: _Draft, changes: Changes, grace: float) -> None:
    """Switch to the new manifest, and delete files that no reader can still need."""
    now = time.time()
    after = Snapshot(folder, days=draft.days, months=draft.months)
    left = {**dict.fromkeys(before.files(), now), **before.retired}
    retired = {file: since for file, since in left.items() if file not in after.files() and now - since < grace}
    for part in ("detail", "rollup"):
        if (folder / part).exists():
            fsync_directory(folder / part)
    manifest = {
        "version": VERSION,
        "watermark": changes.watermark,
        "mark": changes.mark,
        "content": after.content(date.min, date.max),
        "days": {day.isoformat(): entry for day, entry in sorted(draft.days.items())},
        "months": dict(sorted(draft.months.items())),
        "retired": retired,
    }
    atomic_write(folder / MANIFEST, json.dumps(manifest, indent=1).encode())
    fsync_directory(folder)
    wanted = after.files() | retired.keys()
    for path in itertools.chain(folder.glob("detail/*"), folder.glob("rollup/*"), folder.glob(f".{MANIFEST}.*")):
        if str(path.relative_to(folder)) not in wanted:
            path.unlink(missing_ok=True)
