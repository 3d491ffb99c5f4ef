"""What a review of the gazetteer takes and shows, and how far its homes are: the face of places lends it whole."""

from borough.places.actions.review import review
from borough.places.actions.schedules import add_schedule, request_review, example_schedule, example_text, schedule_on
from borough.places.queries.coverage import coverage, located
from borough.places.queries.grades import criterion_names, reviews, schedules, failing_uprns
from borough.places.rules.coverage import Reach
from borough.places.rules.grades import BadSchedule, level_name, parse_schedule
from borough.places.types import ScheduleSummary, Spot

__all__ = [
    "BadSchedule", "Reach", "ScheduleSummary", "Spot", "add_schedule", "request_review", "coverage", "criterion_names",
    "example_schedule", "example_text", "level_name", "located", "parse_schedule", "review", "reviews", "schedule_on",
    "schedules", "failing_uprns",
]  # fmt: skip
