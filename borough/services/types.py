"""Public types of services: events, page views and errors."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any, ClassVar

from borough.kernel.messages import msg


class UnknownService(LookupError):
    """No service has that key."""


class UnknownDraft(LookupError):
    """No draft has that reference, it is closed, or this user may not access it."""


@dataclass(frozen=True, kw_only=True)
class DraftState:
    """A draft as front ends see it."""

    reference: str
    service: str
    mode: str
    state: str
    language: str
    account_id: int | None
    person_id: int | None
    mandate: str
    begun_by: str
    begun_at: datetime
    saved_at: datetime
    expires_at: datetime
    handed_at: datetime | None = None
    handed_how: str = ""
    handed_details: str = ""
    handed_to: str = ""
    submission: str = ""


@dataclass(frozen=True, kw_only=True)
class PageResult:
    """The result of a submitted page: the next page, or the faults and raw input."""

    next_key: str = ""
    errors: tuple["AnswerFault", ...] = ()
    raw: Mapping[str, Any] = field(default_factory=dict)
    choices: Mapping[str, tuple["PlaceOption", ...]] = field(default_factory=dict)

    @property
    def is_accepted(self) -> bool:
        """Return whether the page was accepted and the next one may be shown."""
        return bool(self.next_key)


@dataclass(frozen=True)
class AnswerFault:
    """A fault: the message, and the question and part it concerns (no question: the page)."""

    sentence: str
    question: str = ""
    part: str = ""


class InvalidSubmission(Exception):
    """Another system's submission is invalid: every fault, each with its question."""

    def __init__(self, faults: tuple[AnswerFault, ...]) -> None:
        self.faults = faults
        super().__init__(f"{len(faults)} faults")


@dataclass(frozen=True)
class PlaceOption:
    """A place to choose: its value and its label."""

    value: str
    text: str


@dataclass(frozen=True, kw_only=True)
class PageView:
    """A page for display: design system components with their options, in order."""

    key: str
    title: str
    heading: str
    heading_in_field: bool
    guidance: tuple[tuple[str, str, str], ...]  # kind (“text”, “inset”, “details”), summary, HTML
    fields: tuple[tuple[str, Mapping[str, Any]], ...]
    errors: tuple[Mapping[str, str], ...]
    before: str | None
    button: str
    ends: bool
    uploads: bool
    rows: Mapping[str, Any] | None = None
    section: str = ""
    prefilled: tuple[str, ...] = ()


class TaskState(StrEnum):
    """The status of a task in a long service."""

    DONE = msg("Completed")
    BEGUN = msg("In progress")
    TO_DO = msg("Not yet started")
    SHUT = msg("Cannot start yet")


@dataclass(frozen=True)
class Task:
    """A section of a long service: name, status and page to open; no page while it cannot start."""

    name: str
    state: TaskState
    page: str = ""


@dataclass(frozen=True, kw_only=True)
class AnswerRow:
    """A row of check your answers."""

    page: str
    label: str
    lines: tuple[str, ...]
    prefilled_since: str = ""
    fixed: bool = False


@dataclass(frozen=True, kw_only=True)
class AnswerSummary:
    """Check your answers: rows by section, the fee, and the declaration."""

    sections: tuple[tuple[str, tuple[AnswerRow, ...]], ...]
    fee: int | None
    fee_text: str
    promise: str
    declaration: str
    button: str
    before: str | None
    problems: tuple[tuple[str, str], ...] = ()  # page key and message: what must be changed before submitting


@dataclass(frozen=True, kw_only=True)
class Receipt:
    """The receipt of a submission: its reference, and the payment URL when a fee is due."""

    reference: str
    state: str
    fee: int
    payment_url: str = ""
    duplicate: bool = False


@dataclass(frozen=True, kw_only=True)
class SubmissionSummary:
    """A submission as lists show it."""

    reference: str
    service: str
    service_name: str
    mode: str
    state: str
    submitted_at: datetime
    person_id: int | None
    case: str
    promised_by: date | None
    fee: int


@dataclass(frozen=True)
class SubmissionCreated:
    """A form was submitted; all its effects are complete or await payment."""

    kind: ClassVar[str] = "submission-created"
    reference: str
    service: str
    mode: str
    state: str

    @property
    def key(self) -> str:
        """Return the unique key: one per submission."""
        return f"submission-created {self.reference}"


@dataclass(frozen=True)
class SubmissionCompleted:
    """A submission is complete: any fee is paid and the service's action has run."""

    kind: ClassVar[str] = "submission-completed"
    reference: str
    service: str
    contact: str
    case: str

    @property
    def key(self) -> str:
        """Return the unique key: one per submission."""
        return f"submission-completed {self.reference}"


@dataclass(frozen=True)
class DraftHanded:
    """Someone asked for help with a draft, and staff will call or meet them."""

    kind: ClassVar[str] = "draft-handed-over"
    draft: str
    service: str
    how: str
    version: int

    @property
    def key(self) -> str:
        """Return the unique key: one per handover."""
        return f"draft-handed-over {self.draft} {self.version}"
