"""Waste in the front office: rounds, changed days with what they would move, lists, and all there is at a property."""

import re
from datetime import date, timedelta

import pytest

from borough.foundation.clock import now, today
from borough.waste import public as waste
from borough.waste.models import BulkyDay, DayChange
from borough.waste.public import crews
from tests.waste.cast import AT, HERE, NOWHERE, have_places, make_person, make_round, put_on

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
MONDAY = date(2026, 1, 5)


@pytest.fixture(autouse=True)
def _rounds(tmp_path):
    have_places(tmp_path)
    put_on(make_round("REF-1", "refuse", MONDAY, every_weeks=1), HERE)
    put_on(make_round("GAR-1", "garden", MONDAY), HERE)


def words(page):
    return " ".join(re.sub(r"<[^>]+>", " ", page.content.decode()).split())


def a_monday():
    return today() + timedelta(days=7 - today().weekday())


def told(**facts):
    day = a_monday()
    parts = {f"{name}-{part}": getattr(day, part) for name in ("first", "last") for part in ("day", "month", "year")}
    return parts | {"kind": "shift", "why": "holiday", "days": "1", "stream": "", "round": "", "note": "Snow"} | facts


def subscribe(ends_on):
    return waste.subscribe(
        by="staff:1", at=now(), key="one", uprn=HERE, person_id=make_person(), bins=2, starts_on=today(),
        ends_on=ends_on, paid=8200,
    )  # fmt: skip


def test_the_first_page_leads_to_all_the_others(as_role):
    visitor = as_role("waste_officer")
    page = visitor.get("/office/waste/").content.decode()
    for name in ("rounds", "days", "missed", "jobs", "subscriptions", "bulky"):
        assert f'href="/office/waste/{name}/"' in page
        assert visitor.get(f"/office/waste/{name}/").status_code == 200


def test_rounds_are_listed_by_stream(as_role):
    visitor = as_role("adviser")
    assert "REF-1 Rubbish Monday Weekly Crew 4 1" in words(visitor.get("/office/waste/rounds/"))
    assert "REF-1" not in words(visitor.get("/office/waste/rounds/?stream=garden"))
    assert visitor.get("/office/waste/rounds/?page=0").status_code == 404


def test_a_change_is_looked_at_then_made_then_withdrawn(as_role):
    visitor = as_role("waste_officer")
    page = words(visitor.post("/office/waste/days/change/", told()))
    assert "What would change" in page
    assert f"REF-1 Rubbish 1 {a_monday():%a}" in page
    assert not DayChange.objects.exists()
    assert visitor.post("/office/waste/days/change/", told(save="yes")).status_code == 302
    one = DayChange.objects.get()
    assert (one.days, one.ends_on - one.starts_on, one.note) == (1, timedelta(days=1), "Snow")
    assert one.created_by.startswith("staff:")
    assert "Moved 1 day later" in words(visitor.get("/office/waste/days/"))
    visitor.post(f"/office/waste/days/{one.pk}/withdraw/")
    assert "There are none" in words(visitor.get("/office/waste/days/"))


@pytest.mark.parametrize(("facts", "sentence"), [
    ({"kind": ""}, "Choose what happens"), ({"days": "x"}, "whole number"), ({"days": "0"}, "1 to 14 days"),
    ({"round": "NONE"}, "There is no round with that name"), ({"first-day": "31", "first-month": "2"}, "real date"),
    ({"kind": "extra"}, "Choose what is collected"),
])  # fmt: skip
def test_what_cannot_be_changed_is_said_and_nothing_typed_is_lost(as_role, facts, sentence):
    page = as_role("waste_officer").post("/office/waste/days/change/", told(save="yes", **facts))
    assert sentence in words(page)
    assert 'value="Snow"' in page.content.decode()
    assert not DayChange.objects.exists()


def test_bank_holidays_are_proposed_made_and_then_done(as_role):
    visitor = as_role("waste_officer")
    assert "Moved 1 day later" in words(visitor.get("/office/waste/days/holidays/"))
    visitor.post("/office/waste/days/holidays/")
    assert DayChange.objects.count() >= 8
    assert "has its changes" in words(visitor.get("/office/waste/days/holidays/"))


def test_subscriptions_are_found_by_state_and_by_the_month_they_end(as_role):
    made = subscribe(date(today().year + 1, 12, 5))
    visitor = as_role("adviser")
    month = f"{today().year + 1}-12"
    for query in ("", "?state=active", f"?ending={month}", f"?ending={month}&state=active"):
        assert "Active 2 " in words(visitor.get(f"/office/waste/subscriptions/{query}")), query
    for query in ("?state=lapsed", f"?ending={today().year + 1}-11"):
        assert "There are none" in words(visitor.get(f"/office/waste/subscriptions/{query}")), query
    assert "Enter a month like" in words(visitor.get("/office/waste/subscriptions/?ending=soon"))
    assert made.state.value == "active"


def test_everything_at_a_property_is_on_one_page(as_role):
    subscribe(today() + timedelta(days=300))
    crews.log_crew_event(
        by="token:1", at=AT, source_id="1", reason="too_heavy", stream="refuse", happened_at=AT, uprn=HERE
    )
    waste.bulky.set_bulky_day(by="staff:1", at=now(), day=today() + timedelta(days=9), capacity=9)
    waste.reserve(
        by="staff:1", at=now(), key="b", uprn=HERE, day=today() + timedelta(days=9), items={"sofa": 1}
    )  # fmt: skip
    visitor = as_role("adviser")
    page = words(visitor.get(f"/office/waste/{HERE}/"))
    for said in (
        "Waste at 1 HIGH STREET",
        "REF-1 The same",
        "Active 2",
        "Too heavy",
        "Brown bin (240 litres): 2",
        "Sofa: 1 £15",
    ):
        assert said in page, said
    assert visitor.get(f"/office/waste/{NOWHERE}/").status_code == 404
    assert f'href="/office/waste/{HERE}/"' in visitor.get(f"/office/addresses/{HERE}/").content.decode()


def test_crew_jobs_and_missed_bins_are_listed_by_state(as_role):
    crews.create_task(
        by="staff:1", at=AT, kind=crews.TaskKind.DELIVER, uprn=HERE, container="food-23", count=1, wanted_on=MONDAY
    )
    visitor = as_role("adviser")
    assert "Deliver 5 January 2026 Food caddy (23 litres): 1" in words(visitor.get("/office/waste/jobs/"))
    assert "There are none" in words(visitor.get("/office/waste/jobs/?state=done"))
    at = AT.replace(hour=17)
    monday = at.date() - timedelta(days=at.weekday())
    waste.report_missed(by="x", at=at, key="m", uprn=HERE, stream="refuse", collected_on=monday)
    assert "Rubbish Open" in words(visitor.get("/office/waste/missed/"))
    assert "There are none" in words(visitor.get("/office/waste/missed/?state=returned"))


def test_a_crew_is_asked_for_a_bin_and_it_is_called_off(as_role):
    visitor, where = as_role("waste_officer"), f"/office/waste/{HERE}/"
    sent = {"kind": "deliver", "container": "refuse-240", "count": "1", "wanted-day": "5", "wanted-month": "1",
            "wanted-year": "2027"}  # fmt: skip
    page = words(visitor.post(f"{where}ask/", sent | {"count": "99", "kind": ""}))
    assert "Choose deliver or take away" in page
    assert "20 or fewer" in page
    assert visitor.post(f"{where}ask/", sent).headers["Location"] == where
    assert "Call off: deliver Grey bin (240 litres): 1, 5 January 2027" in words(visitor.get(where))
    task = crews.tasks_at(HERE)[0]
    assert visitor.post(f"/office/waste/jobs/{task.reference}/cancel/").headers["Location"] == where
    assert visitor.post("/office/waste/jobs/0000/cancel/").headers["Location"] == "/office/waste/jobs/"
    assert crews.tasks_at(HERE)[0].state is crews.TaskState.CALLED_OFF
    assert "Call off:" not in words(visitor.get(where))
    assert visitor.get(f"/office/waste/{NOWHERE}/request/").status_code == 404
    assert as_role("adviser").post(f"{where}ask/", sent).status_code == 403


def test_a_bulky_day_gets_its_places(as_role):
    visitor, day = as_role("waste_officer"), today() + timedelta(days=9)
    sent = {"day-day": day.day, "day-month": day.month, "day-year": day.year, "capacity": "12", "area": ""}
    assert visitor.post("/office/waste/bulky/set/", sent).status_code == 302
    assert BulkyDay.objects.get().capacity == 12
    assert "Everywhere 12 0 12" in words(visitor.get("/office/waste/bulky/"))
    assert "Places must be a whole number" in words(visitor.post("/office/waste/bulky/set/", sent | {"capacity": "x"}))


def test_those_who_may_only_look_change_nothing(as_role):
    visitor = as_role("adviser")
    assert "Change days" not in words(visitor.get("/office/waste/days/"))
    assert visitor.post("/office/waste/days/change/", told(save="yes")).status_code == 403
    assert visitor.post("/office/waste/days/1/withdraw/").status_code == 403
    assert visitor.post("/office/waste/bulky/set/", {}).status_code == 403
    assert as_role("finance_officer").get("/office/waste/").status_code == 403
