"""Asynchronous commit, for writes that may be lost in a power failure, such as page counts."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction


@contextmanager
def async_commit() -> Iterator[None]:
    """Run a transaction with synchronous_commit off. Has no effect inside another transaction."""
    inside = connection.in_atomic_block
    with transaction.atomic():
        if not inside:
            with connection.cursor() as cursor:
                cursor.execute("SET LOCAL synchronous_commit TO off")
        yield
