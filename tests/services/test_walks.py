"""Every service walks to its end in every mode and by every option, and gives the same stored answers each time."""

import pytest
from django.db import transaction

from borough.cases import public as cases
from borough.contacts.models import Contact
from borough.foundation.clock import today
from borough.people import public as people
from borough.services import public as services
from borough.services.actions.on_payment import complete_paid
from borough.services.models import Submission
from borough.waste import public as waste
from tests.services.walker import AT, HOUSE, TODAY, Ended, every_route, walk

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
MODES = [mode for mode in services.Mode if mode is not services.Mode.MACHINE]


def finish(reference):
    """Send the draft, and have it paid for where something is due."""
    receipt = services.submit(by="nobody", at=AT, today=TODAY, reference=reference)
    if receipt.state == "awaiting_payment":
        assert receipt.payment_url.startswith("/pay/")
        complete_paid(by="nobody", at=AT, today=TODAY, reference=receipt.reference)
    return Submission.objects.get(reference=receipt.reference)


@pytest.fixture
def subscribed(homes):
    """A subscription to renew, change, move and cancel."""
    person = people.register_person(by="nobody", at=AT, name="Rosa Resident", email="rosa@home.example")
    quote = waste.quote(bins=2, concession=False, on=TODAY)
    subscription = waste.subscribe(
        by="nobody",
        at=AT,
        key="before",
        uprn=10090000001,
        person_id=person,
        bins=2,
        starts_on=quote.starts_on,
        ends_on=quote.ends_on,
        paid=0,
    )
    return {"reference": subscription.reference, "new_address": 10090000002}


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("key", sorted(services.catalogue()))
def test_a_service_walks_in_every_mode(homes, key, mode):
    row = finish(walk(key, mode))
    assert row.state == "complete" and row.mode == mode
    assert Contact.objects.filter(source="services", source_id=row.reference).count() == 1
    if row.case:
        assert cases.case_of(row.case, today()).service == key


@pytest.mark.parametrize("key", sorted(services.catalogue()))
def test_the_same_answers_are_stored_in_every_mode(homes, key):
    stored = []
    for mode in MODES:
        with transaction.atomic():
            answers = finish(walk(key, mode)).answers
            transaction.set_rollback(True)  # so that each is the first
        stored.append(
            {
                name: stored_answers
                for name, stored_answers in answers.items()
                if not (isinstance(stored_answers, list) and stored_answers and "id" in stored_answers[0])
            }
        )
    assert all(stored_answers == stored[0] for stored_answers in stored)


@pytest.mark.parametrize("key", sorted(services.catalogue()))
def test_every_option_of_a_service_leads_to_an_end(subscribed, key):
    wanted = subscribed if key == "garden-waste" else {}
    ways = list(every_route(key, wanted))
    assert ways
    assert any(not isinstance(end, Ended) for _, end in ways)


def test_who_moves_within_the_borough_does_not_move_to_the_home_they_leave(homes):
    with pytest.raises(AssertionError, match="must be different from the one you are leaving"):
        walk("move-home", wanted={"move": "within", "new_address": HOUSE})
