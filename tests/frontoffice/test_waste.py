"""Waste in the front office: rounds, changed days with what they would move, lists, and all there is at a property."""

import re
from datetime import date, timedelta

import pytest

from borough.foundation.clock import now, today
from borough.waste import public as waste
from borough.waste.models import BulkyDay, DayChange
from borough.waste.public import crews
from tests.waste.sample_data import AT, HERE, NOWHERE, have_places, make_person, make_round, put_on

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
MONDAY = date(2026, 1, 5)


@pytest.fixture(autouse=True)
def _rounds(tmp_path):
    have_places(tmp_path)
    put_on(make_round("REF-1", "refuse", MONDAY, every_weeks=1), HERE)
    put_on(make_round("GAR-1", "garden", MONDAY), HERE)


def page_text(page):
    return " ".join(re.sub(r"<[^>]+>", " ", page.content.decode()).split())


def a_monday():
    return today() + timedelta(days=7 - today().weekday())


def change_fields(**facts):
    day = a_monday()
    parts = {f"{name}-{part}": getattr(day, part) for name in ("first", "last") for part in ("day", "month", "year")}
    return parts | {"kind": "shift", "why": "holiday", "days": "1", "stream": "", "round": "", "note": "Snow"} | facts


def subscribe(ends_on):
    return waste.subscribe(
        by="staff:1",
        at=now(),
        key="one",
        uprn=HERE,
        person_id=make_person(),
        bins=2,
        starts_on=today(),
        ends_on=ends_on,
        paid=8200,
    )


def test_the_first_page_leads_to_all_the_others(as_role):
    visitor = as_role("waste_officer")
    page = visitor.get("/office/waste/").content.decode()
    for name in ("rounds", "days", "missed", "jobs", "subscriptions", "bulky"):
        assert f'href="/office/waste/{name}/"' in page
        assert visitor.get(f"/office/waste/{name}/").status_code == 200


def test_rounds_are_listed_by_stream(as_role):
    visitor = as_role("adviser")
    assert "REF-1 Rubbish Monday Weekly Crew 4 1" in page_text(visitor.get("/office/waste/rounds/"))
    assert "REF-1" not in page_text(visitor.get("/office/waste/rounds/?stream=garden"))
    assert visitor.get("/office/waste/rounds/?page=0").status_code == 404


def test_day_change_is_previewed_saved_and_withdrawn(as_role):
    visitor = as_role("waste_officer")
    page = page_text(visitor.post("/office/waste/days/change/", change_fields()))
    assert "What would change" in page
    assert f"REF-1 Rubbish 1 {a_monday():%a}" in page
    assert not DayChange.objects.exists()
    assert visitor.post("/office/waste/days/change/", change_fields(save="yes")).status_code == 302
    day_change = DayChange.objects.get()
    assert (day_change.days, day_change.ends_on - day_change.starts_on, day_change.note) == (
        1,
        timedelta(days=1),
        "Snow",
    )
    assert day_change.created_by.startswith("staff:")
    assert "Moved 1 day later" in page_text(visitor.get("/office/waste/days/"))
    visitor.post(f"/office/waste/days/{day_change.pk}/withdraw/")
    assert "There are none" in page_text(visitor.get("/office/waste/days/"))


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"kind": ""}, "Choose what happens"),
        ({"days": "x"}, "whole number"),
        ({"days": "0"}, "1 to 14 days"),
        ({"round": "NONE"}, "There is no round with that name"),
        ({"first-day": "31", "first-month": "2"}, "real date"),
        ({"kind": "extra"}, "Choose what is collected"),
    ],
)
def test_invalid_day_change_shows_an_error_and_retains_input(as_role, facts, sentence):
    page = as_role("waste_officer").post("/office/waste/days/change/", change_fields(save="yes", **facts))
    assert sentence in page_text(page)
    assert 'value="Snow"' in page.content.decode()
    assert not DayChange.objects.exists()


def test_bank_holiday_changes_are_proposed_saved_and_complete(as_role):
    visitor = as_role("waste_officer")
    assert "Moved 1 day later" in page_text(visitor.get("/office/waste/days/holidays/"))
    visitor.post("/office/waste/days/holidays/")
    assert DayChange.objects.count() >= 8
    assert "has its changes" in page_text(visitor.get("/office/waste/days/holidays/"))


def test_subscriptions_are_filtered_by_state_and_end_month(as_role):
    reference = subscribe(date(today().year + 1, 12, 5))
    visitor = as_role("adviser")
    month = f"{today().year + 1}-12"
    for query in ("", "?state=active", f"?ending={month}", f"?ending={month}&state=active"):
        assert "Active 2 " in page_text(visitor.get(f"/office/waste/subscriptions/{query}")), query
    for query in ("?state=lapsed", f"?ending={today().year + 1}-11"):
        assert "There are none" in page_text(visitor.get(f"/office/waste/subscriptions/{query}")), query
    assert "Enter a month like" in page_text(visitor.get("/office/waste/subscriptions/?ending=soon"))
    assert reference.state.value == "active"


def test_everything_at_a_property_is_on_a_single_page(as_role):
    subscribe(today() + timedelta(days=300))
    crews.log_crew_event(
        by="token:1", at=AT, source_id="1", reason="too_heavy", stream="refuse", happened_at=AT, uprn=HERE
    )
    waste.bulky.set_bulky_day(by="staff:1", at=now(), day=today() + timedelta(days=9), capacity=9)
    waste.reserve(by="staff:1", at=now(), key="b", uprn=HERE, day=today() + timedelta(days=9), items={"sofa": 1})
    visitor = as_role("adviser")
    page = page_text(visitor.get(f"/office/waste/{HERE}/"))
    for text in (
        "Waste at 1 HIGH STREET",
        "REF-1 The same",
        "Active 2",
        "Too heavy",
        "Brown bin (240 litres): 2",
        "Sofa: 1 £15",
    ):
        assert text in page, text
    assert visitor.get(f"/office/waste/{NOWHERE}/").status_code == 404
    assert f'href="/office/waste/{HERE}/"' in visitor.get(f"/office/addresses/{HERE}/").content.decode()


def test_crew_jobs_and_missed_bins_are_listed_by_state(as_role):
    crews.create_task(
        by="staff:1", at=AT, kind=crews.TaskKind.DELIVER, uprn=HERE, container="food-23", count=1, wanted_on=MONDAY
    )
    visitor = as_role("adviser")
    assert "Deliver 5 January 2026 Food caddy (23 litres): 1" in page_text(visitor.get("/office/waste/jobs/"))
    assert "There are none" in page_text(visitor.get("/office/waste/jobs/?state=done"))
    at = AT.replace(hour=17)
    monday = at.date() - timedelta(days=at.weekday())
    waste.report_missed(by="x", at=at, key="m", uprn=HERE, stream="refuse", collected_on=monday)
    assert "Rubbish Open" in page_text(visitor.get("/office/waste/missed/"))
    assert "There are none" in page_text(visitor.get("/office/waste/missed/?state=returned"))


def test_bin_task_is_requested_and_cancelled(as_role):
    visitor, where = as_role("waste_officer"), f"/office/waste/{HERE}/"
    sent = {
        "kind": "deliver",
        "container": "refuse-240",
        "count": "1",
        "wanted-day": "5",
        "wanted-month": "1",
        "wanted-year": "2027",
    }
    page = page_text(visitor.post(f"{where}request/", sent | {"count": "99", "kind": ""}))
    assert "Choose deliver or take away" in page
    assert "20 or fewer" in page
    assert visitor.post(f"{where}request/", sent).headers["Location"] == where
    assert "Call off: deliver Grey bin (240 litres): 1, 5 January 2027" in page_text(visitor.get(where))
    task = crews.tasks_at(HERE)[0]
    assert visitor.post(f"/office/waste/jobs/{task.reference}/cancel/").headers["Location"] == where
    assert visitor.post("/office/waste/jobs/0000/cancel/").headers["Location"] == "/office/waste/jobs/"
    assert crews.tasks_at(HERE)[0].state is crews.TaskState.CALLED_OFF
    assert "Call off:" not in page_text(visitor.get(where))
    assert visitor.get(f"/office/waste/{NOWHERE}/request/").status_code == 404
    assert as_role("adviser").post(f"{where}request/", sent).status_code == 403


def test_a_bulky_day_gets_its_places(as_role):
    visitor, day = as_role("waste_officer"), today() + timedelta(days=9)
    sent = {"day-day": day.day, "day-month": day.month, "day-year": day.year, "capacity": "12", "area": ""}
    assert visitor.post("/office/waste/bulky/set/", sent).status_code == 302
    assert BulkyDay.objects.get().capacity == 12
    assert "Everywhere 12 0 12" in page_text(visitor.get("/office/waste/bulky/"))
    assert "Places must be a whole number" in page_text(
        visitor.post("/office/waste/bulky/set/", sent | {"capacity": "x"})
    )


def test_those_who_may_only_look_change_nothing(as_role):
    visitor = as_role("adviser")
    assert "Change days" not in page_text(visitor.get("/office/waste/days/"))
    assert visitor.post("/office/waste/days/change/", change_fields(save="yes")).status_code == 403
    assert visitor.post("/office/waste/days/1/withdraw/").status_code == 403
    assert visitor.post("/office/waste/bulky/set/", {}).status_code == 403
    assert as_role("finance_officer").get("/office/waste/").status_code == 403
