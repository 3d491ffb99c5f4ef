"""Gazetteer health examination: every record against every check, stored as a dated run."""

from collections.abc import Callable, Iterator
from datetime import date, datetime
from itertools import chain, islice

from django.db import connection, transaction

from borough.foundation import audit, events
from borough.foundation.db import locks
from borough.gazetteer.models import Change, HealthFault, HealthRun
from borough.gazetteer.queries import health
from borough.gazetteer.queries.export_rows import last_change
from borough.gazetteer.types import ExaminationRequested, HealthSummary

AT_ONCE = 2_000
PROGRESS_EVERY = 20_000  # records between two progress reports
Progress = Callable[[int], None]


def examine(*, by: str, at: datetime, today: date, progress: Progress | None = None) -> HealthSummary:
    """Run every check on a snapshot of the gazetteer, store the failures, and return the run.

    today: dates after this day count as future dates.
    """
    failures: list[tuple[int, health.ExaminedRecord]] = []
    records = 0
    inside = connection.in_atomic_block
    with transaction.atomic():
        if not inside:
            locks.snapshot_isolation()
        change = last_change()
        for records, examined in enumerate(health.examine(today), 1):
            failures += [(number, examined) for number in examined.failed]
            if progress and not records % PROGRESS_EVERY:
                progress(records)
        failures += [(examined.failed[0], examined) for examined in health.examine_across()]
    with transaction.atomic():
        run = HealthRun.objects.create(
            created_at=at,
            created_by=by,
            change=Change.objects.filter(pk=change).first(),
            records=records,
            faults=len(failures),
        )
        rows = (
            HealthFault(
                run=run,
                check_number=number,
                record=examined.record,
                key=examined.key,
                uprn=examined.uprn,
                usrn=examined.usrn,
            )
            for number, examined in failures
        )
        for batch in _batches(rows, AT_ONCE):
            HealthFault.objects.bulk_create(batch)
        detail = {"change": change, "records": records, "faults": len(failures)}
        audit.record(by=by, at=at, verb="gazetteer.examine", subject=f"health-run:{run.pk}", detail=detail)
    summary = health.latest()
    assert summary is not None  # noqa: S101 - it was just made
    return summary


def _batches(rows: Iterator[HealthFault], size: int) -> Iterator[list[HealthFault]]:
    for first in rows:
        yield list(chain([first], islice(rows, size - 1)))


def request_examination(*, by: str, at: datetime) -> None:
    """Queue an examination for the worker; one queued job is enough."""
    with transaction.atomic():
        position = audit.record(by=by, at=at, verb="gazetteer.request_examination", subject="gazetteer", detail={})
        events.publish(ExaminationRequested(position), at=at, position=position)
