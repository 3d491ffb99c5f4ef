"""Decide the meaning of an address text for every question with that text, and undo decisions."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from borough.foundation import audit, events
from borough.gazetteer.actions.address_questions import publish_resolved
from borough.gazetteer.actions.candidates import raise_candidate
from borough.gazetteer.models import MatchDecision, MatchQuestion, Property
from borough.gazetteer.queries.export_rows import last_change
from borough.gazetteer.rules.address_questions import check_can_decide, check_can_undo
from borough.gazetteer.types import CandidateSource, DecisionToApply
from borough.gazetteer.types.address_questions import QuestionState, Ruling
from borough.kernel.refusals import Refused, Stale

BATCH_SIZE = 100  # questions with the same text updated at once; the worker does the rest
CHANGED = "Someone else decided on this address since you opened it. Nothing of yours is saved."


def decide_match(
    *, by: str, at: datetime, question: int, version: str, ruling: Ruling, uprn: int | None = None, note: str = ""
) -> int:
    """Decide a question's text, for all questions that have it, and return the decision's number.

    version: of the question as read. “Not in the gazetteer” raises a change candidate. Raises Refused, and Stale if
    someone else has decided meanwhile.
    """
    note = note.strip()
    with transaction.atomic():
        row = _current_question(question, version)
        check_can_decide(QuestionState(row.state), ruling, uprn, note)
        if uprn is not None and not Property.objects.filter(pk=uprn, withdrawn_on__isnull=True).exists():
            raise Refused("That property is not in the gazetteer any more. Choose another")
        if ruling is Ruling.NOT_THERE and row.text:
            raise_candidate(
                by=by,
                at=at,
                source=CandidateSource.MATCH,
                source_id=f"match-question:{row.pk}",
                text=row.text,
                postcode=row.postcode[:12],
                note=note,
                person_id=row.person_id,
            )
        return _record_decision(row, ruling, uprn, note=note, by=by, at=at)


def undo_match(*, by: str, at: datetime, question: int, version: str) -> int:
    """Undo the decision on a question's text: its questions wait for staff again, and it is not reused."""
    with transaction.atomic():
        row = _current_question(question, version)
        check_can_undo(QuestionState(row.state))
        return _record_decision(row, Ruling.UNDONE, None, note=row.note, by=by, at=at)


def _current_question(question: int, version: str) -> MatchQuestion:
    row = MatchQuestion.objects.filter(pk=question).first()
    if row is None:
        raise Refused("There is no such question")
    if f"{row.state} {row.decision_id or 0}" != version:
        raise Stale(CHANGED)
    return row


def _record_decision(row: MatchQuestion, ruling: Ruling, uprn: int | None, *, note: str, by: str, at: datetime) -> int:
    """Write a decision, and apply it to its question and a limited number of others with the same text.

    The audit chain serialises such transactions, so each one sees every existing question.
    """
    position = audit.record(
        by=by,
        at=at,
        verb="gazetteer.decide_match",
        subject=f"match-question:{row.pk}",
        detail={"ruling": ruling.value, "uprn": uprn},
    )
    decision = MatchDecision.objects.create(
        digest=row.digest, ruling=ruling.value, property_id=uprn, change=last_change(), decided_by=by, decided_at=at
    )
    as_read = MatchQuestion.objects.filter(pk=row.pk, state=row.state, decision_id=row.decision_id)
    if not as_read.update(note=note, **_question_values(decision)):
        raise Stale(CHANGED)
    publish_resolved(row, _state_after(decision), uprn, decision.pk, at=at, position=position)
    if _apply_to_questions(decision, at=at, position=position) == BATCH_SIZE:
        events.publish(DecisionToApply(decision.pk), at=at, position=position)
    return decision.pk


def _state_after(decision: MatchDecision) -> str:
    return (QuestionState.WAITING if decision.ruling == Ruling.UNDONE.value else QuestionState.RESOLVED).value


def _question_values(decision: MatchDecision) -> dict[str, object]:
    state = _state_after(decision)
    return {"state": state, "decision": decision if state == QuestionState.RESOLVED.value else None}


def _apply_to_questions(decision: MatchDecision, *, at: datetime, position: int) -> int:
    """Apply a decision to some questions with its text; return how many, BATCH_SIZE at most."""
    same = MatchQuestion.objects.filter(digest=decision.digest).exclude(text="", postcode="")  # erased ones stay erased
    if decision.ruling == Ruling.UNDONE.value:
        left = same.filter(state=QuestionState.RESOLVED.value)
    else:
        left = same.exclude(state=QuestionState.PENDING.value).exclude(decision=decision)
    rows = list(left.order_by("pk")[:BATCH_SIZE])
    MatchQuestion.objects.filter(pk__in=[question.pk for question in rows]).update(**_question_values(decision))
    for question in rows:
        publish_resolved(question, _state_after(decision), decision.property_id, decision.pk, at=at, position=position)
    return len(rows)


def apply_decision(*, by: str, at: datetime, decision: int) -> int:
    """Apply a decision to the remaining questions with its text, in atomic batches.

    Stops if a later decision exists, which has its own job. Return how many were updated.
    """
    total, count = 0, BATCH_SIZE
    while count == BATCH_SIZE:
        with transaction.atomic():
            subject = f"match-decision:{decision}"
            position = audit.record(by=by, at=at, verb="gazetteer.apply_decision", subject=subject)
            row = MatchDecision.objects.get(pk=decision)
            later = MatchDecision.objects.filter(Q(digest=row.digest), pk__gt=row.pk).exists()
            count = 0 if later else _apply_to_questions(row, at=at, position=position)
            total += count
    return total
