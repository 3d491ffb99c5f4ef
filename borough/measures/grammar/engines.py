"""Query engines: DuckDB on the extract, PostgreSQL on the ledger, or any other Ibis back end."""

from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any, Protocol

import duckdb
from django.conf import settings

from borough.contacts.extracts import CURRENT, LAYOUT
from borough.foundation.files.columnar import Layout, Snapshot
from borough.kernel.periods import Period
from borough.measures.grammar.expressions import ROWS

Rows = list[tuple[Any, ...]]
_EMPTY = {"string": "VARCHAR", "int64": "BIGINT", "int32": "INTEGER", "date": "DATE", "bool": "BOOLEAN"}


class Engine(Protocol):
    """An engine that runs SQL of one dialect on one snapshot of the rows."""

    dialect: str
    watermark: int

    def content(self, period: Period) -> str:
        """Return a SHA-256 of the period's records; empty if the engine has none."""

    def rollup(self, period: Period) -> str:
        """Return a query for the roll-up of the period's days."""

    def detail(self, period: Period) -> str:
        """Return a query for the rows of the period's days."""

    def fetch(self, sql: str) -> Rows:
        """Return the rows of a query."""


def bind_rows(sql: str, rows: str) -> str:
    """Insert an engine's rows into a compiled query. Raises ValueError unless it has exactly one placeholder."""
    for quote in ('"', "`"):
        if sql.count(ROWS) == sql.count(name := f"{quote}{ROWS}{quote}") == 1:
            return sql.replace(name, f"({rows})")
    raise ValueError(f"{ROWS} does not stand in the compiled text just once: {sql}")


def _days(period: Period, day: str) -> str:
    return f"{day} >= DATE '{period.start.isoformat()}' AND {day} < DATE '{period.end.isoformat()}'"


@lru_cache(maxsize=1)
def _duckdb() -> duckdb.DuckDBPyConnection:
    """Return the DuckDB connection of this process; every query has its own cursor."""
    spill = str(Path(settings.HOME) / "extracts" / "spill")  # temporary files beyond memory, readable by no one else
    engine = duckdb.connect(":memory:", config={"temp_directory": spill, "memory_limit": "2GB"})
    engine.execute("SET autoinstall_known_extensions = false")  # no downloads at run time
    return engine


@lru_cache(maxsize=256)
def _run_query(sql: str) -> Rows:
    """Run a query over files, cached: file names are content hashes, so the SQL text determines the result."""
    return _duckdb().cursor().execute(sql).fetchall()


class ParquetEngine:
    """DuckDB on one snapshot of the extract's Parquet files: the embedded default."""

    dialect = "duckdb"

    def __init__(self, snapshot: Snapshot, layout: Layout = LAYOUT, remember: bool = True) -> None:
        """Use a snapshot; remember: cache results of repeated queries."""
        self.snapshot = snapshot
        self.layout = layout
        self.watermark = snapshot.watermark
        self._remember = remember

    def content(self, period: Period) -> str:
        """Return a SHA-256 of the period's records."""
        return self.snapshot.content(period.start, period.end)

    def rollup(self, period: Period) -> str:
        """Return a query for the monthly roll-ups, filtered to the days."""
        files = self.snapshot.rollups(period.start, period.end)
        return self._read([str(f) for f in files], self.layout.rollup_columns, period)

    def detail(self, period: Period) -> str:
        """Return a query for the daily files of the days."""
        files = self.snapshot.details(period.start, period.end)
        return self._read([str(f) for f in files], dict(self.layout.columns), period)

    def fetch(self, sql: str) -> Rows:
        """Run the query in DuckDB."""
        return _run_query(sql) if self._remember else _duckdb().cursor().execute(sql).fetchall()

    def _read(self, files: list[str], columns: dict[str, str], period: Period) -> str:
        if not files:
            nothing = ", ".join(f"CAST(NULL AS {_EMPTY[kind]}) AS {name}" for name, kind in columns.items())
            return f"SELECT {nothing} WHERE false"
        names = ", ".join("'" + file.replace("'", "''") + "'" for file in files)
        return f"SELECT * FROM read_parquet([{names}]) WHERE {_days(period, self.layout.day)}"  # noqa: S608


class LedgerEngine:
    """PostgreSQL on the ledger itself, or on any query with the extract's columns."""

    dialect = "postgres"

    def __init__(self, fetch: Callable[[str], Rows], watermark: int = 0, rows: str = CURRENT) -> None:
        """Use a function that queries PostgreSQL; call it in one transaction for one snapshot."""
        self.fetch = fetch
        self.watermark = watermark
        self._rows = rows

    def content(self, period: Period) -> str:
        """Return an empty text: the ledger has no hash of its days."""
        del period
        return ""

    def rollup(self, period: Period) -> str:
        """Return a query for every row with n = 1: PostgreSQL sums the rows themselves."""
        return f"SELECT *, 1::bigint AS n FROM ({self.detail(period)}) AS each"  # noqa: S608

    def detail(self, period: Period) -> str:
        """Return a query for the current contacts of the days."""
        return f"SELECT * FROM ({self._rows}) AS current_rows WHERE {_days(period, LAYOUT.day)}"  # noqa: S608


class SparkEngine:
    """PySpark on the extract's files, as an example of a distributed engine."""

    dialect = "pyspark"

    def __init__(self, session: Any, snapshot: Snapshot) -> None:
        """Use a Spark session and a snapshot."""
        self.session = session
        self.snapshot = snapshot
        self.watermark = snapshot.watermark

    def content(self, period: Period) -> str:
        """Return a SHA-256 of the period's records."""
        return self.snapshot.content(period.start, period.end)

    def rollup(self, period: Period) -> str:
        """Return a view of the monthly roll-ups, filtered to the days."""
        return self._view("rollup", [str(f) for f in self.snapshot.rollups(period.start, period.end)], period)

    def detail(self, period: Period) -> str:
        """Return a view of the daily files of the days."""
        return self._view("detail", [str(f) for f in self.snapshot.details(period.start, period.end)], period)

    def fetch(self, sql: str) -> Rows:
        """Run the query in Spark."""
        return [tuple(row) for row in self.session.sql(sql).collect()]

    def _view(self, kind: str, files: list[str], period: Period) -> str:
        self.session.read.parquet(*files).createOrReplaceTempView(f"contacts_{kind}")
        return f"SELECT * FROM contacts_{kind} WHERE {_days(period, LAYOUT.day)}"  # noqa: S608
