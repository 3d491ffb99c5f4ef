"""Declarative fees, so that imported forms can be expressed with them: charges with conditional prices."""

from collections.abc import Collection
from dataclasses import dataclass

from borough.forms.conditions import Condition, Known, is_met


@dataclass(frozen=True, kw_only=True)
class Price:
    """A price in pence, under a condition."""

    pence: int
    when: Condition | None = None


@dataclass(frozen=True, kw_only=True)
class Charge:
    """A charge: the first price whose condition holds, or 0.

    page: charge only if the route includes that page; always if empty.
    """

    label: str
    prices: tuple[Price, ...]
    page: str = ""

    def pence(self, known: Known, pages: Collection[str]) -> int:
        """Return the amount in pence."""
        if self.page and self.page not in pages:
            return 0
        return next((price.pence for price in self.prices if is_met(price.when, known)), 0)


@dataclass(frozen=True, kw_only=True)
class Prices:
    """All charges, added up."""

    charges: tuple[Charge, ...]

    def pence(self, known: Known, pages: Collection[str]) -> int:
        """Return the total for these answers on a route with these pages."""
        return sum(charge.pence(known, pages) for charge in self.charges)
