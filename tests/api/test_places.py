"""The gazetteer for machines: found, listed, looked up, and closed to those without the scope."""

import json

import pytest
from django.test import Client

from borough.gazetteer.actions import address_search
from borough.gazetteer.public import update_index
from tests.api.test_contacts import read, token
from tests.gazetteer.supplies import bring, house, lpi, street, supply

pytestmark = pytest.mark.django_db
FIRST = 10090000000


@pytest.fixture
def gazetteer(settings, tmp_path):
    settings.HOME = tmp_path
    address_search._open_cached.cache_clear()
    old = lpi(99, FIRST + 2, number="", text="THE OLD FORGE", status=8, end="2010-01-01")
    bring(tmp_path, supply(street(), *(house(n) for n in range(1, 13)), old))
    update_index()


@pytest.fixture
def viewer():
    return token("gazetteer.view")


def test_address_search_returns_the_property(gazetteer, viewer):
    result = read(viewer, "/api/v1/addresses/search?q=2%20high%20st").json()
    assert result["addresses"][0] == {
        "uprn": FIRST + 2,
        "address": "2 HIGH STREET, ADLINGTON, CHORLEY, PR7 4EX",
        "postcode": "PR7 4EX",
        "post_town": "CHORLEY",
        "organisation": "",
        "usrn": 90000001,
        "classification": "RD04",
        "parent_uprn": None,
        "easting": 358000.0,
        "northing": 417000.5,
        "matched_text": "2 HIGH STREET, ADLINGTON, CHORLEY, PR7 4EX",
    }
    assert result["up_to_date"]
    assert len(read(viewer, "/api/v1/addresses/search?q=high%20street&limit=3").json()["addresses"]) == 3


def test_those_of_a_postcode_are_listed_in_order(gazetteer, viewer):
    rows = read(viewer, "/api/v1/addresses/postcode/pr74ex").json()["addresses"]
    assert [row["uprn"] - FIRST for row in rows] == list(range(1, 13))
    assert read(viewer, "/api/v1/addresses/postcode/PR7%204EY").json() == {"addresses": []}
    assert read(viewer, "/api/v1/addresses/postcode/chorley").status_code == 404


def test_property_is_returned_in_full(gazetteer, viewer):
    data = read(viewer, f"/api/v1/addresses/{FIRST + 2}").json()
    assert data["address"].startswith("2 HIGH STREET")
    assert {address["status"] for address in data["addresses"]} == {1, 8}
    assert (round(data["latitude"], 3), round(data["longitude"], 3)) == (53.648, -2.637)
    assert data["ward"] == "E05000001"
    assert read(viewer, "/api/v1/addresses/10099999999").status_code == 404


def test_many_are_looked_up_at_once(gazetteer, viewer):
    payload = {"uprns": [FIRST + 3, 5, FIRST + 1, FIRST + 3]}
    answer = Client().post(
        "/api/v1/addresses/lookup",
        json.dumps(payload),
        content_type="application/json",
        headers={"authorization": f"Bearer {viewer}"},
    )
    assert [row["uprn"] - FIRST for row in answer.json()["addresses"]] == [3, 1]
    assert answer.json()["missing"] == [5]


@pytest.mark.parametrize(
    "path", ["search?q=", "search", "search?q=a&limit=0", "search?q=a&limit=51", "0", "x", f"{10**12}"]
)
def test_invalid_query_is_rejected_with_a_message(gazetteer, viewer, path):
    answer = read(viewer, f"/api/v1/addresses/{path}")
    assert answer.status_code == 422
    assert answer.json()["detail"]


@pytest.mark.parametrize("path", ["search?q=high", "postcode/PR74EX", f"{FIRST + 1}"])
def test_reading_requires_the_scope(gazetteer, path):
    assert read("", f"/api/v1/addresses/{path}").status_code == 401
    assert read(token("contacts.view"), f"/api/v1/addresses/{path}").status_code == 403
