"""Address texts that were asked about, for the screens of who decides on them."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from borough.gazetteer.models import MatchQuestion
from borough.gazetteer.queries.decisions import DecisionInForce, in_force
from borough.gazetteer.types.address_questions import QuestionState


@dataclass(frozen=True)
class Question:
    """An address text that was asked about, and where it stands."""

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
    """Questions with a source and in a state, or of any, the oldest first, those after an id."""
    return [_detail(row) for row in _filtered(source, state).filter(pk__gt=after).select_related("decision")[:limit]]


def _filtered(source: str, state: str) -> QuerySet[MatchQuestion]:
    wanted = {name: value for name, value in (("source", source), ("state", state)) if value}
    return MatchQuestion.objects.filter(**wanted).order_by("pk")


def question_of(number: int) -> Question | None:
    """One question; None when there is none."""
    row = MatchQuestion.objects.filter(pk=number).select_related("decision").first()
    return _detail(row) if row else None


def next_waiting(after: int, source: str = "") -> int | None:
    """The next question that waits for staff after one, from the first again where there is none after it."""
    rows = _filtered(source, QuestionState.WAITING.value).values_list("pk", flat=True)
    return rows.filter(pk__gt=after).first() or rows.filter(~Q(pk=after)).first()


def count_waiting(most: int = 1_000) -> int:
    """How many questions wait for staff; no more than so many are counted."""
    return MatchQuestion.objects.filter(state=QuestionState.WAITING.value)[:most].count()


def question_sources() -> list[str]:
    """The sources that questions came from, found by stepping from one to the next."""
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
        row.pk, row.source, row.source_id, row.text, row.postcode, QuestionState(row.state), row.verdict, row.uprn,
        row.probability, row.requested_at, row.requested_by, row.answered_at, row.model, row.conflict, row.note, decision,
        f"{row.state} {row.decision_id or 0}",
    )  # fmt: skip
