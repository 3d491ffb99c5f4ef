"""Words of garden waste subscriptions: states, terms, fees, and the events told of them."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import ClassVar


class State(StrEnum):
    """How a subscription stands."""

    PENDING = "pending"  # its first day is still to come
    ACTIVE = "active"
    LAPSED = "lapsed"
    CANCELLED = "cancelled"
    MOVED = "moved"  # goes on at another address under another reference


class Verb(StrEnum):
    """What is done to a subscription."""

    SUBSCRIBE = "subscribe"
    BEGIN = "begin"
    RENEW = "renew"
    CHANGE_BINS = "change_bins"
    MOVE = "move"
    CANCEL = "cancel"
    LAPSE = "lapse"


class LateFrom(StrEnum):
    """The day a late renewal runs from."""

    LAPSE = "lapse"
    TODAY = "today"


@dataclass(frozen=True, kw_only=True)
class Terms:
    """What the council has decided about subscriptions; refund_fee is in pence, remind_days before the end."""

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
    """A fee in pence for service that begins on a day from from_on on, within a season; the end is outside it."""

    season_starts_on: date
    season_ends_on: date
    from_on: date
    first_bin: int
    further_bin: int
    concession_percent: int
    source: str


@dataclass(frozen=True, kw_only=True)
class Quote:
    """What so many bins cost: pence is the sum of the lines, each its words and pence. The end is not a day of it."""

    pence: int
    starts_on: date
    ends_on: date
    lines: tuple[tuple[str, int], ...]


@dataclass(frozen=True, kw_only=True)
class Term:
    """A paid stretch of a subscription, up to but not including ends_on, or stopped_on where it was cut short.

    paid, refunded and carried (to another address) are pence; what is refunded and carried is never above what is paid.
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
        """The first day it no longer serves."""
        return self.stopped_on or self.ends_on

    @property
    def retained(self) -> int:
        """Pence of it that are neither refunded nor carried on."""
        return self.paid - self.refunded - self.carried


@dataclass(frozen=True, kw_only=True)
class Subscription:
    """A garden waste subscription of a person at a property, with its terms in order."""

    reference: str
    uprn: int | None
    person_id: int | None  # none once it was disposed of
    state: State
    bins: int
    terms: tuple[Term, ...] = field(default=())
    moved_to: str = ""
    refund: int = 0  # pence due back by the verb that gave this
    again: bool = False  # the key was used before, and nothing was done now

    @property
    def starts_on(self) -> date:
        """Its first day."""
        return self.terms[0].starts_on

    @property
    def ends_on(self) -> date:
        """The first day after its last term."""
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
        """One a subscription."""
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
        """One a term."""
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
        """One a change."""
        return f"{self.kind} {self.reference} {self.step}"


@dataclass(frozen=True)
class SubscriptionMoved:
    """A garden waste subscription goes on at another address, under another reference."""

    kind: ClassVar[str] = "subscription-moved"
    reference: str
    moved_to: str
    uprn: int

    @property
    def key(self) -> str:
        """One a subscription."""
        return f"{self.kind} {self.reference}"


@dataclass(frozen=True)
class SubscriptionCancelled:
    """A garden waste subscription was cancelled; refund is the pence due back."""

    kind: ClassVar[str] = "subscription-cancelled"
    reference: str
    refund: int

    @property
    def key(self) -> str:
        """One a subscription."""
        return f"{self.kind} {self.reference}"


@dataclass(frozen=True)
class SubscriptionLapsed:
    """The last term of a garden waste subscription ended without a renewal; step is the number of the lapse."""

    kind: ClassVar[str] = "subscription-lapsed"
    reference: str
    step: int

    @property
    def key(self) -> str:
        """One a lapse."""
        return f"{self.kind} {self.reference} {self.step}"
