"""Mandates: given, accepted, used within what they cover and while they stand, ended, and told of."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import DatabaseError, transaction

from borough.access.public import verified_emails
from borough.foundation.models import AuditEntry, Event, OutgoingMail
from borough.kernel.refusals import Refused
from borough.people import public as people
from borough.people.models import Mandate, MandateStep
from borough.people.rules.mandates import expiry, status_of
from tests.client import make_resident

AT = datetime(2027, 1, 31, 12, tzinfo=UTC)
HELPER = "hana@home.example"


def give(person, email=HELPER, months=1, **more):
    facts = {"by": "resident:1", "at": AT, "how": people.MandateChannel.ONLINE} | more
    return people.grant_mandate(person_id=person, helper_email=email, months=months, **facts)


def accept(reference, account, at=AT):
    people.accept_mandate(by=f"resident:{account}", at=at, reference=reference, account_id=account)


@pytest.fixture
def rosa(db):
    return people.register_person(by="test", at=AT, name="Rosa Resident", email="rosa@home.example")


@pytest.fixture
def hana(db):
    return make_resident(name="Hana Helper", email=HELPER)


def test_months_end_at_midnight_in_london():
    assert expiry(AT, 1) == datetime(2027, 2, 28, tzinfo=UTC)
    assert expiry(AT, 6) == datetime(2027, 7, 30, 23, tzinfo=UTC)
    with pytest.raises(Refused):
        expiry(AT, 13)


@pytest.mark.parametrize(
    ("accepted", "revoked", "later", "how"),
    [
        (False, None, 0, "waiting"),
        (True, None, 0, "active"),
        (True, None, 2, "expired"),
        (True, 0, 0, "revoked"),
        (False, None, 2, "expired"),
        (True, 1, 2, "revoked"),
    ],
)
def test_mandate_status(accepted, revoked, later, how):
    status = status_of(
        granted_at=AT,
        accepted=accepted,
        expires_at=AT + timedelta(days=1),
        at=AT + timedelta(days=later),
        revoked_at=None if revoked is None else AT + timedelta(days=revoked),
    )
    assert status == how


def test_mandate_is_active_from_acceptance_until_expiry(rosa, hana):
    reference = give(rosa)
    assert people.active_mandate(reference, AT) is None and people.mandates_for_helper(hana, AT) == []
    assert [mandate.reference for mandate in people.offered_mandates(hana, AT)] == [reference]
    accept(reference, hana)
    last = datetime(2027, 2, 27, 23, 59, tzinfo=UTC)
    for at, active in ((AT, True), (last, True), (last + timedelta(minutes=1), False)):
        assert bool(people.active_mandate(reference, at, account_id=hana)) is active
        assert bool(people.mandates_for_helper(hana, at)) is active
    assert people.offered_mandates(hana, AT) == []


def test_it_is_for_its_helper_and_its_services_alone(rosa, hana):
    reference = give(rosa, services=["missed-bin", "complaint"])
    accept(reference, hana)
    other = make_resident(email="other@home.example")
    assert people.active_mandate(reference, AT, account_id=hana, service="complaint")
    assert people.active_mandate(reference, AT, account_id=hana, service="garden-waste") is None
    assert people.active_mandate(reference, AT, account_id=other) is None
    assert people.active_mandate("", AT, account_id=hana) is None


def test_nobody_but_whose_address_it_is_can_accept(rosa, hana):
    reference = give(rosa, email="Someone@Else.example")
    with pytest.raises(Refused):
        accept(reference, hana)
    late = give(rosa)
    with pytest.raises(Refused):
        accept(late, hana, at=AT + timedelta(days=40))
    accept(late, hana)
    with pytest.raises(Refused):
        accept(late, hana)
    assert verified_emails(hana) == {HELPER}


def test_single_active_mandate_per_pair(rosa, hana):
    reference = give(rosa)
    with pytest.raises(Refused, match="may help already"):
        give(rosa, email=HELPER.upper())
    people.revoke_mandate(by="resident:1", at=AT, reference=reference)
    assert give(rosa) != reference
    row = {"person_id": rosa, "helper_email": HELPER, "consent": "x", "granted_how": "online", "granted_by": "x"}
    with pytest.raises(DatabaseError, match="mandate_one_stands_for_a_pair"), transaction.atomic():
        Mandate.objects.create(reference="B" * 16, granted_at=AT, expires_at=AT + timedelta(days=3), **row)
    with pytest.raises(DatabaseError, match="mandate_lasts"), transaction.atomic():
        Mandate.objects.create(
            reference="B" * 16,
            granted_at=AT,
            expires_at=AT + timedelta(days=400),
            **row | {"helper_email": "a@b.example"},
        )


def test_the_database_lets_nobody_change_what_was_agreed_or_undo_its_end(rosa, hana):
    mandates = Mandate.objects.filter(reference=give(rosa))
    for change in ({"services": ["x"]}, {"expires_at": AT + timedelta(days=300)}, {"granted_how": "phone"}):
        with pytest.raises(DatabaseError), transaction.atomic():
            mandates.update(**change)
    people.revoke_mandate(by="resident:1", at=AT, reference=mandates.get().reference)
    for change in ({"revoked_at": None, "revoked_by": ""}, {"revoked_at": AT + timedelta(days=1)}):
        with pytest.raises(DatabaseError), transaction.atomic():
            mandates.update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        mandates.delete()
    with pytest.raises(DatabaseError), transaction.atomic():
        MandateStep.objects.update(what="sent")


def test_nobody_can_be_their_own_helper(rosa):
    with pytest.raises(Refused, match="not of the person who is helped"):
        give(rosa, email="ROSA@home.example")


def test_the_mail_and_the_chain_name_nobody(rosa):
    reference = give(rosa)
    mail = OutgoingMail.objects.get(key=f"mandate {reference}")
    assert mail.to == HELPER and "Rosa" not in mail.text + mail.subject
    entry = AuditEntry.objects.get(verb="people.grant_mandate")
    assert HELPER not in entry.detail and entry.subject == f"mandate:{reference}"
    assert Event.objects.filter(kind="mandate-granted").count() == 1


def test_repeated_revocation_is_idempotent_and_use_is_then_refused(rosa, hana):
    reference = give(rosa)
    accept(reference, hana)
    people.record_mandate_use(
        by="resident:2", at=AT, mandate=reference, what=people.MandateAction.BEGAN, service="complaint", about="A"
    )
    for _ in range(2):
        people.revoke_mandate(by="resident:1", at=AT, reference=reference)
    assert people.active_mandate(reference, AT) is None
    assert [line.what for line in people.journal_of(reference)] == ["revoked", "began", "accepted", "granted"]
    with pytest.raises(Refused):
        people.record_mandate_use(
            by="x", at=AT, mandate=reference, what=people.MandateAction.SENT, service="complaint", about="B"
        )
    assert Event.objects.filter(kind="mandate-revoked").count() == 1


@pytest.mark.parametrize("who", ["resident", "helper"])
def test_erasing_either_ends_it_and_keeps_no_address(rosa, hana, who):
    reference = give(rosa)
    accept(reference, hana)
    helper = people.register_person(by="test", at=AT, name="Hana Helper", email=HELPER, account_id=hana)
    person_id = rosa if who == "resident" else helper
    assert "people.Mandate" in people.answer_access_request(by="test", at=AT, person_id=person_id)
    people.erase(by="test", at=AT, person_id=person_id, ground="Withdrew consent")
    row = Mandate.objects.get(reference=reference)
    assert row.revoked_at == AT and row.helper_email == ""
    assert people.active_mandate(reference, AT) is None
