"""Invented collection rounds for every home: by street, so that neighbours are collected together."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from zlib import crc32

from borough.demo.rules.properties import FLAT
from borough.gazetteer.types import Line

FIRST_MONDAY = date(2018, 1, 1)
DAYS = ("MON", "TUE", "WED", "THU", "FRI")
Row = tuple[int, str, str, date, int, str]


def rows(lines: Iterable[Line]) -> Iterator[Row]:
    """Yield a list line for each home and round: rubbish and recycling alternately, food weekly.

    Garden waste is collected with recycling, except from flats.
    """
    for line in lines:
        if line.classification.startswith("R"):
            yield from _home(line)


def _home(line: Line) -> Iterator[Row]:
    chance = crc32(str(line.usrn).encode())  # hashed, since plain numbers would put whole areas on one day
    weekday, week, area = chance % 5, chance // 5 % 2, chance // 10 % 3 + 1
    day = FIRST_MONDAY + timedelta(days=weekday)
    first, second = day + timedelta(weeks=week), day + timedelta(weeks=1 - week)
    name = f"{DAYS[weekday]}-{'AB'[week]}{area}"
    yield line.uprn, "refuse", f"RUBBISH-{name}", first, 2, f"Crew {area}"
    yield line.uprn, "recycling", f"RECYCLING-{name}", second, 2, f"Crew {area + 3}"
    yield line.uprn, "food", f"FOOD-{DAYS[weekday]}{area}", day, 1, f"Crew {area + 6}"
    if line.classification != FLAT:
        yield line.uprn, "garden", f"GARDEN-{name}", second, 2, f"Crew {area + 9}"


def winter(on: date) -> tuple[date, date]:
    """Return the weeks around Christmas without garden waste collection, this winter's or the next."""
    year = on.year - (on.month < 3)
    return date(year, 12, 14), date(year + 1, 1, 11)
