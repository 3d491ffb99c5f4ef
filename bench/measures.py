"""Each measure over 1, 10 and 100 million contacts: ours, hand-written DuckDB SQL over the same files, and PostgreSQL.

    python bench/measures.py [--rows 1000000 10000000 100000000] [--postgres-up-to 10000000] [--refresh]

Contacts are invented by DuckDB straight into the extract's layout in a temporary folder, which is removed after.
Times are medians of eleven questions asked in turn, nothing remembered between them. Prints Markdown for docs/reference/benchmarks.md.
"""

import argparse
import hashlib
import json
import os
import platform
import resource
import shutil
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import duckdb

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "borough.config.settings")
FOLDER = Path(tempfile.mkdtemp(prefix="borough-bench-"))
FOLDER.chmod(0o755)
os.environ["BOROUGH_HOME"] = str(FOLDER / "home")

import django  # noqa: E402

django.setup()

from borough.config.local_postgres import LocalPostgres  # noqa: E402
from borough.contacts.extracts import LAYOUT  # noqa: E402
from borough.foundation.files.columnar import VERSION, Snapshot, open_snapshot  # noqa: E402
from borough.kernel.periods import Period, parse_period  # noqa: E402
from borough.measures.catalogue import counted  # noqa: E402
from borough.measures.grammar import figures  # noqa: E402
from borough.measures.grammar.engines import LedgerEngine, ParquetEngine  # noqa: E402

FIRST, DAYS = date(2016, 4, 1), 730
YEAR = parse_period("2017-18")
MIX = """
SELECT i + {first} AS contact_id, printf('%016X', hash(i + {first})) AS reference, DATE '{day}' AS happened_on,
  (['phone','phone','phone','web','web','web','web','face_to_face','email','post','social','machine','text','webchat','unknown'])[1 + (hash(i, 1, {first}) % 15)::INT] AS channel,
  CASE WHEN hash(i, 2, {first}) % 20 = 0 THEN 'internal' ELSE 'inbound' END AS direction,
  CASE WHEN hash(i, 3, {first}) % 20 = 0 THEN 'anonymous' ELSE 'customer' END AS who,
  (['transaction','transaction','enquiry','problem_report','payment','progress_chasing'])[1 + (s % 6)::INT] AS nature,
  'service-' || s AS service,
  (['completed','completed','completed','case_opened','case_opened','referred','abandoned','signposted'])[1 + (hash(i, 5, {first}) % 8)::INT] AS outcome,
  CASE WHEN hash(i, 6, {first}) % 40 = 0 THEN 'a4' ELSE '' END AS avoidable,
  CASE WHEN hash(i, 7, {first}) % 50 = 0 THEN 'no_skills' ELSE '' END AS barrier,
  'desk' AS source, 'ward-' || (hash(i, 8, {first}) % 20) AS ward, hash(i, 9, {first}) % 25 = 0 AS assisted,
  (hash(i, 10, {first}) % 20)::INT AS minutes, hash(i, 10, {first}) % 20 > 0 AS minutes_known, (i + {first}) // 1000 AS audit_position
FROM (SELECT i, floor(40 * pow((hash(i, 4, {first}) % 10000) / 10000.0, 3))::INT AS s FROM range({rows}) t(i))
"""
WRITTEN = {  # by hand, the same counts as one would ask DuckDB for them without Borough
    "website-share": "SELECT service, sum(n), sum(CASE WHEN channel = 'web' THEN n ELSE 0 END),"
    " sum(CASE WHEN channel = 'unknown' THEN n ELSE 0 END) FROM {t} WHERE {p} AND"
    " direction = 'inbound' AND outcome IN ('completed', 'case_opened') GROUP BY service",
    "digital-take-up": "SELECT service, sum(n), sum(CASE WHEN channel IN ('web', 'machine', 'social', 'webchat') OR"
    " assisted THEN n ELSE 0 END), sum(CASE WHEN assisted THEN n ELSE 0 END), sum(CASE WHEN channel = 'unknown' THEN"
    " n ELSE 0 END) FROM {t} WHERE {p} AND direction = 'inbound' AND outcome IN ('completed',"
    " 'case_opened') AND nature IN ('transaction', 'problem_report', 'payment') GROUP BY service",
    "contacts-by-channel": "SELECT service, sum(n), sum(n), sum(CASE WHEN channel = 'unknown' THEN n ELSE 0 END)"
    " FROM {t} WHERE {p} AND direction = 'inbound' GROUP BY service",
    "completed-at-first-contact": "SELECT service, sum(n), sum(CASE WHEN outcome = 'completed' AND nature <>"
    " 'progress_chasing' THEN n ELSE 0 END) FROM {t} WHERE {p} AND direction = 'inbound' AND outcome <> 'abandoned'"
    " GROUP BY service",
    "avoidable-contact": "SELECT service, sum(n), sum(CASE WHEN avoidable <> '' THEN n ELSE 0 END) FROM {t} WHERE {p}"
    " AND direction = 'inbound' AND channel IN ('phone', 'face_to_face', 'email', 'web') GROUP BY service",
    "cost-by-channel": "SELECT service, channel, sum(n), sum(CASE WHEN channel IN ('face_to_face', 'phone', 'post',"
    " 'web') THEN n ELSE 0 END), sum(CASE WHEN channel NOT IN ('face_to_face', 'phone', 'post', 'web') THEN n ELSE 0"
    " END) FROM {t} WHERE {p} AND direction = 'inbound' GROUP BY service, channel",
}


def say(text: str) -> None:
    print(text, flush=True)


def invent(folder: Path, rows: int) -> Snapshot:
    """Write so many contacts over two council years as an extract."""
    engine = duckdb.connect()
    days, months = {}, {}
    each = rows // DAYS
    for part in ("detail", "rollup"):
        (folder / part).mkdir(parents=True)
    for n in range(DAYS):
        day = FIRST + timedelta(n)
        count = each if n < DAYS - 1 else rows - each * (DAYS - 1)
        file = f"detail/{day}.parquet"
        engine.execute(
            f"COPY ({MIX.format(first=n * each, day=day, rows=count)}) TO '{folder / file}' (COMPRESSION zstd)"
        )
        days[str(day)] = {
            "file": file,
            "rows": count,
            "sha256": "",
            "content": hashlib.sha256(file.encode()).hexdigest(),
        }
        if (day + timedelta(1)).month != day.month:
            month, keys = f"{day:%Y-%m}", ", ".join(("happened_on", *LAYOUT.dimensions))
            file = f"rollup/{month}.parquet"
            engine.execute(
                f"COPY (SELECT {keys}, count(*) AS n, sum(minutes)::BIGINT AS minutes, "
                f"sum(minutes_known::INT)::BIGINT AS minutes_known FROM read_parquet('{folder}/detail/{month}-*.parquet') "
                f"GROUP BY {keys} ORDER BY {keys}) TO '{folder / file}' (COMPRESSION zstd)"
            )
            total = engine.execute(f"SELECT count(*) FROM read_parquet('{folder / file}')").fetchone()[0]
            months[month] = {"file": file, "rows": total, "sha256": ""}
    manifest = {"version": VERSION, "watermark": rows, "mark": "", "days": days, "months": months, "retired": {}}
    (folder / "manifest.json").write_text(json.dumps(manifest))
    return open_snapshot(folder)


def median(ask: Callable[[], object], times: int = 5) -> float:
    ask()
    durations = []
    for _ in range(times):
        start = time.perf_counter()
        ask()
        durations.append(time.perf_counter() - start)
    return 1000 * statistics.median(durations)


def in_turn(first: Callable[[], object], other: Callable[[], object], times: int = 11) -> tuple[float, float]:
    """Medians of two questions asked in turn, so that whatever else the machine does falls on both."""
    pairs = [(median(first, 1), median(other, 1)) for _ in range(times)]
    return statistics.median(p[0] for p in pairs), statistics.median(p[1] for p in pairs)


def table_of(files: list[Path]) -> str:
    return "read_parquet([" + ", ".join(f"'{f}'" for f in files) + "])"


def by_hand(snapshot: Snapshot, key: str, period: Period) -> Callable[[], object]:
    """The hand-written question over the same roll-ups, on an engine of its own."""
    engine = duckdb.connect()
    days = f"happened_on >= DATE '{period.start}' AND happened_on < DATE '{period.end}'"
    sql = WRITTEN[key].format(t=table_of(snapshot.rollups(period.start, period.end)), p=days)
    return lambda: engine.execute(sql).fetchall()


def load_postgres(snapshot: Snapshot, connection) -> None:
    """Copy the detail into one plain table, indexed by day and vacuumed."""
    connection.execute("DROP TABLE IF EXISTS bench_contacts")
    kinds = {"int64": "bigint", "int32": "int", "string": "text", "date": "date", "bool": "boolean"}
    columns = ", ".join(f"{name} {kinds[kind]} NOT NULL" for name, kind in LAYOUT.columns.items())
    connection.execute(f"CREATE UNLOGGED TABLE bench_contacts ({columns})")
    engine = duckdb.connect()
    for file in snapshot.details(date.min, date.max):
        text = FOLDER / "day.csv"
        engine.execute(
            f"COPY (SELECT {', '.join(LAYOUT.columns)} FROM '{file}') TO '{text}' (HEADER false, FORCE_QUOTE *)"
        )
        with connection.cursor().copy(
            "COPY bench_contacts FROM STDIN (FORMAT csv, FORCE_NOT_NULL (reference))"
        ) as into:
            into.write(text.read_bytes())
    connection.execute("CREATE INDEX ON bench_contacts (happened_on)")
    connection.execute("VACUUM ANALYZE bench_contacts")


def compare(rows: int, snapshot: Snapshot, connection) -> None:
    ours = ParquetEngine(snapshot, remember=False)
    ledger = connection and LedgerEngine(
        lambda sql: connection.execute(sql).fetchall(), rows="SELECT * FROM bench_contacts"
    )
    for key, measure in counted().items():
        figure = figures.figure(measure, YEAR, ours, "service")
        mine, raw = in_turn(lambda m=measure: figures.figure(m, YEAR, ours, "service"), by_hand(snapshot, key, YEAR))
        line = f"| {rows:,} | {key} | {mine:.0f} | {raw:.0f} | {mine / raw:.2f} |"
        if ledger:
            theirs = median(lambda m=measure: figures.figure(m, YEAR, ledger, "service"), 3)
            same = figures.figure(measure, YEAR, ledger, "service").sha256 == figure.sha256
            say(f"{line} {theirs:,.0f} | {theirs / mine:.0f} | {'same' if same else 'DIFFERENT'} |")
        else:
            say(f"{line} - | - | - |")


def time_refresh() -> None:
    """Refresh after 100,000 new contacts, in a ledger of its own."""
    from django.core.management import call_command

    from borough.measures.public import refresh

    call_command("migrate", verbosity=0, skip_checks=True)
    from django.db import connection

    insert = """
    INSERT INTO contacts_contact (reference, started_at, happened_on, channel, direction, who, nature, service, outcome,
      assisted, minutes, avoidable, barrier, source, source_id, ward, handled_by, handled_where, channel_stated, audit_position)
    SELECT upper(substr(md5('{tag}' || i), 1, 16)), d, d::date, (ARRAY['web','phone','post'])[1 + i %% 3], 'inbound',
      'customer', 'transaction', 'service-' || i %% 40, (ARRAY['completed','case_opened'])[1 + i %% 2], false, i %% 20, '', '',
      '{tag}', i::text, 'ward-' || i %% 20, '', '', '', {position}
    FROM (SELECT i, timestamptz '{start}' + i * interval '{days} days' / {rows} AS d FROM generate_series(0, {rows} - 1) i) t
    """.replace("%%", "%")
    with connection.cursor() as cursor:
        cursor.execute(insert.format(tag="old", rows=1_000_000, start="2017-04-01 00:00Z", days=365, position=1))
        cursor.execute("ANALYZE contacts_contact")
    start = time.perf_counter()
    refresh()
    say(f"| first refresh, 1,000,000 contacts over a year | {time.perf_counter() - start:.2f} s |")
    for tag, days, begin, position in (("month", 31, "2018-03-01", 2), ("year", 365, "2017-04-01", 3)):
        with connection.cursor() as cursor:
            cursor.execute(insert.format(tag=tag, rows=100_000, start=f"{begin} 00:00Z", days=days, position=position))
        start = time.perf_counter()
        refresh()
        say(f"| refresh after 100,000 more, spread over {days} days | {time.perf_counter() - start:.2f} s |")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, nargs="*", default=[1_000_000, 10_000_000, 100_000_000])
    parser.add_argument("--postgres-up-to", type=int, default=10_000_000)
    parser.add_argument("--no-refresh", action="store_true")
    arguments = parser.parse_args()
    cluster = LocalPostgres(FOLDER / "home")
    import psycopg

    try:
        cluster.start()
        say(f"Python {platform.python_version()}, DuckDB {duckdb.__version__}, {os.cpu_count()} cores\n")
        if not arguments.no_refresh:
            say("| refresh | time |\n|---|---|")
            time_refresh()
        say(
            "\n| contacts | measure by service over a year | Borough ms | hand-written ms | ratio | PostgreSQL ms | times | hash |"
        )
        say("|---|---|---|---|---|---|---|---|")
        for rows in arguments.rows:
            start = time.perf_counter()
            snapshot = invent(FOLDER / f"extract-{rows}", rows)
            fill_seconds = time.perf_counter() - start
            rolled = sum(m["rows"] for m in snapshot.months.values())
            size = sum(f.stat().st_size for f in (snapshot.folder / "rollup").iterdir()) / 1e6
            with psycopg.connect(cluster.url, autocommit=True) as connection:
                compared = rows <= arguments.postgres_up_to
                if compared:
                    load_postgres(snapshot, connection)
                compare(rows, snapshot, connection if compared else None)
            say(f"| {rows:,} | roll-up: {rolled:,} rows, {size:.0f} MB; invented in {fill_seconds:.0f} s | | | | | | |")
            shutil.rmtree(snapshot.folder)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        say(f"\nMost memory used: {peak:.0f} MB.")
    finally:
        cluster.stop()
        shutil.rmtree(FOLDER, ignore_errors=True)


if __name__ == "__main__":
    main()
