"""Erasure requests for their owners and for staff."""

from datetime import date

from borough.foundation.clock import today
from borough.foundation.ops.health import Finding
from borough.people.models import ErasureRequest
from borough.people.queries.merged import merged_person_ids
from borough.people.rules.erasure import NEAR_DEADLINE, REFUSALS
from borough.people.types import ErasureRequestDetail


def _detail(row: ErasureRequest) -> ErasureRequestDetail:
    return ErasureRequestDetail(
        reference=row.reference,
        person=row.person.reference,
        person_id=row.person_id,
        state=row.state,
        requested_at=row.requested_at,
        answer_by=row.answer_by,
        decided_at=row.decided_at,
        reason=REFUSALS.get(row.reason, ""),
    )


def erasure_of(person_id: int) -> ErasureRequestDetail | None:
    """Return a person's latest erasure request."""
    rows = ErasureRequest.objects.select_related("person").filter(person_id__in=merged_person_ids(person_id))
    row = rows.order_by("-id").first()
    return _detail(row) if row else None


def pending_erasures(limit: int = 200) -> list[ErasureRequestDetail]:
    """Return pending requests, earliest deadline first."""
    rows = ErasureRequest.objects.select_related("person").filter(state="requested").order_by("answer_by", "id")
    return [_detail(row) for row in rows[:limit]]


def count_pending_erasures(today: date) -> tuple[int, int, int]:
    """Return the numbers of pending requests: all, those due soon or overdue, and those overdue."""
    rows = ErasureRequest.objects.filter(state="requested")
    return (
        rows.count(),
        rows.filter(answer_by__lte=today + NEAR_DEADLINE).count(),
        rows.filter(answer_by__lt=today).count(),
    )


def health_check() -> Finding:
    """Check that erasure requests are answered within the statutory month: UK GDPR article 12(3)."""
    waiting, near, late = count_pending_erasures(today())
    facts: dict[str, int | float | str] = {"waiting": waiting, "near": near, "late": late}
    if late:
        message = f"Requests to be erased that are past the month in which the law has them answered: {late}."
        return Finding(False, message, facts)
    if near:
        return Finding(True, f"Requests to be erased that must be answered within 7 days: {near}.", facts)
    return Finding(True, "Requests to be erased are answered in time.", facts)
