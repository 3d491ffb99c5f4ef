"""English bank holidays and working days, from the list that GOV.UK publishes, as shipped with a package.

The list reaches two or three years ahead. After that, the holidays that the law names for every year are used
(Banking and Financial Dealings Act 1971, schedule 1, and the days proclaimed every year since 1978), so that
a promise can always be calculated; a one-off holiday, such as for a coronation, is then unknown until a newer
list is installed.
"""

import json
from collections.abc import Iterator
from datetime import date, timedelta
from functools import lru_cache
from importlib.resources import files

from dateutil.easter import easter

ENGLAND, UNITED_KINGDOM = "england-and-wales", "united-kingdom"
SATURDAY = 6


class YearNotPublished(LookupError):
    """The list does not have that year's bank holidays; the message names the years it has."""


@lru_cache(maxsize=2)
def bank_holidays(calendar: str = ENGLAND) -> dict[date, str]:
    """Return every bank holiday in the list with its name, in order: gov.uk/bank-holidays.

    UNITED_KINGDOM: those of any of its nations, as the Freedom of Information Act 2000, section 10(6), counts them.
    """
    text = files("govuk_bank_holidays").joinpath("bank-holidays.json").read_text("utf-8")
    data = json.loads(text)
    parts = data if calendar == UNITED_KINGDOM else (calendar,)
    events = [event for part in parts for event in data[part]["events"]]
    return dict(sorted((date.fromisoformat(event["date"]), event["title"]) for event in events))


@lru_cache(maxsize=1)
def published_years() -> range:
    """Return the years in the list."""
    published = [day.year for day in bank_holidays()]
    return range(min(published), max(published) + 1)


def _monday(year: int, month: int, *, last: bool = False) -> date:
    """Return the first or last Monday of a month with 31 days."""
    day = date(year, month, 31 if last else 7)
    return day - timedelta(days=day.weekday())


def _moved(days: list[date]) -> set[date]:
    """Return annual holidays, each moved to the next free weekday if it falls on a weekend."""
    moved: set[date] = set()
    for usual in sorted(days, key=lambda day: (day.isoweekday() >= SATURDAY, day)):
        after = (usual + timedelta(days=count) for count in range(7))
        moved.add(next(day for day in after if day.isoweekday() < SATURDAY and day not in moved))
    return moved


@lru_cache(maxsize=64)
def expected_holidays(year: int, calendar: str = ENGLAND) -> frozenset[date]:
    """Return the bank holidays that the law names for a year, without one-off proclaimed ones."""
    sunday = easter(year)
    holidays = {
        sunday - timedelta(days=2),
        sunday + timedelta(days=1),
        _monday(year, 5),
        _monday(year, 5, last=True),
        _monday(year, 8, last=True),
    }
    if calendar == UNITED_KINGDOM:
        new_year = _moved([date(year, 1, 1), date(year, 1, 2)])
        others = [_moved([date(year, month, day)]) for month, day in ((3, 17), (7, 12), (11, 30))]
        holidays |= new_year.union(*others) | {_monday(year, 8)}
    else:
        holidays |= _moved([date(year, 1, 1)])
    return frozenset(holidays | _moved([date(year, 12, 25), date(year, 12, 26)]))


def is_working_day(day: date, calendar: str = ENGLAND) -> bool:
    """Return whether it is Monday to Friday and no bank holiday. Raises YearNotPublished for years before the list."""
    if day.year < published_years()[0]:
        raise YearNotPublished(f"Bank holidays are known from {published_years()[0]} on, not for {day.year}.")
    known = bank_holidays(calendar) if day.year in published_years() else expected_holidays(day.year, calendar)
    return day.isoweekday() < SATURDAY and day not in known


def working_days_after(day: date, count: int, calendar: str = ENGLAND) -> date:
    """Return the date a number of working days after a day, not counting the day itself."""
    later = _working_days_from(day + timedelta(days=1), calendar)
    for _ in range(count):
        day = next(later)
    return day


def _working_days_from(day: date, calendar: str) -> Iterator[date]:
    while True:
        if is_working_day(day, calendar):
            yield day
        day += timedelta(days=1)
