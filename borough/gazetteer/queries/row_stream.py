"""Streaming of many rows in constant memory."""

from collections.abc import Iterator
from contextlib import closing
from typing import Any

from django.db import connection

FETCHED = 5_000


def stream_rows(question: str, values: Any) -> Iterator[tuple[Any, ...]]:
    """Yield the rows of a query, fetched in batches of 5,000.

    The query is planned for all its rows, not for the first few as cursors are by default (7 s for 60,000 addresses
    instead of 0.5 s), and without JIT compilation (another 1.3 s).
    """
    with connection.cursor() as plain, closing(connection.chunked_cursor()) as cursor:
        plain.execute("SET jit = off; SET cursor_tuple_fraction = 1")
        cursor.execute(question, values)
        plain.execute("RESET jit; RESET cursor_tuple_fraction")
        while rows := cursor.fetchmany(FETCHED):
            yield from rows
