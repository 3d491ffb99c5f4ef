"""Answers nobody types by accident are refused with a sentence."""

from datetime import date

import pytest

from borough.forms.errors import InvalidAnswer
from borough.forms.kinds import QuestionInfo, Spot, Time

QUESTION = QuestionInfo(
    key="spot", called="where it is", missing="Enter where", optional=False, today=date(2026, 11, 23)
)


@pytest.mark.parametrize("metres", ["nan", "inf", "1e999", "-5", "9999999", "east"])
def test_a_point_that_is_no_place_is_refused(metres):
    with pytest.raises(InvalidAnswer):
        Spot().clean({"near": "High Street", "easting": metres, "northing": "420000"}, QUESTION)


def test_point_is_stored_in_integer_metres():
    settled = Spot().clean({"near": "High Street", "easting": "358000.7", "northing": "417000"}, QUESTION)
    assert (settled["easting"], settled["northing"]) == (358000, 417000)


TIMES = {
    "9:30am": "09:30",
    "9.30 a.m.": "09:30",
    "0930": "09:30",
    "21:30": "21:30",
    "9 PM": "21:00",
    "12am": "00:00",
    "12:15pm": "12:15",
    "Midday": "12:00",
    "midnight": "00:00",
    "1130pm": "23:30",
}


@pytest.mark.parametrize(("typed", "expected"), TIMES.items())
def test_a_time_of_day_is_read_as_people_write_it(typed, expected):
    assert Time().clean(typed, QUESTION) == expected
    assert Time().revalidate(expected, QUESTION) == expected


@pytest.mark.parametrize("typed", ["9", "24:00", "13pm", "9:60", "soon", "9m", "٩:٣٠"])
def test_what_is_no_time_of_day_is_refused(typed):
    with pytest.raises(InvalidAnswer, match="like 9:30am"):
        Time().clean(typed, QUESTION)
