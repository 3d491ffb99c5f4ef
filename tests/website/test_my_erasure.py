"""Asking to be erased, from My Borough to the office and back."""

from datetime import timedelta

import pytest

from borough.cases import public as cases
from borough.foundation.clock import now, today
from borough.foundation.models import OutgoingMail
from borough.payments import public as payments
from borough.payments.models import Payment
from borough.people import public as people
from borough.people.models import ErasureRequest
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
    visitor.person = people.register_person(
        by="test", at=now(), name="Rosa Resident", email="rosa@home.example", account_id=visitor.account_id
    )
    return visitor


def test_erasure_is_requested_displayed_to_staff_and_completed(rosa, as_role):
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


def test_erasure_request_is_withdrawn(rosa):
    rosa.post(ASK, {"sure": "on"})
    assert "Nothing is erased" in text(rosa.post(f"{ASK}withdraw/", follow=True))
    assert ASK in text(rosa.get(DATA)) and "There is no request" in text(rosa.post(f"{ASK}withdraw/", follow=True))


def test_refusal_states_the_reason_and_how_to_complain(rosa, as_role):
    rosa.post(ASK, {"sure": "on"})
    [erasure] = people.pending_erasures()
    officer = as_role("administrator")
    here = f"{OFFICE}{erasure.reference}/refuse/"
    assert "Select why it is refused" in text(officer.post(here))
    assert "told that there is an answer" in text(officer.post(here, {"reason": "claim"}, follow=True))
    assert text(officer.get(here), status=404)
    page = text(rosa.get(DATA))
    assert people.REFUSALS["claim"] in page and "Information Commissioner" in page and ASK in page


def test_erasure_blocker_is_displayed_to_both_sides(rosa, as_role):
    cases.open_case(
        by="x",
        at=now(),
        kind="complaint",
        service="complaint",
        team="waste",
        title="x",
        person_id=rosa.person,
        source="test",
        source_id="1",
        details=[],
    )
    assert "1 case is open" in text(rosa.get(ASK))
    rosa.post(ASK, {"sure": "on"})
    officer = as_role("administrator")
    here = f"/office/people/{people.reference_of(rosa.person)}/erase/"
    assert "1 case is open" in text(officer.get(OFFICE)) and "1 case is open" in text(officer.get(here))
    assert "1 case is open" in text(officer.post(here, {"ground": "Objected", "sure": "on"}))
    assert people.erasure_of(rosa.person).state == "requested"


def test_unknown_person_can_request_erasure_only_for_themselves(visitor, as_role):
    new = sign_in(Visitor(), make_resident(email="new@home.example"))
    assert new.post(f"{ASK}withdraw/").status_code == 404
    assert "You asked us on" in text(new.post(ASK, {"sure": "on"}, follow=True))
    [erasure] = people.pending_erasures()
    assert erasure.person_id == people.person_of_account(new.account_id)
    assert visitor.get(ASK)["Location"].startswith("/account/login/")
    staff = as_role("team_manager")
    assert staff.get(ASK).status_code == 404 and ASK not in text(staff.get(DATA))
    assert staff.get(OFFICE).status_code == 403
    assert staff.post(f"{OFFICE}{erasure.reference}/refuse/", {"reason": "law"}).status_code == 403
    assert people.pending_erasures() == [erasure]


def test_legal_retention_is_stated_to_both_before_and_person_after(rosa, as_role):
    payment = payments.request_payment(
        by="x",
        at=now(),
        key="k",
        amount=4500,
        purpose="services:X",
        description="Garden waste",
        return_to="/",
        person_id=rosa.person,
    )
    rows = Payment.objects.filter(reference=payment.reference)
    rows.update(status="begun")
    rows.update(status="settled", finished_at=now())
    assert "Value Added Tax Act 1994" in text(rosa.get(ASK)) and "cannot be done today" not in text(rosa.get(ASK))
    rosa.post(ASK, {"sure": "on"})
    officer, here = as_role("administrator"), f"/office/people/{people.reference_of(rosa.person)}/erase/"
    assert "Kept by law. Payments that were made" in text(officer.get(OFFICE))
    page = text(officer.get(here))
    assert "Value Added Tax Act 1994" in page and "This cannot be done yet" not in page
    officer.post(here, {"ground": "Withdrew consent", "sure": "on"})
    assert rows.get().description == "Garden waste"
    mail = OutgoingMail.objects.get(key__startswith="erasure ")
    assert "Value Added Tax Act 1994" in mail.text and "complain" in mail.text


@pytest.mark.parametrize(
    ("left", "listed", "home"),
    [
        (20, "Answer by", "Requests to be erased</a>: 1"),
        (7, "7 days left", "must be answered within 7 days"),
        (0, "Answer today", "must be answered within 7 days"),
        (-2, "Late by 2 days", "passed the month"),
    ],
)
def test_requests_that_near_or_pass_the_month_stand_out_on_the_list_and_at_home(rosa, as_role, left, listed, home):
    rosa.post(ASK, {"sure": "on"})
    ErasureRequest.objects.update(answer_by=today() + timedelta(days=left))
    officer = as_role("administrator")
    assert listed in text(officer.get(OFFICE)) and home in text(officer.get("/office/"))
    assert "to be erased" not in text(as_role("adviser").get("/office/"))
