"""An address typed by hand is offered if it is surely known, else kept as typed and looked into once."""

import pytest

from borough.gazetteer.actions import address_search, matching
from borough.gazetteer.actions.address_questions import answer_question
from borough.gazetteer.models import Candidate
from borough.gazetteer.public import decide_match, question_of, queue_address, update_index
from borough.gazetteer.types.address_questions import Ruling
from tests.gazetteer.supplies import AT, bring, house, street, supply

pytestmark = pytest.mark.django_db
FIRST = 10090000000
KNOWN = {"line_1": "2 High St", "line_2": "", "town": "Adlington", "postcode": "pr74ex"}
NEW = KNOWN | {"line_1": "99 High Street"}


@pytest.fixture(autouse=True)
def gazetteer(settings, tmp_path):
    settings.HOME = tmp_path / "home"
    matching._matcher.cache_clear()
    address_search._open_cached.cache_clear()
    bring(tmp_path, supply(street(), *(house(n) for n in range(1, 13))))
    update_index()


def send(visitor, fields, act=""):
    answer = visitor.post(f"/address/manual/{act}", fields)
    return answer, answer.content.decode()


@pytest.mark.parametrize("query", ["PR7 4EX", "zzqx"])
def test_manual_entry_is_offered_wherever_an_address_is_searched(visitor, query):
    assert "/address/manual/" in visitor.get("/address/").content.decode()
    assert "/address/manual/" in visitor.post("/address/", {"query": query}).content.decode()
    assert "Address line 1" in visitor.get("/address/manual/").content.decode()


def test_a_property_that_is_surely_meant_is_offered(visitor):
    _, page = send(visitor, KNOWN)
    assert "Is it this address?" in page and "2 HIGH STREET, ADLINGTON, CHORLEY, PR7 4EX" in page
    assert 'name="line_1" value="2 High St"' in page
    assert not Candidate.objects.exists()
    answer, _ = send(visitor, KNOWN | {"uprn": FIRST + 2, "this": "yes"}, "confirm/")
    assert answer.headers["Location"] == f"/address/{FIRST + 2}/"


def test_what_was_typed_may_be_meant_all_the_same(visitor):
    _, page = send(visitor, KNOWN | {"uprn": FIRST + 2, "this": "no"}, "confirm/")
    assert "We will use the address you typed" in page and "2 High St" in page
    (row,) = Candidate.objects.all()
    assert (row.source, row.text, row.postcode, row.person_id) == ("form", "2 High St, Adlington", "PR7 4EX", None)


def test_nothing_chosen_asks_again_with_all_that_was_typed(visitor):
    _, page = send(visitor, KNOWN | {"uprn": FIRST + 2}, "confirm/")
    assert "<title>Error: Is it this address?" in page and "Choose yes if it is this address" in page
    assert 'name="line_1" value="2 High St"' in page


@pytest.mark.parametrize("uprn", ["", "x", "9" * 13, "10099999999"])
def test_unknown_offer_leads_back_to_the_form(visitor, uprn):
    _, page = send(visitor, KNOWN | {"uprn": uprn, "this": "yes"}, "confirm/")
    assert "Enter your address" in page and 'value="2 High St"' in page


def test_unknown_address_is_stored_and_reviewed_once(visitor, as_role):
    for who in (visitor, visitor, as_role("resident")):
        _, page = send(who, NEW)
        assert "We will use the address you typed" in page
    send(visitor, NEW | {"line_1": "99 HIGH STREET,", "postcode": "PR7 4EX"})
    (row,) = Candidate.objects.all()
    assert (row.source, row.text, row.postcode) == ("form", "99 High Street, Adlington", "PR7 4EX")
    assert len(row.source_id) == 64 and row.person_id is None


def test_what_staff_have_decided_on_is_not_raised_again(visitor):
    number = queue_address(
        by="staff:1", at=AT, source="form", source_id="1", text="99 High Street, Adlington", postcode="PR7 4EX"
    )
    answer_question(by="system:worker", at=AT, question=number)
    decide_match(by="staff:1", at=AT, question=number, version=question_of(number).version, ruling=Ruling.UNCLEAR)
    send(visitor, NEW)
    assert not Candidate.objects.exists()


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"line_1": ""}, "Enter address line 1"),
        ({"town": " "}, "Enter a town or city"),
        ({"postcode": ""}, "Enter a postcode"),
        ({"postcode": "PR7"}, "Enter a full UK postcode"),
        ({"line_2": "x" * 101}, "100 characters or less"),
    ],
)
def test_invalid_address_shows_an_error_and_retains_input(visitor, wrong, message):
    answer, page = send(visitor, KNOWN | {"line_2": "Near the church"} | wrong)
    assert answer.status_code == 200
    assert message in page and "Error: " in page
    assert "line_2" in wrong or "Near the church" in page
    assert not Candidate.objects.exists()


@pytest.mark.parametrize("text", ["<b>9</b> Street", "=cmd|' /C calc'!A0", "🏠 Cottage"])
def test_input_is_redisplayed_as_typed(visitor, text):
    _, page = send(visitor, NEW | {"line_1": text})
    assert "We will use the address you typed" in page and "<b>9" not in page


@pytest.mark.parametrize("limit", ["TRIES", "REPORTS"])
def test_too_many_attempts_get_an_error_and_retain_input(visitor, monkeypatch, limit):
    monkeypatch.setattr(f"borough.website.addresses.missing_address.{limit}", "1/m/ip")
    send(visitor, NEW)
    answer, page = send(visitor, NEW | {"line_1": "98 High Street"})
    assert answer.status_code == 429
    assert "Wait" in page and 'value="98 High Street"' in page
    assert Candidate.objects.count() == 1
