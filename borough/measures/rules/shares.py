"""Shares, points and increases: whole numbers divided last, rounded only to be read."""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction


def decimal(value: Fraction, places: int) -> Decimal:
    """A fraction to so many places, halves away from nought, as people round by hand."""
    scaled = abs(value) * 10**places
    quotient, rest = divmod(scaled.numerator, scaled.denominator)
    quotient += 2 * rest >= scaled.denominator
    return Decimal(-quotient if value < 0 else quotient).scaleb(-places)


def percent(share: Fraction, places: int = 1) -> str:
    """A share as people read it: 55.0%."""
    return f"{decimal(share * 100, places)}%"


def points(change: Fraction, places: int = 1) -> str:
    """A change of a share in percentage points, without its sign: 4.2."""
    return str(abs(decimal(change * 100, places)))


def increase(now: int, before: int) -> Fraction | None:
    """How much more now than before, as a fraction of before: 340 after 233 is 0.4592...; None of nothing before.

    Seed, paragraph 15b: 340 learners, "a 45.92% increase from last year".
    """
    return Fraction(now - before, before) if before else None


def is_consistent(stated: Decimal, counted: int, out_of: int) -> bool:
    """Whether a stated percentage is the one its parts give, at the places it is stated to."""
    places = max(0, -int(stated.as_tuple().exponent))
    return bool(out_of) and decimal(Fraction(counted, out_of) * 100, places) == stated


def sum_to_hundred(stated: Sequence[Decimal]) -> bool:
    """Whether percentages of one whole can be its rounded parts: they miss a hundred by less than half a place each."""
    places = max((max(0, -int(s.as_tuple().exponent)) for s in stated), default=0)
    slack = Decimal(len(stated)) * Decimal(5).scaleb(-places - 1)
    return abs(sum(stated, Decimal(0)) - 100) < slack or sum(stated, Decimal(0)) == 100
