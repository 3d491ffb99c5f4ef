"""A bin that was not emptied is reported once, in time, and crews say what came of it."""

import json
from datetime import UTC, date, datetime, timedelta

import pytest

from borough.access.public import create_token
from borough.foundation.models import Event
from borough.waste import public as waste
from borough.waste.models import CrewEvent, MissedBin
from borough.waste.public import crews
from borough.waste.types import MissedState, Verdict
from tests.client import Visitor
from tests.waste.sample_data import AT, HERE, NOWHERE, THERE, have_places, make_person, make_round, put_on

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
DAY = date(2026, 5, 12)  # a Tuesday
EVENING = datetime(2026, 5, 12, 16, 30, tzinfo=UTC)  # half past five in London


@pytest.fixture(autouse=True)
def _rounds(tmp_path):
    have_places(tmp_path)
    put_on(make_round("REF-1", "refuse", date(2026, 1, 6), every_weeks=1), HERE, THERE)


def report(at=EVENING, key="one", **facts):
    values = {"uprn": HERE, "stream": "refuse", "collected_on": DAY}
    return waste.report_missed(by="resident:1", at=at, key=key, **values | facts)


def log(reason, source="a", at=EVENING, **place):
    return crews.log_crew_event(
        by="token:1",
        at=at,
        source_id=source,
        reason=reason,
        stream="refuse",
        happened_at=AT,
        **(place or {"uprn": HERE}),
    )


def latest(at=EVENING):
    return waste.missed_question(HERE, "refuse", at).options[0]


def test_a_missed_bin_is_reported_once_however_often_it_is_sent():
    missed_bin = report(person_id=make_person(), details="The bin is by the gate")
    assert (missed_bin.state, report().again) == (MissedState.OPEN, True)
    assert MissedBin.objects.get().round == "REF-1"
    with pytest.raises(waste.Refused, match="has been reported"):
        report(key="neighbour")
    with pytest.raises(waste.Refused, match="sent before"):
        report(uprn=THERE)
    assert Event.objects.filter(kind="missed-bin-reported").count() == 1


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"at": AT}, "The crew may still come. Report it after 5pm on 12 May 2026"),
        ({"collected_on": date(2026, 5, 19)}, "may still come"),
        ({"collected_on": date(2026, 5, 11)}, "There was no collection from this address on 11 May 2026"),
        ({"stream": "garden"}, "There was no collection"),
        ({"uprn": NOWHERE}, "There was no collection"),
        ({"at": datetime(2026, 5, 15, 8, tzinfo=UTC)}, "up to 2 working days"),
        ({"details": "x" * 1001}, "1000 characters or less"),
        ({"key": ""}, "characters"),
    ],
)
def test_unreportable_collection_is_explained(facts, sentence):
    with pytest.raises(waste.Refused, match=sentence):
        report(**facts)
    assert not MissedBin.objects.exists()


def test_bank_holidays_and_weekends_do_not_count():
    friday = date(2026, 5, 22)
    put_on(make_round("REC-1", "recycling", friday), HERE)
    late = datetime(2026, 5, 27, 8, tzinfo=UTC)  # Wednesday: Monday was a bank holiday
    assert report(at=late, stream="recycling", collected_on=friday).state is MissedState.OPEN


def test_form_receives_reportable_options_and_the_next_collection():
    question = waste.missed_question(HERE, "refuse", EVENING)
    assert [(option.collected_on, option.verdict) for option in question.options] == [
        (DAY, Verdict.MAY),
        (DAY - timedelta(days=7), Verdict.TOO_LATE),
    ]
    assert question.next_on == DAY + timedelta(days=7)
    assert waste.missed_question(NOWHERE, "refuse", EVENING).options == ()


@pytest.mark.parametrize(
    ("reason", "place", "outcome"),
    [
        ("not_presented", {"uprn": HERE}, "the bin was not out"),
        ("contaminated_food", {"uprn": HERE}, "food in it"),
        ("road_closure", {"usrn": 90000001}, "will come back"),
        ("breakdown", {"round_code": "REF-1"}, "will come back"),
    ],
)
def test_crew_log_is_reported_at_once(reason, place, outcome):
    assert log(reason, **place)
    result = latest()
    assert (result.verdict, result.reason, result.may) == (Verdict.REASON, reason, False)
    assert outcome in result.sentence
    with pytest.raises(waste.Refused, match=outcome):
        report()


def test_what_was_logged_elsewhere_or_means_nothing_for_the_bin_stops_no_report():
    log("not_presented", uprn=THERE)
    log("street_completed", source="b", usrn=90000001)
    assert latest().may


def test_a_reason_that_comes_after_the_report_answers_it():
    missed_bin = report()
    assert log("contaminated")
    assert not log("contaminated")
    row = MissedBin.objects.get()
    assert (row.state, row.reason) == ("answered", "contaminated")
    assert Event.objects.get(kind="missed-bin-ended").body["reference"] == missed_bin.reference


@pytest.mark.parametrize(
    "facts",
    [
        {"reason": "tired"},
        {"stream": "coal"},
        {"uprn": None},
        {"usrn": 90000001},
        {"happened_at": EVENING + timedelta(1)},
        {"happened_at": datetime(1, 1, 1, tzinfo=UTC)},
    ],
)
def test_what_crews_cannot_have_met_is_refused(facts):
    values = {"reason": "too_heavy", "stream": "refuse", "happened_at": AT, "uprn": HERE}
    with pytest.raises(waste.Refused):
        crews.log_crew_event(by="token:1", at=EVENING, source_id="x", **values | facts)
    assert not CrewEvent.objects.exists()


def test_a_crew_comes_back_once():
    missed_bin = report()
    for _ in range(2):
        done = crews.end_missed(by="token:1", at=EVENING, reference=missed_bin.reference, state=MissedState.RETURNED)
    assert done.state is MissedState.RETURNED
    with pytest.raises(waste.Refused, match="ended already"):
        crews.end_missed(
            by="x", at=EVENING, reference=missed_bin.reference, state=MissedState.ANSWERED, reason="too_heavy"
        )
    assert crews.missed_page().count == 0


def send(path, body, scope="waste.crew", key="k1"):
    token = create_token(by="system:test", at=AT, name=f"t {scope} {key} {path}", scopes=[scope]).secret
    return Visitor().post(
        f"/api/v1{path}",
        json.dumps(body),
        content_type="application/json",
        headers={"Authorization": f"Bearer {token}", "Idempotency-Key": key},
    )


def event(**facts):
    return {
        "client_reference": "77",
        "reason": "not_presented",
        "stream": "refuse",
        "uprn": HERE,
        "happened_at": "2026-05-12T10:30:00+01:00",
    } | facts


def test_crew_events_are_accepted_all_or_none(visitor):
    response = send("/waste/events", {"events": [event(), event(client_reference="78", reason="tired")]})
    assert (response.status_code, response.json()["detail"]) == (422, "The reason is not one of the list.")
    assert not CrewEvent.objects.exists()
    done = send("/waste/events", {"events": [event(), event()]}, key="k2")
    assert (done.status_code, done.json()) == (200, {"recorded": 1, "duplicates": 1})
    assert CrewEvent.objects.get().on == DAY
    assert send("/waste/events", {"events": []}, key="k3").status_code == 422
    assert send("/waste/events", {"events": [event()]}, scope="gazetteer.view", key="k4").status_code == 403
    assert any(reason["key"] == "not_presented" for reason in visitor.get("/api/v1/waste/reasons").json())


def test_a_crews_system_reads_what_is_to_be_done_and_says_what_was():
    missed_bin = report(details="Rosa at number 1")
    task = crews.create_task(
        by="staff:1", at=AT, kind=crews.TaskKind.DELIVER, uprn=HERE, container="food-23", count=1, wanted_on=DAY
    )
    token = create_token(by="system:test", at=AT, name="crew", scopes=["waste.crew"]).secret
    get = lambda path: Visitor().get(f"/api/v1{path}", headers={"Authorization": f"Bearer {token}"})  # noqa: E731
    listed = get("/waste/missed")
    assert "Rosa" not in listed.content.decode()
    assert listed.json()["reports"][0]["uprn"] == HERE
    assert get("/waste/tasks").json()["tasks"][0]["container"] == "food-23"
    assert send(f"/waste/missed/{missed_bin.reference}", {"state": "returned"}).json()["state"] == "returned"
    assert send(f"/waste/tasks/{task.reference}", {"state": "done"}, key="k2").json()["state"] == "done"
    assert send(f"/waste/tasks/{task.reference}", {"state": "eaten"}, key="k3").status_code == 422
    assert waste.containers_at(HERE) == {"food-23": 1}
    assert get("/waste/tasks").json() == {"tasks": [], "pages": 1}


@pytest.mark.parametrize(
    "facts",
    [
        {"round": "a\x00", "uprn": None},
        {"client_reference": "\x00"},
        {"uprn": 10**30},
        {"uprn": None},
        {"happened_at": "0001-01-01T00:00:00+14:00"},
        {"happened_at": "2026-05-12T10:30:00"},
        {"reason": "x" * 99},
    ],
)
def test_what_no_crew_can_mean_is_refused_and_breaks_nothing(facts):
    assert send("/waste/events", {"events": [event(**facts)]}).status_code == 422


def test_out_of_range_uprns_return_404(visitor, as_role):
    for path in ("/bins/{}/", "/bins/{}.ics", "/bins/{}.json"):
        assert visitor.get(path.format(10**30)).status_code == 404
    assert visitor.get(f"/api/v1/bins/{10**30}").status_code == 422
    assert as_role("adviser").get(f"/office/waste/{10**30}/").status_code == 404
