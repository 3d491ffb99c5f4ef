"""Temporary tables of the rounds import, filled by COPY and processed in sets."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db import connection

Copied = tuple[int, str, str]  # UPRN, stream, round; no round for a rejected row, whose property keeps its round


def create_table() -> None:
    """Create an empty temporary table, dropped with the transaction."""
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS waste_load")
        cursor.execute("CREATE TEMP TABLE waste_load (uprn bigint, stream text, code text) ON COMMIT DROP")


def copy(lines: Iterable[Copied]) -> None:
    """Copy lines into it. All must be in memory, as the connection cannot be used otherwise during COPY."""
    with connection.cursor() as cursor, cursor.copy("COPY waste_load (uprn, stream, code) FROM STDIN") as out:
        for line in lines:
            out.write_row(line)


def analyse() -> None:
    """Analyse the table, so that queries are planned well."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE waste_load")


def distinct() -> int:
    """Return the number of lines copied, each property on each round once."""
    return _execute("SELECT count(*) FROM (SELECT DISTINCT uprn, code FROM waste_load WHERE code <> '') singleton", [])


def end_others(streams: Iterable[str], since: date, at: datetime) -> int:
    """End memberships of these streams that are not in the list, on a day; return how many."""
    return _changed(
        "UPDATE waste_membership m SET ends_on = greatest(m.starts_on, %s), changed_at = %s FROM waste_round r"
        " WHERE r.id = m.round_id AND m.ends_on IS NULL AND r.stream = ANY(%s) AND NOT EXISTS"
        " (SELECT 1 FROM waste_load l WHERE l.uprn = m.uprn AND (l.code = r.code"
        " OR l.code = '' AND l.stream = r.stream))",
        [since, at, list(streams)],
    )


def begin_new(since: date, at: datetime) -> int:
    """Start memberships that are new in the list, on a day; return how many."""
    return _changed(
        "INSERT INTO waste_membership (uprn, round_id, starts_on, changed_at)"
        " SELECT DISTINCT l.uprn, r.id, %s::date, %s::timestamptz FROM waste_load l"
        " JOIN waste_round r ON r.code = l.code WHERE NOT EXISTS (SELECT 1 FROM waste_membership m"
        " WHERE m.uprn = l.uprn AND m.round_id = r.id AND m.ends_on IS NULL)",
        [since, at],
    )


def _execute(question: str, values: list[Any]) -> int:
    with connection.cursor() as cursor:
        cursor.execute(question, values)
        return int(cursor.fetchone()[0])


def _changed(statement: str, values: list[Any]) -> int:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return int(cursor.rowcount)
