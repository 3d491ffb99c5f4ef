"""Health checks of the database, migrations, jobs and disk, and those added by upper layers."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from borough.foundation import jobs

LATE_AFTER = 60.0  # seconds: SAFETY rule 2
MIN_FREE_DISK = 500 * 2**20


@dataclass(frozen=True)
class Finding:
    """The result of a check: whether it passed, a message, and figures for machines."""

    is_healthy: bool
    sentence: str
    facts: dict[str, int | float | str]


_checks: dict[str, Callable[[], Finding]] = {}


def check(name: str) -> Callable[[Callable[[], Finding]], Callable[[], Finding]]:
    """Register a health check under a name; other apps call it from their apps.py."""

    def add(function: Callable[[], Finding]) -> Callable[[], Finding]:
        _checks[name] = function
        return function

    return add


def run_checks() -> dict[str, Finding]:
    """Run every check; a check that raises is reported as failed."""
    findings: dict[str, Finding] = {}
    for name, function in _checks.items():
        try:
            findings[name] = function()
        except (DatabaseError, OSError) as error:
            findings[name] = Finding(False, f"Could not be checked: {type(error).__name__}.", {})
    return findings


@check("database")
def _database() -> Finding:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('server_version'), pg_database_size(current_database())")
        version, size = cursor.fetchone()
    return Finding(True, "The database answers.", {"version": version, "bytes": size})


@lru_cache(maxsize=1)
def _all_migrated() -> bool:
    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


def is_migrated() -> bool:
    """Return whether every migration has run; cached once true, since migrations come with a restart."""
    if not (done := _all_migrated()):
        _all_migrated.cache_clear()
    return done


@check("migrations")
def _migrations() -> Finding:
    if is_migrated():
        return Finding(True, "Every migration has run.", {})
    return Finding(False, "Migrations are waiting. Run: borough migrate", {})


@check("jobs")
def _jobs() -> Finding:
    now = jobs.backlog()
    facts: dict[str, int | float | str] = {
        "pending": now.pending,
        "failed": now.failed,
        "oldest_seconds": round(now.oldest_seconds, 1),
    }
    if now.oldest_seconds > LATE_AFTER:
        return Finding(
            False, f"The oldest job has waited {now.oldest_seconds:.0f} seconds. Is a worker running?", facts
        )
    return Finding(True, "Jobs are being done in time.", facts)


@check("disk")
def _disk() -> Finding:
    free = shutil.disk_usage(settings.HOME).free
    well = free >= MIN_FREE_DISK
    return Finding(well, "There is room on the disk." if well else "The disk is nearly full.", {"free_bytes": free})
