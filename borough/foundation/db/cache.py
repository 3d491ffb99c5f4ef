"""The cache, kept in PostgreSQL so that every process counts together, and made safe for counting tries.

Django's own looks and then writes, and drops live entries once there are 300: whoever asks for enough made-up
addresses could push out the count of their tries. Here each write is one statement, and only what has run out goes.
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

PURGE_INTERVAL = 200  # one write in so many clears away what has run out
NEVER = datetime(9999, 1, 1, tzinfo=UTC)


class Cache(DatabaseCache):
    """Upserts: `add` succeeds for one caller alone, however many come at once."""

    def set(self, key: Any, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> None:
        """Write, whatever is there."""
        self._upsert(key, value, timeout, version, replace=True)

    def add(self, key: Any, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        """Write unless something that has not run out is there; whether it was written."""
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
        """Count one more, and return how many were counted since the first; as many seconds after it, it begins anew.

        One statement, so that nobody waits for another's turn to count. What is counted is not read with `get`.
        """
        at = datetime.now(UTC)
        counted = self._write(
            "UPDATE SET value = CASE WHEN held.expires <= %s THEN '1' ELSE (held.value::bigint + 1)::text END,"
            " expires = CASE WHEN held.expires <= %s THEN excluded.expires ELSE held.expires END",
            [self.make_and_validate_key(f"counted:{key}"), "1", at + timedelta(seconds=seconds), at, at],
        )
        return int(counted or 1)

    def _write(self, on_conflict: str, values: list[Any]) -> str | None:
        """What stands under the key now; None when what was held stays. Now and then, what has run out goes."""
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
    """Count one more of the key in the cache of this home: see Cache.count."""
    return cast(Cache, caches["default"]).increment(key, seconds)
