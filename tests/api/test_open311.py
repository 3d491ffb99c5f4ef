"""GeoReport v2 as its clients use it: what they send becomes one case, and they read how it stands."""

import json
from datetime import timedelta

import pytest
from django.test import Client
from lxml import etree

from borough.access.public import create_token
from borough.api.open311 import views
from borough.cases import public as cases
from borough.cases.models import Case
from borough.contacts.models import Contact
from borough.kernel.references import parse_reference
from borough.services import public as services
from borough.services.models import Submission
from borough.waste.models import MissedBin
from borough.waste.public import crews
from tests.services.conftest import homes  # noqa: F401 - a fixture
from tests.services.walker import AT, HOUSE, TODAY, walk

pytestmark = [pytest.mark.django_db, pytest.mark.slow, pytest.mark.usefixtures("homes")]
AS_FIXMYSTREET = {
    "service_code": "pothole",
    "lat": "53.653112",
    "long": "-2.631523",
    "email": "rosa@home.example",
    "first_name": "Rosa",
    "last_name": "Resident",
    "phone": "01632960001",
    "description": "title: A hole\n\ndetail: It is deep <b>& wide</b>\n\nurl: https://reports.example/report/7",
    "attribute[easting]": "358358",
    "attribute[northing]": "417584",
    "attribute[fixmystreet_id]": "7",
    "media_url": "https://reports.example/photo/7.jpeg",
}


@pytest.fixture
def key(monkeypatch):
    monkeypatch.setattr(views, "now", lambda: AT)
    monkeypatch.setattr(views, "today", lambda: TODAY)
    return token()


def token(*scopes):
    return create_token(by="system:test", at=AT, name="reports", scopes=scopes or ("services.submit",)).secret


def post_request(key, form="xml", path="requests", **change):
    fields = {"api_key": key} | (AS_FIXMYSTREET if path == "requests" else {}) | change
    return Client().post(
        f"/open311/v2/{path}.{form}", {name: value for name, value in fields.items() if value is not None}
    )


def read(path, **params):
    return Client().get(f"/open311/v2/{path}", params)


def xml(answer, status=200):
    assert (answer.status_code, answer.headers["Content-Type"]) == (status, "text/xml; charset=utf-8"), answer.content
    root = etree.fromstring(answer.content)
    assert all(len(element) or (element.text or "").strip() for element in root.iter() if element is not root), (
        "an empty element"
    )
    return root


def report_reference(key, **change):
    return xml(post_request(key, **change), 201).findtext("request/service_request_id")


def test_the_list_and_each_definition_say_the_same_in_xml_and_json(key):
    rows = xml(read("services.xml"))
    assert [element.findtext("service_code") for element in rows] == [
        "missed-bin",
        "fly-tipping",
        "dog-fouling",
        "graffiti",
        "street-light",
        "pothole",
        "something-else",
    ]
    as_json = json.loads(read("services.json").content)
    assert [element["service_name"] for element in as_json] == [element.findtext("service_name") for element in rows]
    waste = xml(read("services/fly-tipping.xml")).find("attributes/attribute[code='waste']")
    assert (waste.findtext("datatype"), waste.findtext("required")) == ("multivaluelist", "false")
    assert waste.findtext("values/value[key='tyres']/name") == "Tyres"
    definition = json.loads(read("services/street-light.json").content)
    assert [element["code"] for element in definition["attributes"]] == ["dangerous", "lamp_number"]
    assert json.loads(read("discovery.json").content)["endpoints"][0]["formats"] == ["text/xml", "application/json"]


def test_reported_problem_creates_a_submission_contact_and_case(key):
    reference = report_reference(key)
    row = Submission.objects.get()
    assert (row.reference, row.mode, row.answers["problem"]) == (parse_reference(reference), "machine", "pothole")
    assert row.answers["more"].endswith("Photo: https://reports.example/photo/7.jpeg")
    assert row.answers["spot"]["easting"] == 358357
    assert (Contact.objects.count(), Case.objects.get().team) == (1, "county-liaison")


def test_the_same_report_sent_again_is_the_same_request(key):
    assert report_reference(key) == report_reference(key)
    assert report_reference(key, **{"attribute[fixmystreet_id]": "8"}) != report_reference(key)
    assert Case.objects.count() == 2


def test_attributes_are_answers_and_those_of_others_are_left(key):
    change = {
        "service_code": "fly-tipping",
        "attribute[waste][]": ["tyres", "bags"],
        "attribute[dangerous]": "yes",
        "attribute[uprn]": str(HOUSE),
        "address_string": "",
        "attribute[closest_address]": "anything",
    }
    report_reference(key, **change)
    answers = Submission.objects.get().answers
    assert (answers["waste"], answers["dangerous"]) == (["bags", "tyres"], True)
    assert answers["spot"]["uprn"] == HOUSE


def test_location_may_be_described_in_text_alone(key):
    report_reference(key, lat=None, long=None, address_string="High Street")
    assert Submission.objects.get().answers["spot"] == {"near": "High Street", "details": ""}


def test_a_property_that_is_none_of_ours_is_left_out(key):
    report_reference(key, **{"attribute[uprn]": "1"})
    assert "uprn" not in Submission.objects.get().answers["spot"]


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"api_key": "nonsense"}, 403),
        ({"api_key": None}, 403),
        ({"service_code": None}, 400),
        ({"service_code": "volcano"}, 404),
        ({"service_code": "complaint"}, 404),
        ({"lat": None}, 400),
        ({"lat": "north"}, 400),
        ({"lat": "0", "long": "0"}, 400),
        ({"lat": "NaN"}, 400),
        ({"email": "no"}, 400),
        ({"description": "x" * 4001}, 400),
        ({"attribute[dangerous]": "maybe"}, 400),
        ({"attribute[waste]": "gold", "service_code": "fly-tipping"}, 400),
    ],
)
def test_invalid_report_is_rejected_with_an_open311_error(key, change, status):
    for form in ("xml", "json"):
        answer = post_request(key, form, **change)
        assert answer.status_code == status
        error = json.loads(answer.content)[0] if form == "json" else etree.fromstring(answer.content).find("error")
        code, description = (error["code"], error["description"]) if form == "json" else (error[0].text, error[1].text)
        assert (int(code), bool(description)) == (status, True)
    assert not Submission.objects.exists()


def test_token_without_the_scope_can_report_nothing(key):
    assert post_request(token("contacts.view")).status_code == 403


def finish(reference, text="We filled it on Tuesday."):
    case = cases.case_of(Submission.objects.get(reference=parse_reference(reference)).case, TODAY)
    cases.move(
        by="staff:1",
        at=AT + timedelta(minutes=5),
        reference=case.reference,
        verb=cases.Verb.FINISH,
        version=case.version,
        text=text,
    )


def test_status_is_public_and_details_are_for_the_reporter_only(key):
    reference = report_reference(key)
    public = xml(read(f"requests/{reference}.xml")).find("request")
    assert (public.findtext("status"), public.findtext("service_code")) == ("open", "pothole")
    assert {element.tag for element in public} == {
        "service_request_id",
        "status",
        "service_name",
        "service_code",
        "agency_responsible",
        "requested_datetime",
        "updated_datetime",
        "expected_datetime",
        "lat",
        "long",
    }
    finish(reference)
    own = xml(read("requests.xml", service_request_id=reference, api_key=key)).find("request")
    assert (own.findtext("status"), own.findtext("status_notes")) == ("closed", "We filled it on Tuesday.")
    assert "It is deep <b>& wide</b>" in own.findtext("description")
    other = read("requests.xml", service_request_id=reference, api_key=token()).content.decode()
    assert "deep" not in other
    for answer in (public, own):
        text = etree.tostring(answer, encoding="unicode")
        assert not any(word in text for word in ("Rosa", "rosa@", "01632960001"))


def test_reports_sent_directly_by_residents_are_not_published(key):
    sent = services.submit(by="nobody", at=AT, today=TODAY, reference=walk("report-it"))
    assert not len(xml(read("requests.xml", api_key=key)))
    assert read(f"requests/{sent.reference}.xml").status_code == 404


def test_the_list_is_filtered_and_paged(key):
    ids = [
        report_reference(key, **{"attribute[fixmystreet_id]": str(n), "service_code": code})
        for n, code in enumerate(["pothole", "graffiti", "pothole"])
    ]
    finish(ids[0])

    def listed(**given):
        rows = json.loads(read("requests.json", **given).content)
        return [row["service_request_id"] for row in rows]

    assert listed() == ids[::-1]
    assert listed(service_code="graffiti") == [ids[1]]
    assert listed(status="closed") == [ids[0]]
    assert listed(status="open,closed") == ids[::-1]
    assert listed(page_size=2, page=2) == [ids[0]]
    assert listed(service_request_id=f"{ids[0]},{ids[2]}", status="open") == [ids[2], ids[0]]
    assert listed(service_request_id="nonsense") == []
    assert listed(end_date=(AT - timedelta(days=1)).isoformat()) == []


@pytest.mark.parametrize(
    "params",
    [
        {"start_date": "yesterday"},
        {"start_date": "2027-02-01"},
        {"status": "lost"},
        {"page": "0"},
        {"page_size": "9999"},
        {"end_date": "0001-01-01T00:00:00Z"},
        {"page": "١"},
    ],
)
def test_a_filter_that_cannot_be_read_is_answered_with_how_to_write_it(key, params):
    assert xml(read("requests.xml", **params), 400).findtext("error/code") == "400"


def test_updates_list_steps_and_customer_messages_of_own_reports(key):
    reference = report_reference(key)
    case = Submission.objects.get().case
    cases.note(by="staff:1", at=AT, reference=case, text="He shouted.")
    cases.note(by="staff:1", at=AT, reference=case, text="The county has it.", for_customer=True)
    finish(reference)
    until = (AT + timedelta(hours=1)).isoformat()
    rows = xml(read("servicerequestupdates.xml", api_key=key, end_date=until))
    updates = [(row.findtext("status"), row.findtext("description")) for row in rows]
    assert updates == [("unchanged", "The county has it."), ("closed", "We filled it on Tuesday.")]
    assert len({row.findtext("update_id") for row in rows}) == 2
    assert not len(xml(read("servicerequestupdates.xml", api_key=token(), end_date=until)))
    assert read("servicerequestupdates.xml").status_code == 403


def test_reporter_comment_is_added_to_the_history_once(key):
    reference = report_reference(key)
    fields = {
        "service_request_id": reference,
        "update_id": "u1",
        "status": "OPEN",
        "description": "It is worse",
        "updated_datetime": "2027-02-01T10:30:00Z",
    }
    sent = [post_request(key, path="servicerequestupdates", **fields) for _ in range(2)]
    assert xml(sent[0], 201).findtext("request_update/update_id") == "u1"
    assert "already exists" in xml(sent[1], 400).findtext("error/description")
    notes = [entry.note for entry in cases.history_of(Submission.objects.get().case) if entry.note]
    assert [note for note in notes if "It is worse" in note] == ["It is worse\n\nStatus told: OPEN"]
    assert post_request(token(), path="servicerequestupdates", **fields).status_code == 404
    assert post_request(key, path="servicerequestupdates", **fields | {"description": None}).status_code == 400


def test_what_xml_cannot_hold_is_left_out(key):
    reference = report_reference(key, description="a\x01b\ufffe c")
    assert "ab c" in xml(read(f"requests/{reference}.xml", api_key=key)).findtext("request/description")


MISSED = {
    "service_code": "missed-bin",
    "lat": None,
    "long": None,
    "address_id": str(HOUSE),
    "attribute[stream]": "refuse",
    "attribute[fixmystreet_id]": None,
}
LATEST = "2027-01-29"  # the fortnightly round by HOUSE, last before AT


def test_a_missed_bin_is_defined_by_its_property_its_bin_and_its_day(key):
    definition = json.loads(read("services/missed-bin.json").content)
    attributes = {attribute["code"]: attribute for attribute in definition["attributes"]}
    assert {code: (attribute["datatype"], attribute["required"]) for code, attribute in attributes.items()} == {
        "stream": ("singlevaluelist", True),
        "collected_on": ("datetime", False),
    }
    assert {"key": "refuse", "name": "Rubbish"} in attributes["stream"]["values"]
    assert xml(read("services/missed-bin.xml")).find("attributes/attribute[code='stream']/values/value") is not None


@pytest.mark.parametrize("day", [None, LATEST, f"{LATEST}T00:00:00Z"])
def test_a_missed_bin_is_sent_to_the_crew_once(key, day):
    reference = report_reference(key, **MISSED, **{"attribute[collected_on]": day}, description="Behind the gate")
    row = Submission.objects.get()
    assert (row.service, row.mode, row.uprn, row.case) == ("missed-bin", "machine", HOUSE, "")
    report = MissedBin.objects.get()
    assert (report.uprn, report.stream, str(report.collected_on)) == (HOUSE, "refuse", LATEST)
    assert report.details.startswith("Behind the gate")
    assert (row.reference, Contact.objects.count()) == (parse_reference(reference), 1)


def test_the_same_missed_bin_sent_again_is_the_same_request(key):
    change = MISSED | {"attribute[fixmystreet_id]": "70"}
    assert report_reference(key, **change) == report_reference(key, **change)
    assert MissedBin.objects.count() == 1


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"attribute[collected_on]": "2027-01-28"}, "There was no collection from this address on 28 January"),
        ({"attribute[collected_on]": "2027-01-15"}, "A missed bin can be reported up to"),
        ({"attribute[collected_on]": "last Friday"}, "as a date, like 2027-01-29"),
        ({"attribute[stream]": "gold"}, "the attribute stream is one of those"),
        ({"attribute[stream]": None}, "the attribute stream is one of those"),
        ({"address_id": None, "address_string": "1 High Street"}, "address_id is its UPRN"),
        ({"address_id": "1"}, "address_id is its UPRN"),
        ({"address_id": "one", "address_string": "x"}, "address_id is its UPRN"),
        ({"address_id": str(HOUSE + 11)}, "We do not collect from there"),
    ],
)
def test_invalid_missed_bin_report_is_rejected_with_a_message(key, change, message):
    answer = post_request(key, **MISSED | change)
    assert message in xml(answer, 400).findtext("error/description")
    assert not Submission.objects.exists() and not MissedBin.objects.exists()


def test_a_missed_bin_reported_before_says_so(key):
    report_reference(key, **MISSED)
    assert "This has been reported" in xml(post_request(key, **MISSED), 400).findtext("error/description")


def test_missed_bin_status_is_public_and_its_address_is_not(key):
    reference = report_reference(key, **MISSED)
    public = xml(read(f"requests/{reference}.xml")).find("request")
    assert (public.findtext("status"), public.findtext("service_code")) == ("open", "missed-bin")
    assert all(public.find(name) is None for name in ("lat", "long", "address", "address_id", "description"))
    later = AT + timedelta(hours=5)
    crews.end_missed(
        by="token:1", at=later, reference=MissedBin.objects.get().reference, state=crews.MissedState.RETURNED
    )
    own = xml(read("requests.xml", service_code="missed-bin", api_key=key)).find("request")
    assert (own.findtext("status"), own.findtext("status_notes")) == ("closed", "The crew came back for it.")
    assert own.findtext("address_id") == str(HOUSE)
    assert not len(xml(read("requests.xml", service_code="pothole")))
    window = {"end_date": (later + timedelta(minutes=1)).isoformat()}
    [update] = xml(read("servicerequestupdates.xml", api_key=key, **window))
    assert (update.findtext("status"), update.findtext("service_request_id")) == ("closed", reference)
    assert update.findtext("description") == "The crew came back for it."
    assert not len(xml(read("servicerequestupdates.xml", api_key=token(), **window)))
