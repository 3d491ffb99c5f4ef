"""The plain values measures give: figures with their parts, the rows behind them, and changes between two of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from fractions import Fraction

from borough.kernel.periods import Period


class Unit(StrEnum):
    """What a figure is counted in."""

    PERCENT = "percent"  # counted out of out_of
    CONTACTS = "contacts"
    POUNDS = "pounds"  # always a range
    LEVEL = "level"  # reached, out of the best there is


class Which(StrEnum):
    """Which of the rows behind a figure."""

    COUNTED = "counted"  # on top of the fraction
    OUT_OF = "out_of"  # under it
    REST = "rest"  # under it and not on top


class UnknownMeasure(LookupError):
    """No definition has that key; the message lists those there are."""


class UnknownDimension(LookupError):
    """Figures cannot be broken down by that; the message lists by what they can."""


@dataclass(frozen=True, kw_only=True)
class UnitCost:
    """What one contact on a channel was found to cost, by whom and when; `year` is None where none was stated."""

    channel: str
    pence: int
    source: str
    year: int | None
    scope: str
    address: str


@dataclass(frozen=True, kw_only=True)
class Part:
    """A count, whole or of one value of a dimension. `low` and `high` are pence, for costs alone.

    stated: counts that must be said beside the number, by their words, such as those of no known channel.
    level: what a level is called, for levels alone; counted is then its number and out_of that of the best.
    """

    key: str
    counted: int
    out_of: int
    stated: Mapping[str, int]
    low: int | None = None
    high: int | None = None
    level: str | None = None

    @property
    def rest(self) -> int:
        """Those under the fraction and not on top."""
        return self.out_of - self.counted

    @property
    def share(self) -> Fraction | None:
        """Counted out of out_of, exactly; None of nothing."""
        return Fraction(self.counted, self.out_of) if self.out_of else None


@dataclass(frozen=True, kw_only=True)
class Figure:
    """A measure at a period: the whole, and its parts when broken down. The parts sum to the whole."""

    measure: str
    unit: Unit
    definition: str  # sha256 of what is counted
    period: Period
    by: str | None
    total: Part
    parts: tuple[Part, ...]
    content: str  # sha256 of the records of the period
    watermark: int  # the ledger's position the records were read up to
    sha256: str  # of the counts, the same on every engine


@dataclass(frozen=True)
class Row:
    """A contact behind a figure, with nothing about the person."""

    contact_id: int
    reference: str
    happened_on: date
    channel: str
    nature: str
    service: str
    outcome: str
    assisted: bool
    ward: str


@dataclass(frozen=True)
class Trace:
    """A page of the rows behind a figure; `after` is the cursor of the next page, None at the end."""

    rows: tuple[Row, ...]
    after: int | None


@dataclass(frozen=True)
class Effect:
    """What one service did to a change of a share. All are fractions of one: 0.01 is a percentage point.

    mix: its weight's change at its average share. within: its share's change at its average weight.
    pull: the mix beside the overall average share, so that a growing service with a low share pulls down.
    """

    key: str
    mix: Fraction
    within: Fraction
    pull: Fraction

    @property
    def contribution(self) -> Fraction:
        """What the service added to the change; contributions sum to it."""
        return self.pull + self.within


@dataclass(frozen=True)
class Split:
    """A change of a share, split into mix and within. `effects` are in order of size of contribution."""

    before: Fraction
    after: Fraction
    effects: tuple[Effect, ...]

    @property
    def change(self) -> Fraction:
        """After less before."""
        return self.after - self.before

    @property
    def mix(self) -> Fraction:
        """The part of the change that came from which services were used."""
        return sum((e.mix for e in self.effects), Fraction(0))

    @property
    def within(self) -> Fraction:
        """The part of the change that came from shares within services."""
        return sum((e.within for e in self.effects), Fraction(0))


@dataclass(frozen=True, kw_only=True)
class Change:
    """A measure at two periods, the split of its change by a dimension, and the sentence that the numbers support."""

    before: Figure
    after: Figure
    split: Split | None  # None where either period has no rows
    sentence: str


@dataclass(frozen=True, kw_only=True)
class Frozen:
    """A figure as it was frozen, to be compared with the same figure now. `by` is empty where it has no parts."""

    measure: str
    period: str
    by: str
    definition: str
    content: str
    counted: int
    out_of: int
    sha256: str
    frozen_at: datetime


@dataclass(frozen=True, kw_only=True)
class Published:
    """What of a figure anyone may see. `whole` is None where it is itself too small; `withheld` names parts kept back.

    broken_down: whether parts are given at all; where so few are safe that none is, the whole stands alone.
    """

    figure: Figure
    total: Part | None
    parts: tuple[Part, ...]
    withheld: tuple[str, ...]
    broken_down: bool
