"""Where figures are counted: DuckDB over the extract, PostgreSQL over the ledger, or any other engine of Ibis."""

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
    """Something that answers SQL of one dialect over one snapshot of the rows."""

    dialect: str
    watermark: int

    def content(self, period: Period) -> str:
        """A sha256 of the records of the period; empty where the engine keeps none."""

    def rollup(self, period: Period) -> str:
        """A query giving the roll-up of the period's days."""

    def detail(self, period: Period) -> str:
        """A query giving the rows of the period's days."""

    def fetch(self, sql: str) -> Rows:
        """The rows of a query."""


def bind_rows(sql: str, rows: str) -> str:
    """A compiled question with an engine's rows put where they go. Raises ValueError if there is not just one place."""
    for quote in ('"', "`"):
        if sql.count(ROWS) == sql.count(name := f"{quote}{ROWS}{quote}") == 1:
            return sql.replace(name, f"({rows})")
    raise ValueError(f"{ROWS} does not stand in the compiled text just once: {sql}")


def _days(period: Period, day: str) -> str:
    return f"{day} >= DATE '{period.start.isoformat()}' AND {day} < DATE '{period.end.isoformat()}'"


@lru_cache(maxsize=1)
def _duckdb() -> duckdb.DuckDBPyConnection:
    """One engine a process; every question has its own cursor on it."""
    spill = str(Path(settings.HOME) / "extracts" / "spill")  # what does not fit in memory, and no one else may read
    engine = duckdb.connect(":memory:", config={"temp_directory": spill, "memory_limit": "2GB"})
    engine.execute("SET autoinstall_known_extensions = false")  # nothing is fetched while running
    return engine


@lru_cache(maxsize=256)
def _run_query(sql: str) -> Rows:
    """The answer to a question over files. Files are named after their content, so the text is all the answer needs."""
    return _duckdb().cursor().execute(sql).fetchall()


class ParquetEngine:
    """DuckDB over one snapshot of the extract's Parquet files: the embedded default."""

    dialect = "duckdb"

    def __init__(self, snapshot: Snapshot, layout: Layout = LAYOUT, remember: bool = True) -> None:
        """Stand on a snapshot; remember: give the same answer to the same question without asking again."""
        self.snapshot = snapshot
        self.layout = layout
        self.watermark = snapshot.watermark
        self._remember = remember

    def content(self, period: Period) -> str:
        """A sha256 of the records of the period."""
        return self.snapshot.content(period.start, period.end)

    def rollup(self, period: Period) -> str:
        """The monthly roll-ups cut to the days."""
        files = self.snapshot.rollups(period.start, period.end)
        return self._read([str(f) for f in files], self.layout.rollup_columns, period)

    def detail(self, period: Period) -> str:
        """The daily files of the days."""
        files = self.snapshot.details(period.start, period.end)
        return self._read([str(f) for f in files], dict(self.layout.columns), period)

    def fetch(self, sql: str) -> Rows:
        """Ask DuckDB."""
        return _run_query(sql) if self._remember else _duckdb().cursor().execute(sql).fetchall()

    def _read(self, files: list[str], columns: dict[str, str], period: Period) -> str:
        if not files:
            nothing = ", ".join(f"CAST(NULL AS {_EMPTY[kind]}) AS {name}" for name, kind in columns.items())
            return f"SELECT {nothing} WHERE false"
        names = ", ".join("'" + file.replace("'", "''") + "'" for file in files)
        return f"SELECT * FROM read_parquet([{names}]) WHERE {_days(period, self.layout.day)}"  # noqa: S608


class LedgerEngine:
    """PostgreSQL over the ledger itself, or over any query that gives the extract's columns."""

    dialect = "postgres"

    def __init__(self, fetch: Callable[[str], Rows], watermark: int = 0, rows: str = CURRENT) -> None:
        """Stand on a way to ask PostgreSQL; hold it to one transaction for one snapshot."""
        self.fetch = fetch
        self.watermark = watermark
        self._rows = rows

    def content(self, period: Period) -> str:
        """Nothing: the ledger keeps no hash of its days."""
        del period
        return ""

    def rollup(self, period: Period) -> str:
        """Every row with n of one: PostgreSQL sums what it reads."""
        return f"SELECT *, 1::bigint AS n FROM ({self.detail(period)}) AS each"  # noqa: S608

    def detail(self, period: Period) -> str:
        """The current contacts of the days."""
        return f"SELECT * FROM ({self._rows}) AS current_rows WHERE {_days(period, LAYOUT.day)}"  # noqa: S608


class SparkEngine:
    """PySpark over the extract's files, standing in for any engine that runs on many machines."""

    dialect = "pyspark"

    def __init__(self, session: Any, snapshot: Snapshot) -> None:
        """Stand on a Spark session and a snapshot."""
        self.session = session
        self.snapshot = snapshot
        self.watermark = snapshot.watermark

    def content(self, period: Period) -> str:
        """A sha256 of the records of the period."""
        return self.snapshot.content(period.start, period.end)

    def rollup(self, period: Period) -> str:
        """A view of the monthly roll-ups cut to the days."""
        return self._view("rollup", [str(f) for f in self.snapshot.rollups(period.start, period.end)], period)

    def detail(self, period: Period) -> str:
        """A view of the daily files of the days."""
        return self._view("detail", [str(f) for f in self.snapshot.details(period.start, period.end)], period)

    def fetch(self, sql: str) -> Rows:
        """Ask Spark."""
        return [tuple(row) for row in self.session.sql(sql).collect()]

    def _view(self, kind: str, files: list[str], period: Period) -> str:
        self.session.read.parquet(*files).createOrReplaceTempView(f"contacts_{kind}")
        return f"SELECT * FROM contacts_{kind} WHERE {_days(period, LAYOUT.day)}"  # noqa: S608
