"""Figures told in a test, for templates to ask for."""

from datetime import date
from typing import Any

import pytest

from borough.kernel.periods import Period, parse_period
from borough.measures.rules.claims import change_sentence
from borough.measures.rules.mix import split
from borough.measures.types import Figure, Part, Split, Unit
from borough.reports.grammar.facts import period_names
from borough.reports.types import FigureUnavailable, Value

YEAR = parse_period("2017-18")
COUNTS = {"learners", "courses", "venues", "access-points", "new-access-points", "hubs", "contacts"}


class SampleFacts:
    """Facts from {(measure, period): (counted, out_of)}; a part is asked for as (measure, period, part)."""

    def __init__(self, values: dict[tuple[str, ...], Any]) -> None:
        self.values = values
        self.period_names = period_names(YEAR)

    def period_name(self, period: str) -> str:
        return self._period(period).name

    def service_name(self, key: str) -> str:
        return key

    def _period(self, name: str) -> Period:
        return self.period_names.get(name) or parse_period(name)

    def value(self, measure: str, period: str, part: str | None = None) -> Value:
        period = next((word for word, p in self.period_names.items() if p.key == period), period)
        value = self.values.get((measure, period, part) if part else (measure, period))
        if value is None:
            raise FigureUnavailable(f"{measure} in {period} is not recorded")
        counted, out_of = value if isinstance(value, tuple) else (value, value)
        if isinstance(counted, str):
            unit, level, counted, out_of = Unit.LEVEL, counted, 4, 4
        else:
            unit, level = Unit.CONTACTS if measure in COUNTS else Unit.PERCENT, None
        total = Part(key=(part or "").partition("=")[2], counted=counted, out_of=out_of, stated={}, level=level)
        figure = Figure(
            measure=measure,
            unit=unit,
            definition="",
            period=self._period(period),
            by=None,
            total=total,
            parts=(),
            content="",
            watermark=0,
            sha256=f"{measure}{period}{part}",
        )
        return Value(measure, figure, total, self.period_name(period))

    def parts(self, measure: str, period: str, by: str) -> tuple[Figure, tuple[Part, ...]]:
        parts = [Part(key=k, counted=c, out_of=n, stated={}) for k, (c, n) in self.values[measure, period, by].items()]
        return self.value(measure, period).figure, tuple(parts)

    def month_names(self, period: str) -> tuple[str, str]:
        return period, ""

    def steps(self, measure: str, period: str) -> tuple[Value, ...]:
        names = ("last-quarter-before", "first-quarter", "second-quarter", "third-quarter", "last-quarter")
        return tuple(self.value(measure, name) for name in names)

    def split(self, measure: str, before: str, after: str) -> tuple[Split | None, str]:
        result = split(*(self.values[measure, period, "service"] for period in (before, after)))
        return result, change_sentence(measure, result, before, after)


SEED = {
    ("learners", "year"): 340,
    ("learners", "year-before"): 233,
    ("courses", "year"): 23,
    ("venues", "year"): 12,
    ("hubs", "year"): 4,
    ("access-points", "year"): 26,
    ("access-points", "year-before"): 17,
    ("new-access-points", "year"): 9,
    ("website-share", "last-quarter-before"): (40, 100),
    ("website-share", "first-quarter"): (42, 100),
    ("website-share", "second-quarter"): (44, 100),
    ("website-share", "third-quarter"): (45, 100),
    ("website-share", "last-quarter"): (55, 100),
    ("website-share", "third-quarter", "service"): {"garden-waste": (10, 40), "tax": (35, 60)},
    ("website-share", "last-quarter", "service"): {"garden-waste": (45, 70), "tax": (18, 30)},
    ("phone-share", "last-quarter"): (620, 1000),
    ("web-share", "last-quarter"): (70, 1000),
    ("counter-share", "last-quarter"): (310, 1000),
    ("small", "first-quarter"): (1, 2),
    ("gazetteer-review-level", "year"): ("Gold", 4),
}


@pytest.fixture
def seed() -> SampleFacts:
    return SampleFacts(dict(SEED))


assert YEAR.start == date(2017, 4, 1)
