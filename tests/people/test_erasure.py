"""A request to be erased: once at a time, answered within a month, refused by the law's reasons, done by erasing."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction

from borough.foundation.clock import now, today
from borough.foundation.models import AuditEntry, OutgoingMail
from borough.foundation.ops.health import run_checks
from borough.kernel.refusals import Refused
from borough.people import public as people
from borough.people.models import ErasureRequest
from borough.people.rules.erasure import answer_by


@pytest.mark.parametrize(
    ("requested", "answered"),
    [
        (date(2027, 1, 31), date(2027, 2, 28)),
        (date(2026, 11, 23), date(2026, 12, 23)),
        (date(2026, 12, 5), date(2027, 1, 5)),
    ],
)
def test_it_is_answered_within_a_month(requested, answered):
    assert answer_by(requested) == answered


@pytest.fixture
def rosa(db):
    return people.register_person(by="test", at=now(), name="Rosa Resident", email="rosa@home.example")


def ask(person):
    return people.request_erasure(by="resident:1", at=now(), today=today(), person_id=person)


def test_single_request_at_a_time_can_be_withdrawn(rosa):
    reference = ask(rosa)
    with pytest.raises(Refused):
        ask(rosa)
    row = ErasureRequest.objects.values().get()
    with pytest.raises(DatabaseError), transaction.atomic():
        ErasureRequest.objects.create(**row | {"id": None, "reference": "X" * 16})
    people.withdraw_erasure(by="resident:1", at=now(), person_id=rosa)
    assert people.erasure_of(rosa).state == "withdrawn" and people.pending_erasures() == []
    with pytest.raises(Refused):
        people.withdraw_erasure(by="resident:1", at=now(), person_id=rosa)
    with pytest.raises(Refused):
        people.refuse_erasure(by="staff:1", at=now(), reference=reference, reason="law")
    assert ask(rosa) != reference


def test_refusal_cites_a_legal_reason_and_the_owner_is_emailed(rosa):
    reference = ask(rosa)
    with pytest.raises(Refused):
        people.refuse_erasure(by="staff:1", at=now(), reference=reference, reason="we like them")
    people.refuse_erasure(by="staff:1", at=now(), reference=reference, reason="law")
    assert people.erasure_of(rosa).reason == people.REFUSALS["law"]
    mail = OutgoingMail.objects.get(key=f"erasure {reference}")
    assert mail.to == "rosa@home.example" and "/account/my-data/" in mail.text and "law" not in mail.text
    with pytest.raises(DatabaseError), transaction.atomic():
        ErasureRequest.objects.update(reason="")


def test_erasing_settles_it_and_says_so_while_we_know_how(rosa):
    reference = ask(rosa)
    people.erase(by="staff:1", at=now(), person_id=rosa, ground="Withdrew consent")
    assert people.erasure_of(rosa).state == "done" and people.pending_erasures() == []
    assert OutgoingMail.objects.get(key=f"erasure {reference}").to == "rosa@home.example"
    verbs = list(AuditEntry.objects.order_by("position").values_list("verb", flat=True))
    assert verbs[-3:] == ["people.ask_erasure", "people.erasure_done", "people.erase"]
    with pytest.raises(Refused):
        ask(rosa)


def test_merged_records_share_a_single_request(rosa):
    other = people.register_person(by="test", at=now(), name="R Resident", email="rosa@home.example")
    versions = {person_id: people.details(people.reference_of(person_id)).version for person_id in (rosa, other)}
    ask(other)
    people.merge(by="x", at=now(), canonical_id=rosa, merged_id=other, versions=versions, chosen={})
    assert people.erasure_of(rosa).state == "requested"
    with pytest.raises(Refused):
        ask(rosa)
    people.erase(by="staff:1", at=now(), person_id=rosa, ground="Objected")
    assert people.pending_erasures() == []


HOLDS = [
    (lambda _id: "One case is open.", ""),
    (lambda _id: "Held for the court.", "We must keep something."),
    (lambda _id: None, "Never said."),
    (lambda _id: "One case is open.", ""),
]


def test_blocker_is_displayed_and_delays_the_request(rosa, monkeypatch):
    monkeypatch.setattr("borough.people.actions.people._blockers", HOLDS)
    ask(rosa)
    assert people.erasure_blockers(rosa) == ("One case is open.", "Held for the court.")
    assert people.erasure_blockers(rosa, to_themselves=True) == ("One case is open.", "We must keep something.")
    with pytest.raises(people.ErasureBlocked, match="One case is open"):
        people.erase(by="staff:1", at=now(), person_id=rosa, ground="Objected")
    assert people.erasure_of(rosa).state == "requested"


@pytest.mark.parametrize(
    ("left", "message"),
    [
        (30, ""),
        (8, ""),
        (7, "7 days left"),
        (1, "1 day left"),
        (0, "Answer today"),
        (-1, "Late by 1 day"),
        (-5, "Late by 5 days"),
    ],
)
def test_time_left_to_the_deadline_is_displayed(left, message):
    assert people.deadline_text(date(2027, 1, 10) + timedelta(days=left), date(2027, 1, 10)) == message


def test_health_warns_near_the_deadline_and_fails_after_it(rosa):
    def health():
        finding = run_checks()["erasure requests"]
        return finding.is_healthy, finding.facts["near"], finding.facts["late"]

    ask(rosa)
    assert health() == (True, 0, 0) and people.count_pending_erasures(today()) == (1, 0, 0)
    ErasureRequest.objects.update(answer_by=today() + timedelta(days=7))
    assert health() == (True, 1, 0)
    ErasureRequest.objects.update(answer_by=today())
    assert health() == (True, 1, 0)
    ErasureRequest.objects.update(answer_by=today() - timedelta(days=1))
    assert health() == (False, 1, 1)
    people.erase(by="staff:1", at=now(), person_id=rosa, ground="Withdrew consent")
    assert health() == (True, 0, 0)
