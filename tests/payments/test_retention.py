"""Accounting records outlive an erasure until the law's time is over, which is said; all the rest goes at once."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from borough.foundation import retention
from borough.foundation.clock import now, today
from borough.foundation.models import AuditEntry, OutgoingMail
from borough.kernel.retention import Retention, disposal_date
from borough.payments.actions.retention import LAW
from borough.payments.models import LedgerLine, Payment, Refund
from borough.people import public as people
from borough.people.models import StoredFact
from tests.payments.card_payments import ask

pytestmark = pytest.mark.django_db
UNTIL = disposal_date(Retention("", 6, "", year_end=True), today())


def run(on):
    done = retention.dispose(by="system:pay", at=now(), today=on, keys=["payments", "unpaid-payments"])
    return {key: count for key, count in done.items() if count}


def make(person, key, status):
    ask(key, person_id=person, description=f"Garden waste for Rosa, {key}")
    row = Payment.objects.get(key=key)
    if status in ("begun", "settled"):
        Payment.objects.filter(pk=row.pk).update(status="begun")
    over = {} if status == "begun" else {"finished_at": now()}
    Payment.objects.filter(pk=row.pk).update(status=status, **over)
    return row.pk


@pytest.fixture
def rosa(db):
    return people.register_person(by="x", at=now(), name="Rosa Resident", email="rosa@home.example")


@pytest.fixture
def paid(rosa):
    reference = make(rosa, "paid", "settled")
    Payment.objects.filter(pk=reference).update(refund_reserved=500, refunded=500)
    Refund.objects.create(
        payment_id=reference,
        key="r1",
        amount=500,
        reason="Rosa moved away",
        status="completed",
        requested_by="x",
        requested_at=now(),
        finished_at=now(),
    )
    return reference


def described(pk):
    return Payment.objects.get(pk=pk).description


def test_an_erasure_keeps_what_the_law_requires_says_so_and_erases_the_rest(rosa, paid):
    unpaid = make(rosa, "unpaid", "lapsed")
    people.state_facts(by="x", at=now(), person_id=rosa, facts={"landlord": "Mr Landlord"}, source="x")
    [message] = people.legal_retention_notes(rosa)
    assert message == f"Payments that were made, with their refunds: 1, until {UNTIL.day} {UNTIL:%B %Y}. {LAW}."
    assert people.erasure_blockers(rosa) == (), "it stands in nobody's way"
    request = people.request_erasure(by="resident:1", at=now(), today=today(), person_id=rosa)
    people.erase(by="staff:1", at=now(), person_id=rosa, ground="Withdrew consent")
    assert "Rosa" in described(paid) and Refund.objects.get().reason == "Rosa moved away"
    assert described(unpaid) == "" and StoredFact.objects.get(key="landlord").value is None
    assert message in OutgoingMail.objects.get(key=f"erasure {request}").text
    tombstone = AuditEntry.objects.get(verb="people.erase").detail
    assert f'"retained":{{"payments until {UNTIL}":1}}' in tombstone and "Rosa" not in tombstone


def test_once_the_laws_time_is_over_it_goes_as_well_and_the_ledger_stays(rosa, paid):
    lines = list(LedgerLine.objects.values())
    people.erase(by="staff:1", at=now(), person_id=rosa, ground="Withdrew consent")
    assert run(date(UNTIL.year, 3, 31)) == {} and run(UNTIL) == {"payments": 1}
    row = Payment.objects.get(pk=paid)
    assert (row.description, row.person_id, row.amount, row.refunded) == ("", None, 4500, 500)
    assert Refund.objects.get().reason == "" and list(LedgerLine.objects.values()) == lines
    assert people.legal_retention_notes(rosa) == ()
    with pytest.raises(IntegrityError), transaction.atomic():
        Payment.objects.update(description="Rosa")


def test_letter_omits_legal_retention_where_nothing_is_retained(rosa):
    make(rosa, "unpaid", "cancelled")
    request = people.request_erasure(by="resident:1", at=now(), today=today(), person_id=rosa)
    people.erase(by="staff:1", at=now(), person_id=rosa, ground="Withdrew consent")
    assert "law has us keep" not in OutgoingMail.objects.get(key=f"erasure {request}").text
    assert "kept" not in AuditEntry.objects.get(verb="people.erase").detail


def test_what_was_never_paid_goes_after_two_years_and_what_is_open_stays(rosa):
    make(rosa, "unpaid", "lapsed")
    open_ = make(rosa, "open", "begun")
    day = disposal_date(Retention("", 2, ""), today())
    assert run(day) == {"unpaid-payments": 1} and described(open_)


def test_payments_of_merged_records_are_counted_together(rosa, paid):
    other = people.register_person(by="x", at=now(), name="R Resident")
    make(other, "second", "settled")
    pair = {person_id: people.details(people.reference_of(person_id)).version for person_id in (rosa, other)}
    people.merge(by="x", at=now(), canonical_id=rosa, merged_id=other, versions=pair, chosen={})
    assert [person_id.split(": ")[1].split(",")[0] for person_id in people.legal_retention_notes(other)] == ["2"]
