"""Review the gazetteer: examine it, grade it by a schedule, and store the dated result permanently."""

from datetime import date, datetime

from django.db import transaction

from borough.foundation import audit
from borough.gazetteer.actions.examination import Progress, examine
from borough.gazetteer.models import GazetteerReview
from borough.gazetteer.queries import grades
from borough.gazetteer.rules.grades import GradedCriterion, Schedule, grade, overall
from borough.gazetteer.types import ReviewDetail


def review(*, by: str, at: datetime, today: date, schedule: Schedule, progress: Progress | None = None) -> ReviewDetail:
    """Examine the gazetteer, grade each criterion of the schedule, and store and return the review."""
    run = examine(by=by, at=at, today=today, progress=progress)
    with transaction.atomic():
        graded = [
            grade(c, grades.value(c.key, today=today, records=run.records, faults=run.faults))
            for c in schedule.criteria
        ]
        level = overall(graded)
        row = GazetteerReview.objects.create(
            created_at=at,
            created_by=by,
            run_id=run.run,
            schedule=schedule.version,
            example=schedule.example,
            level=level,
            criteria=[_criterion_json(result) for result in graded],
        )
        detail = {"schedule": schedule.version, "level": None if level is None else int(level), "run": run.run}
        audit.record(by=by, at=at, verb="gazetteer.review", subject=f"gazetteer-review:{row.pk}", detail=detail)
    return grades.reviews(1)[0]


def _criterion_json(result: GradedCriterion) -> dict[str, object]:
    of = result.criterion
    return {
        "key": of.key,
        "name": of.name,
        "unit": of.unit,
        "counts": of.counts,
        "value": None if result.value is None else str(result.value),
        "level": None if result.level is None else int(result.level),
    }
