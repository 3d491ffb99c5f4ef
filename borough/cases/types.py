"""Words of cases: states, verbs, what happened."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any, ClassVar


class State(StrEnum):
    """How a case stands."""

    NEW = "new"
    WORKING = "working"
    WAITING = "waiting"  # for the customer or somebody outside
    DONE = "done"
    REFERRED = "referred"  # passed to another body, such as the county
    WITHDRAWN = "withdrawn"

    @property
    def over(self) -> bool:
        """Whether nothing more is to be done."""
        return self in {State.DONE, State.REFERRED, State.WITHDRAWN}


class Verb(StrEnum):
    """What moves a case from one state to another."""

    TAKE = "take"
    WAIT = "wait"
    GO_ON = "go_on"
    FINISH = "finish"
    REFER = "refer"
    WITHDRAW = "withdraw"
    REOPEN = "reopen"


@dataclass(frozen=True, kw_only=True)
class CaseDetail:
    """A case as pages show it. promised_by: the last day of the promise; late: whether that is past and it not over."""

    reference: str
    kind: str
    title: str
    service: str
    state: State
    team: str
    owner_id: int | None
    person_id: int | None
    uprn: int | None
    opened_at: datetime
    promised_by: date | None
    over_at: datetime | None
    outcome: str
    escalated: bool
    late: bool
    source: str
    source_id: str
    details: list[Any]
    version: int
    disposed: bool = False


@dataclass(frozen=True, kw_only=True)
class HistoryEntry:
    """One thing that happened to a case: when, who did it, what in words, and a note where one was left."""

    at: datetime
    by: str
    verb: str
    before: str
    after: str
    note: str
    for_customer: bool
    subject: str = ""


@dataclass(frozen=True, kw_only=True)
class StepDetail:
    """A step of a case as others may know it: its number, the state it led to (none for a note), words for them."""

    number: int
    source_id: str
    at: datetime
    text: str
    state: State | None


@dataclass(frozen=True, kw_only=True)
class TaskDetail:
    """Something to do for a case."""

    id: int
    title: str
    team: str
    owner_id: int | None
    due_on: date | None
    done_at: datetime | None
    late: bool


@dataclass(frozen=True, kw_only=True)
class CaseFilters:
    """Which cases a list shows: of a team, of an owner, in a state (“open” is any not over), late ones alone."""

    team: str = ""
    owner_id: int | None = None
    state: str = "open"
    service: str = ""
    late: bool = False
    person_id: int | None = None
    uprn: int | None = None


@dataclass(frozen=True)
class CaseOpened:
    """A case was opened."""

    kind: ClassVar[str] = "case-opened"
    reference: str
    case_kind: str
    service: str
    team: str

    @property
    def key(self) -> str:
        """One a case."""
        return f"case-opened {self.reference}"


@dataclass(frozen=True)
class CaseMoved:
    """A case went from one state to another."""

    kind: ClassVar[str] = "case-state-changed"
    reference: str
    source: str
    source_id: str
    verb: str
    before: str
    after: str
    version: int

    @property
    def key(self) -> str:
        """One a step."""
        return f"case-state-changed {self.reference} {self.version}"


@dataclass(frozen=True)
class CaseEscalated:
    """A case went past its promise and its team's manager is told."""

    kind: ClassVar[str] = "case-escalated"
    reference: str
    team: str

    @property
    def key(self) -> str:
        """Once a case."""
        return f"case-escalated {self.reference}"
