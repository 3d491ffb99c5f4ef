"""Address questions for the review pages."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from borough.gazetteer.models import MatchQuestion
from borough.gazetteer.queries.decisions import DecisionInForce, in_force
from borough.gazetteer.types.address_questions import QuestionState


@dataclass(frozen=True)
class Question:
    """An address question and its state."""

    id: int
    source: str
    source_id: str
    text: str
    postcode: str
    state: QuestionState
    verdict: str
    uprn: int | None
    probability: float | None
    requested_at: datetime
    requested_by: str
    answered_at: datetime | None
    model: str
    conflict: str
    note: str
    decision: DecisionInForce | None
    version: str


def questions(*, source: str = "", state: str = "", after: int = 0, limit: int = 50) -> list[Question]:
    """Return questions, optionally of a source and state, oldest first, after an ID."""
    return [_detail(row) for row in _filtered(source, state).filter(pk__gt=after).select_related("decision")[:limit]]


def _filtered(source: str, state: str) -> QuerySet[MatchQuestion]:
    wanted = {name: value for name, value in (("source", source), ("state", state)) if value}
    return MatchQuestion.objects.filter(**wanted).order_by("pk")


def question_of(number: int) -> Question | None:
    """Return one question; None if there is none."""
    row = MatchQuestion.objects.filter(pk=number).select_related("decision").first()
    return _detail(row) if row else None


def next_waiting(after: int, source: str = "") -> int | None:
    """Return the next question waiting for staff, wrapping around to the first."""
    rows = _filtered(source, QuestionState.WAITING.value).values_list("pk", flat=True)
    return rows.filter(pk__gt=after).first() or rows.filter(~Q(pk=after)).first()


def count_waiting(most: int = 1_000) -> int:
    """Return the number of questions waiting for staff, counted up to `most`."""
    return MatchQuestion.objects.filter(state=QuestionState.WAITING.value)[:most].count()


def question_sources() -> list[str]:
    """Return the sources of questions, by an index skip scan."""
    sources: list[str] = []
    while more := _next_source(sources[-1] if sources else ""):
        sources.append(more)
    return sources


def _next_source(after: str) -> str | None:
    rows = MatchQuestion.objects.filter(source__gt=after).order_by("source", "source_id")
    return rows.values_list("source", flat=True).first()


def _detail(row: MatchQuestion) -> Question:
    decision = in_force(row.decision) if row.decision else None
    return Question(
        row.pk,
        row.source,
        row.source_id,
        row.text,
        row.postcode,
        QuestionState(row.state),
        row.verdict,
        row.uprn,
        row.probability,
        row.requested_at,
        row.requested_by,
        row.answered_at,
        row.model,
        row.conflict,
        row.note,
        decision,
        f"{row.state} {row.decision_id or 0}",
    )
