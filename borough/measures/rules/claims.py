"""Rules for claims about numbers: each returns why the claim is not supported, or an empty text."""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

from borough.measures.rules.shares import decimal, percent, points
from borough.measures.types import Split

MINUS = "\u2212"
LEAST_CHANGE = Fraction(1, 1000)  # a tenth of a point, our printed precision; less is no change to explain


def check_majority(share: Fraction | None) -> str:
    """Return why "the majority" is not supported; it means more than half."""
    if share is None:
        return "there is nothing to have a majority of"
    return "" if share > Fraction(1, 2) else f"it is {percent(share)}, and a majority is more than half"


def check_rise(before: Fraction | None, after: Fraction | None) -> str:
    """Return why a rise is not supported."""
    if before is None or after is None:
        return "one of the two periods has no records"
    return "" if after > before else f"it went from {percent(before)} to {percent(after)}"


def check_steady_rise(shares: Sequence[tuple[str, Fraction | None]]) -> str:
    """Return why "a steady increase in each" is not supported.

    Every period must be above the previous one; the first value is the baseline.
    """
    if len(shares) < 3:
        return "two rises are the fewest that make a steady one"
    for (_, old), (name, new) in pairwise(shares):
        if reason := check_rise(old, new):
            return f"in {name} {reason}"
    return ""


def check_primarily(split: Split | None, key: str) -> str:
    """Return why a change must not be called primarily due to one service.

    It may if the change is visible at the printed precision, the service moved it in the same direction, and the
    service made more than half of all effects in that direction. Opposite effects do not make a contributor
    larger.
    """
    if split is None:
        return "one of the two periods has no records"
    if abs(split.change) < LEAST_CHANGE:
        return f"the change is only {points(split.change, 2)} points"
    along = {e.key: e.contribution for e in split.effects if e.contribution * split.change > 0}
    if key not in along:
        return f"{key} did not move it that way"
    part = along[key] / sum(along.values(), Fraction(0))
    if part > Fraction(1, 2):
        return ""
    first = max(along, key=lambda k: abs(along[k]))
    more = "" if first == key else f"; {first} did more"
    return f"{key} did {percent(part)} of what moved it, and primarily means more than half{more}"


def change_sentence(name: str, split: Split | None, before: str, after: str, label: str = "") -> str:
    """Return the sentence a change supports: total, within services, by mix, and the main contributor.

    label: display name of the main contributor; its key if empty. The printed parts add up to the printed change.
    """
    if split is None:
        return f"{name} cannot be compared between {before} and {after}: one of them has no records."
    if abs(split.change) < LEAST_CHANGE:
        return f"{name} did not change between {before} and {after}: it was {percent(split.after)} in both."
    total, within = decimal(split.change * 100, 1), decimal(split.within * 100, 1)
    text = (
        f"{name} {'rose' if split.change > 0 else 'fell'} by {abs(total)} percentage points, from "
        f"{percent(split.before)} in {before} to {percent(split.after)} in {after}: {_signed(within)} points within "
        f"services and {_signed(total - within)} from a change in which services were used."
    )
    return text + _most(split, label)


def _signed(number: Decimal) -> str:
    return f"{number:+}".replace("-", MINUS)


def _most(split: Split, label: str) -> str:
    """Return what can be said of the largest contributor."""
    first = next((e for e in split.effects if e.contribution * split.change > 0), None)
    if first is None:
        return ""
    name, direction = label or first.key, "rise" if split.change > 0 else "fall"
    if check_primarily(split, first.key):
        part = f"the largest part, {points(first.contribution)} points, is {name}"
        return f" No one service accounts for most of the {direction}; {part}."
    return f" The {direction} is primarily due to {name}, which accounts for {points(first.contribution)} points of it."
