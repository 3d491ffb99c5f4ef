"""Types of the collection calendar: streams, containers, rounds, changes and collections."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


@dataclass(frozen=True, kw_only=True)
class Stream:
    """A separately collected kind of waste. takes and leaves: what may and may not go in, in plain words."""

    key: str
    name: str
    container: str
    takes: tuple[str, ...]
    leaves: tuple[str, ...]
    subscribed: bool  # collected only from subscribers


@dataclass(frozen=True, kw_only=True)
class ContainerKind:
    """A kind of bin, box or caddy."""

    key: str
    stream: str
    name: str
    litres: int


class ChangeKind(StrEnum):
    """What a change does to the usual collection days it covers."""

    SHIFT = "shift"  # moves each by some days
    SUSPEND = "suspend"  # drops each
    EXTRA = "extra"  # adds one on its first day, for example to catch up


class ChangeReason(StrEnum):
    """Why the days change, as shown to residents."""

    HOLIDAY = "holiday"
    SEASON = "season"
    CATCH_UP = "catch_up"
    DISRUPTION = "disruption"


@dataclass(frozen=True, kw_only=True)
class Change:
    """A change of collection days. It covers usual days from starts_on to ends_on (exclusive).

    Applies to all streams and rounds unless one is named. A withdrawn change has no effect.
    """

    id: int
    kind: ChangeKind
    why: ChangeReason
    starts_on: date
    ends_on: date
    created_at: datetime
    days: int = 0
    stream: str = ""
    round: str = ""
    note: str = ""
    withdrawn_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Plan:
    """A round's schedule: from first_on at a weekly interval, on days from starts_on to ends_on (exclusive)."""

    round: str
    stream: str
    first_on: date
    every_weeks: int
    starts_on: date
    ends_on: date | None = None
    changed_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Collection:
    """One collection. usual_on is the day without changes; on is None if it was dropped.

    sequence grows with every change made or withdrawn that affects it: RFC 5545, section 3.8.7.4.
    """

    stream: str
    round: str
    usual_on: date
    on: date | None
    why: ChangeReason | None = None
    note: str = ""
    sequence: int = 0
    changed_at: datetime | None = None
