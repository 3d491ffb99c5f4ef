"""Facade of round planning actions and queries for other apps."""

from borough.waste.actions.day_changes import change_days, change_days_by, check_change, withdraw_change
from borough.waste.actions.rounds_import import load_rounds
from borough.waste.queries.rounds import (
    Moved,
    RoundPage,
    changes_from,
    holiday_runs,
    preview,
    round_page,
)

__all__ = [
    "Moved",
    "RoundPage",
    "change_days",
    "change_days_by",
    "changes_from",
    "check_change",
    "holiday_runs",
    "load_rounds",
    "preview",
    "round_page",
    "withdraw_change",
]
