"""Types of the change feed: receivers and the states of supplies."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import ClassVar


class FeedState(StrEnum):
    """The state of a change-feed supply; the last two are final."""

    REQUESTED = "requested"
    CREATED = "created"
    DELIVERED = "delivered"
    DROPPED = "dropped"


@dataclass(frozen=True)
class ReceiverDetail:
    """A receiver, its layout, and the change after which its next supply starts; at: time of that change."""

    id: int
    name: str
    layout: str
    since: int
    at: datetime | None


@dataclass(frozen=True)
class FeedSupplyDetail:
    """A change-feed supply: from one change to another, its state, time and author."""

    id: int
    receiver: int
    state: FeedState
    since: int
    upto: int | None
    requested_by: str
    requested_at: datetime
    created_at: datetime | None
    records: int | None
    size: int | None
    sha256: str
    settled_by: str
    settled_at: datetime | None


@dataclass(frozen=True)
class FeedSupplyRequested:
    """Someone requested a supply of pending changes; the worker creates it."""

    kind: ClassVar[str] = "gazetteer-supply-requested"
    supply: int
    position: int

    @property
    def key(self) -> str:
        """Return the unique key: one per request, as it can be repeated."""
        return f"gazetteer-supply-requested {self.supply} {self.position}"
