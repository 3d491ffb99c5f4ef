"""Helper access: limited to what an active mandate covers."""

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
    """Raise UnknownDraft for a helper's draft whose mandate is no longer active or covers other services."""
    if draft.mode == Mode.HELPER and people.active_mandate(draft.mandate, at, service=draft.service) is None:
        raise UnknownDraft(draft.reference)


def service_names(keys: Collection[str]) -> str:
    """Return the names of a mandate's services as text."""
    known = catalogue()
    return ", ".join(known[key].name for key in keys if key in known) or "Every service"


def service_choices() -> list[tuple[str, str]]:
    """Return every service to choose from, by name."""
    return [(key, service.name) for key, service in catalogue().items()]


def drafts_by(mandate: str) -> list[DraftState]:
    """Return the unsubmitted drafts started under a mandate, latest first."""
    rows = Draft.objects.filter(mandate=mandate, state__in=("open", "handed")).order_by("-saved_at")
    return [to_draft_state(row) for row in rows[:MOST]]


def requests_by(mandate: str) -> list[SubmissionSummary]:
    """Return the submissions made under a mandate, latest first."""
    return [row_of(row) for row in Submission.objects.filter(mandate=mandate).order_by("-submitted_at")[:MOST]]
