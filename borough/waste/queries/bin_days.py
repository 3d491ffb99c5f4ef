"""A property's bin days for residents and calendar feeds."""

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
    """A stream's next collections at a property, and dropped ones before the last of them."""

    stream: Stream
    coming: tuple[Collection, ...]
    dropped: tuple[Collection, ...]


@dataclass(frozen=True, kw_only=True)
class Calendar:
    """The data of a property's calendar. mark changes whenever any of it does."""

    uprn: int
    today: date
    plans: tuple[Plan, ...]
    changes: tuple[Change, ...]

    @property
    def mark(self) -> str:
        """Return a digest of it."""
        return hashlib.sha256(repr((self.today, self.plans, self.changes)).encode()).hexdigest()[:32]

    @property
    def changed_at(self) -> datetime | None:
        """Return when any of it last changed, apart from the passage of time."""
        moments = [*(p.changed_at for p in self.plans), *(c.created_at for c in self.changes)]
        return max(filter(None, [*moments, *(c.withdrawn_at for c in self.changes)]), default=None)

    def collections(self) -> list[Collection]:
        """Return its collections, including past weeks and those dropped on their usual days."""
        return collections_of_plans(self.plans, list(self.changes), self.today - BEHIND, self.today + AHEAD)


def calendar_of(uprn: int, today: date, *, garden: bool) -> Calendar:
    """Return a property's calendar. garden: include subscription-only streams."""
    start, end = today - BEHIND - REACH, today + AHEAD + REACH
    streams = catalogue.streams()
    plans = [p for p in plans_of(uprn, start, end) if garden or not streams[p.stream].subscribed]
    return Calendar(uprn=uprn, today=today, plans=tuple(plans), changes=tuple(changes_on(start, end) if plans else ()))


def bin_days(uprn: int, today: date) -> list[BinDays]:
    """Return the next collections of each stream, subscription-only last; empty for a property on no round."""
    calendar = calendar_of(uprn, today, garden=True)
    collections = [
        collection for collection in calendar.collections() if (collection.on or collection.usual_on) >= today
    ]
    streams = [s for s in catalogue.streams().values() if any(p.stream == s.key for p in calendar.plans)]
    return [
        _of(stream, [collection for collection in collections if collection.stream == stream.key]) for stream in streams
    ]


def _of(stream: Stream, collections: Sequence[Collection]) -> BinDays:
    coming = tuple(collection for collection in collections if collection.on)[:MAX_COLLECTIONS]
    until = coming[-1].on if coming else None
    dropped = tuple(
        collection
        for collection in collections
        if collection.on is None and (until is None or collection.usual_on < until)
    )
    return BinDays(stream=stream, coming=coming, dropped=dropped)
