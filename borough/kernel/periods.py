"""Half-open periods: months, quarters and council years (April to March)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

FIRST_MONTH = 4  # a council year runs from 1 April: Local Government Finance Act 1992, section 116
MONTHS_IN_QUARTER = 3
MONTHS_IN_YEAR = 12


class Step(StrEnum):
    """Period lengths for which a figure is calculated."""

    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


class InvalidPeriod(ValueError):
    """A period's key is invalid; the message shows valid forms."""


def add_months(day: date, months: int) -> date:
    """Return the first day of the month `months` after the month of `day`."""
    years, month = divmod(day.month - 1 + months, MONTHS_IN_YEAR)
    return date(day.year + years, month + 1, 1)


@dataclass(frozen=True, order=True)
class Period:
    """The days from `start` (inclusive) to `end` (exclusive)."""

    start: date
    end: date

    def __post_init__(self) -> None:
        """Reject a period that ends before it starts."""
        if self.end <= self.start:
            raise InvalidPeriod(f"A period must end after it starts: {self.start} to {self.end}.")

    def __contains__(self, day: date) -> bool:
        """Return whether the day is in the period; the end is excluded."""
        return self.start <= day < self.end

    @property
    def key(self) -> str:
        """Return the key used in URLs: 2018-01, 2017-18-q4, 2017-18, or two dates separated by `..`."""
        if self == month(self.start.year, self.start.month) and not _reads_as_year(self.start):
            return f"{self.start:%Y-%m}"
        if self == quarter_of(self.start):
            return f"{council_year_of(self.start).key}-q{self._quarter_number}"
        if self == council_year_of(self.start):
            return f"{self.start.year}-{self.end.year % 100:02d}"
        return f"{self.start.isoformat()}..{self.end.isoformat()}"

    @property
    def name(self) -> str:
        """Return the display name: January 2018, January to March 2018, 2017-18, or the dates."""
        last = self.end - timedelta(days=1)
        if self == month(self.start.year, self.start.month):
            return f"{self.start:%B %Y}"
        if self == quarter_of(self.start):
            return f"{self.start:%B} to {last:%B %Y}"
        if self == council_year_of(self.start):
            return self.key
        return f"{self.start.day} {self.start:%B %Y} to {last.day} {last:%B %Y}"

    @property
    def _quarter_number(self) -> int:
        return (self.start.month - FIRST_MONTH) % MONTHS_IN_YEAR // MONTHS_IN_QUARTER + 1

    def split(self, step: Step) -> Iterator["Period"]:
        """Yield the whole steps that cover the period, in order; the first and last are trimmed to it."""
        at = self.start
        while at < self.end:
            piece = period_of(at, step)
            yield Period(max(piece.start, self.start), min(piece.end, self.end))
            at = piece.end

    def previous(self) -> "Period":
        """Return the preceding period of the same kind: last month, last quarter, last year."""
        for step in Step:
            if self == period_of(self.start, step):
                return period_of(self.start - timedelta(days=1), step)
        return Period(self.start - (self.end - self.start), self.start)

    def previous_year(self) -> "Period":
        """Return the same period one year earlier."""
        return Period(add_months(self.start, -MONTHS_IN_YEAR), add_months(self.end, -MONTHS_IN_YEAR))


def month(year: int, number: int) -> Period:
    """Return a calendar month."""
    start = date(year, number, 1)
    return Period(start, add_months(start, 1))


def quarter_of(day: date) -> Period:
    """Return the quarter of the council year containing the day."""
    into = (day.month - FIRST_MONTH) % MONTHS_IN_QUARTER
    start = add_months(day, -into)
    return Period(start, add_months(start, MONTHS_IN_QUARTER))


def council_year_of(day: date) -> Period:
    """Return the council year, April to March, containing the day."""
    start = date(day.year - (day.month < FIRST_MONTH), FIRST_MONTH, 1)
    return Period(start, add_months(start, MONTHS_IN_YEAR))


def period_of(day: date, step: Step) -> Period:
    """Return the month, quarter or council year containing the day."""
    if step is Step.MONTH:
        return month(day.year, day.month)
    return quarter_of(day) if step is Step.QUARTER else council_year_of(day)


_YEAR = re.compile(r"(\d{4})[-/](\d{2})(?:[- ]?q([1-4]))?", re.IGNORECASE)


def _reads_as_year(day: date) -> bool:
    """Return whether the month's key, such as 2011-12, would be parsed as a council year."""
    return (day.year + 1) % 100 == day.month


def parse_period(text: str) -> Period:
    """Parse a period's key; see `Period.key`.

    2017-18 is a council year, 2017-18-q4 a quarter of it, 2018-01 a month, and 2018-01-05..2018-02-01 the days
    from the first (inclusive) to the second (exclusive). An ambiguous year and month (2011-12) is parsed as a
    council year; write 2011-12-01..2012-01-01 for that December. Raises InvalidPeriod.
    """
    text = text.strip()
    try:
        if ".." in text:
            start, end = text.split("..", 1)
            return Period(date.fromisoformat(start), date.fromisoformat(end))
        if match := _YEAR.fullmatch(text):
            return _year_quarter_or_month(int(match[1]), int(match[2]), match[3])
    except ValueError as error:
        raise InvalidPeriod(f"“{text}” is not a period: {error}.") from error
    raise InvalidPeriod(f"“{text}” is not a period. Write 2017-18, 2017-18-q4, 2018-01 or 2018-01-05..2018-02-01.")


def _year_quarter_or_month(year: int, second: int, quarter: str | None) -> Period:
    if (year + 1) % 100 == second:
        council_year = council_year_of(date(year, FIRST_MONTH, 1))
        return list(council_year.split(Step.QUARTER))[int(quarter) - 1] if quarter else council_year
    if quarter:
        raise InvalidPeriod(f"the council year after {year} is {year}-{(year + 1) % 100:02d}, not {year}-{second:02d}")
    return month(year, second)
