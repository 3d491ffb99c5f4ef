"""The ledger for machines: told once, read whole, closed to those without the scope."""

import json
from datetime import UTC, datetime

import pytest
from django.test import Client

from borough.access.public import create_token
from borough.contacts.models import Contact
from borough.gazetteer.actions import matching
from borough.gazetteer.actions.address_questions import answer_question
from borough.gazetteer.models import MatchQuestion
from tests.gazetteer.supplies import bring, house, street, supply

pytestmark = pytest.mark.django_db
AT = datetime(2018, 1, 5, tzinfo=UTC)
BODY = {
    "client_reference": "crm-1",
    "channel": "phone",
    "service": "noise",
    "nature": "enquiry",
    "outcome": "completed",
}


def token(*scopes):
    return create_token(by="command:test", at=AT, name="test", scopes=scopes).secret


@pytest.fixture
def teller():
    return token("contacts.record", "contacts.view")


def tell(secret, body=BODY, key="k1", **headers):
    told = {"authorization": f"Bearer {secret}", "idempotency-key": key} | headers
    return Client().post("/api/v1/contacts", json.dumps(body), content_type="application/json", headers=told)


def read(secret, path="/api/v1/contacts"):
    return Client().get(path, headers={"authorization": f"Bearer {secret}"})


def test_a_contact_is_told_and_answered_with_a_reference(teller):
    answer = tell(teller)
    assert answer.status_code == 201
    assert Contact.objects.get().reference == answer.json()["reference"].replace("-", "")


def test_the_same_key_and_body_get_the_very_same_answer(teller):
    first, again = tell(teller), tell(teller)
    assert (again.status_code, again.content) == (first.status_code, first.content)
    assert again.headers["Idempotent-Replay"] == "true"


def test_the_same_key_with_another_body_is_refused(teller):
    tell(teller)
    assert tell(teller, BODY | {"channel": "web"}).status_code == 422
    assert Contact.objects.count() == 1


def test_the_same_client_reference_under_another_key_is_the_same_contact(teller):
    first, again = tell(teller), tell(teller, key="k2")
    assert again.status_code == 200
    assert again.json() == {"reference": first.json()["reference"], "again": True}


def test_two_senders_may_use_the_same_references(teller):
    other = token("contacts.record")
    assert tell(teller).json()["reference"] != tell(other).json()["reference"]


@pytest.mark.parametrize("key", ["", "x" * 256, "a\x01b"])
def test_a_key_is_needed(teller, key):
    assert tell(teller, key=key).status_code == 400


@pytest.mark.parametrize(
    "change",
    [
        {"channel": "pigeon"}, {"client_reference": ""}, {"minutes": -1}, {"started_at": "2018-01-05T09:00:00"},
        {"started_at": "2999-01-05T09:00:00Z"}, {"service": "x" * 81}, {"ward": "x\x00"}, {"minutes": 10**30},
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_with_words_and_may_be_mended(teller, change):
    refused = tell(teller, BODY | change)
    assert refused.status_code == 422
    assert refused.json()["error"]
    assert not Contact.objects.exists()
    assert tell(teller).status_code == 201


def test_a_fault_is_told_in_the_words_of_the_request(teller):
    (fault,) = tell(teller, BODY | {"client_reference": "x\x00"}).json()["faults"]
    assert fault["where"][-1] == "client_reference"
    assert "zero character" in fault["error"]


def test_a_refusal_does_not_give_back_what_was_sent(teller):
    assert "SECRET-WORDS" not in tell(teller, BODY | {"channel": "SECRET-WORDS"}).content.decode()


@pytest.mark.parametrize(
    ("secret", "status"), [("", 401), ("borough_" + "x" * 43, 401), ("reader", 403)]
)  # a token that reads may not tell
def test_no_one_tells_without_the_scope(secret, status):
    assert tell(token("contacts.view") if secret == "reader" else secret).status_code == status


def test_no_one_reads_without_the_scope(teller):
    reference = tell(teller).json()["reference"]
    for path in ("/api/v1/contacts", f"/api/v1/contacts/{reference}", f"/api/v1/contacts/{reference}?x=1"):
        assert read(token("contacts.record"), path).status_code == 403
        assert Client().get(path).status_code == 401


def test_following_the_cursor_gives_every_contact_once(teller):
    made = [tell(teller, BODY | {"client_reference": str(n)}, key=str(n)).json()["reference"] for n in range(7)]
    seen, cursor, more = [], "", True
    while more:
        page = read(teller, f"/api/v1/contacts?limit=3&after={cursor}").json()
        seen += [c["reference"] for c in page["contacts"]]
        cursor, more = page["next"], page["more"]
    assert seen == made
    assert read(teller, f"/api/v1/contacts?after={cursor}").json() == {"contacts": [], "next": cursor, "more": False}


@pytest.mark.parametrize("after", ["x", "1", "1-", "-1", "1-x", "9" * 40 + "-1", "١-٢"])
def test_a_cursor_that_is_none_is_told_so(teller, after):
    assert read(teller, f"/api/v1/contacts?after={after}").status_code == 400


def test_one_contact_is_read_by_its_reference_however_typed(teller):
    reference = tell(teller).json()["reference"]
    assert read(teller, f"/api/v1/contacts/{reference.lower()}").json()["client_reference"] == "crm-1"
    assert read(teller, "/api/v1/contacts/0000-0000-0000-0000").status_code == 404


@pytest.fixture
def gazetteer(settings, tmp_path):
    settings.HOME = tmp_path / "home"
    matching._matcher.cache_clear()
    bring(tmp_path, supply(street(), *(house(n) for n in range(1, 4))))


def test_an_address_is_asked_about_once_and_kept_apart_from_the_contact(teller, gazetteer):
    body = BODY | {"address": "2 High Street, Adlington", "postcode": "pr74ex"}
    for _ in range(2):
        assert tell(teller, body).status_code == 201
    question = MatchQuestion.objects.get()
    assert (question.source_id, question.text) == (Contact.objects.get().reference, "2 High Street, Adlington")
    answer_question(by="system:worker", at=AT, question=question.pk)
    page = read(teller).json()["contacts"]
    assert [(one["uprn"], one["corrected"]) for one in page] == [(None, False), (10090000002, True)]
    assert "High" not in json.dumps(page)


@pytest.mark.parametrize(
    "facts", [{"uprn": 10099999999}, {"uprn": 0}, {"uprn": 10**12}, {"address": "x" * 501}, {"postcode": "x" * 21}]
)
def test_a_place_that_cannot_be_is_refused_and_nothing_is_written(teller, gazetteer, facts):
    answer = tell(teller, BODY | facts)
    assert answer.status_code == 422
    assert not Contact.objects.exists() and not MatchQuestion.objects.exists()


def test_a_property_that_is_told_stands_with_the_contact(teller, gazetteer):
    tell(teller, BODY | {"uprn": 10090000002, "address": "anything else"})
    assert read(teller).json()["contacts"][0]["uprn"] == 10090000002
    assert not MatchQuestion.objects.exists()
