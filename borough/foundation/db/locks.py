"""Named locks for a transaction, a connection or a block."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import connection

SPACE = 20170601  # separates our lock names from other users of advisory locks


def lock(name: str) -> None:
    """Lock a name until the transaction ends, waiting if necessary."""
    _query("SELECT pg_advisory_xact_lock(hashtextextended(%s, %s))", name)


def try_lock(name: str) -> bool:
    """Try to lock a name until the transaction ends; return whether it succeeded."""
    return _query("SELECT pg_try_advisory_xact_lock(hashtextextended(%s, %s))", name)


def try_session_lock(name: str) -> bool:
    """Try to lock a name for this connection; `unlock` or closing the connection releases it."""
    return _query("SELECT pg_try_advisory_lock(hashtextextended(%s, %s))", name)


def unlock(name: str) -> None:
    """Release a session lock."""
    if connection.connection is not None and not connection.connection.broken:
        _query("SELECT pg_advisory_unlock(hashtextextended(%s, %s))", name)


def _query(question: str, name: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(question, [name, SPACE])
        return bool(cursor.fetchone()[0])


def snapshot_isolation() -> None:
    """Set the current transaction to repeatable read and read only; call as its first statement."""
    with connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")


@contextmanager
def file_lock(path: Path, *, wait: bool = True) -> Iterator[bool]:
    """Lock a file on this machine for the block, and yield whether it succeeded; released if the process dies."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with path.open("w") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError:
            yield False
        else:
            yield True
