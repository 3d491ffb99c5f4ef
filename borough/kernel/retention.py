"""How long a class of records is kept, and the day from which it is kept no longer."""

from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True)
class Retention:
    """A class of records: what its time begins with, how many years it lasts, and why."""

    trigger: str
    years: int
    basis: str
    year_end: bool = False  # the time begins on the 1 April after


def disposal_date(retention: Retention, closed_on: date) -> date:
    """The day from which what was closed on a day is kept no longer."""
    start = _next_april(closed_on) if retention.year_end else closed_on
    return _years_after(start, retention.years)


def latest_closing_date(retention: Retention, today: date) -> date:
    """The last day on which something kept no longer today can have been closed."""
    return _years_after(today, -retention.years)


def _next_april(day: date) -> date:
    first = date(day.year, 4, 1)
    return first if day < first else date(day.year + 1, 4, 1)


def _years_after(day: date, years: int) -> date:
    """29 February is followed by 1 March."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28) + timedelta(days=1)
