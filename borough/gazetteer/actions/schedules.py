"""Review schedules: stored as submitted, in force on the days they state; and review requests."""

from datetime import date, datetime
from pathlib import Path

from django.db import IntegrityError, transaction

from borough.foundation import audit, events
from borough.gazetteer.models import GazetteerSchedule
from borough.gazetteer.rules import grades
from borough.gazetteer.rules.grades import BadSchedule, Schedule, parse_schedule
from borough.gazetteer.types import ReviewRequested
from borough.kernel.refusals import Refused

LONGEST = 50_000  # characters of a schedule


def example_text() -> str:
    """Return the text of the shipped example schedule."""
    return Path(grades.__file__).with_name("example-schedule.toml").read_text(encoding="utf-8")


def example_schedule() -> Schedule:
    """Return the shipped example schedule."""
    return parse_schedule(example_text())


def add_schedule(*, by: str, at: datetime, text: str) -> Schedule:
    """Store a schedule permanently and return it. Raises Refused if invalid or if its version exists.

    Schedules are immutable: a correction is another version, and the latest one applies on a day.
    """
    if len(text) > LONGEST:
        raise Refused(f"The schedule must be {LONGEST:,} letters or fewer.")
    try:
        schedule = parse_schedule(text)
    except BadSchedule as error:
        raise Refused(str(error)) from error
    try:
        with transaction.atomic():
            row = GazetteerSchedule.objects.create(
                version=schedule.version,
                title=schedule.title,
                since=schedule.since,
                until=schedule.until,
                example=schedule.example,
                text=text,
                created_at=at,
                created_by=by,
            )
            detail = {"version": schedule.version, "since": schedule.since, "until": schedule.until}
            audit.record(
                by=by, at=at, verb="gazetteer.add_schedule", subject=f"gazetteer-schedule:{row.pk}", detail=detail
            )
    except IntegrityError as error:
        raise Refused(f"There is a schedule “{schedule.version}” already. Give this one another version.") from error
    return schedule


def schedule_on(day: date) -> Schedule:
    """Return the latest schedule in force on the day; the shipped example if there is none."""
    rows = GazetteerSchedule.objects.filter(since__lte=day, until__gt=day).order_by("-id")
    text = rows.values_list("text", flat=True).first()
    return parse_schedule(text) if text else example_schedule()


def request_review(*, by: str, at: datetime) -> None:
    """Queue a review by the schedule in force for the worker; one queued job is enough."""
    with transaction.atomic():
        position = audit.record(by=by, at=at, verb="gazetteer.request_review", subject="gazetteer", detail={})
        events.publish(ReviewRequested(position), at=at, position=position)
