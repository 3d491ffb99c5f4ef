"""Bin days as residents, their calendars and other programs are told them."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import icalendar
import pytest
import recurring_ical_events

from borough.ui.page_cache import clear_page_cache
from borough.waste.models import Membership
from borough.waste.public import rounds
from borough.waste.types import ChangeKind, ChangeReason
from tests.waste.sample_data import AT, HERE, NOWHERE, THERE, have_places, make_round, put_on

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
NOW = date(2026, 12, 14)
FEED, DATA, PAGE = f"/bins/{HERE}.ics", f"/bins/{HERE}.json", f"/bins/{HERE}/"


@pytest.fixture(autouse=True)
def _rounds(tmp_path, monkeypatch):
    have_places(tmp_path)
    put_on(make_round("REF-1", "refuse", date(2026, 1, 2)), HERE)  # Fridays: the 18th, then New Year's Day
    put_on(make_round("REC-1", "recycling", date(2026, 1, 9)), HERE)  # and Christmas Day
    put_on(make_round("GAR-1", "garden", date(2026, 1, 5)), HERE)
    for module in ("website.waste.views", "api.v1.waste.bins"):
        monkeypatch.setattr(f"borough.{module}.today", lambda: NOW)


def change(**facts):
    values = {"kind": ChangeKind.SHIFT, "why": ChangeReason.HOLIDAY, "days": 1, "starts_on": date(2026, 12, 25)}
    return rounds.change_days(by="staff:1", at=AT, ends_on=date(2026, 12, 26), **values | facts)


def pause():
    return rounds.change_days(
        by="staff:1",
        at=AT,
        kind=ChangeKind.SUSPEND,
        why=ChangeReason.SEASON,
        stream="garden",
        starts_on=date(2026, 12, 1),
        ends_on=date(2027, 1, 15),
        note="Collections start again in the new year",
    )


def events(visitor, where=FEED):
    answer = visitor.get(where)
    return {
        str(component["uid"]): component for component in icalendar.Calendar.from_ical(answer.content).walk("VEVENT")
    }


def page_text(visitor, where=PAGE):
    return " ".join(visitor.get(where).content.decode().split())


def test_the_page_says_the_next_day_of_each_bin_and_what_goes_in(visitor):
    page = page_text(visitor)
    assert "1 HIGH STREET, ADLINGTON" in page
    assert "Next: Friday 18 December 2026: rubbish" in page
    assert "<strong>Friday 25 December 2026</strong>" in page
    assert "Tea bags" not in page
    assert "Glass bottles and jars" in page


def test_holiday_moves_the_collection_day_and_is_named(visitor):
    change(note="Christmas Day")
    page = page_text(visitor)
    assert "<strong>Saturday 26 December 2026</strong>" in page
    assert "1 day later than usual because of a bank holiday: Christmas Day." in page
    assert "It would have been Friday 25 December 2026." in page


def test_a_note_about_the_season_never_takes_the_place_of_the_date(visitor):
    pause()
    page = page_text(visitor)
    assert "<strong>Monday 18 January 2027</strong>" in page
    assert "No collection on Monday 21 December 2026 because garden waste pauses for the season" in page


def test_property_without_a_round_gets_a_message_and_a_link(visitor):
    page = page_text(visitor, f"/bins/{THERE}/")
    assert "We have no collection days for this address." in page
    assert "/help/" in page
    assert visitor.get(f"/bins/{NOWHERE}/").status_code == 404


def test_address_is_searched_by_postcode(visitor, settings, tmp_path):
    from borough.gazetteer.actions import address_search
    from borough.gazetteer.public import update_index

    settings.HOME = tmp_path
    address_search._open_cached.cache_clear()
    update_index()
    assert "Find your bin days" in page_text(visitor, "/bins/")
    page = visitor.post("/bins/", {"query": "PR7 4EX"}).content.decode()
    assert 'action="/bins/choose/"' in page
    assert visitor.post("/bins/choose/", {"query": "PR7 4EX", "uprn": HERE}).headers["Location"] == PAGE
    assert visitor.post("/bins/suggest/", {"q": "1 high"}).json()["addresses"][0]["open"].startswith("/bins/")


def test_another_reader_finds_the_days_in_the_feed(visitor):
    change(note="Christmas Day")
    answer = visitor.get(FEED)
    assert answer.headers["Content-Type"].startswith("text/calendar")
    calendar = icalendar.Calendar.from_ical(answer.content)
    assert calendar["x-published-ttl"] == "PT12H"
    assert calendar["refresh-interval"].dt.total_seconds() == 12 * 3600
    occurrences = recurring_ical_events.of(calendar).between(date(2026, 12, 14), date(2027, 1, 9))
    assert sorted((occurrence["dtstart"].dt, str(occurrence["summary"])) for occurrence in occurrences) == [
        (date(2026, 12, 18), "Rubbish: grey bin"),
        (date(2026, 12, 26), "Recycling: blue-lidded bin"),
        (date(2027, 1, 1), "Rubbish: grey bin"),
        (date(2027, 1, 8), "Recycling: blue-lidded bin"),
    ]
    assert all(
        occurrence["dtend"].dt - occurrence["dtstart"].dt == date(2026, 1, 2) - date(2026, 1, 1)
        for occurrence in occurrences
    )
    assert b"\r\n" in answer.content
    assert max(len(line) for line in answer.content.split(b"\r\n")) <= 75


def test_a_collection_keeps_its_uid_and_its_sequence_grows(visitor):
    plain = events(visitor)
    created = change()
    shifted = events(visitor)
    rounds.withdraw_change(by="staff:1", at=datetime(2026, 6, 1, tzinfo=ZoneInfo("UTC")), change=created.id)
    back = events(visitor)
    assert plain.keys() == shifted.keys() == back.keys()
    uid = next(uid for uid in plain if uid.startswith(f"{HERE}-recycling-20261225"))
    assert [feed[uid]["sequence"] for feed in (plain, shifted, back)] == [0, 1, 2]
    assert [feed[uid]["dtstart"].dt.day for feed in (plain, shifted, back)] == [25, 26, 25]
    assert plain[uid]["dtstamp"].dt <= shifted[uid]["dtstamp"].dt < back[uid]["dtstamp"].dt
    others = [key for key in plain if key != uid]
    assert all(plain[key].to_ical() == back[key].to_ical() for key in others)


def test_dropped_collection_is_cancelled_and_off_season_is_absent(visitor):
    pause()
    change(kind=ChangeKind.SUSPEND, why=ChangeReason.DISRUPTION, days=0, note="Snow")
    entries = events(visitor, f"{FEED}?garden=yes")
    uid = next(uid for uid in entries if uid.startswith(f"{HERE}-recycling-20261225"))
    assert (str(entries[uid]["status"]), str(entries[uid]["summary"])) == ("CANCELLED", "No recycling collection")
    garden = sorted(entry["dtstart"].dt for uid, entry in entries.items() if "-garden-" in uid)
    assert next(day for day in garden if day >= NOW) == date(2027, 1, 18)


def test_garden_waste_is_in_the_feed_of_those_who_ask(visitor):
    assert not any("-garden-" in uid for uid in events(visitor))
    assert any("-garden-" in uid for uid in events(visitor, f"{FEED}?garden=yes"))


def test_a_calendar_that_is_as_it_was_is_not_sent_again(visitor, settings):
    for seconds in (0.0, 10.0):
        settings.SHARED_SECONDS = seconds
        clear_page_cache()
        first = visitor.get(FEED)
        tag = first.headers["ETag"]
        assert first.headers["Last-Modified"].endswith("GMT")
        again = visitor.get(FEED, headers={"If-None-Match": tag})
        assert (again.status_code, again.content, again.headers["ETag"]) == (304, b"", tag)
    settings.SHARED_SECONDS = 0.0
    change()
    assert visitor.get(FEED, headers={"If-None-Match": tag}).status_code == 200
    clear_page_cache()


def test_json_is_open_to_pages_anywhere_and_the_same_in_the_api(visitor):
    change(note="Christmas Day")
    answer = visitor.get(DATA)
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    data = answer.json()
    assert data["collections"][1] == {
        "stream": "recycling",
        "name": "Recycling",
        "container": "Blue-lidded bin",
        "on": "2026-12-26",
        "usual_on": "2026-12-25",
        "why": "holiday",
        "note": "Christmas Day",
    }
    assert visitor.get(f"/api/v1/bins/{HERE}").json() == data
    assert visitor.get(f"/api/v1/bins/{NOWHERE}").status_code == 404
    assert visitor.get(f"/bins/{NOWHERE}.json").status_code == 404
    assert visitor.get(f"/bins/{THERE}.json").json()["collections"] == []
    assert "/api/v1/bins/{uprn}" in visitor.get("/api/v1/openapi.json").json()["paths"]


def test_it_asks_little_of_the_database(visitor, django_assert_max_num_queries):
    assert Membership.objects.count() == 3
    with django_assert_max_num_queries(3):
        visitor.get(FEED)
    with django_assert_max_num_queries(4):
        visitor.get(PAGE)


def test_each_property_has_its_own_events(visitor):
    put_on(Membership.objects.get(round__code="REF-1").round, THERE)
    ours, theirs = events(visitor), events(visitor, f"/bins/{THERE}.ics")
    assert ours.keys() & theirs.keys() == set()
    assert {uid.replace(str(THERE), str(HERE)) for uid in theirs} <= ours.keys()
    assert all(uid.startswith(f"{THERE}-refuse-") for uid in theirs)


def test_a_long_name_of_the_council_or_host_is_folded(visitor, settings):
    settings.COUNCIL_NAME = "The Metropolitan Borough Council of Somewhere with a Very Long Name Indeed, and Others"
    text = visitor.get(FEED).content
    assert max(len(line) for line in text.split(b"\r\n")) <= 75
    assert "Very Long Name" in icalendar.Calendar.from_ical(text)["prodid"]
