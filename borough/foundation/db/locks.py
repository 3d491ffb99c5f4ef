"""Holding a name for the length of a transaction, a connection or a block, so that two never do the same at once."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import connection

SPACE = 20170601  # keeps our names apart from those of other users of the database's advisory locks


def lock(name: str) -> None:
    """Hold the name until the transaction ends, waiting for whoever holds it now."""
    _query("SELECT pg_advisory_xact_lock(hashtextextended(%s, %s))", name)


def try_lock(name: str) -> bool:
    """Hold the name until the transaction ends, if nobody does now."""
    return _query("SELECT pg_try_advisory_xact_lock(hashtextextended(%s, %s))", name)


def try_session_lock(name: str) -> bool:
    """Hold the name for this connection, if nobody does now; `let_go` ends it, and so does the connection's end."""
    return _query("SELECT pg_try_advisory_lock(hashtextextended(%s, %s))", name)


def unlock(name: str) -> None:
    """Let go of a name kept for this connection."""
    if connection.connection is not None and not connection.connection.broken:
        _query("SELECT pg_advisory_unlock(hashtextextended(%s, %s))", name)


def _query(question: str, name: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(question, [name, SPACE])
        return bool(cursor.fetchone()[0])


def snapshot_isolation() -> None:
    """Have the transaction that has just begun see the database as it is now to its end, and write nothing."""
    with connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")


@contextmanager
def file_lock(path: Path, *, wait: bool = True) -> Iterator[bool]:
    """Whether this process alone holds the file on this machine for the block; it is let go whatever becomes of us."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with path.open("w") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError:
            yield False
        else:
            yield True
