"""Decide what an address text means, for every question with that text, and undo it."""

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

BATCH_SIZE = 100  # questions with the same text that are settled before the page answers; the worker does the rest
CHANGED = "Someone else decided on this address since you opened it. Nothing of yours is saved."


def decide_match(
    *, by: str, at: datetime, question: int, version: str, ruling: Ruling, uprn: int | None = None, note: str = ""
) -> int:  # fmt: skip
    """Decide what a question's text means, once for all that have it, and return the decision's number.

    version: as the question was read. “Not in the gazetteer” raises a change candidate. Raises Refused, and Stale when
    someone else decided meanwhile.
    """
    note = note.strip()
    with transaction.atomic():
        row = _current_question(question, version)
        check_can_decide(QuestionState(row.state), ruling, uprn, note)
        if uprn is not None and not Property.objects.filter(pk=uprn, withdrawn_on__isnull=True).exists():
            raise Refused("That property is not in the gazetteer any more. Choose another")
        if ruling is Ruling.NOT_THERE and row.text:
            raise_candidate(
                by=by, at=at, source=CandidateSource.MATCH, source_id=f"match-question:{row.pk}", text=row.text,
                postcode=row.postcode[:12], note=note, person_id=row.person_id,
            )  # fmt: skip
        return _record_decision(row, ruling, uprn, note=note, by=by, at=at)


def undo_match(*, by: str, at: datetime, question: int, version: str) -> int:
    """Undo the decision on a question's text: it is not used again, and all it settled wait for staff as before."""
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
    """Write a decision, settle the question it was made on, and as many others with its text as are done at once.

    The audit chain lets one such transaction through at a time, so whoever settles sees every question there is.
    """
    position = audit.record(
        by=by, at=at, verb="gazetteer.decide_match", subject=f"match-question:{row.pk}",
        detail={"ruling": ruling.value, "uprn": uprn},
    )  # fmt: skip
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
    """Bring some questions with the decision's text to where it puts them; returns how many, AT_ONCE at most."""
    same = MatchQuestion.objects.filter(digest=decision.digest).exclude(text="", postcode="")  # erased ones stay so
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
    """Settle what is left of the questions with a decision's text, some at a time, each time whole or not at all.

    Stops where a later decision was made, which has its own. Returns how many were settled.
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
