"""What a helper may see and do with a mandate: no more than it covers, and no longer than it stands."""

from collections.abc import Collection
from datetime import datetime

from borough.forms.service import Mode
from borough.people import public as people
from borough.services.catalogue import catalogue
from borough.services.models import Draft, Submission
from borough.services.queries.drafts import to_draft_state
from borough.services.queries.submissions import row_of
from borough.services.types import DraftState, SubmissionSummary, UnknownDraft

MOST = 50


def check_mandate(draft: Draft, at: datetime) -> None:
    """Raise Gone for a helper's draft whose mandate stands no more, or is for other services."""
    if draft.mode == Mode.HELPER and people.active_mandate(draft.mandate, at, service=draft.service) is None:
        raise UnknownDraft(draft.reference)


def service_names(keys: Collection[str]) -> str:
    """The services of a mandate as people read them."""
    known = catalogue()
    return ", ".join(known[key].name for key in keys if key in known) or "Every service"


def service_choices() -> list[tuple[str, str]]:
    """Every service to choose from, by name."""
    return [(key, service.name) for key, service in catalogue().items()]


def drafts_by(mandate: str) -> list[DraftState]:
    """What was begun with a mandate and not sent, the latest first."""
    rows = Draft.objects.filter(mandate=mandate, state__in=("open", "handed")).order_by("-saved_at")
    return [to_draft_state(row) for row in rows[:MOST]]


def requests_by(mandate: str) -> list[SubmissionSummary]:
    """What was sent with a mandate, the latest first."""
    return [row_of(row) for row in Submission.objects.filter(mandate=mandate).order_by("-submitted_at")[:MOST]]
