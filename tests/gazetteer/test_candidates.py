"""What the work found is raised once, taken in hand by one officer, and closed with what came of it."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction

from borough.foundation import privacy
from borough.foundation.models import AuditEntry, Event
from borough.gazetteer.actions.candidates import assign_candidate, decide_candidate, raise_candidate, unassign_candidate
from borough.gazetteer.models import Candidate
from borough.gazetteer.queries.candidates import candidate, candidates, count_candidates
from borough.gazetteer.rules import candidates as rules
from borough.gazetteer.types import CandidateSource, CandidateState
from borough.kernel.refusals import Refused
from tests.gazetteer.supplies import AT, bring, house, street, supply

pytestmark = pytest.mark.django_db
FIRST = 10090000000
GUS, OTHER = "staff:5", "staff:6"


def put(source=CandidateSource.LETTER, source_id="letter-1", text="99 Invented Street, Chorley", **more):
    return raise_candidate(by="token:1", at=AT, source=source, source_id=source_id, text=text, **more)


def in_hand(**more):
    reference = put(**more).reference
    assign_candidate(by=GUS, at=AT, reference=reference)
    return reference


def decide(reference, by=GUS, state=CandidateState.NO_CHANGE, outcome="The street is not ours.", **more):
    decide_candidate(by=by, at=AT, reference=reference, state=state, outcome=outcome, **more)


def test_candidate_writes_audit_entry_and_event_without_the_address():
    done = put(postcode="pr71dp", note="Not known at this address", uprn=FIRST + 1)
    detail = candidate(done.reference)
    assert (detail.text, detail.postcode, detail.state) == ("99 Invented Street, Chorley", "PR7 1DP", "waiting")
    assert Event.objects.get(kind="candidate-raised").body == {"reference": done.reference, "source": "letter"}
    act = AuditEntry.objects.get(verb="gazetteer.raise_candidate")
    assert act.subject == f"candidate:{done.reference}"
    assert "Invented" not in act.detail


def test_the_same_source_and_reference_give_the_first():
    first, again = put(), put(text="Something else")
    assert (again.reference, again.existed, first.existed) == (first.reference, True, False)
    assert put(source=CandidateSource.CREW).reference != first.reference
    assert Candidate.objects.count() == 2
    assert Event.objects.filter(kind="candidate-raised").count() == 2


@pytest.mark.parametrize(
    "facts",
    [
        {"text": "  "},
        {"text": "x" * 501},
        {"text": "a\x00b"},
        {"source_id": ""},
        {"source_id": "x" * 161},
        {"postcode": "x" * 13},
        {"note": "x" * 1001},
        {"uprn": 0},
        {"uprn": 10**12},
        {"usrn": 10**8},
    ],
    ids=lambda facts: f"{next(iter(facts))}-{len(str(next(iter(facts.values()))))}",
)
def test_invalid_candidate_is_rejected_with_a_message(facts):
    with pytest.raises(Refused, match=r"\w+ \w+"):
        put(**facts)
    assert not Candidate.objects.exists()


def test_a_property_may_be_named_without_an_address():
    assert candidate(put(text="", uprn=FIRST + 1).reference).uprn == FIRST + 1


def test_only_transitions_in_the_table_are_allowed():
    """Every pair of states, by the verb that would lead there."""
    allowed = {(edge.before, edge.after) for edge in rules.TRANSITIONS}
    for before in CandidateState:
        for after in CandidateState:
            verb = {
                CandidateState.IN_HAND: lambda b, _: rules.check_can_assign(b),
                CandidateState.WAITING: lambda b, _: rules.check_can_unassign(b),
            }.get(
                after,
                lambda b, a: rules.check_can_decide(state=b, after=a, by=GUS, assigned_by=GUS, outcome="Said.", uprn=1),
            )
            try:
                verb(before, after)
                went = True
            except Refused:
                went = False
            assert went == ((before, after) in allowed), (before, after)


def test_single_officer_is_assigned_and_the_other_gets_an_error():
    reference = in_hand()
    assign_candidate(by=GUS, at=AT, reference=reference)
    with pytest.raises(Refused, match="is in hand meanwhile"):
        assign_candidate(by=OTHER, at=AT, reference=reference)
    with pytest.raises(Refused, match="Someone else has this in hand"):
        decide(reference, by=OTHER)
    unassign_candidate(by=OTHER, at=AT, reference=reference)
    assign_candidate(by=OTHER, at=AT, reference=reference)
    assert candidate(reference).assigned_by == OTHER
    assert AuditEntry.objects.filter(verb="gazetteer.take_candidate").count() == 2


def test_it_is_decided_once_and_the_same_again_is_harmless():
    reference = in_hand()
    decide(reference)
    decide(reference)
    with pytest.raises(Refused, match="was closed with no change needed"):
        decide(reference, outcome="Something else.")
    assert Event.objects.get(kind="candidate-decided").body == {
        "reference": reference,
        "state": "no-change",
        "uprn": None,
    }


@pytest.mark.parametrize(
    ("state", "more", "message"),
    [
        (CandidateState.NO_CHANGE, {"outcome": " "}, "what came of it"),
        (CandidateState.DONE, {"outcome": ""}, "what came of it"),
        (CandidateState.ALREADY_THERE, {}, "UPRN of the property"),
        (CandidateState.ALREADY_THERE, {"uprn": FIRST + 77}, "no property with that UPRN"),
        (CandidateState.DONE, {"outcome": "x" * 1001}, "1,000 characters"),
        (CandidateState.WAITING, {}, "Choose what became of it"),
    ],
)
def test_a_decision_says_what_it_must(state, more, message):
    reference = in_hand()
    with pytest.raises(Refused, match=message):
        decide(reference, state=state, **more)
    assert candidate(reference).state == CandidateState.IN_HAND


def test_it_leads_to_a_property(tmp_path):
    bring(tmp_path, supply(street(), house(1)))
    reference = in_hand()
    decide(reference, state=CandidateState.ALREADY_THERE, outcome="", uprn=FIRST + 1)
    assert candidate(reference).result_uprn == FIRST + 1


def test_no_candidate_is_no_candidate():
    with pytest.raises(Refused, match="no change candidate"):
        assign_candidate(by=GUS, at=AT, reference="0" * 16)
    assert candidate("0" * 16) is None


@pytest.mark.parametrize(
    "change",
    [
        {"state": "lost"},
        {"source": "owl"},
        {"state": "in-hand"},
        {"state": "done"},
        {"decided_by": GUS},
        {"state": "done", "decided_by": GUS, "decided_at": AT},
        {"outcome": "x"},
    ],
    ids=str,
)
def test_the_database_refuses_a_state_that_cannot_be(change):
    put()
    with pytest.raises(DatabaseError), transaction.atomic():
        Candidate.objects.update(**change)


def test_the_database_refuses_a_second_of_the_same_source():
    put()
    row = Candidate.objects.get()
    row.pk, row.reference = None, "0" * 16
    with pytest.raises(DatabaseError, match="candidate_once"), transaction.atomic():
        row.save()


def test_a_raise_that_is_broken_off_leaves_nothing():
    with pytest.raises(KeyboardInterrupt), transaction.atomic():
        put()
        raise KeyboardInterrupt
    assert not Candidate.objects.exists()
    assert not Event.objects.filter(kind="candidate-raised").exists()


def test_report_text_is_erased_with_the_person_and_decision_remains():
    reference = in_hand(person_id=7, note="Ring her daughter", uprn=FIRST + 1)
    decide(reference)
    assert list(privacy.everything_about("person", 7)) == ["gazetteer.Candidate"]
    privacy.clear("person", 7)
    detail = candidate(reference)
    assert (detail.text, detail.postcode, detail.note, detail.uprn, detail.outcome) == ("", "", "", None, "")
    assert detail.state == CandidateState.NO_CHANGE


def test_queue_is_paged_and_filtered_in_a_single_query(django_assert_max_num_queries):
    references = [put(source_id=str(n), uprn=FIRST + n % 2).reference for n in range(5)]
    put(source=CandidateSource.CREW, source_id="c")
    assign_candidate(by=GUS, at=AT + timedelta(hours=1), reference=references[0])
    with django_assert_max_num_queries(1):
        page = candidates(states=(CandidateState.WAITING,), source=CandidateSource.LETTER, limit=3)
    assert [row.reference for row in page] == references[1:4]
    assert [row.reference for row in candidates(source=CandidateSource.LETTER, after=page[-1].id)] == references[4:]
    assert [row.reference for row in candidates(uprn=FIRST + 1)] == [references[1], references[3]]
    counts = count_candidates()
    assert (counts[CandidateState.WAITING], counts[CandidateState.IN_HAND], counts[CandidateState.DONE]) == (5, 1, 0)
