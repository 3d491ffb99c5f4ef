"""The front office's pages about people, by those who may and those who may not."""

import re

import pytest

from borough.contacts import public as contacts
from borough.foundation.clock import now
from borough.people import public as people

pytestmark = pytest.mark.django_db


@pytest.fixture
def rosa():
    person_id = people.register_person(
        by="command:test",
        at=now(),
        name="Rosa Resident",
        email="rosa@home.example",
        phone="01632 960001",
        address="9001 Invented Street",
    )
    from borough.people.models import Person

    return Person.objects.get(pk=person_id)


def _text(answer):
    return answer.content.decode()


def test_person_is_searched_and_opened(as_role, rosa):
    visitor = as_role("adviser")
    assert "Rosa" not in _text(visitor.get("/office/people/"))
    page = visitor.post("/office/people/", {"query": "rosa"})
    address = re.search(r'href="(/office/people/\w{16}/)"', _text(page))[1]
    record = _text(visitor.get(address))
    assert "9001 Invented Street" in record
    assert "Correct details" in record
    assert "Erase" not in record
    assert "no-store" in page.headers["Cache-Control"]


@pytest.mark.parametrize(
    ("query", "sentence"),
    [("", "Enter a name, email address"), ("ab", "Enter 3 letters"), ("nobody here", "Nobody was found")],
)
def test_a_search_says_what_is_wrong(query, sentence, as_role):
    assert sentence in _text(as_role("adviser").post("/office/people/", {"query": query}))


def test_many_are_paged(as_role, rosa):
    for number in range(30):
        people.register_person(by="command:test", at=now(), name=f"Zoe {number:02}")
    visitor = as_role("adviser")
    first = _text(visitor.post("/office/people/", {"query": "zoe"}))
    assert "More" in first and "Earlier" not in first
    second = _text(visitor.post("/office/people/", {"query": "zoe", "page": "2"}))
    assert "Zoe 29" in second and "Earlier" in second


def test_too_many_searches_are_stopped(as_role, rosa, monkeypatch):
    monkeypatch.setattr("borough.frontoffice.people.views.people.SEARCHES", "3/m/user")
    visitor = as_role("adviser")
    codes = [visitor.post("/office/people/", {"query": "rosa"}).status_code for _ in range(4)]
    assert codes == [200, 200, 200, 429]


def test_their_contacts_are_a_page_and_a_panel(as_role, rosa):
    values = {
        "channel": contacts.Channel.PHONE,
        "service": "council-tax",
        "nature": contacts.Nature.ENQUIRY,
        "outcome": contacts.Outcome.COMPLETED,
    }
    mine = contacts.record(by="command:test", at=now(), person_id=rosa.pk, **values)
    other = contacts.record(by="command:test", at=now(), **values)
    visitor = as_role("adviser")
    page = _text(visitor.get(f"/office/people/{rosa.reference}/contacts/"))
    assert mine.reference in page
    assert other.reference not in page
    record = _text(visitor.get(f"/office/people/{rosa.reference}/"))
    assert f'hx-get="/office/people/{rosa.reference}/contacts/"' in record
    assert f'href="/office/people/{rosa.reference}/contacts/"' in record


def _form(page):
    return {name: re.search(rf'name="{name}"[^>]* value="([^"]*)"', page)[1] for name in ("version", "name", "email")}


def test_details_are_corrected_and_a_stale_save_shows_both(as_role, rosa):
    visitor, address = as_role("adviser"), f"/office/people/{rosa.reference}/correct/"
    sent = _form(_text(visitor.get(address))) | {
        "kind": "resident",
        "phone": "01632 960009",
        "address": "",
        "prefers": "text",
    }
    assert "details are saved" in _text(visitor.post(address, sent, follow=True))
    stale = visitor.post(address, sent | {"name": "Mine Entirely"})
    assert stale.status_code == 409
    assert "Mine Entirely" in _text(stale) and "Rosa Resident" in _text(stale)
    wrong = _text(visitor.post(address, sent | {"phone": "call me", "email": "x", "name": ""}))
    assert "Enter a phone number" in wrong and "correct format" in wrong and "Enter their name" in wrong
    rosa.refresh_from_db()
    assert (rosa.name, rosa.phone, rosa.prefers) == ("Rosa Resident", "01632 960009", "text")


def test_everything_is_printed_and_downloaded(as_role, rosa):
    visitor = as_role("team_manager")
    assert "01632 960001" in _text(visitor.get(f"/office/people/{rosa.reference}/data/"))
    answer = visitor.get(f"/office/people/{rosa.reference}/data/file/")
    assert answer.json()["people.Person"][0]["name"] == "Rosa Resident"
    assert "attachment" in answer.headers["Content-Disposition"]


def test_an_administrator_erases_without_seeing_who(as_role, rosa):
    visitor = as_role("administrator")
    assert visitor.get(f"/office/people/{rosa.reference}/").status_code == 403
    assert "There is no person" in _text(visitor.post("/office/people/erase/", {"reference": "0" * 16}))
    page = visitor.post("/office/people/erase/", {"reference": rosa.reference.lower()}, follow=True)
    address = page.redirect_chain[-1][0]
    assert "Rosa" not in _text(page)
    unsure = _text(visitor.post(address, {"ground": "Objected"}))
    assert "Tick the box" in unsure
    assert "is erased" in _text(visitor.post(address, {"ground": "Objected", "sure": "on"}, follow=True))
    rosa.refresh_from_db()
    assert rosa.name == "Erased"
    assert "erased already" in _text(visitor.get(address))
    assert "was erased" in _text(as_role("adviser").get(f"/office/people/{rosa.reference}/"))


@pytest.mark.parametrize("role", ["digital_lead", "finance_officer", "auditor", "administrator", "resident"])
@pytest.mark.parametrize("page", ["", "contacts/", "correct/", "everything/", "everything/file/", "erase/"])
def test_who_may_not_see_people_sees_none(role, page, as_role, rosa):
    allowed = {("digital_lead", "contacts/"), ("administrator", "erase/")}
    answer = as_role(role).get(f"/office/people/{rosa.reference}/{page}")
    assert (answer.status_code == 200) == ((role, page) in allowed)
    assert "Rosa" not in _text(answer)


@pytest.mark.parametrize("page", ["", "contacts/", "correct/", "everything/", "everything/file/"])
def test_a_person_nobody_knows_has_no_page(page, as_role):
    assert as_role("adviser").get(f"/office/people/{'0' * 16}/{page}").status_code == 404


def test_script_in_a_person_record_is_escaped(as_role):
    people.register_person(by="command:test", at=now(), name="<script>alert(1)</script>")
    page = _text(as_role("adviser").post("/office/people/", {"query": "alert"}))
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page
