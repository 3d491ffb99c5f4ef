"""Drafts, found by their reference by whoever may."""

from borough.services.models import Draft, Submission
from borough.services.types import DraftState, UnknownDraft


def draft_of(reference: str) -> Draft:
    """The draft of a reference; raises Gone."""
    draft = Draft.objects.filter(reference=reference).first()
    if draft is None:
        raise UnknownDraft(reference)
    return draft


def state_of(reference: str) -> DraftState:
    """The draft of a reference as faces know it; raises Gone."""
    return to_draft_state(draft_of(reference))


def to_draft_state(row: Draft) -> DraftState:
    """A row as faces know it."""
    names = [name for name in DraftState.__dataclass_fields__ if name != "submission"]
    submission = None
    if row.state == "submitted":
        sent = Submission.objects.filter(source="draft", source_id=row.reference)
        submission = sent.values_list("reference", flat=True).first()
    return DraftState(**{name: getattr(row, name) for name in names}, submission=submission or "")


def drafts_of(account_id: int, limit: int = 50) -> list[DraftState]:
    """What an account has begun and not sent, the latest first."""
    rows = Draft.objects.filter(account_id=account_id, state__in=("open", "handed")).order_by("-saved_at")[:limit]
    return [to_draft_state(row) for row in rows]


def drafts_awaiting_help(limit: int = 100) -> list[DraftState]:
    """Drafts that wait for someone's help, the longest first."""
    return [to_draft_state(row) for row in Draft.objects.filter(state="handed").order_by("handed_at")[:limit]]


def drafts_begun_by(by: str, limit: int = 20) -> list[DraftState]:
    """What a member of staff has begun for residents and not sent, the latest first."""
    rows = Draft.objects.filter(begun_by=by, state="open", mode__in=("phone", "counter", "post"))
    return [to_draft_state(row) for row in rows.order_by("-saved_at")[:limit]]
