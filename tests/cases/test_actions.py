"""Cases as they are opened, moved, handed over and told of: each step whole, once, and in the story."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from borough.cases import public as cases
from borough.cases.models import Case, CaseStep
from borough.foundation.models import AuditEntry, Event
from borough.kernel.refusals import Refused, Stale
from tests.client import make_staff

pytestmark = pytest.mark.django_db
AT = datetime(2027, 2, 1, 10, tzinfo=UTC)
TODAY = AT.date()


def opened(number="1", **more):
    facts = {"kind": "complaint", "service": "complaint", "team": "customer-services", "title": "A complaint"} | more
    return cases.open_case(by="system:test", at=AT, source="test", source_id=number, **facts)


def move(reference, verb, version=None, text="Words", by="staff:1"):
    version = cases.case_of(reference, TODAY).version if version is None else version
    cases.move(by=by, at=AT, reference=reference, verb=verb, version=version, text=text)


def test_same_source_and_id_open_a_single_case():
    assert opened() == opened() != opened("2")
    assert (Case.objects.count(), CaseStep.objects.count()) == (2, 2)
    assert AuditEntry.objects.filter(verb="cases.open").count() == 2


def test_duplicate_id_declared_new_opens_no_second_case():
    opened()
    with pytest.raises(IntegrityError), transaction.atomic():
        opened(new=True)
    assert Case.objects.count() == 1


def test_every_transition_writes_history_audit_entry_and_event():
    reference = opened()
    for verb in (cases.Verb.TAKE, cases.Verb.WAIT, cases.Verb.GO_ON, cases.Verb.FINISH, cases.Verb.REOPEN):
        move(reference, verb)
    assert [entry.verb for entry in cases.history_of(reference)] == [
        "open",
        "take",
        "wait",
        "go_on",
        "finish",
        "reopen",
    ]
    assert AuditEntry.objects.filter(verb="cases.move").count() == 5
    assert Event.objects.filter(kind="case-state-changed").count() == 5
    case = cases.case_of(reference, TODAY)
    assert (case.state, case.over_at, case.outcome) == (cases.State.WORKING, None, "")


def test_outcome_note_is_for_the_customer_and_other_notes_are_not():
    reference = opened()
    move(reference, cases.Verb.TAKE, text="He was rude on the phone")
    move(reference, cases.Verb.FINISH, text="We replaced the lid.")
    lines = {entry.verb: entry.for_customer for entry in cases.history_of(reference) if entry.note}
    assert lines == {"take": False, "finish": True}
    assert cases.case_of(reference, TODAY).outcome == "We replaced the lid."


def test_a_stale_save_changes_nothing():
    reference = opened()
    move(reference, cases.Verb.TAKE)
    with pytest.raises(Stale):
        move(reference, cases.Verb.FINISH, version=0)
    with pytest.raises(Stale):
        cases.assign(by="staff:2", at=AT, reference=reference, version=0, team="waste", text="Theirs")
    assert cases.case_of(reference, TODAY).state is cases.State.WORKING


def test_the_database_refuses_a_step_the_table_does_not_have():
    reference = opened()
    with pytest.raises(DatabaseError, match="does not go from new to waiting"), transaction.atomic():
        Case.objects.filter(reference=reference).update(state="waiting")
    with pytest.raises(DatabaseError), transaction.atomic():
        Case.objects.filter(reference=reference).update(state="done", over_at=None)


def test_the_story_cannot_be_rewritten():
    opened()
    with pytest.raises(DatabaseError), transaction.atomic():
        CaseStep.objects.update(verb="take")
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM cases_casestep")


def test_handing_over_asks_why_and_is_counted_from_team_to_team():
    reference = opened()
    with pytest.raises(Refused, match="why"):
        cases.assign(by="staff:1", at=AT, reference=reference, version=0, team="waste")
    cases.assign(by="staff:1", at=AT, reference=reference, version=0, team="waste", text="It is about a bin")
    [hand_off] = cases.handovers(TODAY)
    assert (hand_off["before"], hand_off["after"], hand_off["times"]) == ("customer-services", "waste", 1)
    assert cases.case_of(reference, TODAY).team == "waste"


def test_a_task_is_done_once_and_none_is_added_to_what_is_over():
    reference, other = opened(), opened("2")
    task = cases.add_task(by="staff:1", at=AT, reference=reference, title="Ring", team="waste", due_on=date(2027, 1, 1))
    assert [row.late for row in cases.tasks_of(reference, TODAY)] == [True]
    for _ in range(2):
        cases.finish_task(by="staff:1", at=AT, reference=reference, task_id=task)
    assert [row.verb for row in cases.history_of(reference)] == ["open", "task", "task_done"]
    with pytest.raises(Refused):
        cases.finish_task(by="staff:1", at=AT, reference=other, task_id=task)
    move(reference, cases.Verb.FINISH)
    with pytest.raises(Refused, match="over"):
        cases.add_task(by="staff:1", at=AT, reference=reference, title="More", team="waste")


def test_many_at_once_are_each_by_themselves():
    rows = [opened(str(number)) for number in range(3)]
    move(rows[1], cases.Verb.FINISH)
    done = cases.apply_to_each([*rows, "unknown"], lambda reference: move(reference, cases.Verb.TAKE, version=0))
    assert (done.done, [reference for reference, _ in done.refused]) == ((rows[0], rows[2]), [rows[1], "unknown"])


def test_overdue_case_is_reported_once():
    late, on_time = opened("1", promised_by=date(2027, 1, 29)), opened("2", promised_by=TODAY)
    over = opened("3", promised_by=date(2027, 1, 29))
    move(over, cases.Verb.FINISH)
    assert [cases.escalate(by="system:test", at=AT, today=TODAY) for _ in range(2)] == [1, 0]
    assert [cases.case_of(reference, TODAY).escalated for reference in (late, on_time, over)] == [True, False, False]
    assert Event.objects.filter(kind="case-escalated").count() == 1


def test_the_queue_has_those_promised_soonest_first_and_is_narrowed_and_paged():
    days = [date(2027, 2, 9), None, date(2027, 1, 5), date(2027, 2, 2)]
    rows = [opened(str(n), promised_by=day, team="waste" if n == 3 else "streets") for n, day in enumerate(days)]
    queue, more = cases.cases(cases.CaseFilters(), today=TODAY)
    assert ([case.reference for case in queue], more) == ([rows[2], rows[3], rows[0], rows[1]], False)
    queue, more = cases.cases(cases.CaseFilters(), today=TODAY, page=2, limit=2)
    assert ([case.reference for case in queue], more) == ([rows[0], rows[1]], False)
    assert [case.reference for case in cases.cases(cases.CaseFilters(late=True), today=TODAY)[0]] == [rows[2]]
    assert [case.reference for case in cases.cases(cases.CaseFilters(team="waste"), today=TODAY)[0]] == [rows[3]]


def test_steps_between_two_moments_are_those_others_may_know():
    reference = opened()
    cases.note(by="staff:1", at=AT, reference=reference, text="Between us")
    cases.note(by="staff:1", at=AT, reference=reference, text="For you", for_customer=True)
    move(reference, cases.Verb.TAKE, text="Between us as well")
    steps = cases.steps_between("test", since=AT - timedelta(1), until=AT, after=0, limit=10)
    assert [(step.state, step.text) for step in steps] == [(None, "For you"), (cases.State.WORKING, "")]
    assert cases.steps_between("test", since=AT - timedelta(1), until=AT, after=steps[-1].number, limit=10) == []


def test_reassigning_to_the_current_owner_changes_nothing():
    reference, adviser = opened("again"), int(make_staff("adviser"))
    for _ in range(2):
        version = cases.case_of(reference, TODAY).version
        cases.assign(by="staff:1", at=AT, reference=reference, version=version, owner_id=adviser)
    assert cases.case_of(reference, TODAY).version == version
