"""An address text that was asked about is answered, decided on by staff, and what they decided is used ever after."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import DatabaseError, transaction

from borough.address_match.answers import Verdict
from borough.foundation import privacy
from borough.foundation.models import AuditEntry, Event
from borough.gazetteer.actions import address_questions, decisions, matching
from borough.gazetteer.actions.address_questions import QueuedAddress, answer_question, queue_address, queue_addresses
from borough.gazetteer.actions.decisions import apply_decision, decide_match, undo_match
from borough.gazetteer.models import Candidate, MatchDecision, MatchQuestion
from borough.gazetteer.public import match
from borough.gazetteer.queries.address_questions import next_waiting, question_of, question_sources, questions
from borough.gazetteer.queries.match_candidates import match_candidates
from borough.gazetteer.types.address_questions import QuestionState, Ruling
from borough.kernel.refusals import Refused, Stale
from tests.gazetteer.supplies import bring, house, lpi, street, supply

pytestmark = pytest.mark.django_db
FIRST = 10090000000
DAY = datetime(2026, 5, 3, 9, tzinfo=UTC)
SURE, UNSURE = "2 High St, Adlington PR7 4EX", "5 High Road, Adlington"


@pytest.fixture(autouse=True)
def gazetteer(settings, tmp_path):
    settings.HOME = tmp_path / "home"
    matching._matcher.cache_clear()
    bring(tmp_path, supply(street(), *(house(n) for n in range(1, 13))))


def new_question(text=UNSURE, source_id="1", **more):
    number = queue_address(by="staff:1", at=DAY, source="form", source_id=source_id, text=text, **more)
    answer_question(by="system:worker", at=DAY, question=number)
    return question_of(number)


def decided(question, ruling=Ruling.PROPERTY, uprn=FIRST + 5, by="staff:2", **more):
    if ruling is not Ruling.PROPERTY:
        uprn = None
    values = {"by": by, "at": DAY, "question": question.id, "version": question.version, "ruling": ruling, "uprn": uprn}
    return decide_match(**values | more)


def undone(question):
    return undo_match(by="staff:2", at=DAY, question=question.id, version=question.version)


def settled():
    return [row.body for row in Event.objects.filter(kind="address-resolved").order_by("id")]


def test_certain_match_is_accepted_and_published():
    question = new_question(SURE)
    assert (question.state, question.uprn, question.decision) == (QuestionState.ACCEPTED, FIRST + 2, None)
    assert settled() == [
        {
            "question": question.id,
            "source": "form",
            "source_id": "1",
            "state": "accepted",
            "uprn": FIRST + 2,
            "decision": 0,
        }
    ]


def test_uncertain_match_waits_with_the_likeliest_candidates():
    question = new_question()
    assert question.state is QuestionState.WAITING
    assert settled() == []
    best = match_candidates(question.id, DAY.date())
    assert {candidate.uprn for candidate in best} >= {FIRST + 5}
    assert all(candidate.reasons and candidate.in_use and candidate.address for candidate in best)


def test_question_is_created_once_and_never_for_empty_text():
    assert new_question().id == new_question("other words").id
    assert queue_address(by="staff:1", at=DAY, source="form", source_id="2", text="  ", postcode=" ") is None
    with pytest.raises(Refused, match="500 characters"):
        new_question("x" * 501, "3")


def test_request_writes_question_audit_entry_and_job_or_nothing(monkeypatch):
    def killed(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr(address_questions.events, "publish", killed)
    before = AuditEntry.objects.count()
    with pytest.raises(KeyboardInterrupt):
        queue_address(by="staff:1", at=DAY, source="form", source_id="1", text=SURE)
    assert (MatchQuestion.objects.count(), AuditEntry.objects.count()) == (0, before)


def test_question_is_answered_once():
    question = new_question(SURE)
    answer_question(by="system:worker", at=DAY, question=question.id)
    assert len(settled()) == 1


def test_address_text_is_not_in_events_or_audit_entries():
    decided(new_question())
    bodies = str(list(Event.objects.values_list("body", flat=True)))
    bodies += str(list(AuditEntry.objects.values_list("subject", "detail")))
    assert "High" not in bodies


@pytest.mark.parametrize("again", [UNSURE, "5 HIGH ROAD adlington", " 5  high road; Adlington. "])
def test_a_decision_is_used_for_the_same_text_ever_after(again):
    assert match(again).verdict is not Verdict.ACCEPT
    decided(new_question())
    answer = match(again)
    assert (answer.verdict, answer.uprn) == (Verdict.ACCEPT, FIRST + 5)
    assert answer.reasons == ("Decided by staff on 3 May 2026",)


def test_a_decision_is_not_used_for_another_text():
    decided(new_question())
    assert match("5 High Road, Chorley").model != "staff"


def test_what_was_decided_once_settles_all_with_that_text():
    first, *others = [new_question(source_id=str(n)) for n in range(4)]
    decided(first)
    assert {question_of(question.id).state for question in others} == {QuestionState.RESOLVED}
    assert [question["uprn"] for question in settled()] == [FIRST + 5] * 4
    late = new_question(source_id="late")
    assert (late.state, late.decision.uprn) == (QuestionState.RESOLVED, FIRST + 5)


def test_many_with_the_same_text_are_settled_by_the_worker(monkeypatch):
    monkeypatch.setattr(decisions, "BATCH_SIZE", 2)
    first, *others = [new_question(source_id=str(n)) for n in range(7)]
    number = decided(first)
    assert [question_of(question.id).state for question in others].count(QuestionState.RESOLVED) == 2
    assert apply_decision(by="system:worker", at=DAY, decision=number) == 4
    assert {question_of(question.id).state for question in others} == {QuestionState.RESOLVED}
    assert apply_decision(by="system:worker", at=DAY, decision=number) == 0


def test_a_spread_that_a_later_decision_overtook_does_nothing(monkeypatch):
    monkeypatch.setattr(decisions, "BATCH_SIZE", 1)
    first, *_ = [new_question(source_id=str(n)) for n in range(4)]
    number = decided(first)
    decided(question_of(first.id), uprn=FIRST + 6)
    assert apply_decision(by="system:worker", at=DAY, decision=number) == 0


def test_later_decision_replaces_an_earlier_decision_in_history():
    first, other = new_question(), new_question(source_id="2")
    decided(first)
    decided(question_of(first.id), uprn=FIRST + 6, at=DAY + timedelta(days=1))
    assert match(UNSURE).uprn == FIRST + 6
    assert question_of(other.id).decision.uprn == FIRST + 6
    assert [row.property_id for row in MatchDecision.objects.order_by("id")] == [FIRST + 5, FIRST + 6]


def test_an_undone_decision_is_not_used_and_all_wait_as_before():
    first, other = new_question(), new_question(source_id="2")
    decided(first)
    undone(question_of(first.id))
    assert match(UNSURE).model != "staff"
    assert {question_of(question.id).state for question in (first, other)} == {QuestionState.WAITING}
    assert [question["uprn"] for question in settled()[-2:]] == [None, None]
    with pytest.raises(Refused, match="no decision to undo"):
        undone(question_of(first.id))


def test_a_decision_is_not_used_once_its_property_is_withdrawn(tmp_path):
    decided(new_question())
    bring(
        tmp_path,
        supply(
            *(
                lpi(5, FIRST + 5, "D"),
                [
                    f'21,"D",#,{FIRST + 5},1,2,2005-05-05,"RD04",,358000.00,417000.50,1,9990,2005-05-05,,2020-01-01,2005-05-05,"","E05000001","E04000001",,,""'
                ],
            ),
            kind="C",
            day="2026-11-02",
        ),
    )
    assert match(UNSURE).model != "staff"


def test_not_in_the_gazetteer_raises_a_change_candidate_and_is_remembered():
    question = new_question("99 High Street, Adlington, PR7 4EX")
    decided(question, Ruling.NOT_THERE, note="New homes behind the church")
    (row,) = Candidate.objects.all()
    assert (row.source, row.text, row.note) == (
        "match",
        "99 High Street, Adlington, PR7 4EX",
        "New homes behind the church",
    )
    answer = match("99 HIGH STREET, ADLINGTON", "PR7 4EX")
    assert (answer.verdict, answer.uprn) == (Verdict.NO_MATCH, None)
    assert answer.reasons == ("Decided by staff on 3 May 2026: not in the gazetteer",)


def test_not_in_the_gazetteer_holds_until_it_is(tmp_path):
    decided(new_question("99 High Street, Adlington, PR7 4EX"), Ruling.NOT_THERE)
    bring(tmp_path, supply(house(99), kind="C", day="2026-11-02"))
    assert match("99 High Street, Adlington, PR7 4EX").uprn == FIRST + 99
    assert new_question("99 High Street, Adlington, PR7 4EX", "2").state is QuestionState.ACCEPTED


def test_undecidable_result_is_remembered_too():
    decided(new_question("High Street"), Ruling.UNCLEAR)
    answer = match("high street")
    assert answer.verdict is Verdict.NO_MATCH
    assert "cannot be told" in answer.reasons[0]
    assert not Candidate.objects.exists()


@pytest.mark.parametrize(
    ("facts", "message"),
    [
        ({"uprn": None}, "Choose the property"),
        ({"uprn": 10099999999}, "not in the gazetteer any more"),
        ({"ruling": Ruling.UNDONE}, "Choose what"),
        ({"note": "x" * 301}, "300 characters"),
    ],
)
def test_invalid_decision_is_rejected_with_a_message(facts, message):
    with pytest.raises(Refused, match=message):
        decided(new_question(), **facts)
    assert not MatchDecision.objects.exists()


def test_unknown_question_cannot_be_decided():
    with pytest.raises(Refused, match="no such question"):
        decide_match(by="staff:1", at=DAY, question=10**9, version="", ruling=Ruling.UNCLEAR)


def test_a_question_that_is_not_answered_yet_waits_for_that():
    number = queue_address(by="staff:1", at=DAY, source="form", source_id="1", text=UNSURE)
    with pytest.raises(Refused, match="being looked up"):
        decided(question_of(number))


def test_second_of_two_deciders_gets_a_stale_error():
    question = new_question()
    decided(question)
    with pytest.raises(Stale, match="Someone else decided"):
        decided(question, uprn=FIRST + 6, by="staff:3")
    assert match(UNSURE).uprn == FIRST + 5


def test_decision_is_atomic(monkeypatch):
    question = new_question()

    def killed(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr(decisions, "publish_resolved", killed)
    with pytest.raises(KeyboardInterrupt):
        decided(question, Ruling.NOT_THERE)
    assert question_of(question.id).state is QuestionState.WAITING
    assert not MatchDecision.objects.exists() and not Candidate.objects.exists()


@pytest.mark.parametrize(
    "values",
    [
        {"state": "done"},
        {"state": "settled"},
        {"state": "waiting", "verdict": "yes"},
        {"state": "accepted"},
        {"verdict": ""},
        {"verdict": "perhaps"},
        {"probability": 1.5},
        {"source_id": "2"},
        {"digest": "0" * 64},
    ],
)
def test_the_database_refuses_what_cannot_be(values):
    question = new_question()
    with pytest.raises(DatabaseError), transaction.atomic():
        MatchQuestion.objects.filter(pk=question.id).update(**values)


@pytest.mark.parametrize(
    "values", [{"ruling": "property"}, {"ruling": "undone", "property_id": FIRST + 5}, {"ruling": "maybe"}]
)
def test_the_database_refuses_a_decision_of_nothing(values):
    with pytest.raises(DatabaseError), transaction.atomic():
        MatchDecision.objects.create(digest="0" * 64, change=0, decided_by="staff:1", decided_at=DAY, **values)


def test_decisions_are_never_changed_and_questions_never_removed():
    decided(new_question())
    for act in (
        lambda: MatchDecision.objects.update(decided_by="staff:9"),
        lambda: MatchDecision.objects.all().delete(),
        lambda: MatchQuestion.objects.all().delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            act()


def test_many_answered_at_a_time_are_queued_once():
    rows = [QueuedAddress(str(n), UNSURE, "", matching.match_with_engine(UNSURE)) for n in range(3)]
    assert queue_addresses(by="system:matcher", at=DAY, source="file", rows=rows[:2]) == 2
    assert queue_addresses(by="system:matcher", at=DAY, source="file", rows=rows) == 1
    assert queue_addresses(by="system:matcher", at=DAY, source="file", rows=[]) == 0
    assert Event.objects.filter(kind="addresses-queued").count() == 2
    assert {question.state for question in questions(source="file")} == {QuestionState.WAITING}


def test_what_was_decided_while_a_file_was_matched_is_settled_as_it_is_queued():
    answer = matching.match_with_engine(UNSURE)
    decided(new_question())
    queue_addresses(by="system:matcher", at=DAY, source="file", rows=[QueuedAddress("1", UNSURE, "", answer)])
    (row,) = questions(source="file")
    assert (row.state, row.decision.uprn) == (QuestionState.RESOLVED, FIRST + 5)


def test_questions_are_paged_narrowed_and_stepped_through(django_assert_num_queries):
    for n in range(5):
        new_question(f"{n} Nowhere Road", str(n))
    rows = [QueuedAddress(str(n), UNSURE, "", matching.match_with_engine(UNSURE)) for n in range(2)]
    queue_addresses(by="system:matcher", at=DAY, source="file", rows=rows)
    with django_assert_num_queries(1):
        first = questions(state="waiting", limit=3)
    rest = questions(state="waiting", after=first[-1].id)
    assert (len(first), len(rest)) == (3, 4)
    assert len(questions(source="file")) == 2
    assert question_sources() == ["file", "form"]
    assert next_waiting(first[0].id) == first[1].id
    assert next_waiting(rest[-1].id) == first[0].id
    assert next_waiting(0, "file") == rest[-2].id


def test_erasing_a_person_takes_the_text_and_leaves_the_decision():
    question = new_question(person_id=7, source_id="person")
    decided(question, note="Rang them")
    assert [row["text"] for row in privacy.everything_about("person", 7)["gazetteer.MatchQuestion"]] == [UNSURE]
    with transaction.atomic():
        privacy.clear("person", 7)
    row = MatchQuestion.objects.get(pk=question.id)
    assert (row.text, row.postcode, row.uprn, row.note) == ("", "", None, "")
    assert match_candidates(question.id, DAY.date()) == []
    assert match(UNSURE).uprn == FIRST + 5
