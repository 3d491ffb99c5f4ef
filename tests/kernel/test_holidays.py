"""Working days are counted by the list GOV.UK publishes."""

from datetime import date

import pytest

from borough.kernel.holidays import (
    ENGLAND,
    UNITED_KINGDOM,
    YearNotPublished,
    bank_holidays,
    expected_holidays,
    is_working_day,
    published_years,
    working_days_after,
)


def test_list_includes_substitute_days_and_extra_holidays():
    holidays = bank_holidays()
    assert holidays[date(2026, 12, 28)].startswith("Boxing Day")
    assert date(2022, 9, 19) in holidays  # the state funeral of Queen Elizabeth II
    assert date(2026, 12, 26) not in holidays


@pytest.mark.parametrize(
    ("day", "count", "then"),
    [
        (date(2026, 12, 24), 1, date(2026, 12, 29)),  # Friday and Monday are holidays
        (date(2026, 12, 24), 4, date(2027, 1, 4)),
        (date(2026, 11, 20), 2, date(2026, 11, 24)),
        (date(2026, 11, 20), 0, date(2026, 11, 20)),
    ],
)
def test_days_that_are_not_worked_are_passed_over(day, count, then):
    assert working_days_after(day, count) == then


def test_year_outside_the_list_is_reported():
    with pytest.raises(YearNotPublished, match=r"known from 2012 on, not for 1999"):
        is_working_day(date(1999, 5, 4))


def test_freedom_of_information_leaves_out_the_bank_holidays_of_every_part():
    burns, st_andrew = date(2026, 1, 2), date(2026, 11, 30)  # 2 January and St Andrew's Day are Scotland's alone
    assert is_working_day(st_andrew) and not is_working_day(st_andrew, UNITED_KINGDOM)
    assert is_working_day(burns) and not is_working_day(burns, UNITED_KINGDOM)
    assert working_days_after(date(2026, 11, 27), 1, UNITED_KINGDOM) == date(2026, 12, 1)


ONCE = {
    date(2012, 6, 4),
    date(2012, 6, 5),
    date(2020, 5, 8),
    date(2022, 6, 2),
    date(2022, 6, 3),
    date(2022, 9, 19),
    date(2023, 5, 8),
    date(2012, 5, 28),
    date(2020, 5, 4),
    date(2022, 5, 30),
}
"""Holidays proclaimed once, and those of every year that gave way to them."""


@pytest.mark.parametrize("calendar", [ENGLAND, UNITED_KINGDOM])
def test_what_the_law_names_is_what_was_published_but_for_days_proclaimed_once(calendar):
    for year in published_years():
        published = {day for day in bank_holidays(calendar) if day.year == year}
        assert (published ^ expected_holidays(year, calendar)) <= ONCE, year


def test_a_promise_can_be_counted_after_the_list_ends():
    last = published_years()[-1]
    then = working_days_after(date(last, 12, 29), 20)
    assert then.year == last + 1
    assert working_days_after(date(2040, 3, 29), 1) == date(2040, 4, 3)  # Good Friday 30 March, Easter Monday 2 April
