"""Crew tasks, and containers at a property."""

from dataclasses import dataclass

from borough.waste.models import ContainerStock, Task
from borough.waste.types import containers as types
from borough.waste.types.containers import TaskKind, TaskState

ON_A_PAGE = 50


def task_of(row: Task) -> types.Task:
    """Convert a row to a task."""
    return types.Task(
        reference=row.reference,
        kind=TaskKind(row.kind),
        uprn=row.uprn,
        container=row.container,
        count=row.count,
        wanted_on=row.wanted_on,
        state=TaskState(row.state),
        created_at=row.created_at,
        ended_at=row.ended_at,
        reason=row.reason,
        subscription=row.subscription,
    )


@dataclass(frozen=True, kw_only=True)
class TaskPage:
    """A page of tasks, and their total number."""

    rows: list[types.Task]
    count: int
    pages: int


def task_page(*, state: TaskState = TaskState.TO_DO, page: int = 1) -> TaskPage:
    """Return tasks in a state, earliest wanted first."""
    tasks = Task.objects.filter(state=state.value)
    count, start = tasks.count(), (max(1, page) - 1) * ON_A_PAGE
    rows = tasks.order_by("wanted_on", "id")[start : start + ON_A_PAGE]
    return TaskPage(rows=[task_of(row) for row in rows], count=count, pages=max(1, -(-count // ON_A_PAGE)))


def tasks_at(uprn: int) -> list[types.Task]:
    """Return the latest tasks at a property, newest first."""
    return [task_of(row) for row in Task.objects.filter(uprn=uprn).order_by("-id")[:ON_A_PAGE]]


def containers_at(uprn: int) -> dict[str, int]:
    """Return the number of containers of each kind at a property: delivered and not removed."""
    rows = ContainerStock.objects.filter(uprn=uprn, count__gt=0).order_by("container")
    return dict(rows.values_list("container", "count"))
