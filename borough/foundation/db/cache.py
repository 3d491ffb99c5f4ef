"""Cache backend in PostgreSQL, shared by all processes and safe for rate limit counters.

Django's database cache reads and then writes, and evicts live entries above 300: a client requesting enough
made-up URLs could evict its own rate limit counter. Here each write is one statement, and only expired
entries are deleted.
"""

import base64
import pickle
import secrets
from datetime import UTC, datetime, timedelta
from typing import Any, cast

from django.core.cache import caches
from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.db import DatabaseCache
from django.db import connections, router

PURGE_INTERVAL = 200  # one write in this many purges expired entries
NEVER = datetime(9999, 1, 1, tzinfo=UTC)


class Cache(DatabaseCache):
    """Upserting cache: `add` succeeds for exactly one of any number of concurrent callers."""

    def set(self, key: Any, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> None:
        """Write the value, replacing any existing one."""
        self._upsert(key, value, timeout, version, replace=True)

    def add(self, key: Any, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        """Write the value unless an unexpired one exists; return whether it was written."""
        return self._upsert(key, value, timeout, version, replace=False)

    def _upsert(self, key: Any, value: Any, timeout: Any, version: int | None, *, replace: bool) -> bool:
        encoded = base64.b64encode(pickle.dumps(value, self.pickle_protocol)).decode("latin1")
        at = datetime.now(UTC)
        seconds = self.default_timeout if timeout is DEFAULT_TIMEOUT else timeout
        expires = NEVER if seconds is None else at + timedelta(seconds=seconds)
        written = self._write(
            "UPDATE SET value = excluded.value, expires = excluded.expires WHERE %s OR held.expires <= %s",
            [self.make_and_validate_key(key, version=version), encoded, expires, replace, at],
        )
        return written is not None

    def increment(self, key: str, seconds: float) -> int:
        """Increment a counter and return its value; it restarts at 1 `seconds` after its first increment.

        Uses one statement, so that concurrent callers do not queue. Counters cannot be read with `get`.
        """
        at = datetime.now(UTC)
        counted = self._write(
            "UPDATE SET value = CASE WHEN held.expires <= %s THEN '1' ELSE (held.value::bigint + 1)::text END,"
            " expires = CASE WHEN held.expires <= %s THEN excluded.expires ELSE held.expires END",
            [self.make_and_validate_key(f"counted:{key}"), "1", at + timedelta(seconds=seconds), at, at],
        )
        return int(counted or 1)

    def _write(self, on_conflict: str, values: list[Any]) -> str | None:
        """Upsert and return the resulting value; None if the existing one stays. Sometimes purges expired rows."""
        connection = connections[router.db_for_write(self.cache_model_class)]
        table = connection.ops.quote_name(self.cache_model_class._meta.db_table)
        with connection.cursor() as cursor:
            cursor.execute(
                f"INSERT INTO {table} AS held (cache_key, value, expires) VALUES (%s, %s, %s)"  # noqa: S608 - our own table
                f" ON CONFLICT (cache_key) DO {on_conflict} RETURNING value",
                values,
            )
            written = cursor.fetchone()
            if secrets.randbelow(PURGE_INTERVAL) == 0:
                cursor.execute(f"DELETE FROM {table} WHERE expires < now()")  # noqa: S608 - our own table
        return str(written[0]) if written else None


def increment(key: str, seconds: float) -> int:
    """Increment a counter in the default cache; see Cache.increment."""
    return cast(Cache, caches["default"]).increment(key, seconds)
