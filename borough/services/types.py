"""Words of services: what happened, what a page looks like to a face, and what may go wrong."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any, ClassVar

from borough.kernel.messages import msg


class UnknownService(LookupError):
    """There is no service of that key."""


class UnknownDraft(LookupError):
    """There is no draft of that reference, any more or for this person."""


@dataclass(frozen=True, kw_only=True)
class DraftState:
    """A draft as faces know it."""

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
    """What became of a page that was sent: the page to go to, or the errors and what was typed."""

    next_key: str = ""
    errors: tuple["AnswerFault", ...] = ()
    raw: Mapping[str, Any] = field(default_factory=dict)
    choices: Mapping[str, tuple["PlaceOption", ...]] = field(default_factory=dict)

    @property
    def is_accepted(self) -> bool:
        """Whether it was taken and the next page may be shown."""
        return bool(self.next_key)


@dataclass(frozen=True)
class AnswerFault:
    """Something wrong: the sentence, and the question and part of it that it is about (no question: the page)."""

    sentence: str
    question: str = ""
    part: str = ""


class InvalidSubmission(Exception):
    """What another system sent will not do: everything found wrong, each with its question."""

    def __init__(self, faults: tuple[AnswerFault, ...]) -> None:
        self.faults = faults
        super().__init__(f"{len(faults)} faults")


@dataclass(frozen=True)
class PlaceOption:
    """A place to choose: its number, the words, and whether it is a street."""

    value: str
    text: str


@dataclass(frozen=True, kw_only=True)
class PageView:
    """A page as a face draws it: components of the design system with their options, in order."""

    key: str
    title: str
    heading: str
    heading_in_field: bool
    guidance: tuple[tuple[str, str, str], ...]  # how (“text”, “inset”, “details”), summary, HTML
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
    """How a task of a long service stands."""

    DONE = msg("Completed")
    BEGUN = msg("In progress")
    TO_DO = msg("Not yet started")
    SHUT = msg("Cannot start yet")


@dataclass(frozen=True)
class Task:
    """A section of a long service: what it is called, how it stands, and the page to open; none while it is shut."""

    name: str
    state: TaskState
    page: str = ""


@dataclass(frozen=True, kw_only=True)
class AnswerRow:
    """A line of check your answers."""

    page: str
    label: str
    lines: tuple[str, ...]
    prefilled_since: str = ""
    fixed: bool = False


@dataclass(frozen=True, kw_only=True)
class AnswerSummary:
    """Check your answers: its rows by section, what it will cost, and what sending it says."""

    sections: tuple[tuple[str, tuple[AnswerRow, ...]], ...]
    fee: int | None
    fee_text: str
    promise: str
    declaration: str
    button: str
    before: str | None
    problems: tuple[tuple[str, str], ...] = ()  # page and sentence: what must be changed before it can be sent


@dataclass(frozen=True, kw_only=True)
class Receipt:
    """What a submission gives back: its reference, and where to pay when something is due."""

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
    """A form was sent and everything it must do is done or waits for its payment."""

    kind: ClassVar[str] = "submission-created"
    reference: str
    service: str
    mode: str
    state: str

    @property
    def key(self) -> str:
        """One a submission."""
        return f"submission-created {self.reference}"


@dataclass(frozen=True)
class SubmissionCompleted:
    """A submission is complete: paid where there was a fee, and its service's act is done."""

    kind: ClassVar[str] = "submission-completed"
    reference: str
    service: str
    contact: str
    case: str

    @property
    def key(self) -> str:
        """One a submission."""
        return f"submission-completed {self.reference}"


@dataclass(frozen=True)
class DraftHanded:
    """Someone asked for help with a draft, and a person will call or meet them."""

    kind: ClassVar[str] = "draft-handed-over"
    draft: str
    service: str
    how: str
    version: int

    @property
    def key(self) -> str:
        """One a handing."""
        return f"draft-handed-over {self.draft} {self.version}"
