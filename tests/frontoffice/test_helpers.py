"""Mandates in the office: noted as the resident said, seen and ended by those who may."""

import pytest

from borough.foundation.clock import now
from borough.people import public as people
from tests.client import make_resident

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
DETAILS = {"email": "hana@home.example", "months": "3", "how": "phone", "agreed": "on", "services": ["complaint"]}


@pytest.fixture
def rosa(db):
    person = people.register_person(by="test", at=now(), name="Rosa Resident")
    return person, f"/office/people/{people.reference_of(person)}/"


def test_adviser_records_a_mandate_and_ends_it(rosa, as_role):
    person, here = rosa
    visitor = as_role("adviser")
    assert f"{here}helpers/" in visitor.get(here).content.decode()
    assert people.CONSENT in visitor.get(f"{here}helpers/note/").content.decode()
    page = visitor.post(f"{here}helpers/note/", DETAILS, follow=True).content.decode()
    assert "hana@home.example" in page and "On the phone" in page and "Waiting for the helper" in page
    [mandate] = people.mandates_of(person, now())
    assert (mandate.granted_how, mandate.services, mandate.granted_by) == (
        "phone",
        ("complaint",),
        f"staff:{visitor.account_id}",
    )
    account = make_resident(email="hana@home.example")
    people.accept_mandate(by="x", at=now(), reference=mandate.reference, account_id=account)
    assert "Stands" in visitor.get(f"{here}helpers/").content.decode()
    page = visitor.post(f"{here}helpers/{mandate.reference}/end/", follow=True).content.decode()
    assert "Taken back" in page and people.active_mandate(mandate.reference, now()) is None


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"email": ""}, "Enter the email"),
        ({"how": "online"}, "Select a"),
        ({"agreed": ""}, "Tick the box"),
        ({"how": ""}, "Select how the resident"),
        ({"months": ""}, "Select how long"),
    ],
)
def test_invalid_mandate_shows_an_error_and_records_nothing(rosa, as_role, wrong, message):
    person, here = rosa
    page = as_role("adviser").post(f"{here}helpers/note/", DETAILS | wrong).content.decode()
    assert "There is a problem" in page and message in page
    assert people.mandates_of(person, now()) == []


def test_duplicate_mandate_is_rejected_with_a_message(rosa, as_role):
    _, here = rosa
    visitor = as_role("adviser")
    visitor.post(f"{here}helpers/note/", DETAILS)
    assert "may help already" in visitor.post(f"{here}helpers/note/", DETAILS).content.decode()


def test_who_may_not_edit_people_changes_nothing(rosa, as_role):
    person, here = rosa
    reference = people.grant_mandate(
        by="x", at=now(), person_id=person, helper_email="hana@home.example", months=1, how=people.MandateChannel.PAPER
    )
    visitor = as_role("inclusion_officer")
    assert "hana@home.example" in visitor.get(f"{here}helpers/").content.decode()
    assert visitor.post(f"{here}helpers/note/", DETAILS).status_code == 403
    assert visitor.post(f"{here}helpers/{reference}/end/").status_code == 403
    assert as_role("digital_lead").get(f"{here}helpers/").status_code == 403
    assert len(people.mandates_of(person, now())) == 1 and not people.mandates_of(person, now())[0].revoked_at


def test_a_mandate_of_another_person_has_no_page(rosa, as_role):
    _, here = rosa
    other = people.register_person(by="test", at=now(), name="Omar Other")
    reference = people.grant_mandate(
        by="x", at=now(), person_id=other, helper_email="hana@home.example", months=1, how=people.MandateChannel.PAPER
    )
    assert as_role("adviser").post(f"{here}helpers/{reference}/end/").status_code == 404
    assert as_role("team_manager").get(f"/office/people/{'0' * 16}/helpers/").status_code == 404
