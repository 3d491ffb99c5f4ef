"""Bank holidays of England and working days, from the list GOV.UK publishes, as it is shipped with a package."""

import json
from collections.abc import Iterator
from datetime import date, timedelta
from functools import lru_cache
from importlib.resources import files

ENGLAND, UNITED_KINGDOM = "england-and-wales", "united-kingdom"
SATURDAY = 6


class NotPublished(LookupError):
    """Bank holidays of that year are not in the list; the message says which years are."""


@lru_cache(maxsize=2)
def bank_holidays(calendar: str = ENGLAND) -> dict[date, str]:
    """Every bank holiday in the list with its name, in order: gov.uk/bank-holidays.

    UNITED_KINGDOM: those of any part of it, as the Freedom of Information Act 2000, section 10(6), counts them.
    """
    text = files("govuk_bank_holidays").joinpath("bank-holidays.json").read_text("utf-8")
    told = json.loads(text)
    parts = told if calendar == UNITED_KINGDOM else (calendar,)
    events = [one for part in parts for one in told[part]["events"]]
    return dict(sorted((date.fromisoformat(one["date"]), one["title"]) for one in events))


@lru_cache(maxsize=1)
def years() -> range:
    """The years the list knows."""
    found = [day.year for day in bank_holidays()]
    return range(min(found), max(found) + 1)


def is_working_day(day: date, calendar: str = ENGLAND) -> bool:
    """Monday to Friday and no bank holiday; raises NotPublished of a year the list does not know."""
    if day.year not in years():
        raise NotPublished(f"Bank holidays are known from {years()[0]} to {years()[-1]}, not for {day.year}.")
    return day.isoweekday() < SATURDAY and day not in bank_holidays(calendar)


def working_days_after(day: date, count: int, calendar: str = ENGLAND) -> date:
    """The day that is so many working days after a day, which itself does not count."""
    later = _working_days_from(day + timedelta(days=1), calendar)
    for _ in range(count):
        day = next(later)
    return day


def _working_days_from(day: date, calendar: str) -> Iterator[date]:
    while True:
        if is_working_day(day, calendar):
            yield day
        day += timedelta(days=1)
