"""Types of bulky collections: items, days and reservations."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import ClassVar


@dataclass(frozen=True, kw_only=True)
class BulkyItem:
    """A bulky item: price in pence, and the places it takes."""

    key: str
    name: str
    pence: int
    places: int
    source: str


@dataclass(frozen=True, kw_only=True)
class BulkyTerms:
    """The council's terms of bulky collections."""

    hold_minutes: int
    most_items: int
    closes_days_before: int
    source: str


class ReservationState(StrEnum):
    """The state of a reservation."""

    RESERVED = "reserved"  # until paid or expired
    CONFIRMED = "confirmed"
    RELEASED = "released"
    LAPSED = "lapsed"


@dataclass(frozen=True, kw_only=True)
class BulkyQuote:
    """The price of items and the places they take; lines are text and pence."""

    pence: int
    places: int
    lines: tuple[tuple[str, int], ...]


@dataclass(frozen=True, kw_only=True)
class BulkyDay:
    """A bulky collection day in an area (empty: everywhere), its capacity and booked places."""

    id: int
    day: date
    area: str
    capacity: int
    places_booked: int

    @property
    def left(self) -> int:
        """Return the free places."""
        return self.capacity - self.places_booked


@dataclass(frozen=True, kw_only=True)
class Reservation:
    """Places on a day reserved for a property's items."""

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
    """Places on a bulky day were reserved until payment."""

    kind: ClassVar[str] = "bulky-reserved"
    reference: str
    day: str
    places: int

    @property
    def key(self) -> str:
        """Return the unique key: one per reservation."""
        return f"{self.kind} {self.reference}"


@dataclass(frozen=True)
class BulkyConfirmed:
    """A bulky collection was paid for and will take place."""

    kind: ClassVar[str] = "bulky-confirmed"
    reference: str
    uprn: int
    day: str

    @property
    def key(self) -> str:
        """Return the unique key: one per reservation."""
        return f"{self.kind} {self.reference}"


@dataclass(frozen=True)
class BulkyReleased:
    """A bulky collection was cancelled; its places are free again."""

    kind: ClassVar[str] = "bulky-released"
    reference: str
    day: str

    @property
    def key(self) -> str:
        """Return the unique key: one per reservation."""
        return f"{self.kind} {self.reference}"
