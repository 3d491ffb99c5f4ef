"""Letting go of what is past its time: floors declare their classes, one engine disposes of them, holds are obeyed.

A class says whose time has begun and since when, how long it lasts and why, and how a row is let go of. Rows are
emptied and kept where figures count them, else removed; that it was done, and of how many, is kept.
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

DISPOSAL_LOCK = "services.retention"  # nothing is put on hold while it is being disposed of
BATCH = 100  # rows a transaction
MAX_COUNT = 1_000  # more are said to be so many or more
COUNT_SCAN_LIMIT = 5_000  # rows for a count: a page does not go through a table of which most is held
Row = Any  # of whichever table a class is of


@dataclass(frozen=True, kw_only=True)
class RetentionClass:
    """A class of a floor's rows that are kept for a time.

    rows: what is not let go of yet and whose time has begun. since: the look-up to the day or moment it began.
    person, reference: look-ups to the person's id and to what a hold may name; empty where there is none.
    about: what else a hold may name, of a row. end: let go of the rows with these ids at a moment.
    law: the law that has them kept until then, whoever asks for them to be erased; `also` names the rows of other
    tables that go with them.
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
    """Rows about a person that a law has us keep: what, how many, until when, by which law."""

    key: str
    what: str
    count: int
    until: date
    law: str

    @property
    def sentence(self) -> str:
        """In words: what is kept, why and until when."""
        return f"{self.what}: {self.count}, until {self.until.day} {self.until:%B %Y}. {self.law}."


HoldFinder = Callable[[Collection[int], Collection[str]], tuple[set[int], set[str]]]
_classes: dict[str, RetentionClass] = {}
_hold_finders: list[HoldFinder] = []


def register_classes(*classes: RetentionClass) -> None:
    """Add a floor's classes."""
    _classes.update({retention_class.key: retention_class for retention_class in classes})


def register_hold_source(finder: HoldFinder) -> None:
    """Let a floor above say which of some persons and references are kept for now: on hold, or still in use."""
    _hold_finders.append(finder)


def classes() -> tuple[RetentionClass, ...]:
    """Every class that was declared, by its key."""
    return tuple(retention_class for _, retention_class in sorted(_classes.items()))


def dispose(*, by: str, at: datetime, today: date, keys: Collection[str]) -> dict[str, int]:
    """Dispose of everything of some classes that is past its time, a batch a transaction; stopped, it goes on."""
    return {key: _dispose(_classes[key], by, at, today) for key in keys}


def _dispose(retention_class: RetentionClass, by: str, at: datetime, today: date) -> int:
    done, after, more = 0, 0, True
    while more:
        count, after = dispose_batch(retention_class, by=by, at=at, today=today, after=after)
        done, more = done + count, after > 0
    return done


def dispose_batch(retention_class: RetentionClass, *, by: str, at: datetime, today: date, after: int = 0) -> tuple[int, int]:
    """Dispose of the next batch: how many, and the id where it ended; nought when there are no more."""
    with transaction.atomic():
        locks.lock(DISPOSAL_LOCK)
        expired, end = due_rows(retention_class, today, after=after)
        if expired:
            retention_class.dispose([row.pk for row in expired], at)
            DisposalCount.objects.create(key=retention_class.key, on=today, rows=len(expired))
            detail = {"rows": len(expired)}
            audit.record(by=by, at=at, verb="retention.dispose", subject=f"retention:{retention_class.key}", detail=detail)
    return len(expired), end


def due_rows(retention_class: RetentionClass, today: date, *, after: int = 0, limit: int = BATCH) -> tuple[list[Row], int]:
    """Rows whose time is over and that nobody holds, among the next so many that are old enough; and where they end."""
    before = latest_closing_date(retention_class.retention, today) + timedelta(days=1)
    rows = retention_class.rows().filter(**{f"{retention_class.since}__lt": day_starts(before) if _is_moment(retention_class) else before}, pk__gt=after)
    batch = list(rows.order_by("pk")[:limit])
    on_hold = _ids_on_hold(retention_class, batch)
    expired = [row for row in batch if row.pk not in on_hold and disposal_date(retention_class.retention, _start_date(retention_class, row)) <= today]
    return expired, batch[-1].pk if len(batch) == limit else 0


def _is_moment(retention_class: RetentionClass) -> bool:
    query = retention_class.rows().query
    field = query.annotations.get(retention_class.since) or retention_class.rows().model._meta.get_field(retention_class.since)
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
        row.pk for row in rows
        if (retention_class.person and getattr(row, retention_class.person) in persons_on_hold) or names_on_hold & _hold_names(retention_class, row)
    }  # fmt: skip


def count_due(retention_class: RetentionClass, today: date) -> int:
    """How many of the oldest are past their time now, at most MANY."""
    count, after = 0, 0
    for _ in range(COUNT_SCAN_LIMIT // MAX_COUNT):
        expired, after = due_rows(retention_class, today, after=after, limit=MAX_COUNT)
        count += len(expired)
        if not after or count >= MAX_COUNT:
            break
    return min(count, MAX_COUNT)


def disposed_counts(since: date) -> list[tuple[date, str, int]]:
    """What was disposed of since a day: each month's first day, the class and how many rows, the latest first."""
    rows = DisposalCount.objects.filter(on__gte=since).annotate(month=TruncMonth("on")).values("month", "key")
    counted = rows.annotate(count=Sum("rows")).order_by("-month", "key")
    return [(row["month"], row["key"], row["count"]) for row in counted]


def find_owner(reference: str) -> tuple[bool, int | None]:
    """Whether something that is still kept has a reference, and whose it is, for whoever puts it on hold."""
    for retention_class in _classes.values():
        if retention_class.reference:
            row = retention_class.rows().model._base_manager.filter(**{retention_class.reference: reference}).first()
            if row is not None and getattr(row, "disposed_at", None) is None:
                return True, getattr(row, retention_class.person) if retention_class.person else None
    return False, None


def legal_retentions(persons: Collection[int]) -> list[LegalRetention]:
    """What a law has us keep about people though they ask to be erased: by class and by the day until when."""
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
    """Rows without those that a law has us keep: these alone may be erased."""
    for retention_class in _statutory_classes():
        if rows.model is retention_class.rows().model:
            rows = rows.exclude(pk__in=retention_class.rows().values("pk"))
        for label, condition in retention_class.also:
            if rows.model._meta.label == label:
                rows = rows.exclude(condition)
    return rows
