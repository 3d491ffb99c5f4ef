"""Working days are counted by the list GOV.UK publishes."""

from datetime import date

import pytest

from borough.kernel.holidays import (
    UNITED_KINGDOM,
    NotPublished,
    bank_holidays,
    is_working_day,
    working_days_after,
)


def test_the_list_knows_substitute_days_and_one_off_holidays():
    held = bank_holidays()
    assert held[date(2026, 12, 28)].startswith("Boxing Day")
    assert date(2022, 9, 19) in held  # the state funeral of Queen Elizabeth II
    assert date(2026, 12, 26) not in held


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


def test_a_year_the_list_does_not_know_is_said_so():
    with pytest.raises(NotPublished, match=r"known from 2012 to \d{4}, not for 1999"):
        is_working_day(date(1999, 5, 4))


def test_freedom_of_information_leaves_out_the_bank_holidays_of_every_part():
    burns, st_andrew = date(2026, 1, 2), date(2026, 11, 30)  # 2 January and St Andrew's Day are Scotland's alone
    assert is_working_day(st_andrew) and not is_working_day(st_andrew, UNITED_KINGDOM)
    assert is_working_day(burns) and not is_working_day(burns, UNITED_KINGDOM)
    assert working_days_after(date(2026, 11, 27), 1, UNITED_KINGDOM) == date(2026, 12, 1)
