"""A fee as plain values, so that other people's forms can be written with it: charges with prices by condition."""

from collections.abc import Collection
from dataclasses import dataclass

from borough.forms.conditions import Condition, Known, is_met


@dataclass(frozen=True, kw_only=True)
class Price:
    """A price in pence, where a condition holds."""

    pence: int
    when: Condition | None = None


@dataclass(frozen=True, kw_only=True)
class Charge:
    """Something to pay for: the first price that holds, nothing where none does.

    page: asked for only of those whose way leads over that page; of everybody where it is empty.
    """

    label: str
    prices: tuple[Price, ...]
    page: str = ""

    def pence(self, known: Known, pages: Collection[str]) -> int:
        """What it comes to."""
        if self.page and self.page not in pages:
            return 0
        return next((price.pence for price in self.prices if is_met(price.when, known)), 0)


@dataclass(frozen=True, kw_only=True)
class Prices:
    """Everything there is to pay, added up."""

    charges: tuple[Charge, ...]

    def pence(self, known: Known, pages: Collection[str]) -> int:
        """What it comes to with these answers, on a way over these pages."""
        return sum(charge.pence(known, pages) for charge in self.charges)
