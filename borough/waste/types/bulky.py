"""Words of bulky collections: items, days with so many places, and reservations of them."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import ClassVar


@dataclass(frozen=True, kw_only=True)
class BulkyItem:
    """Something that is collected; pence for one, and the places it takes of a day."""

    key: str
    name: str
    pence: int
    places: int
    source: str


@dataclass(frozen=True, kw_only=True)
class BulkyTerms:
    """What the council has decided about bulky collections."""

    hold_minutes: int
    most_items: int
    closes_days_before: int
    source: str


class ReservationState(StrEnum):
    """How a reservation stands."""

    RESERVED = "reserved"  # until it is paid or its time is over
    CONFIRMED = "confirmed"
    RELEASED = "released"
    LAPSED = "lapsed"


@dataclass(frozen=True, kw_only=True)
class BulkyQuote:
    """What items cost and how many places they take; the lines are words and pence."""

    pence: int
    places: int
    lines: tuple[tuple[str, int], ...]


@dataclass(frozen=True, kw_only=True)
class BulkyDay:
    """A day of bulky collections in an area (empty: everywhere), its places and those taken."""

    id: int
    day: date
    area: str
    capacity: int
    places_booked: int

    @property
    def left(self) -> int:
        """Places left."""
        return self.capacity - self.places_booked


@dataclass(frozen=True, kw_only=True)
class Reservation:
    """Places of a day kept for a property's items."""

    reference: str
    uprn: int | None
    day: date
    items: tuple[tuple[str, int], ...]
    places: int
    pence: int
    state: ReservationState
    reserved_until: datetime
    again: bool = False


@dataclass(frozen=True)
class BulkyReserved:
    """Places of a bulky day were kept for someone, until they pay."""

    kind: ClassVar[str] = "bulky-reserved"
    reference: str
    day: str
    places: int

    @property
    def key(self) -> str:
        """One a reservation."""
        return f"{self.kind} {self.reference}"


@dataclass(frozen=True)
class BulkyConfirmed:
    """A bulky collection was paid for and will be made."""

    kind: ClassVar[str] = "bulky-confirmed"
    reference: str
    uprn: int
    day: str

    @property
    def key(self) -> str:
        """One a reservation."""
        return f"{self.kind} {self.reference}"


@dataclass(frozen=True)
class BulkyReleased:
    """A bulky collection was called off; its places are free again."""

    kind: ClassVar[str] = "bulky-released"
    reference: str
    day: str

    @property
    def key(self) -> str:
        """One a reservation."""
        return f"{self.kind} {self.reference}"
