"""Read drafts by reference, account, helper or staff member."""

from borough.services.models import Draft, Submission
from borough.services.types import DraftState, UnknownDraft


def draft_of(reference: str) -> Draft:
    """Return the draft of a reference. Raises UnknownDraft."""
    draft = Draft.objects.filter(reference=reference).first()
    if draft is None:
        raise UnknownDraft(reference)
    return draft


def state_of(reference: str) -> DraftState:
    """Return the draft of a reference as front ends see it. Raises UnknownDraft."""
    return to_draft_state(draft_of(reference))


def to_draft_state(row: Draft) -> DraftState:
    """Convert a row to the draft state that front ends see."""
    names = [name for name in DraftState.__dataclass_fields__ if name != "submission"]
    submission = None
    if row.state == "submitted":
        sent = Submission.objects.filter(source="draft", source_id=row.reference)
        submission = sent.values_list("reference", flat=True).first()
    return DraftState(**{name: getattr(row, name) for name in names}, submission=submission or "")


def drafts_of(account_id: int, limit: int = 50) -> list[DraftState]:
    """Return an account's unsubmitted drafts, latest first."""
    rows = Draft.objects.filter(account_id=account_id, state__in=("open", "handed")).order_by("-saved_at")[:limit]
    return [to_draft_state(row) for row in rows]


def drafts_awaiting_help(limit: int = 100) -> list[DraftState]:
    """Return drafts awaiting help, longest waiting first."""
    return [to_draft_state(row) for row in Draft.objects.filter(state="handed").order_by("handed_at")[:limit]]


def drafts_begun_by(by: str, limit: int = 20) -> list[DraftState]:
    """Return a staff member's unsubmitted drafts for residents, latest first."""
    rows = Draft.objects.filter(begun_by=by, state="open", mode__in=("phone", "counter", "post"))
    return [to_draft_state(row) for row in rows.order_by("-saved_at")[:limit]]
