"""Facade of gazetteer reviews and coverage, re-exported by the public interface."""

from borough.gazetteer.actions.review import review
from borough.gazetteer.actions.schedules import (
    add_schedule,
    example_schedule,
    example_text,
    request_review,
    schedule_on,
)
from borough.gazetteer.queries.coverage import coverage, located
from borough.gazetteer.queries.grades import criterion_names, failing_uprns, reviews, schedules
from borough.gazetteer.rules.coverage import Reach
from borough.gazetteer.rules.grades import BadSchedule, level_name, parse_schedule
from borough.gazetteer.types import ScheduleSummary, Spot

__all__ = [
    "BadSchedule",
    "Reach",
    "ScheduleSummary",
    "Spot",
    "add_schedule",
    "coverage",
    "criterion_names",
    "example_schedule",
    "example_text",
    "failing_uprns",
    "level_name",
    "located",
    "parse_schedule",
    "request_review",
    "review",
    "reviews",
    "schedule_on",
    "schedules",
]
