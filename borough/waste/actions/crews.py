"""Facade of crew and crew planning actions and queries for other apps."""

from borough.waste.actions.missed import end_missed, log_crew_event
from borough.waste.actions.tasks import create_task, end_task
from borough.waste.catalogue import reasons
from borough.waste.queries.missed import crew_reasons_at, missed_at, missed_page
from borough.waste.queries.tasks import task_page, tasks_at
from borough.waste.types.containers import TaskKind, TaskState
from borough.waste.types.missed import MissedState

__all__ = [
    "MissedState",
    "TaskKind",
    "TaskState",
    "create_task",
    "crew_reasons_at",
    "end_missed",
    "end_task",
    "log_crew_event",
    "missed_at",
    "missed_page",
    "reasons",
    "task_page",
    "tasks_at",
]
