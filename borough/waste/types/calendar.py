"""Words of the collection calendar: streams, containers, rounds, what changes their days, and a collection."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


@dataclass(frozen=True, kw_only=True)
class Stream:
    """A kind of waste collected apart from others. takes and leaves are what may and may not go in, in plain words."""

    key: str
    name: str
    container: str
    takes: tuple[str, ...]
    leaves: tuple[str, ...]
    subscribed: bool  # collected only from those who have a subscription


@dataclass(frozen=True, kw_only=True)
class ContainerKind:
    """A kind of bin, box or caddy."""

    key: str
    stream: str
    name: str
    litres: int


class ChangeKind(StrEnum):
    """What a change does to the usual collection days it covers."""

    SHIFT = "shift"  # moves each by so many days
    SUSPEND = "suspend"  # drops each
    EXTRA = "extra"  # adds one on its first day, such as to catch up


class ChangeReason(StrEnum):
    """Why the days change, as residents are told."""

    HOLIDAY = "holiday"
    SEASON = "season"
    CATCH_UP = "catch_up"
    DISRUPTION = "disruption"


@dataclass(frozen=True, kw_only=True)
class Change:
    """A change of collection days. It covers usual days from starts_on up to, not including, ends_on.

    Of all streams and rounds, unless one is named. One that is withdrawn says so and changes nothing any more.
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
    """When a round collects: from first_on every so many weeks, on the days from starts_on up to ends_on."""

    round: str
    stream: str
    first_on: date
    every_weeks: int
    starts_on: date
    ends_on: date | None = None
    changed_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Collection:
    """One collection. usual_on is the day it would be on without changes; on is None where it was dropped.

    sequence grows with every change made or withdrawn that touches it: RFC 5545, section 3.8.7.4.
    """

    stream: str
    round: str
    usual_on: date
    on: date | None
    why: ChangeReason | None = None
    note: str = ""
    sequence: int = 0
    changed_at: datetime | None = None
