"""Shares, points and increases: exact fractions, rounded only for display."""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction


def decimal(value: Fraction, places: int) -> Decimal:
    """Round a fraction to a number of places, halves away from zero."""
    scaled = abs(value) * 10**places
    quotient, rest = divmod(scaled.numerator, scaled.denominator)
    quotient += 2 * rest >= scaled.denominator
    return Decimal(-quotient if value < 0 else quotient).scaleb(-places)


def percent(share: Fraction, places: int = 1) -> str:
    """Format a share: 55.0%."""
    return f"{decimal(share * 100, places)}%"


def points(change: Fraction, places: int = 1) -> str:
    """Format a change of a share in percentage points, without sign: 4.2."""
    return str(abs(decimal(change * 100, places)))


def increase(now: int, before: int) -> Fraction | None:
    """Return the increase as a fraction of before: 340 after 233 is 0.4592...; None if before is zero.

    Seed, paragraph 15b: 340 learners, "a 45.92% increase from last year".
    """
    return Fraction(now - before, before) if before else None


def is_consistent(stated: Decimal, counted: int, out_of: int) -> bool:
    """Return whether a stated percentage matches its counts at the stated precision."""
    places = max(0, -int(stated.as_tuple().exponent))
    return bool(out_of) and decimal(Fraction(counted, out_of) * 100, places) == stated


def sum_to_hundred(stated: Sequence[Decimal]) -> bool:
    """Return whether rounded percentages can add up to 100: off by less than half a last place each."""
    places = max((max(0, -int(s.as_tuple().exponent)) for s in stated), default=0)
    slack = Decimal(len(stated)) * Decimal(5).scaleb(-places - 1)
    return abs(sum(stated, Decimal(0)) - 100) < slack or sum(stated, Decimal(0)) == 100
