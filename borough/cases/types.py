"""Types of cases: states, verbs and history."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any, ClassVar


class State(StrEnum):
    """The state of a case."""

    NEW = "new"
    WORKING = "working"
    WAITING = "waiting"  # for the customer or a third party
    DONE = "done"
    REFERRED = "referred"  # passed to another body, such as the county
    WITHDRAWN = "withdrawn"

    @property
    def over(self) -> bool:
        """Return whether it is closed."""
        return self in {State.DONE, State.REFERRED, State.WITHDRAWN}


class Verb(StrEnum):
    """An action that changes a case's state."""

    TAKE = "take"
    WAIT = "wait"
    GO_ON = "go_on"
    FINISH = "finish"
    REFER = "refer"
    WITHDRAW = "withdraw"
    REOPEN = "reopen"


@dataclass(frozen=True, kw_only=True)
class CaseDetail:
    """A case for display. promised_by: the last day of the promise; late: whether it is overdue."""

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
    """A history entry of a case: time, actor, text, and a note if there is one."""

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
    """A step of a case for other systems: number, new state (None for a note), and public text."""

    number: int
    source_id: str
    at: datetime
    text: str
    state: State | None


@dataclass(frozen=True, kw_only=True)
class TaskDetail:
    """A task of a case."""

    id: int
    title: str
    team: str
    owner_id: int | None
    due_on: date | None
    done_at: datetime | None
    late: bool


@dataclass(frozen=True, kw_only=True)
class CaseFilters:
    """Filters of a case list: team, owner, state (“open” is any open state), overdue only."""

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
        """Return the unique key: one per case."""
        return f"case-opened {self.reference}"


@dataclass(frozen=True)
class CaseMoved:
    """A case changed its state."""

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
        """Return the unique key: one per step."""
        return f"case-state-changed {self.reference} {self.version}"


@dataclass(frozen=True)
class CaseEscalated:
    """A case became overdue; its team's manager is notified."""

    kind: ClassVar[str] = "case-escalated"
    reference: str
    team: str

    @property
    def key(self) -> str:
        """Return the unique key: one per case."""
        return f"case-escalated {self.reference}"
