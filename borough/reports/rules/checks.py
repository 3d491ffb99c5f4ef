"""Checks of an author's text against the figures it is bound to: each returns why it fails, or an empty text."""

import re
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction

from borough.measures.public import (
    check_majority,
    check_primarily,
    check_rise,
    check_steady_rise,
    decimal,
    increase,
    percent,
)
from borough.measures.types import Unit
from borough.reports.rules.prose import LEVEL_NAMES, bare_claims, bare_numbers
from borough.reports.types import BadReference, Facts, Value

_DIGITS = re.compile(r"\d[\d,]*(?:\.\d+)?")
_SMALL = ["nought", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
_DOWN = re.compile(r"\b(?:fall|fell|fallen|decrease[ds]?|drop(?:ped)?|down|less|fewer|reduc\w+)\b", re.IGNORECASE)
_SIZE = re.compile(
    r"\b(?:up|down|an? |the )?(?:\w+ )?(?:increase|decrease|rise|fall|reduction|drop)\b|\bmore\b|\bless\b"
)


def number_in(text: str) -> Decimal | None:
    """Return the only number in a text, in digits or as a word up to twelve; None unless there is exactly one."""
    digits = _DIGITS.findall(text)
    numerals = [_SMALL.index(w) for w in re.findall(r"[a-z]+", text.lower()) if w in _SMALL]
    numbers = [Decimal(d.replace(",", "")) for d in digits] + [Decimal(w) for w in numerals]
    return numbers[0] if len(numbers) == 1 else None


def _places(stated: Decimal) -> int:
    return max(0, -int(stated.as_tuple().exponent))


def _number_agrees(text: str, exact: Fraction | None, of: str, sign: str = "") -> str:
    """Return whether the number in the text is the exact one, rounded to the stated precision."""
    stated = number_in(text)
    if stated is None:
        return "is bound to a figure and must hold just one number"
    if exact is None:
        return f"cannot be checked: {of} counts nothing"
    right = decimal(exact, _places(stated))
    return "" if stated == right else f"says {stated}{sign}, and {of} gives {right}{sign}"


def _share(value: Value) -> Fraction | None:
    share = value.part.share
    return None if share is None else share * 100


def is_value(facts: Facts, text: str, measure: str, period: str, part: str | None = None) -> str:
    """[55%]{is website-share last-quarter}: a share must follow from its parts, a count must be the count."""
    value = facts.value(measure, period, part)
    if value.unit is Unit.LEVEL:
        return "is bound to a level, which is no number; use {level measure period name}"
    if value.unit is Unit.POUNDS:
        return "is bound to a cost, which is a range and never one number"
    if value.unit is Unit.PERCENT:
        of = f"{value.part.counted:,} of {value.part.out_of:,}"
        return _number_agrees(text, _share(value), of, "%")
    return _number_agrees(text, Fraction(value.part.counted), value.name)


def is_increase(facts: Facts, text: str, measure: str, before: str, after: str, part: str | None = None) -> str:
    """[a 45.92% increase]{increase learners year-before year}: it must recompute from the two counts."""
    old, new = (facts.value(measure, period, part) for period in (before, after))
    fraction = increase(new.part.counted, old.part.counted)
    if fraction is None:
        return f"cannot be checked: {old.name} counted nothing in {old.period_name}"
    if (fraction < 0 and not _DOWN.search(text)) or (fraction > 0 and _DOWN.search(text)):
        return f"has the wrong direction: it went from {old.part.counted:,} to {new.part.counted:,}"
    of = f"{new.part.counted:,} after {old.part.counted:,}"
    return _number_agrees(text, abs(fraction) * 100, of, "%")


def is_points(facts: Facts, text: str, measure: str, before: str, after: str, part: str | None = None) -> str:
    """[4.2 percentage points]{points website-share year-before year}: the difference of the two shares."""
    old, new = (facts.value(measure, period, part) for period in (before, after))
    if old.part.share is None or new.part.share is None:
        return "cannot be checked: one of the two periods has no records"
    of = f"{percent(new.part.share)} after {percent(old.part.share)}"
    return _number_agrees(text, abs(new.part.share - old.part.share) * 100, of)


def is_majority(facts: Facts, text: str, measure: str, period: str, part: str | None = None) -> str:
    """[the majority]{majority website-share last-quarter}: more than half."""
    del text
    value = facts.value(measure, period, part)
    return _because(value, check_majority(value.part.share))


def is_rise(facts: Facts, text: str, measure: str, before: str, after: str, part: str | None = None) -> str:
    """[rose]{rise website-share year-before year}: higher after than before."""
    old, new = (facts.value(measure, period, part) for period in (before, after))
    if _DOWN.search(text):
        return "is bound to a rise and speaks of a fall"
    return _because(new, check_rise(*(_level(v) for v in (old, new))))


def is_fall(facts: Facts, text: str, measure: str, before: str, after: str, part: str | None = None) -> str:
    """[fell]{fall avoidable-contact year-before year}: lower after than before."""
    old, new = (facts.value(measure, period, part) for period in (before, after))
    if not _DOWN.search(text):
        return "is bound to a fall and does not speak of one"
    return _because(new, check_rise(*(_level(v) for v in (new, old))))


def is_steady_rise(facts: Facts, text: str, measure: str, period: str) -> str:
    """[a steady increase in each quarter]{steady-rise website-share year}: every quarter above the previous one."""
    del text
    steps = facts.steps(measure, period)
    return _because(steps[-1], check_steady_rise([(s.period_name, _level(s)) for s in steps]))


def is_primarily(facts: Facts, text: str, measure: str, before: str, after: str, part: str) -> str:
    """[primarily due to ...]{primarily website-share third-quarter last-quarter service=garden-waste}."""
    split, _ = facts.split(measure, before, after)
    rose = bool(split and split.change > 0)
    if split and bool(_DOWN.search(text)) is rose and re.search(r"rise|fall|increase|decrease", text):
        return "speaks of the wrong direction"
    return _because(facts.value(measure, after), check_primarily(split, part.partition("=")[2]))


def is_at_level(facts: Facts, text: str, measure: str, period: str, level: str) -> str:
    """[a gold standard]{level gazetteer-review-level year gold}: the actual level, and the text names no other."""
    value = facts.value(measure, period)
    other = [word for word in LEVEL_NAMES.findall(text.lower()) if word != level.lower()]
    if other:
        return f"is bound to the level {level} and speaks of {other[0]}"
    if not value.part.level:
        return f"cannot be checked: no review was made in {value.period_name}"
    reached = value.part.level.lower()
    return _because(value, "" if reached == level.lower() else f"it was {reached}")


def _level(value: Value) -> Fraction | None:
    """Return the compared value: the share, or the count if the figure is one."""
    return value.part.share if value.unit is Unit.PERCENT else Fraction(value.part.counted)


def _because(value: Value, reason: str) -> str:
    return reason and f"is not supported by {value.name}, {value.period_name}: {reason}"


NUMBERS: dict[str, Callable[..., str]] = {"is": is_value, "increase": is_increase, "points": is_points}
CLAIMS: dict[str, Callable[..., str]] = {
    "majority": is_majority,
    "rise": is_rise,
    "fall": is_fall,
    "steady-rise": is_steady_rise,
    "primarily": is_primarily,
    "level": is_at_level,
}


def check_claim(facts: Facts, text: str, ask: tuple[str, ...]) -> str:
    """Return why checked text is not supported, or an empty text. Raises BadReference or FigureUnavailable."""
    name, *rest = ask
    check = NUMBERS.get(name) or CLAIMS.get(name)
    if check is None:
        known = ", ".join([*NUMBERS, *CLAIMS])
        raise BadReference(f"is bound to “{name}”, which is no check; there are {known}.")
    if name in CLAIMS and (bare := bare_numbers(text)):
        return f"hides the number “{bare[0]}” in a claim; bind it to a figure of its own"
    if name in NUMBERS and (loose := bare_claims(_SIZE.sub(" ", text))):
        return f"hides the claim “{loose[0]}” beside a number; bind it to a check of its own"
    try:
        return check(facts, text, *rest)
    except TypeError as error:
        raise BadReference(f"gives {name} {len(rest)} words it cannot use: {check.__doc__}") from error
