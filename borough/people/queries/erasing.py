"""Requests to be erased, as their owners and staff see them."""

from borough.people.models import ErasureRequest
from borough.people.queries.same import same_as
from borough.people.rules.erasing import REFUSALS
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
