"""Text of references: values of figures, and sentences that state what the figures show."""

import re
from collections.abc import Callable, Iterator
from itertools import pairwise

from borough.measures.public import decimal, increase, percent, points
from borough.measures.types import Figure, Unit
from borough.reports.types import BadReference, Facts, FigureUnavailable, Run, Value

_NUMBER = re.compile(r"([+\u2212]?\d+\.\d+%?)")


def value_text(value: Value) -> str:
    """Format a value: 55.0%, 12,345, £1,234 to £5,678, or gold."""
    if value.unit is Unit.POUNDS:
        return pounds_range(value.part.low or 0, value.part.high or 0)
    if value.unit is Unit.CONTACTS:
        return f"{value.part.counted:,}"
    if value.unit is Unit.LEVEL:
        if value.part.level is None:
            raise FigureUnavailable(f"{value.name}: no review was made in {value.period_name}")
        return value.part.level.lower()
    if value.part.share is None:
        raise FigureUnavailable(f"{value.name} has no records in {value.period_name}")
    return percent(value.part.share)


def pounds_range(low: int, high: int) -> str:
    """Format pence as a range in pounds: £1,234 to £5,678. States if there is only one source."""
    if low == high:
        return f"£{round(low / 100):,} (one source)"
    return f"£{round(low / 100):,} to £{round(high / 100):,}"


def runs_for(facts: Facts, ask: tuple[str, ...]) -> tuple[Run, ...]:
    """Return the runs of a reference. Raises BadReference or FigureUnavailable."""
    first, *rest = ask
    if first in ("year", "period"):
        return (Run(facts.period_name(rest[0] if rest else "year")),)
    if first in _SENTENCES:
        try:
            return _SENTENCES[first](facts, *rest)
        except TypeError as error:
            raise BadReference(f"gives {first} words it cannot use: {_SENTENCES[first].__doc__}") from error
    if first in ("counted", "out-of") and len(rest) in (2, 3):
        value = facts.value(*rest)
        number = value.part.counted if first == "counted" else value.part.out_of
        return (Run(f"{number:,}", value.figure),)
    if len(ask) not in (2, 3):
        raise BadReference(
            f"refers to “{' '.join(ask)}”; write {{measure period}} or {{measure period dimension=value}}."
        )
    value = facts.value(*ask)
    return (Run(value_text(value), value.figure),)


def _moved(facts: Facts, measure: str, before: str, after: str, part: str | None = None) -> tuple[Run, ...]:
    """{moved website-share year-before year}: rose from 50.1% to 55.0%."""
    old, new = (facts.value(measure, period, part) for period in (before, after))
    first, other = value_text(old), value_text(new)
    if first == other:
        return Run("stayed at "), Run(other, new.figure)
    up = (
        (new.part.share or 0) > (old.part.share or 0)
        if new.unit is Unit.PERCENT
        else new.part.counted > old.part.counted
    )
    return Run("rose from " if up else "fell from "), Run(first, old.figure), Run(" to "), Run(other, new.figure)


def _more(facts: Facts, measure: str, before: str, after: str, part: str | None = None) -> tuple[Run, ...]:
    """{more contacts-by-channel year-before year}: 12.3% more than in 2016-17."""
    old, new = (facts.value(measure, period, part) for period in (before, after))
    fraction = increase(new.part.counted, old.part.counted)
    if fraction is None:
        raise FigureUnavailable(f"{old.name} counted nothing in {old.period_name}")
    text = f"{abs(decimal(fraction * 100, 1))}%"
    return Run(text, new.figure), Run(f" {'more' if fraction >= 0 else 'fewer'} than in {old.period_name}")


def _points(facts: Facts, measure: str, before: str, after: str) -> tuple[Run, ...]:
    """{points website-share year-before year}: 4.9 percentage points."""
    old, new = (facts.value(measure, period) for period in (before, after))
    if old.part.share is None or new.part.share is None:
        raise FigureUnavailable(f"{new.name} has no records in one of the two periods")
    return Run(points(new.part.share - old.part.share), new.figure), Run(" percentage points")


def _trend(facts: Facts, measure: str, period: str) -> tuple[Run, ...]:
    """{trend website-share year}: It rose in each quarter, or in how many."""
    steps = facts.steps(measure, period)
    shares = [s.part.share for s in steps]
    rises = [b > a for a, b in pairwise(shares) if a is not None and b is not None]
    start, end = Run(value_text(steps[0]), steps[0].figure), Run(value_text(steps[-1]), steps[-1].figure)
    tail = (Run(", from "), start, Run(f" in {steps[0].period_name} to "), end, Run(f" in {steps[-1].period_name}."))
    if len(rises) == len(steps) - 1 and all(rises):
        return Run("It was higher in each quarter than in the one before"), *tail
    return Run(f"It was higher than the quarter before in {sum(rises)} of {len(rises)} quarters"), *tail


def _split(facts: Facts, measure: str, before: str, after: str) -> tuple[Run, ...]:
    """{split website-share third-quarter last-quarter}: the sentence that the change supports."""
    _, sentence = facts.split(measure, before, after)
    figures = [facts.parts(measure, period, "service")[0] for period in (before, after)]
    return tuple(_linked(sentence, figures))


def _linked(sentence: str, figures: list[Figure]) -> Iterator[Run]:
    """Yield a sentence's runs with each number linked to its figure: the first share to the earlier one."""
    shares = 0
    for n, text in enumerate(_NUMBER.split(sentence)):
        shares += text.endswith("%") and bool(n % 2)
        yield Run(text, figures[0 if text.endswith("%") and shares == 1 else -1] if n % 2 else None)


def _stated(facts: Facts, measure: str, period: str) -> tuple[Run, ...]:
    """{stated website-share year}: counts that must be stated with the figure, such as unknown channel."""
    value = facts.value(measure, period)
    runs: list[Run] = []
    for kind, number in value.figure.total.stated.items():
        count_text = f"{value.part.stated[kind]:,}" if kind in value.part.stated else "fewer than five"
        runs += [
            Run(" and " if runs else "Of these, "),
            Run(count_text if number else "none", value.figure),
            Run(f" {kind}"),
        ]
    return (*runs, Run("."))


def _review(facts: Facts, measure: str, period: str) -> tuple[Run, ...]:
    """{review gazetteer-review-level year}: gold, found by the review of 16 March 2018 by the schedule it names."""
    value = facts.value(measure, period)
    text, review = value_text(value), facts.review(measure, period)
    example = ", an example whose thresholds are made up" if review.example else ""
    review_date = f"{review.created_at.day} {review.created_at:%B %Y}"
    return Run(text, value.figure), Run(
        f", found by the review of {review_date} by the schedule {review.schedule}{example}"
    )


_SENTENCES: dict[str, Callable[..., tuple[Run, ...]]] = {
    "moved": _moved,
    "more": _more,
    "points": _points,
    "trend": _trend,
    "split": _split,
    "stated": _stated,
    "review": _review,
}
