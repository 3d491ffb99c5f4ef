"""Types of containers and crew tasks."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import ClassVar


class TaskKind(StrEnum):
    """The kind of a crew task."""

    DELIVER = "deliver"
    REMOVE = "remove"


class TaskState(StrEnum):
    """The state of a crew task."""

    TO_DO = "to_do"
    DONE = "done"
    NOT_DONE = "not_done"
    CALLED_OFF = "called_off"


@dataclass(frozen=True, kw_only=True)
class Task:
    """A crew task; ended_at is when it was done, given up or cancelled."""

    reference: str
    kind: TaskKind
    uprn: int
    container: str
    count: int
    wanted_on: date
    state: TaskState
    created_at: datetime
    ended_at: datetime | None = None
    reason: str = ""
    subscription: str = ""


@dataclass(frozen=True)
class TaskEnded:
    """A crew did a task, or could not."""

    kind: ClassVar[str] = "waste-task-ended"
    reference: str
    uprn: int
    state: str

    @property
    def key(self) -> str:
        """Return the unique key: one per task."""
        return f"{self.kind} {self.reference}"
