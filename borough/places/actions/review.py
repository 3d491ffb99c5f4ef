"""Review the gazetteer: examine it, hold it against a schedule, and keep the dated outcome for good."""

from datetime import date, datetime

from django.db import transaction

from borough.foundation import audit
from borough.places.actions.examine import Progress, examine
from borough.places.models import GazetteerReview
from borough.places.queries import grading
from borough.places.rules.grades import Graded, Schedule, grade, overall
from borough.places.types import ReviewShown


def review(
    *, by: str, at: datetime, today: date, schedule: Schedule, progress: Progress | None = None
) -> ReviewShown:  # fmt: skip
    """Examine the gazetteer, grade each criterion of the schedule, and keep and return the review."""
    run = examine(by=by, at=at, today=today, progress=progress)
    with transaction.atomic():
        graded = [
            grade(c, grading.value(c.key, today=today, records=run.records, faults=run.faults))
            for c in schedule.criteria
        ]
        level = overall(graded)
        kept = GazetteerReview.objects.create(
            made_at=at, made_by=by, run_id=run.run, schedule=schedule.version, example=schedule.example, level=level,
            criteria=[_told(one) for one in graded],
        )  # fmt: skip
        detail = {"schedule": schedule.version, "level": None if level is None else int(level), "run": run.run}
        audit.record(by=by, at=at, verb="places.review", subject=f"gazetteer-review:{kept.pk}", detail=detail)
    return grading.reviews(1)[0]


def _told(one: Graded) -> dict[str, object]:
    of = one.criterion
    return {
        "key": of.key, "name": of.name, "unit": of.unit, "counts": of.counts,
        "value": None if one.value is None else str(one.value), "level": None if one.level is None else int(one.level),
    }  # fmt: skip
