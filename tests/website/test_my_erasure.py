"""Asking to be erased, from My Borough to the office and back."""

import pytest

from borough.cases import public as cases
from borough.foundation.clock import now
from borough.people import public as people
from tests.client import Visitor, make_resident, sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
DATA, ASK = "/account/my-data/", "/account/my-data/erase/"
OFFICE = "/office/people/erase/"


def text(answer, status=200):
    assert answer.status_code == status
    return answer.content.decode()


@pytest.fixture
def rosa(db):
    visitor = sign_in(Visitor(), make_resident())
    visitor.person = people.register(
        by="test", at=now(), name="Rosa Resident", email="rosa@home.example", account_id=visitor.account_id
    )
    return visitor


def test_it_is_asked_seen_by_the_office_and_done(rosa, as_role):
    assert ASK in text(rosa.get(DATA))
    assert "answers within a month" in text(rosa.get(ASK))
    assert "Tick the box" in text(rosa.post(ASK))
    page = text(rosa.post(ASK, {"sure": "on"}, follow=True))
    assert "We have your request" in page and "You asked us on" in page
    assert "You have asked already" in text(rosa.post(ASK, {"sure": "on"}))
    officer = as_role("administrator")
    page = text(officer.get(OFFICE))
    reference = people.reference_of(rosa.person)
    assert f"/office/people/{reference}/erase/" in page and "Rosa" not in page and "Answer by" in page
    officer.post(f"/office/people/{reference}/erase/", {"ground": "Withdrew consent", "sure": "on"})
    assert people.erasure_of(rosa.person).state == "done"
    assert "Nobody waits" in text(officer.get(OFFICE))
    assert rosa.get(DATA).status_code == 302  # the account is closed


def test_it_is_taken_back(rosa):
    rosa.post(ASK, {"sure": "on"})
    assert "Nothing is erased" in text(rosa.post(f"{ASK}take-back/", follow=True))
    assert ASK in text(rosa.get(DATA)) and "There is no request" in text(rosa.post(f"{ASK}take-back/", follow=True))


def test_it_is_refused_with_the_reason_and_the_way_to_complain(rosa, as_role):
    rosa.post(ASK, {"sure": "on"})
    [asked] = people.erasures_asked()
    officer = as_role("administrator")
    here = f"{OFFICE}{asked.reference}/refuse/"
    assert "Select why it is refused" in text(officer.post(here))
    assert "told that there is an answer" in text(officer.post(here, {"reason": "claim"}, follow=True))
    assert text(officer.get(here), status=404)
    page = text(rosa.get(DATA))
    assert people.REFUSALS["claim"] in page and "Information Commissioner" in page and ASK in page


def test_what_stands_against_it_is_said_to_both(rosa, as_role):
    cases.open_case(
        by="x", at=now(), kind="complaint", service="complaint", team="waste", title="x", person_id=rosa.person,
        source="test", source_id="1", details=[],
    )  # fmt: skip
    assert "1 case is open" in text(rosa.get(ASK))
    rosa.post(ASK, {"sure": "on"})
    officer = as_role("administrator")
    here = f"/office/people/{people.reference_of(rosa.person)}/erase/"
    assert "1 case is open" in text(officer.get(OFFICE)) and "1 case is open" in text(officer.get(here))
    assert "1 case is open" in text(officer.post(here, {"ground": "Objected", "sure": "on"}))
    assert people.erasure_of(rosa.person).state == "asked"


def test_one_we_do_not_know_yet_can_ask_and_nobody_else_for_them(visitor, as_role):
    new = sign_in(Visitor(), make_resident(email="new@home.example"))
    assert new.post(f"{ASK}take-back/").status_code == 404
    assert "You asked us on" in text(new.post(ASK, {"sure": "on"}, follow=True))
    [asked] = people.erasures_asked()
    assert asked.person_id == people.person_of_account(new.account_id)
    assert visitor.get(ASK)["Location"].startswith("/account/login/")
    staff = as_role("team_manager")
    assert staff.get(ASK).status_code == 404 and ASK not in text(staff.get(DATA))
    assert staff.get(OFFICE).status_code == 403
    assert staff.post(f"{OFFICE}{asked.reference}/refuse/", {"reason": "law"}).status_code == 403
    assert people.erasures_asked() == [asked]
