"""Value types of measures: figures and parts, the rows behind them, and changes between two figures."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from fractions import Fraction

from borough.kernel.periods import Period


class Unit(StrEnum):
    """The unit of a figure."""

    PERCENT = "percent"  # counted out of out_of
    CONTACTS = "contacts"
    POUNDS = "pounds"  # always a range
    LEVEL = "level"  # reached, out of the best level


class Which(StrEnum):
    """Which rows behind a figure."""

    COUNTED = "counted"  # numerator
    OUT_OF = "out_of"  # denominator
    REST = "rest"  # denominator minus numerator


class UnknownMeasure(LookupError):
    """No measure has that key; the message lists the existing ones."""


class UnknownDimension(LookupError):
    """Figures have no such dimension; the message lists the existing ones."""


@dataclass(frozen=True, kw_only=True)
class UnitCost:
    """The published cost of a contact on a channel, with source and year; `year` is None if not stated."""

    channel: str
    pence: int
    source: str
    year: int | None
    scope: str
    address: str


@dataclass(frozen=True, kw_only=True)
class Part:
    """A count, total or by one dimension value. `low` and `high` are pence, for costs only.

    stated: counts that must be published with the number, by label, such as contacts of unknown channel.
    level: the level's name, for levels only; counted is then its number and out_of that of the best level.
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
        """Return the denominator rows not in the numerator."""
        return self.out_of - self.counted

    @property
    def share(self) -> Fraction | None:
        """Return counted / out_of exactly; None if out_of is zero."""
        return Fraction(self.counted, self.out_of) if self.out_of else None


@dataclass(frozen=True, kw_only=True)
class Figure:
    """A measure at a period: the total, and its parts if broken down. The parts add up to the total."""

    measure: str
    unit: Unit
    definition: str  # sha256 of the definition
    period: Period
    by: str | None
    total: Part
    parts: tuple[Part, ...]
    content: str  # sha256 of the period's records
    watermark: int  # the ledger position of the snapshot
    sha256: str  # of the counts, identical on every engine


@dataclass(frozen=True)
class Row:
    """A contact behind a figure, without personal data."""

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
    """A page of the rows behind a figure; `after` is the next page's cursor, None at the end."""

    rows: tuple[Row, ...]
    after: int | None


@dataclass(frozen=True)
class Effect:
    """The effect of one service on a change of a share. All are fractions: 0.01 is a percentage point.

    mix: the change of its weight at its average share. within: the change of its share at its average weight.
    pull: the mix effect relative to the overall average share, so that a growing service with a low share pulls
    down.
    """

    key: str
    mix: Fraction
    within: Fraction
    pull: Fraction

    @property
    def contribution(self) -> Fraction:
        """Return the service's contribution; contributions add up to the change."""
        return self.pull + self.within


@dataclass(frozen=True)
class Split:
    """A change of a share, split into mix and within. `effects` are ordered by size of contribution."""

    before: Fraction
    after: Fraction
    effects: tuple[Effect, ...]

    @property
    def change(self) -> Fraction:
        """Return after minus before."""
        return self.after - self.before

    @property
    def mix(self) -> Fraction:
        """Return the part of the change due to which services were used."""
        return sum((e.mix for e in self.effects), Fraction(0))

    @property
    def within(self) -> Fraction:
        """Return the part of the change due to shares within services."""
        return sum((e.within for e in self.effects), Fraction(0))


@dataclass(frozen=True, kw_only=True)
class Change:
    """A measure at two periods, the split of its change by a dimension, and the supported sentence."""

    before: Figure
    after: Figure
    split: Split | None  # None if either period has no rows
    sentence: str


@dataclass(frozen=True, kw_only=True)
class Frozen:
    """A frozen figure, for comparison with its current value. `by` is empty without parts."""

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
    """The publishable part of a figure. `total` is None if itself too small; `withheld` names hidden parts.

    broken_down: whether parts are given at all; if too few are safe, only the total is.
    """

    figure: Figure
    total: Part | None
    parts: tuple[Part, ...]
    withheld: tuple[str, ...]
    broken_down: bool
