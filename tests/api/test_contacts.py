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

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("contact_services")]
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
def sender_secret():
    return token("contacts.record", "contacts.view")


def post_contact(secret, body=BODY, key="k1", **headers):
    request_headers = {"authorization": f"Bearer {secret}", "idempotency-key": key} | headers
    return Client().post("/api/v1/contacts", json.dumps(body), content_type="application/json", headers=request_headers)


def read(secret, path="/api/v1/contacts"):
    return Client().get(path, headers={"authorization": f"Bearer {secret}"})


def test_contact_is_created_and_returns_a_reference(sender_secret):
    answer = post_contact(sender_secret)
    assert answer.status_code == 201
    assert Contact.objects.get().reference == answer.json()["reference"].replace("-", "")


def test_the_same_key_and_body_get_the_very_same_answer(sender_secret):
    first, again = post_contact(sender_secret), post_contact(sender_secret)
    assert (again.status_code, again.content) == (first.status_code, first.content)
    assert again.headers["Idempotent-Replay"] == "true"


def test_the_same_key_with_another_body_is_refused(sender_secret):
    post_contact(sender_secret)
    assert post_contact(sender_secret, BODY | {"channel": "web"}).status_code == 422
    assert Contact.objects.count() == 1


def test_the_same_client_reference_under_another_key_is_the_same_contact(sender_secret):
    first, again = post_contact(sender_secret), post_contact(sender_secret, key="k2")
    assert again.status_code == 200
    assert again.json() == {"reference": first.json()["reference"], "duplicate": True}


def test_two_senders_may_use_the_same_references(sender_secret):
    other = token("contacts.record")
    assert post_contact(sender_secret).json()["reference"] != post_contact(other).json()["reference"]


@pytest.mark.parametrize("key", ["", "x" * 256, "a\x01b"])
def test_a_key_is_needed(sender_secret, key):
    assert post_contact(sender_secret, key=key).status_code == 400


@pytest.mark.parametrize(
    "change",
    [
        {"channel": "pigeon"},
        {"client_reference": ""},
        {"minutes": -1},
        {"started_at": "2018-01-05T09:00:00"},
        {"started_at": "2999-01-05T09:00:00Z"},
        {"service": "x" * 81},
        {"ward": "x\x00"},
        {"minutes": 10**30},
    ],
)
def test_invalid_contact_is_rejected_and_can_be_corrected(sender_secret, change):
    refused = post_contact(sender_secret, BODY | change)
    assert refused.status_code == 422
    assert refused.json()["detail"]
    assert not Contact.objects.exists()
    assert post_contact(sender_secret).status_code == 201


def test_error_uses_the_field_names_of_the_request(sender_secret):
    (fault,) = post_contact(sender_secret, BODY | {"client_reference": "x\x00"}).json()["errors"]
    assert fault["pointer"] == "/client_reference"
    assert "zero character" in fault["detail"]


def test_a_refusal_does_not_give_back_what_was_sent(sender_secret):
    assert "SECRET-WORDS" not in post_contact(sender_secret, BODY | {"channel": "SECRET-WORDS"}).content.decode()


@pytest.mark.parametrize(
    ("secret", "status"), [("", 401), ("borough_" + "x" * 43, 401), ("reader", 403)]
)  # a token that reads may not tell
def test_recording_requires_the_scope(secret, status):
    assert post_contact(token("contacts.view") if secret == "reader" else secret).status_code == status


def test_reading_requires_the_scope(sender_secret):
    reference = post_contact(sender_secret).json()["reference"]
    for path in ("/api/v1/contacts", f"/api/v1/contacts/{reference}", f"/api/v1/contacts/{reference}?x=1"):
        assert read(token("contacts.record"), path).status_code == 403
        assert Client().get(path).status_code == 401


def test_following_the_cursor_gives_every_contact_once(sender_secret):
    references = [
        post_contact(sender_secret, BODY | {"client_reference": str(n)}, key=str(n)).json()["reference"]
        for n in range(7)
    ]
    seen, cursor, more = [], "", True
    while more:
        page = read(sender_secret, f"/api/v1/contacts?limit=3&after={cursor}").json()
        seen += [c["reference"] for c in page["contacts"]]
        cursor, more = page["next"], page["more"]
    assert seen == references
    assert read(sender_secret, f"/api/v1/contacts?after={cursor}").json() == {
        "contacts": [],
        "next": cursor,
        "more": False,
    }


@pytest.mark.parametrize("after", ["x", "1", "1-", "-1", "1-x", "9" * 40 + "-1", "١-٢"])
def test_invalid_cursor_is_reported(sender_secret, after):
    assert read(sender_secret, f"/api/v1/contacts?after={after}").status_code == 400


def test_contact_is_read_by_reference_in_any_format(sender_secret):
    reference = post_contact(sender_secret).json()["reference"]
    assert read(sender_secret, f"/api/v1/contacts/{reference.lower()}").json()["client_reference"] == "crm-1"
    assert read(sender_secret, "/api/v1/contacts/0000-0000-0000-0000").status_code == 404


@pytest.fixture
def gazetteer(settings, tmp_path):
    settings.HOME = tmp_path / "home"
    matching._matcher.cache_clear()
    bring(tmp_path, supply(street(), *(house(n) for n in range(1, 4))))


def test_address_is_queried_once_and_stored_separately(sender_secret, gazetteer):
    body = BODY | {"address": "2 High Street, Adlington", "postcode": "pr74ex"}
    for _ in range(2):
        assert post_contact(sender_secret, body).status_code == 201
    question = MatchQuestion.objects.get()
    assert (question.source_id, question.text) == (Contact.objects.get().reference, "2 High Street, Adlington")
    answer_question(by="system:worker", at=AT, question=question.pk)
    page = read(sender_secret).json()["contacts"]
    assert [(row["uprn"], row["corrected"]) for row in page] == [(None, False), (10090000002, True)]
    assert "High" not in json.dumps(page)


@pytest.mark.parametrize(
    "facts", [{"uprn": 10099999999}, {"uprn": 0}, {"uprn": 10**12}, {"address": "x" * 501}, {"postcode": "x" * 21}]
)
def test_a_place_that_cannot_be_is_refused_and_nothing_is_written(sender_secret, gazetteer, facts):
    answer = post_contact(sender_secret, BODY | facts)
    assert answer.status_code == 422
    assert not Contact.objects.exists() and not MatchQuestion.objects.exists()


def test_uprn_in_the_request_is_stored_with_the_contact(sender_secret, gazetteer):
    post_contact(sender_secret, BODY | {"uprn": 10090000002, "address": "anything else"})
    assert read(sender_secret).json()["contacts"][0]["uprn"] == 10090000002
    assert not MatchQuestion.objects.exists()
