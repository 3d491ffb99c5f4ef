"""How the texts of logs are read; no database."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from borough.contacts.rules.time_formats import Clock, UnknownFormat, pattern_of, slug

LOS_ANGELES, LONDON = ZoneInfo("America/Los_Angeles"), ZoneInfo("Europe/London")


@pytest.mark.parametrize(
    ("fmt", "text", "local"),
    [
        ("%m/%d/%Y %I:%M:%S %p", "12/31/2017 11:59:58 PM", (2017, 12, 31, 23, 59, 58)),
        ("%m/%d/%Y %I:%M:%S %p", "01/01/2018 12:00:09 AM", (2018, 1, 1, 0, 0, 9)),
        ("%m/%d/%Y %I:%M:%S %p", "1/2/2018 12:30:00 pm", (2018, 1, 2, 12, 30, 0)),
        ("%d/%m/%Y", "05/01/2018", (2018, 1, 5, 0, 0, 0)),
        ("%d %b %y %H:%M", "5 January 18 09:07", (2018, 1, 5, 9, 7, 0)),
        ("%Y-%m-%d %H:%M:%S.%f", "2018-01-05 16:18:08.673", (2018, 1, 5, 16, 18, 8)),
    ],
)
def test_a_time_is_read_on_the_clocks_of_its_zone(fmt, text, local):
    moment = Clock((fmt,), LOS_ANGELES).read(text)
    assert moment.at == datetime(*local, tzinfo=LOS_ANGELES)
    assert moment.day == datetime(*local).date().isoformat()
    assert datetime.fromisoformat(moment.text) == moment.at


@pytest.mark.parametrize(
    "text",
    [
        "",
        "NULL",
        "2018-02-30 10:00:00",
        "2018-01-01 24:00:00",
        "2018-01-01 10:60:00",
        "2018-1-1",
        "soon",
        "2018-01-01 10:00:00 extra",
    ],
)
def test_what_is_no_time_is_none(text):
    assert Clock(("%Y-%m-%d %H:%M:%S",), LONDON).read(text) is None


def test_a_zone_that_is_stated_is_believed():
    moment = Clock(("%Y-%m-%d %H:%M:%S%z",), LONDON).read("2018-07-01 23:30:00+00")
    assert moment is None
    moment = Clock(("%Y-%m-%dT%H:%M:%S%z",), LONDON).read("2018-07-01T23:30:00Z")
    assert (moment.at, moment.day) == (datetime(2018, 7, 1, 23, 30, tzinfo=UTC), "2018-07-02")


def test_the_formats_are_tried_in_order():
    clock = Clock(("%d/%m/%Y", "%m/%d/%Y"), LONDON)
    assert clock.read("05/01/2018").day == "2018-01-05"
    assert clock.read("12/31/2018").day == "2018-12-31"


def test_repeated_hour_uses_the_first_and_skipped_hour_is_accepted():
    clock = Clock(("%Y-%m-%d %H:%M",), LONDON)
    assert clock.read("2018-10-28 01:30").at == datetime(2018, 10, 28, 0, 30, tzinfo=UTC)
    assert clock.read("2018-03-25 01:30").at == datetime(2018, 3, 25, 1, 30, tzinfo=UTC)


@given(st.datetimes(datetime(1990, 1, 1), datetime(2090, 1, 1)))
def test_every_time_is_read_as_the_standard_library_reads_it(local):
    local = local.replace(microsecond=0)
    text = local.strftime("%m/%d/%Y %I:%M:%S %p")
    expected = local.replace(tzinfo=LOS_ANGELES).astimezone(UTC)  # PEP 495: a repeated hour equals no other zone's time
    assert Clock(("%m/%d/%Y %I:%M:%S %p",), LOS_ANGELES).read(text).at == expected


@pytest.mark.parametrize("fmt", ["%Q", "%H:%M", "%Y-%m", "%d %b"])
def test_a_format_that_gives_no_day_is_refused(fmt):
    with pytest.raises(UnknownFormat):
        pattern_of(fmt)


def test_a_name_gives_the_same_key_however_it_is_written():
    assert {slug("TRAFFIC DIVISION, 511"), slug(" traffic division 511 ")} == {"traffic-division-511"}
