"""Examine the health of the gazetteer: every record under every check, kept as a dated run."""

from collections.abc import Callable, Iterator
from datetime import date, datetime
from itertools import chain, islice

from django.db import connection, transaction

from borough.foundation import audit, events, locks
from borough.places.models import Change, HealthFault, HealthRun
from borough.places.queries import health
from borough.places.queries.given_out import last_change
from borough.places.types import ExaminationAsked, HealthShown

AT_ONCE = 2_000
SAID_EVERY = 20_000  # records between two words of progress
Progress = Callable[[int], None]


def examine(*, by: str, at: datetime, today: date, progress: Progress | None = None) -> HealthShown:
    """Run every check over the gazetteer as it is at one moment, keep what failed, and return the run.

    today: the day by which a date is still to come.
    """
    found: list[tuple[int, health.Examined]] = []
    records = 0
    inside = connection.in_atomic_block
    with transaction.atomic():
        if not inside:
            locks.see_one_moment()
        change = last_change()
        for records, one in enumerate(health.examine(today), 1):
            found += [(number, one) for number in one.failed]
            if progress and not records % SAID_EVERY:
                progress(records)
        found += [(one.failed[0], one) for one in health.examine_between()]
    with transaction.atomic():
        run = HealthRun.objects.create(
            made_at=at, made_by=by, change=Change.objects.filter(pk=change).first(), records=records, faults=len(found)
        )
        rows = (
            HealthFault(run=run, check_number=number, record=one.record, key=one.key, uprn=one.uprn, usrn=one.usrn)
            for number, one in found
        )
        for some in _by(rows, AT_ONCE):
            HealthFault.objects.bulk_create(some)
        detail = {"change": change, "records": records, "faults": len(found)}
        audit.record(by=by, at=at, verb="places.examine", subject=f"health-run:{run.pk}", detail=detail)
    shown = health.latest()
    assert shown is not None  # noqa: S101 - it was just made
    return shown


def _by(rows: Iterator[HealthFault], size: int) -> Iterator[list[HealthFault]]:
    for first in rows:
        yield list(chain([first], islice(rows, size - 1)))


def ask_examination(*, by: str, at: datetime) -> None:
    """Ask for an examination, which the worker makes; one waiting already is enough."""
    with transaction.atomic():
        position = audit.record(by=by, at=at, verb="places.ask_examination", subject="gazetteer", detail={})
        events.publish(ExaminationAsked(position), at=at, position=position)
