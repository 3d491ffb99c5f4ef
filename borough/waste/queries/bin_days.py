"""A property's bin days as residents and their calendars are told them."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from borough.waste import catalogue
from borough.waste.queries.calendar import changes_on, collections_of_plans, plans_of
from borough.waste.rules.calendar import REACH
from borough.waste.types.calendar import Change, Collection, Plan, Stream

AHEAD = timedelta(weeks=26)
BEHIND = timedelta(weeks=4)
MAX_COLLECTIONS = 4


@dataclass(frozen=True, kw_only=True)
class BinDays:
    """A stream's next collections of a property, and those before the last of them that are dropped."""

    stream: Stream
    coming: tuple[Collection, ...]
    dropped: tuple[Collection, ...]


@dataclass(frozen=True, kw_only=True)
class Calendar:
    """Everything a property's calendar is made of. mark is the same only while all of it is."""

    uprn: int
    today: date
    plans: tuple[Plan, ...]
    changes: tuple[Change, ...]

    @property
    def mark(self) -> str:
        """A digest of it."""
        return hashlib.sha256(repr((self.today, self.plans, self.changes)).encode()).hexdigest()[:32]

    @property
    def changed_at(self) -> datetime | None:
        """When any of it last changed, apart from the days going by."""
        moments = [*(p.changed_at for p in self.plans), *(c.created_at for c in self.changes)]
        return max(filter(None, [*moments, *(c.withdrawn_at for c in self.changes)]), default=None)

    def collections(self) -> list[Collection]:
        """Its collections, those of the last weeks too, and those dropped on their usual days."""
        return collections_of_plans(self.plans, list(self.changes), self.today - BEHIND, self.today + AHEAD)


def calendar_of(uprn: int, today: date, *, garden: bool) -> Calendar:
    """A property's calendar. garden: with streams that are for subscribers alone."""
    start, end = today - BEHIND - REACH, today + AHEAD + REACH
    streams = catalogue.streams()
    plans = [p for p in plans_of(uprn, start, end) if garden or not streams[p.stream].subscribed]
    return Calendar(uprn=uprn, today=today, plans=tuple(plans), changes=tuple(changes_on(start, end) if plans else ()))


def bin_days(uprn: int, today: date) -> list[BinDays]:
    """The next collections of each stream, those of subscribers last; nothing for a property on no round."""
    calendar = calendar_of(uprn, today, garden=True)
    collections = [collection for collection in calendar.collections() if (collection.on or collection.usual_on) >= today]
    streams = [s for s in catalogue.streams().values() if any(p.stream == s.key for p in calendar.plans)]
    return [_of(stream, [collection for collection in collections if collection.stream == stream.key]) for stream in streams]


def _of(stream: Stream, collections: Sequence[Collection]) -> BinDays:
    coming = tuple(collection for collection in collections if collection.on)[:MAX_COLLECTIONS]
    until = coming[-1].on if coming else None
    dropped = tuple(collection for collection in collections if collection.on is None and (until is None or collection.usual_on < until))
    return BinDays(stream=stream, coming=coming, dropped=dropped)
