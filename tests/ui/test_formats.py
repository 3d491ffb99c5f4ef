"""Dates and numbers as they are written in Britain."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from borough.ui import formats


def test_a_date_has_no_leading_nought():
    assert formats.day(date(2018, 1, 5)) == "5 January 2018"


def test_a_summer_evening_in_utc_is_the_next_day_in_london():
    assert formats.day(datetime(2018, 6, 30, 23, 30, tzinfo=UTC)) == "1 July 2018"


@pytest.mark.parametrize(
    ("hour", "minute", "text"),
    [
        (0, 0, "midnight"),
        (12, 0, "midday"),
        (9, 0, "9am"),
        (14, 5, "2:05pm"),
        (0, 30, "12:30am"),
        (12, 1, "12:01pm"),
    ],
)
def test_clock(hour, minute, text):
    assert formats.clock(datetime(2018, 1, 5, hour, minute, tzinfo=UTC)) == text


def test_moments():
    at = datetime(2018, 7, 5, 13, 5, tzinfo=UTC)
    assert formats.moment(at) == "5 July 2018 at 2:05pm"
    assert formats.short_moment(at) == "5 Jul 2018 14:05"


def test_a_moment_without_a_zone_is_refused():
    with pytest.raises(ValueError, match="no time zone"):
        formats.moment(datetime(2018, 7, 5, 13, 5))


@pytest.mark.parametrize(
    ("value", "places", "text"), [(1234567, 0, "1,234,567"), (-5, 0, "−5"), (Decimal("45.918"), 2, "45.92")]
)
def test_numbers(value, places, text):
    assert formats.number(value, places) == text


@pytest.mark.parametrize(("pence", "text"), [(123450, "£1,234.50"), (123400, "£1,234"), (-99, "−£0.99"), (0, "£0")])
def test_money(pence, text):
    assert formats.pounds(pence) == text
