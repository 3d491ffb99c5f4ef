"""Extracts made from rows told in a test, without a database."""

import csv
import io
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from borough.contacts.extracts import LAYOUT
from borough.foundation.files import columnar_writer as writing
from borough.foundation.files.columnar import Snapshot
from borough.measures.grammar.engines import ParquetEngine

DEFAULTS: dict[str, Any] = {
    "happened_on": date(2018, 1, 10),
    "channel": "web",
    "direction": "inbound",
    "who": "customer",
    "nature": "transaction",
    "service": "garden-waste",
    "outcome": "completed",
    "avoidable": "",
    "barrier": "",
    "source": "test",
    "ward": "",
    "assisted": False,
    "minutes": 0,
    "minutes_known": False,
    "audit_position": 1,
}


def contacts(*groups: tuple[int, dict[str, Any]]) -> list[dict[str, Any]]:
    """Rows from (how many, what differs), with ids from 1."""
    rows = [{**DEFAULTS, **differs} for many, differs in groups for _ in range(many)]
    return [{"contact_id": n, "reference": f"C{n:09}", **row} for n, row in enumerate(rows, 1)]


def as_csv(rows: Iterable[dict[str, Any]]) -> bytes:
    """Rows as PostgreSQL copies them."""
    out = io.StringIO()
    lines = csv.writer(out, lineterminator="\n")
    for row in rows:
        values = [row[name] for name in LAYOUT.columns]
        lines.writerow([("t" if v else "f") if isinstance(v, bool) else v for v in values])
    return out.getvalue().encode()


def write_extract(folder: Path, rows: list[dict[str, Any]], **options: Any) -> Snapshot:
    """Write rows as an extract, all of them afresh."""
    days: dict[date, int] = {}
    for row in rows:
        days[row["happened_on"]] = days.get(row["happened_on"], 0) + 1
    last = max((row["audit_position"] for row in rows), default=0)
    return writing.refresh(
        folder,
        layout=LAYOUT,
        find=lambda before: writing.Changes(days, last, f"{last}", all_days=True),
        copy=lambda selected: [as_csv(row for row in rows if row["happened_on"] in selected)],
        **options,
    )


@pytest.fixture
def engine_for(tmp_path: Path) -> Callable[..., ParquetEngine]:
    """Return an engine over contacts given as (how many, what differs)."""

    def count_over(*groups: tuple[int, dict[str, Any]]) -> ParquetEngine:
        return ParquetEngine(write_extract(tmp_path / "contacts", contacts(*groups)))

    return count_over
