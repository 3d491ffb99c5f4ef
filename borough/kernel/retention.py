"""Retention periods and disposal dates."""

from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True)
class Retention:
    """A retention class: its trigger, its length in years and its legal basis."""

    trigger: str
    years: int
    basis: str
    year_end: bool = False  # the period starts on the following 1 April


def disposal_date(retention: Retention, closed_on: date) -> date:
    """Return the date from which a record closed on a day is due for disposal."""
    start = _next_april(closed_on) if retention.year_end else closed_on
    return _years_after(start, retention.years)


def latest_closing_date(retention: Retention, today: date) -> date:
    """Return the latest closing date of records that are due for disposal today."""
    return _years_after(today, -retention.years)


def _next_april(day: date) -> date:
    first = date(day.year, 4, 1)
    return first if day < first else date(day.year + 1, 4, 1)


def _years_after(day: date, years: int) -> date:
    """Add years to a date; 29 February becomes 1 March."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28) + timedelta(days=1)
