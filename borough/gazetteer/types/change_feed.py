"""Words of change-only supplies: who receives them, and how far one has got."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import ClassVar


class FeedState(StrEnum):
    """How far a supply of what is due has got; the last two are ends."""

    REQUESTED = "requested"
    CREATED = "created"
    DELIVERED = "delivered"
    DROPPED = "dropped"


@dataclass(frozen=True)
class ReceiverDetail:
    """Who receives supplies, in which layout, and the change after which the next begins; at is when that was made."""

    id: int
    name: str
    layout: str
    since: int
    at: datetime | None


@dataclass(frozen=True)
class FeedSupplyDetail:
    """A supply of what was due: from after one change up to another, what became of it, when and by whom."""

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
    """Someone asked for a supply of what is due; the worker makes it."""

    kind: ClassVar[str] = "gazetteer-supply-requested"
    supply: int
    position: int

    @property
    def key(self) -> str:
        """One an asking, for it may be asked again."""
        return f"gazetteer-supply-requested {self.supply} {self.position}"
