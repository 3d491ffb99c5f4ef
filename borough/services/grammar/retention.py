"""How long what a service leaves behind is kept: typical periods, for a council to settle as its own schedule.

What is held here is what was sent and the case of it, so a class's time begins when that is closed, whatever other
system holds the account, the claim or the meeting; or, for some, with the end of the financial year of its closing.
"""

from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True)
class Retention:
    """A class of records: what its time begins with, how many years it lasts, and why."""

    trigger: str
    years: int
    basis: str
    year_end: bool = False  # the time begins on the 1 April after


RETENTION = {
    "council-tax": Retention("it is closed", 6, "Limitation Act 1980; audit"),
    "benefits": Retention("it is closed", 6, "Limitation Act 1980; audit"),
    "service-requests": Retention("it is closed", 2, "Operational"),
    "waste-subscriptions": Retention("the end of its financial year", 6, "VAT, audit", year_end=True),
    "complaints": Retention("it is closed", 6, "Limitation Act 1980; Ombudsman"),
    "information-requests": Retention("it is closed", 3, "Time to complain to the Information Commissioner"),
    "meetings": Retention("it is closed", 4, "Local Government Act 1972, section 100D: papers behind a report"),
    "learners": Retention("it is closed", 6, "Rules of those who pay for it"),
}
"""Every class there is, by its key."""


def due_on(kept: Retention, closed_on: date) -> date:
    """The day from which what was closed on a day is kept no longer."""
    start = _next_april(closed_on) if kept.year_end else closed_on
    return _years_after(start, kept.years)


def latest_closing(kept: Retention, today: date) -> date:
    """The last day on which something kept no longer today can have been closed."""
    return _years_after(today, -kept.years)


def _next_april(day: date) -> date:
    first = date(day.year, 4, 1)
    return first if day < first else date(day.year + 1, 4, 1)


def _years_after(day: date, years: int) -> date:
    """29 February is followed by 1 March."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28) + timedelta(days=1)
