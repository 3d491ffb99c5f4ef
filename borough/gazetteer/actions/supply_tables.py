"""Staging tables of an import (unlogged): a database crash may empty them, with no other effect."""

from collections.abc import Iterator
from typing import Any

from borough.gazetteer.layouts import Layout
from borough.gazetteer.rules.records import RECORDS
from borough.gazetteer.types import Reject

MARK = """
CREATE UNLOGGED TABLE gazetteer_staged_mark (supply bigint, waiting bigint);
CREATE UNLOGGED TABLE gazetteer_staged_wrong (line bigint PRIMARY KEY, file int, place bigint, record text, col text,
    value text, reason text);
CREATE UNLOGGED TABLE gazetteer_staged_touched (line bigint PRIMARY KEY)
"""
STAGE = """
CREATE UNLOGGED TABLE gazetteer_staged_{name} AS SELECT 0::bigint AS line, 'I'::char(1) AS change, 1 AS turn, {facts}
    FROM gazetteer_{name} WITH NO DATA;
ALTER TABLE gazetteer_staged_{name} ALTER turn SET DEFAULT 1, SET (autovacuum_enabled = off)
"""
NAMED = """
SELECT t.{fact} FROM gazetteer_{name} t JOIN gazetteer_staged_{name} s ON {same}
"""
RANGE = "SELECT coalesce(min(uprn), 0), coalesce(max(uprn), 0) FROM gazetteer_staged_{name}"


def create_tables(cursor: Any, layout: Layout, supply: int) -> None:
    """Create empty staging tables for a supply."""
    drop_tables(cursor)
    cursor.execute(MARK)
    for name in layout.kinds():
        cursor.execute(STAGE.format(name=name, facts=", ".join(layout.facts_of(name))))
    cursor.execute("INSERT INTO gazetteer_staged_mark VALUES (%s, 0)", [supply])


def drop_tables(cursor: Any) -> None:
    """Drop the staging tables."""
    for name in (*RECORDS, "mark", "wrong", "touched"):
        cursor.execute(f"DROP TABLE IF EXISTS gazetteer_staged_{name}")


def waiting(cursor: Any, supply: int) -> int:
    """Return how many of the supply's records are staged; 0 without its tables, or if a crash emptied them."""
    cursor.execute("SELECT to_regclass('gazetteer_staged_mark')")
    if cursor.fetchone()[0] is None:
        return 0
    cursor.execute("SELECT waiting FROM gazetteer_staged_mark WHERE supply = %s", [supply])
    row = cursor.fetchone()
    return int(row[0]) if row else 0


def stage(cursor: Any, layout: Layout, texts: dict[str, bytes], wrong: list[tuple[int, Reject]]) -> None:
    """Stage a batch: COPY lines by kind of record, and its rejects."""
    for name, text in texts.items():
        columns = ", ".join(("line", "change", *layout.facts_of(name)))
        with cursor.copy(f"COPY gazetteer_staged_{name} ({columns}) FROM STDIN") as copy:
            copy.write(text)
    with cursor.copy("COPY gazetteer_staged_wrong FROM STDIN") as copy:
        for line, reject in wrong:
            copy.write_row(
                (
                    line,
                    line >> 40,
                    reject.row,
                    reject.record,
                    reject.column,
                    reject.value.replace("\0", ""),
                    reject.reason,
                )
            )


def save_waiting_count(cursor: Any, supply: int, records: int) -> None:
    """Store the number of staged records, in the batch's transaction."""
    cursor.execute("UPDATE gazetteer_staged_mark SET waiting = %s WHERE supply = %s", [records, supply])


def rejected(cursor: Any) -> int:
    """Return the number of rejected records."""
    cursor.execute("SELECT count(*) FROM gazetteer_staged_wrong")
    return int(cursor.fetchone()[0])


def rejects(cursor: Any, files: list[str], most: int | None = None) -> Iterator[Reject]:
    """Yield the rejects in the order of the supply."""
    cursor.execute(
        "SELECT file, place, record, col, value, reason FROM gazetteer_staged_wrong ORDER BY line LIMIT %s", [most]
    )
    while rows := cursor.fetchmany(2000):
        for file, *rest in rows:
            yield Reject(files[file], *rest)


def affected_ids(cursor: Any, layout: Layout) -> tuple[set[int], set[int]]:
    """Return the UPRNs and USRNs affected by the staged records, as the gazetteer has them now."""
    numbers: dict[str, set[int]] = {"uprn": set(), "usrn": set()}
    for name in layout.kinds():
        record = RECORDS[name]
        fact = "uprn" if "uprn" in record.facts else "usrn"
        same = " AND ".join(f"t.{column} = s.{column}" for column in record.key)
        cursor.execute(NAMED.format(name=name, fact=fact, same=same))
        numbers[fact] |= {int(row[0]) for row in cursor.fetchall()}
    return numbers["uprn"], numbers["usrn"]


def uprn_range(cursor: Any, layout: Layout) -> tuple[int, int]:
    """Return the lowest and highest staged UPRN; zeros for a supply of streets only."""
    ends = [(0, 0)]
    for name in layout.kinds():
        if "uprn" in RECORDS[name].facts:
            cursor.execute(RANGE.format(name=name))
            ends.append(cursor.fetchone())
    lows = [low for low, _ in ends if low]
    return min(lows, default=0), max(high for _, high in ends)


def check_constraints(cursor: Any) -> None:
    """Check deferred constraints now, before the audit chain is locked."""
    cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
