"""Requests to be erased, as their owners and staff see them."""

from datetime import date

from borough.foundation.clock import today
from borough.foundation.health import Finding
from borough.people.models import ErasureRequest
from borough.people.queries.same import same_as
from borough.people.rules.erasing import NEAR, REFUSALS
from borough.people.types import ErasureAsked


def _shown(row: ErasureRequest) -> ErasureAsked:
    return ErasureAsked(
        reference=row.reference, person=row.person.reference, person_id=row.person_id, state=row.state,
        asked_at=row.asked_at, answer_by=row.answer_by, decided_at=row.decided_at,
        reason=REFUSALS.get(row.reason, ""),
    )  # fmt: skip


def erasure_of(person_id: int) -> ErasureAsked | None:
    """The latest request of a person to be erased."""
    rows = ErasureRequest.objects.select_related("person").filter(person_id__in=same_as(person_id))
    row = rows.order_by("-id").first()
    return _shown(row) if row else None


def erasures_asked(limit: int = 200) -> list[ErasureAsked]:
    """Requests that wait for a decision, those to be answered first first."""
    rows = ErasureRequest.objects.select_related("person").filter(state="asked").order_by("answer_by", "id")
    return [_shown(row) for row in rows[:limit]]


def count_asked(today: date) -> tuple[int, int, int]:
    """How many requests wait: all, those whose last day is near or past, and those whose last day is past."""
    rows = ErasureRequest.objects.filter(state="asked")
    return rows.count(), rows.filter(answer_by__lte=today + NEAR).count(), rows.filter(answer_by__lt=today).count()


def standing() -> Finding:
    """Whether requests to be erased are answered within the month that the law gives: UK GDPR article 12(3)."""
    waiting, near, late = count_asked(today())
    facts: dict[str, int | float | str] = {"waiting": waiting, "near": near, "late": late}
    if late:
        said = f"Requests to be erased that are past the month in which the law has them answered: {late}."
        return Finding(False, said, facts)
    if near:
        return Finding(True, f"Requests to be erased that must be answered within 7 days: {near}.", facts)
    return Finding(True, "Requests to be erased are answered in time.", facts)
