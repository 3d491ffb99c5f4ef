"""Words of containers and of what crews are asked to do with them."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import ClassVar


class TaskKind(StrEnum):
    """What is asked of a crew."""

    DELIVER = "deliver"
    REMOVE = "remove"


class TaskState(StrEnum):
    """How it stands."""

    TO_DO = "to_do"
    DONE = "done"
    NOT_DONE = "not_done"
    CALLED_OFF = "called_off"


@dataclass(frozen=True, kw_only=True)
class Task:
    """Something asked of a crew; ended_at is when it was done, given up or called off."""

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
    """A crew did what it was asked, or could not."""

    kind: ClassVar[str] = "waste-task-ended"
    reference: str
    uprn: int
    state: str

    @property
    def key(self) -> str:
        """One a task."""
        return f"{self.kind} {self.reference}"
