"""Writes that may be lost when the power fails, such as a count of a page: they do not wait for the disk."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction


@contextmanager
def async_commit() -> Iterator[None]:
    """A transaction that is told done before it is on the disk. Inside another one it changes nothing."""
    inside = connection.in_atomic_block
    with transaction.atomic():
        if not inside:
            with connection.cursor() as cursor:
                cursor.execute("SET LOCAL synchronous_commit TO off")
        yield
