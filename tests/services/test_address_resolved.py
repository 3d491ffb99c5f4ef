"""An address typed by hand finds its property later: what was sent, its case and its contact have it then."""

import pytest
from django.http import QueryDict

from borough.cases import public as cases
from borough.contacts import listeners as hearing
from borough.contacts import public as contacts
from borough.foundation.events import publish
from borough.foundation.models import AuditEntry
from borough.gazetteer.types import AddressResolved
from borough.services import public as services
from borough.services.actions.address_resolved import set_resolved_address
from borough.services.models import Submission
from tests.services.walker import AT, HOUSE, TODAY, walk

pytestmark = [pytest.mark.django_db, pytest.mark.slow, pytest.mark.usefixtures("homes")]


def by_hand():
    """A complaint with an address nobody chose from a list."""
    reference = walk("complaint")
    typed = QueryDict(mutable=True)
    boxes = {"by-hand": "1", "line1": "1 High Street", "line2": "", "town": "Anytown", "postcode": "PR7 1DP"}
    typed.update({f"address-{name}": value for name, value in boxes.items()})
    parsed = services.answer(
        by="nobody", at=AT, today=TODAY, reference=reference, page="your-address", posted=typed, changing=True
    )
    assert parsed.is_accepted
    return Submission.objects.get(
        reference=services.submit(by="nobody", at=AT, today=TODAY, reference=reference).reference
    )


def settled(row, uprn, decision=1):
    event = AddressResolved(
        question=1, source="contact", source_id=row.contact, state="settled", uprn=uprn, decision=decision
    )
    publish(event, at=AT, position=1)
    row.refresh_from_db()
    return row.uprn, cases.case_of(row.case, TODAY).uprn, contacts.history(row.contact)[-1].uprn


def test_the_property_comes_to_the_submission_the_case_and_the_contact_and_may_go_again(monkeypatch):
    monkeypatch.setattr(hearing, "now", lambda: AT)
    row = by_hand()
    assert (row.uprn, row.answers["address"]["lines"]) == (None, ["1 High Street", "Anytown"])
    assert settled(row, HOUSE) == (HOUSE, HOUSE, HOUSE)
    assert row.answers["address"]["uprn"] is None  # what was typed stays as it was typed
    assert settled(row, None, decision=2) == (None, None, None)
    assert [entry.after for entry in cases.history_of(row.case) if entry.verb == "place"] == [
        "known",
        "not known any more",
    ]


def test_the_same_answer_again_changes_nothing():
    row = by_hand()
    assert [set_resolved_address(by="x", at=AT, contact=row.contact, uprn=HOUSE) for _ in range(2)] == [True, False]
    assert AuditEntry.objects.filter(verb="cases.place").count() == 1


def test_a_contact_that_is_no_submission_s_is_left():
    contact = contacts.record(
        by="x",
        at=AT,
        channel=contacts.Channel.PHONE,
        service="complaint",
        nature=contacts.Nature.ENQUIRY,
        outcome=contacts.Outcome.COMPLETED,
        source="crm",
        source_id="1",
    )
    assert set_resolved_address(by="x", at=AT, contact=contact.reference, uprn=HOUSE) is False


def test_staff_read_it_in_the_story(as_role):
    row = by_hand()
    set_resolved_address(by="x", at=AT, contact=row.contact, uprn=HOUSE)
    page = as_role("adviser").get(f"/office/cases/{row.case}/").content.decode()
    assert "The property it is about is known" in page
