"""A resident finds their address by a postcode, a line of it, or as they type, with and without scripts."""

import pytest

from borough.gazetteer.actions import address_search
from borough.gazetteer.public import update_index
from tests.gazetteer.supplies import bring, house, lpi, street, supply

pytestmark = pytest.mark.django_db
FIRST = 10090000000


@pytest.fixture(autouse=True)
def gazetteer(settings, tmp_path):
    settings.HOME = tmp_path
    address_search._open_cached.cache_clear()
    historic = lpi(99, FIRST + 2, number="", text="THE OLD FORGE", status=8, end="2010-01-01")
    bring(tmp_path, supply(street(), *(house(n) for n in range(1, 13)), historic))
    update_index()


def find(visitor, query):
    return visitor.post("/address/", {"query": query})


def test_a_postcode_gives_a_list_to_choose_from(visitor):
    page = find(visitor, "pr74ex").content.decode()
    assert "12 addresses found for <strong>PR7 4EX</strong>" in page
    assert page.index("2 HIGH STREET") < page.index("10 HIGH STREET")
    answer = visitor.post("/address/choose/", {"query": "pr74ex", "uprn": str(FIRST + 2)})
    assert answer.headers["Location"] == f"/address/{FIRST + 2}/"
    assert "2 HIGH STREET, ADLINGTON" in visitor.get(f"/address/{FIRST + 2}/").content.decode()


def test_a_line_of_an_address_will_do(visitor):
    page = find(visitor, "7 hihg street").content.decode()
    assert "7 HIGH STREET, ADLINGTON, CHORLEY, PR7 4EX" in page
    assert 'type="radio"' in page


def test_no_choice_redisplays_the_list_with_an_error(visitor):
    page = visitor.post("/address/choose/", {"query": "PR7 4EX"}).content.decode()
    assert "Error: Choose your address" in page
    assert "12 addresses found" in page


@pytest.mark.parametrize(("query", "message"), [("", "Enter your postcode"), ("x" * 201, "200 characters or less")])
def test_invalid_search_shows_an_error(visitor, query, message):
    assert message in find(visitor, query).content.decode()


@pytest.mark.parametrize("query", ["PR9 9ZZ", "zzqqx", "<b>", "🏠"])
def test_empty_result_offers_an_alternative(visitor, query):
    page = find(visitor, query).content.decode()
    assert "We could not find" in page
    assert "<b></strong>" not in page


def test_addresses_are_suggested_while_typing(visitor):
    suggestions = visitor.post("/address/suggest/", {"q": "2 hig"}).json()["addresses"]
    assert suggestions[0] == {"address": "2 HIGH STREET, ADLINGTON, CHORLEY, PR7 4EX", "open": f"/address/{FIRST + 2}/"}
    assert visitor.post("/address/suggest/", {"q": " "}).json() == {"addresses": []}
    assert visitor.get("/address/suggest/?q=2").status_code == 405


def test_a_property_that_is_not_there_has_no_page(visitor):
    assert visitor.get("/address/10099999999/").status_code == 404
    assert visitor.get(f"/address/{10**15}/").status_code == 404


def test_too_many_attempts_get_a_plain_error(visitor, monkeypatch):
    monkeypatch.setattr("borough.website.addresses.views.TRIES", "1/m/ip")
    find(visitor, "PR7 4EX")
    answer = find(visitor, "PR7 4EX")
    assert answer.status_code == 429
    assert "too many tries" in answer.content.decode()
