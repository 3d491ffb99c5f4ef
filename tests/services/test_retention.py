"""When the time of a class is over: to the day, from its closing or from the end of its financial year."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from borough.forms.retention import RETENTION
from borough.kernel.retention import disposal_date, latest_closing_date

DAYS = st.dates(date(2000, 1, 1), date(2080, 12, 31))


@pytest.mark.parametrize(
    ("key", "closed", "due"),
    [
        ("service-requests", date(2024, 5, 1), date(2026, 5, 1)),
        ("service-requests", date(2024, 2, 29), date(2026, 3, 1)),
        ("complaints", date(2020, 12, 31), date(2026, 12, 31)),
        ("waste-subscriptions", date(2020, 3, 31), date(2026, 4, 1)),
        ("waste-subscriptions", date(2020, 4, 1), date(2027, 4, 1)),
    ],
)
def test_it_is_due_on_the_day(key, closed, due):
    assert disposal_date(RETENTION[key], closed) == due


@given(st.sampled_from(sorted(RETENTION)), DAYS, DAYS)
def test_whatever_is_due_was_closed_by_the_latest_day(key, closed, today):
    retention = RETENTION[key]
    if disposal_date(retention, closed) <= today:
        assert closed <= latest_closing_date(retention, today)
