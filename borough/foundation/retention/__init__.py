"""Retention engine: apps register their classes, one engine disposes of due rows, and legal holds are respected.

A class defines which rows have a running retention period and since when, how long it lasts and why, and how a
row is disposed of. Rows are blanked and kept where statistics count them, otherwise deleted; the fact and the
number are recorded.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import models, transaction
from django.db.models import Q, QuerySet, Sum
from django.db.models.functions import TruncMonth
from django.utils import timezone

from borough.foundation import audit
from borough.foundation.clock import day_starts
from borough.foundation.db import locks
from borough.foundation.models import DisposalCount
from borough.kernel.retention import Retention, disposal_date, latest_closing_date

DISPOSAL_LOCK = "services.retention"  # prevents placing a hold on a record during its disposal
BATCH = 100  # rows in a transaction
MAX_COUNT = 1_000  # counting stops here: shown as "or more"
COUNT_SCAN_LIMIT = 5_000  # rows examined for a count, so that a page does not scan a table mostly on hold
Row = Any  # a row of the class's own table


@dataclass(frozen=True, kw_only=True)
class RetentionClass:
    """A retention class of an app's rows.

    rows: rows not yet disposed of whose period has started. since: the lookup to its start date or time.
    person, reference: lookups to the person's ID and to the reference a hold may name; empty where there is none.
    about: further references of a row that a hold may name. end: disposes of the rows with these IDs at a time.
    law: the law that requires keeping them until then, even if erasure is requested; `also` names the rows of other
    tables that belong to them.
    """

    key: str
    what: str
    retention: Retention
    rows: Callable[[], QuerySet[Row]]
    since: str
    dispose: Callable[[list[int], datetime], object]
    person: str = ""
    reference: str = ""
    about: Callable[[Row], tuple[str, ...]] = lambda _: ()
    law: str = ""
    also: tuple[tuple[str, Q], ...] = ()


@dataclass(frozen=True)
class LegalRetention:
    """Rows about a person that a law requires us to keep: what, how many, until when, which law."""

    key: str
    what: str
    count: int
    until: date
    law: str

    @property
    def sentence(self) -> str:
        """Return what is kept, why and until when, as a sentence."""
        return f"{self.what}: {self.count}, until {self.until.day} {self.until:%B %Y}. {self.law}."


HoldFinder = Callable[[Collection[int], Collection[str]], tuple[set[int], set[str]]]
_classes: dict[str, RetentionClass] = {}
_hold_finders: list[HoldFinder] = []


def register_classes(*classes: RetentionClass) -> None:
    """Register an app's retention classes."""
    _classes.update({retention_class.key: retention_class for retention_class in classes})


def register_hold_source(finder: HoldFinder) -> None:
    """Register a function that returns which persons and references are on hold or still in use."""
    _hold_finders.append(finder)


def classes() -> tuple[RetentionClass, ...]:
    """Return every registered class, by key."""
    return tuple(retention_class for _, retention_class in sorted(_classes.items()))


def dispose(*, by: str, at: datetime, today: date, keys: Collection[str]) -> dict[str, int]:
    """Dispose of all due rows of some classes, one batch per transaction; an interrupted run can be resumed."""
    return {key: _dispose(_classes[key], by, at, today) for key in keys}


def _dispose(retention_class: RetentionClass, by: str, at: datetime, today: date) -> int:
    done, after, more = 0, 0, True
    while more:
        count, after = dispose_batch(retention_class, by=by, at=at, today=today, after=after)
        done, more = done + count, after > 0
    return done


def dispose_batch(
    retention_class: RetentionClass, *, by: str, at: datetime, today: date, after: int = 0
) -> tuple[int, int]:
    """Dispose of the next batch; return the count and its last ID, 0 when there are no more."""
    with transaction.atomic():
        locks.lock(DISPOSAL_LOCK)
        expired, end = due_rows(retention_class, today, after=after)
        if expired:
            retention_class.dispose([row.pk for row in expired], at)
            DisposalCount.objects.create(key=retention_class.key, on=today, rows=len(expired))
            detail = {"rows": len(expired)}
            audit.record(
                by=by, at=at, verb="retention.dispose", subject=f"retention:{retention_class.key}", detail=detail
            )
    return len(expired), end


def due_rows(
    retention_class: RetentionClass, today: date, *, after: int = 0, limit: int = BATCH
) -> tuple[list[Row], int]:
    """Return due rows without a hold among the next batch of old enough rows, and the batch's last ID."""
    before = latest_closing_date(retention_class.retention, today) + timedelta(days=1)
    rows = retention_class.rows().filter(
        **{f"{retention_class.since}__lt": day_starts(before) if _is_moment(retention_class) else before}, pk__gt=after
    )
    batch = list(rows.order_by("pk")[:limit])
    on_hold = _ids_on_hold(retention_class, batch)
    expired = [
        row
        for row in batch
        if row.pk not in on_hold
        and disposal_date(retention_class.retention, _start_date(retention_class, row)) <= today
    ]
    return expired, batch[-1].pk if len(batch) == limit else 0


def _is_moment(retention_class: RetentionClass) -> bool:
    query = retention_class.rows().query
    field = query.annotations.get(retention_class.since) or retention_class.rows().model._meta.get_field(
        retention_class.since
    )
    return isinstance(getattr(field, "output_field", field), models.DateTimeField)


def _start_date(retention_class: RetentionClass, row: Row) -> date:
    value: date = getattr(row, retention_class.since)
    return timezone.localdate(value) if isinstance(value, datetime) else value


def _hold_names(retention_class: RetentionClass, row: Row) -> set[str]:
    own = (str(getattr(row, retention_class.reference)),) if retention_class.reference else ()
    return {name for name in (*own, *retention_class.about(row)) if name}


def _ids_on_hold(retention_class: RetentionClass, rows: list[Row]) -> set[int]:
    persons = {getattr(row, retention_class.person) for row in rows if retention_class.person} - {None}
    names = {name for row in rows for name in _hold_names(retention_class, row)}
    persons_on_hold: set[int] = set()
    names_on_hold: set[str] = set()
    for ask in _hold_finders if persons or names else ():
        more_persons, more_names = ask(persons, names)
        persons_on_hold |= more_persons
        names_on_hold |= more_names
    return {
        row.pk
        for row in rows
        if (retention_class.person and getattr(row, retention_class.person) in persons_on_hold)
        or names_on_hold & _hold_names(retention_class, row)
    }


def count_due(retention_class: RetentionClass, today: date) -> int:
    """Return how many of the oldest rows are due now, at most MAX_COUNT."""
    count, after = 0, 0
    for _ in range(COUNT_SCAN_LIMIT // MAX_COUNT):
        expired, after = due_rows(retention_class, today, after=after, limit=MAX_COUNT)
        count += len(expired)
        if not after or count >= MAX_COUNT:
            break
    return min(count, MAX_COUNT)


def disposed_counts(since: date) -> list[tuple[date, str, int]]:
    """Return the disposals since a day: first day of the month, class and row count, latest first."""
    rows = DisposalCount.objects.filter(on__gte=since).annotate(month=TruncMonth("on")).values("month", "key")
    counted = rows.annotate(count=Sum("rows")).order_by("-month", "key")
    return [(row["month"], row["key"], row["count"]) for row in counted]


def find_owner(reference: str) -> tuple[bool, int | None]:
    """Return whether a retained record has this reference, and its person, for placing a hold."""
    for retention_class in _classes.values():
        if retention_class.reference:
            row = retention_class.rows().model._base_manager.filter(**{retention_class.reference: reference}).first()
            if row is not None and getattr(row, "disposed_at", None) is None:
                return True, getattr(row, retention_class.person) if retention_class.person else None
    return False, None


def legal_retentions(persons: Collection[int]) -> list[LegalRetention]:
    """Return what a law requires us to keep about people despite an erasure request, by class and end date."""
    counts: dict[tuple[str, date], int] = {}
    for retention_class in _statutory_classes():
        for row in retention_class.rows().filter(**{f"{retention_class.person}__in": list(persons)}):
            end = (retention_class.key, disposal_date(retention_class.retention, _start_date(retention_class, row)))
            counts[end] = counts.get(end, 0) + 1
    return [
        LegalRetention(key=key, what=_classes[key].what, count=count, until=until, law=_classes[key].law)
        for (key, until), count in sorted(counts.items())
    ]


def _statutory_classes() -> list[RetentionClass]:
    return [retention_class for retention_class in classes() if retention_class.law]


def exclude_legal_retention(rows: QuerySet[Row]) -> QuerySet[Row]:
    """Return the rows without those that a law requires us to keep: only these may be erased."""
    for retention_class in _statutory_classes():
        if rows.model is retention_class.rows().model:
            rows = rows.exclude(pk__in=retention_class.rows().values("pk"))
        for label, condition in retention_class.also:
            if rows.model._meta.label == label:
                rows = rows.exclude(condition)
    return rows
