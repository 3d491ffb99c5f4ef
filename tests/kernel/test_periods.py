from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from borough.kernel.periods import InvalidPeriod, Period, Step, council_year_of, month, parse_period, period_of

DAYS = st.dates(date(1990, 1, 1), date(2090, 1, 1))


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("2017-18", date(2017, 4, 1), date(2018, 4, 1)),
        ("2017-18-q4", date(2018, 1, 1), date(2018, 4, 1)),
        ("2017-18 Q1", date(2017, 4, 1), date(2017, 7, 1)),
        ("2017/18", date(2017, 4, 1), date(2018, 4, 1)),
        ("2018-01", date(2018, 1, 1), date(2018, 2, 1)),
        ("2011-12", date(2011, 4, 1), date(2012, 4, 1)),
        ("1999-00", date(1999, 4, 1), date(2000, 4, 1)),
        ("2018-01-05..2018-02-01", date(2018, 1, 5), date(2018, 2, 1)),
    ],
)
def test_a_period_is_read_from_its_key(text, start, end):
    assert parse_period(text) == Period(start, end)


@pytest.mark.parametrize("text", ["", "2018", "2017-19-q1", "2018-13", "2018-02-01..2018-01-01", "2017-18-q5", "x..y"])
def test_invalid_period_error_includes_an_example(text):
    with pytest.raises(InvalidPeriod):
        parse_period(text)


@given(DAYS, st.sampled_from(Step))
def test_every_key_is_read_back_as_the_same_period(day, step):
    period = period_of(day, step)
    assert day in period
    assert parse_period(period.key) == period


@given(DAYS, st.sampled_from(Step))
def test_the_steps_of_a_year_follow_each_other_without_gap_or_overlap(day, step):
    year = council_year_of(day)
    pieces = list(year.split(step))
    assert pieces[0].start == year.start
    assert pieces[-1].end == year.end
    assert all(a.end == b.start for a, b in pairwise(pieces))


def test_the_quarter_before_the_first_is_the_last_of_the_year_before():
    assert parse_period("2017-18-q1").previous() == parse_period("2016-17-q4")


def test_a_month_is_named_as_people_say_it():
    assert month(2018, 1).name == "January 2018"
    assert parse_period("2017-18-q4").name == "January to March 2018"


def test_the_end_is_outside():
    assert date(2018, 4, 1) not in parse_period("2017-18")
