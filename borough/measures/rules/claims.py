"""When words that claim something of numbers may be said: each rule gives the reason it may not, or nothing."""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

from borough.measures.rules.shares import decimal, percent, points
from borough.measures.types import Split

MINUS = "\u2212"
LEAST_CHANGE = Fraction(1, 1000)  # a tenth of a point, the last place we print; less is no change to explain


def check_majority(share: Fraction | None) -> str:
    """Why "the majority" may not be said; it means more than half."""
    if share is None:
        return "there is nothing to have a majority of"
    return "" if share > Fraction(1, 2) else f"it is {percent(share)}, and a majority is more than half"


def check_rise(before: Fraction | None, after: Fraction | None) -> str:
    """Why a rise may not be said."""
    if before is None or after is None:
        return "one of the two periods has no records"
    return "" if after > before else f"it went from {percent(before)} to {percent(after)}"


def check_steady_rise(shares: Sequence[tuple[str, Fraction | None]]) -> str:
    """Why "a steady increase in each" may not be said.

    Every period must be above the one before it; the first given is the one the first rise is measured from.
    """
    if len(shares) < 3:
        return "two rises are the fewest that make a steady one"
    for (_, old), (name, new) in pairwise(shares):
        if reason := check_rise(old, new):
            return f"in {name} {reason}"
    return ""


def check_primarily(split: Split | None, key: str) -> str:
    """Why a change may not be called primarily due to one service.

    It may when the change shows at the precision printed, the service moved it the same way, and the service did
    more than half of everything that moved it that way. What held it back does not make a contributor larger.
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
    """The sentence a change supports: how much, how much of it within services and by mix, and who did most.

    label: how people read the service that contributed most; its key when empty. The printed parts sum to the
    printed change.
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
    """What may be said of the largest contributor."""
    first = next((e for e in split.effects if e.contribution * split.change > 0), None)
    if first is None:
        return ""
    name, direction = label or first.key, "rise" if split.change > 0 else "fall"
    if check_primarily(split, first.key):
        part = f"the largest part, {points(first.contribution)} points, is {name}"
        return f" No one service accounts for most of the {direction}; {part}."
    return f" The {direction} is primarily due to {name}, which accounts for {points(first.contribution)} points of it."
