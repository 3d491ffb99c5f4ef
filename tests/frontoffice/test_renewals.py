"""Staff see who is to be reminded, what they read, and take the file for direct debits; who may not, does not."""

from datetime import timedelta

import pytest

from borough.foundation.clock import now, today
from borough.people import public as people
from borough.services.public import renewal_reminders
from borough.waste import public as waste
from tests.waste.sample_data import HERE, make_round, put_on

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture
def ending():
    put_on(make_round(), HERE)
    person = people.register_person(by="nobody", at=now(), name="Rosa Resident", email="rosa@home.example")
    return waste.subscribe(
        by="nobody",
        at=now(),
        key="k",
        uprn=HERE,
        person_id=person,
        bins=2,
        starts_on=today() - timedelta(days=90),
        ends_on=today() + timedelta(days=20),
        paid=4000,
    ).reference


def test_preview_counts_recipients_without_names_and_displays_the_text(as_role, ending):
    staff = as_role("adviser")
    page = staff.get("/office/waste/renewals/").content.decode()
    assert "Not yet" in page and "/services/garden-waste/" in page and "rosa@home.example" not in page
    assert "Download the direct-debit file" not in page
    renewal_reminders.remind_renewals(by="system:services", at=now(), today=today())
    assert "Not yet" not in staff.get("/office/waste/renewals/").content.decode()
    assert staff.post("/office/waste/renewals/file/").status_code == 403
    assert as_role("finance_officer").get("/office/waste/renewals/").status_code == 403


def test_a_manager_takes_the_file(as_role, ending):
    manager = as_role("team_manager")
    assert "Download the direct-debit file" in manager.get("/office/waste/renewals/").content.decode()
    answer = manager.post("/office/waste/renewals/file/")
    assert answer["Content-Type"].startswith("text/csv") and "attachment" in answer["Content-Disposition"]
    assert "Rosa Resident" in answer.content.decode()
    assert manager.get("/office/waste/renewals/file/").status_code == 405


def test_no_recipients_is_reported(as_role):
    assert "No subscription ends soon" in as_role("adviser").get("/office/waste/renewals/").content.decode()
