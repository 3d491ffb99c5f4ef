"""Types of garden waste subscriptions: states, terms, fees and events."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import ClassVar


class State(StrEnum):
    """The state of a subscription."""

    PENDING = "pending"  # its first day is in the future
    ACTIVE = "active"
    LAPSED = "lapsed"
    CANCELLED = "cancelled"
    MOVED = "moved"  # continues at another address under another reference


class Verb(StrEnum):
    """An action on a subscription."""

    SUBSCRIBE = "subscribe"
    BEGIN = "begin"
    RENEW = "renew"
    CHANGE_BINS = "change_bins"
    MOVE = "move"
    CANCEL = "cancel"
    LAPSE = "lapse"


class LateFrom(StrEnum):
    """The start day of a late renewal."""

    LAPSE = "lapse"
    TODAY = "today"


@dataclass(frozen=True, kw_only=True)
class Terms:
    """The council's terms of subscriptions; refund_fee is in pence, remind_days before the end."""

    stream: str
    container: str
    most_bins: int
    renew_opens_days: int
    renew_late_days: int
    late_from: LateFrom
    refund_fee: int
    source: str
    remind_days: int = 42


@dataclass(frozen=True, kw_only=True)
class Fee:
    """A fee in pence for service starting from from_on, within a season; the season's end is exclusive."""

    season_starts_on: date
    season_ends_on: date
    from_on: date
    first_bin: int
    further_bin: int
    concession_percent: int
    source: str


@dataclass(frozen=True, kw_only=True)
class Quote:
    """The price of bins: pence is the sum of the lines, each with text and pence. The end date is exclusive."""

    pence: int
    starts_on: date
    ends_on: date
    lines: tuple[tuple[str, int], ...]


@dataclass(frozen=True, kw_only=True)
class Term:
    """A paid period of a subscription, up to ends_on (exclusive), or stopped_on if it was ended early.

    paid, refunded and carried (to another address) are pence; refunded plus carried is never above paid.
    """

    starts_on: date
    ends_on: date
    bins: int
    paid: int
    refunded: int = 0
    carried: int = 0
    concession: bool = False
    stopped_on: date | None = None
    payment: str = ""

    @property
    def serves_until(self) -> date:
        """Return the first day without service."""
        return self.stopped_on or self.ends_on

    @property
    def retained(self) -> int:
        """Return pence neither refunded nor carried."""
        return self.paid - self.refunded - self.carried


@dataclass(frozen=True, kw_only=True)
class Subscription:
    """A person's garden waste subscription at a property, with its terms in order."""

    reference: str
    uprn: int | None
    person_id: int | None  # none after disposal
    state: State
    bins: int
    terms: tuple[Term, ...] = field(default=())
    moved_to: str = ""
    refund: int = 0  # pence due back from the last action
    again: bool = False  # the key was used before, and nothing was done now

    @property
    def starts_on(self) -> date:
        """Return its first day."""
        return self.terms[0].starts_on

    @property
    def ends_on(self) -> date:
        """Return the first day after its last term."""
        return self.terms[-1].serves_until


@dataclass(frozen=True)
class SubscriptionBegun:
    """Someone took out a garden waste subscription."""

    kind: ClassVar[str] = "subscription-started"
    reference: str
    uprn: int
    bins: int
    paid: int

    @property
    def key(self) -> str:
        """Return the unique key: one per subscription."""
        return f"{self.kind} {self.reference}"


@dataclass(frozen=True)
class SubscriptionRenewed:
    """A garden waste subscription was renewed for another term."""

    kind: ClassVar[str] = "subscription-renewed"
    reference: str
    starts_on: str
    ends_on: str
    paid: int

    @property
    def key(self) -> str:
        """Return the unique key: one per term."""
        return f"{self.kind} {self.reference} {self.starts_on}"


@dataclass(frozen=True)
class SubscriptionChanged:
    """The number of bins of a garden waste subscription was changed; step is the number of the change."""

    kind: ClassVar[str] = "subscription-changed"
    reference: str
    step: int
    bins: int
    paid: int
    refund: int

    @property
    def key(self) -> str:
        """Return the unique key: one per change."""
        return f"{self.kind} {self.reference} {self.step}"


@dataclass(frozen=True)
class SubscriptionMoved:
    """A garden waste subscription was moved to another address, under a new reference."""

    kind: ClassVar[str] = "subscription-moved"
    reference: str
    moved_to: str
    uprn: int

    @property
    def key(self) -> str:
        """Return the unique key: one per subscription."""
        return f"{self.kind} {self.reference}"


@dataclass(frozen=True)
class SubscriptionCancelled:
    """A garden waste subscription was cancelled; refund is the pence due back."""

    kind: ClassVar[str] = "subscription-cancelled"
    reference: str
    refund: int

    @property
    def key(self) -> str:
        """Return the unique key: one per subscription."""
        return f"{self.kind} {self.reference}"


@dataclass(frozen=True)
class SubscriptionLapsed:
    """The last term of a garden waste subscription ended without a renewal; step is the number of the lapse."""

    kind: ClassVar[str] = "subscription-lapsed"
    reference: str
    step: int

    @property
    def key(self) -> str:
        """Return the unique key: one per lapse."""
        return f"{self.kind} {self.reference} {self.step}"
