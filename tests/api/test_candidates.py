"""Other systems say what is wrong with the gazetteer: once, with the scope, and with a sentence when it cannot be."""

import json

import pytest
from django.test import Client

from borough.foundation.models import Event
from borough.gazetteer.models import Candidate
from tests.api.test_contacts import token

pytestmark = pytest.mark.django_db
BODY = {"client_reference": "round-7/12", "address": "99 Invented Street", "postcode": "pr71dp", "note": "No such door"}


@pytest.fixture
def crew():
    return token("gazetteer.raise")


def post_candidate(secret, body=BODY, key="k1"):
    headers = {"authorization": f"Bearer {secret}", "idempotency-key": key}
    return Client().post(
        "/api/v1/addresses/candidates", json.dumps(body), content_type="application/json", headers=headers
    )


def test_crew_reports_an_address(crew):
    answer = post_candidate(crew)
    assert answer.status_code == 201
    row = Candidate.objects.get()
    assert row.reference == answer.json()["reference"].replace("-", "")
    assert (row.source, row.text, row.postcode) == ("crew", "99 Invented Street", "PR7 1DP")


def test_the_same_key_or_the_same_reference_is_the_same_candidate(crew):
    first, replay, again = post_candidate(crew), post_candidate(crew), post_candidate(crew, key="k2")
    assert (replay.content, replay.headers["Idempotent-Replay"]) == (first.content, "true")
    assert (again.status_code, again.json()) == (200, {"reference": first.json()["reference"], "duplicate": True})
    assert post_candidate(crew, BODY | {"note": "other"}).status_code == 422
    assert Candidate.objects.count() == Event.objects.filter(kind="candidate-raised").count() == 1


def test_two_systems_may_use_the_same_references(crew):
    assert post_candidate(crew).json()["reference"] != post_candidate(token("gazetteer.raise")).json()["reference"]


@pytest.mark.parametrize(
    "change",
    [
        {"address": ""},
        {"address": "x" * 501},
        {"source": "owl"},
        {"uprn": 0},
        {"address": "a\x00"},
        {"client_reference": ""},
        {"client_reference": "a\x00"},
    ],
)
def test_invalid_input_is_rejected_and_can_be_corrected(crew, change):
    refused = post_candidate(crew, BODY | change)
    assert refused.status_code == 422
    assert refused.json()["detail"]
    assert "Invented" not in refused.content.decode()
    assert not Candidate.objects.exists()
    assert post_candidate(crew).status_code == 201


@pytest.mark.parametrize("key", ["", "x" * 256])
def test_a_key_is_needed(crew, key):
    assert post_candidate(crew, key=key).status_code == 400


def test_reporting_requires_the_scope():
    assert post_candidate("").status_code == 401
    assert post_candidate(token("gazetteer.view", "gazetteer.edit")).status_code == 403
