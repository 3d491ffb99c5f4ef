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

from borough.foundation import audit, locks
from borough.foundation.clock import day_starts
from borough.foundation.models import Disposed
from borough.kernel.retention import Retention, due_on, latest_closing

ALONE = "services.retention"  # nothing is put on hold while it is being disposed of
BATCH = 100  # rows a transaction
MANY = 1_000  # more are said to be so many or more
LOOKED_AT = 5_000  # rows for a count: a page does not go through a table of which most is held
Row = Any  # of whichever table a class is of


@dataclass(frozen=True, kw_only=True)
class Class:
    """A class of a floor's rows that are kept for a time.

    rows: what is not let go of yet and whose time has begun. since: the look-up to the day or moment it began.
    person, reference: look-ups to the person's id and to what a hold may name; empty where there is none.
    about: what else a hold may name, of a row. end: let go of the rows with these ids at a moment.
    law: the law that has them kept until then, whoever asks for them to be erased; `also` names the rows of other
    tables that go with them.
    """

    key: str
    what: str
    kept: Retention
    rows: Callable[[], QuerySet[Row]]
    since: str
    end: Callable[[list[int], datetime], object]
    person: str = ""
    reference: str = ""
    about: Callable[[Row], tuple[str, ...]] = lambda _: ()
    law: str = ""
    also: tuple[tuple[str, Q], ...] = ()


@dataclass(frozen=True)
class Kept:
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


Held = Callable[[Collection[int], Collection[str]], tuple[set[int], set[str]]]
_classes: dict[str, Class] = {}
_keepers: list[Held] = []


def declare(*classes: Class) -> None:
    """Add a floor's classes."""
    _classes.update({one.key: one for one in classes})


def keep_when(held: Held) -> None:
    """Let a floor above say which of some persons and references are kept for now: on hold, or still in use."""
    _keepers.append(held)


def classes() -> tuple[Class, ...]:
    """Every class that was declared, by its key."""
    return tuple(one for _, one in sorted(_classes.items()))


def dispose(*, by: str, at: datetime, today: date, keys: Collection[str]) -> dict[str, int]:
    """Dispose of everything of some classes that is past its time, a batch a transaction; stopped, it goes on."""
    return {key: _dispose(_classes[key], by, at, today) for key in keys}


def _dispose(one: Class, by: str, at: datetime, today: date) -> int:
    done, after, more = 0, 0, True
    while more:
        count, after = dispose_some(one, by=by, at=at, today=today, after=after)
        done, more = done + count, after > 0
    return done


def dispose_some(one: Class, *, by: str, at: datetime, today: date, after: int = 0) -> tuple[int, int]:
    """Dispose of the next batch: how many, and the id where it ended; nought when there are no more."""
    with transaction.atomic():
        locks.hold(ALONE)
        found, end = due(one, today, after=after)
        if found:
            one.end([row.pk for row in found], at)
            Disposed.objects.create(key=one.key, on=today, rows=len(found))
            detail = {"rows": len(found)}
            audit.record(by=by, at=at, verb="retention.dispose", subject=f"retention:{one.key}", detail=detail)
    return len(found), end


def due(one: Class, today: date, *, after: int = 0, limit: int = BATCH) -> tuple[list[Row], int]:
    """Rows whose time is over and that nobody holds, among the next so many that are old enough; and where they end."""
    before = latest_closing(one.kept, today) + timedelta(days=1)
    rows = one.rows().filter(**{f"{one.since}__lt": day_starts(before) if _is_moment(one) else before}, pk__gt=after)
    some = list(rows.order_by("pk")[:limit])
    held = _held(one, some)
    found = [row for row in some if row.pk not in held and due_on(one.kept, _began(one, row)) <= today]
    return found, some[-1].pk if len(some) == limit else 0


def _is_moment(one: Class) -> bool:
    query = one.rows().query
    field = query.annotations.get(one.since) or one.rows().model._meta.get_field(one.since)
    return isinstance(getattr(field, "output_field", field), models.DateTimeField)


def _began(one: Class, row: Row) -> date:
    value: date = getattr(row, one.since)
    return timezone.localdate(value) if isinstance(value, datetime) else value


def _named(one: Class, row: Row) -> set[str]:
    own = (str(getattr(row, one.reference)),) if one.reference else ()
    return {name for name in (*own, *one.about(row)) if name}


def _held(one: Class, rows: list[Row]) -> set[int]:
    persons = {getattr(row, one.person) for row in rows if one.person} - {None}
    names = {name for row in rows for name in _named(one, row)}
    held_persons: set[int] = set()
    held_names: set[str] = set()
    for ask in _keepers if persons or names else ():
        more_persons, more_names = ask(persons, names)
        held_persons |= more_persons
        held_names |= more_names
    return {
        row.pk for row in rows
        if (one.person and getattr(row, one.person) in held_persons) or held_names & _named(one, row)
    }  # fmt: skip


def count_due(one: Class, today: date) -> int:
    """How many of the oldest are past their time now, at most MANY."""
    count, after = 0, 0
    for _ in range(LOOKED_AT // MANY):
        found, after = due(one, today, after=after, limit=MANY)
        count += len(found)
        if not after or count >= MANY:
            break
    return min(count, MANY)


def gone(since: date) -> list[tuple[date, str, int]]:
    """What was disposed of since a day: each month's first day, the class and how many rows, the latest first."""
    rows = Disposed.objects.filter(on__gte=since).annotate(month=TruncMonth("on")).values("month", "key")
    counted = rows.annotate(count=Sum("rows")).order_by("-month", "key")
    return [(row["month"], row["key"], row["count"]) for row in counted]


def find(reference: str) -> tuple[bool, int | None]:
    """Whether something that is still kept has a reference, and whose it is, for whoever puts it on hold."""
    for one in _classes.values():
        if one.reference:
            row = one.rows().model._base_manager.filter(**{one.reference: reference}).first()
            if row is not None and getattr(row, "disposed_at", None) is None:
                return True, getattr(row, one.person) if one.person else None
    return False, None


def kept_by_law(persons: Collection[int]) -> list[Kept]:
    """What a law has us keep about people though they ask to be erased: by class and by the day until when."""
    found: dict[tuple[str, date], int] = {}
    for one in _by_law():
        for row in one.rows().filter(**{f"{one.person}__in": list(persons)}):
            end = (one.key, due_on(one.kept, _began(one, row)))
            found[end] = found.get(end, 0) + 1
    return [
        Kept(key=key, what=_classes[key].what, count=count, until=until, law=_classes[key].law)
        for (key, until), count in sorted(found.items())
    ]


def _by_law() -> list[Class]:
    return [one for one in classes() if one.law]


def but_kept_by_law(rows: QuerySet[Row]) -> QuerySet[Row]:
    """Rows without those that a law has us keep: these alone may be erased."""
    for one in _by_law():
        if rows.model is one.rows().model:
            rows = rows.exclude(pk__in=one.rows().values("pk"))
        for label, kept in one.also:
            if rows.model._meta.label == label:
                rows = rows.exclude(kept)
    return rows
