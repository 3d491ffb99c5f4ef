"""Rules of crew tasks."""

from collections.abc import Container

from borough.kernel.refusals import Refused
from borough.waste.types.containers import TaskState

MOST = 20
EDGES: tuple[tuple[TaskState, TaskState, str], ...] = (
    (TaskState.TO_DO, TaskState.DONE, "crew"),
    (TaskState.TO_DO, TaskState.NOT_DONE, "crew"),
    (TaskState.TO_DO, TaskState.CALLED_OFF, "staff"),
)
"""State table: from, to, actor."""


def check_can_ask(*, container: str, known: Container[str], count: int) -> None:
    """Raise Refused unless the kind of container is known and the count positive."""
    if container not in known:
        raise Refused("Choose a container from the list")
    if not 1 <= count <= MOST:
        raise Refused(f"Enter a number of containers from 1 to {MOST}")


def check_can_end(state: TaskState, after: TaskState, reason: str, known: Container[str]) -> None:
    """Raise Refused if already ended, or without a reason if it was not completed."""
    if not any((before, to) == (state, after) for before, to, _who in EDGES):
        raise Refused("This crew job has ended already")
    if (after is TaskState.NOT_DONE) != bool(reason) or (reason and reason not in known):
        raise Refused("Choose why it could not be done")
