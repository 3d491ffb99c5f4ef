"""Retention: dispose of records past their retention period, and place records on legal hold."""

from collections.abc import Callable
from datetime import date, datetime
from functools import partial

from django.db import transaction

from borough.cases import public as cases
from borough.forms.retention import RETENTION
from borough.foundation import audit, files, retention
from borough.foundation.db import locks
from borough.foundation.retention import DISPOSAL_LOCK
from borough.kernel.refusals import Refused
from borough.services.models import Draft, Hold, ResumeLink, Submission, Upload
from borough.services.queries.retention import disposal_counts, due, due_cases, holds, schedule

__all__ = ["disposal_counts", "dispose", "hold", "holds", "lift", "schedule"]
LONGEST_WHY = 200


def dispose(*, by: str, at: datetime, today: date) -> dict[str, int]:
    """Dispose of every record past its retention period and return the counts by retention class.

    Each batch is one transaction, so an interrupted run can be resumed. The contact is kept, as are the fact that
    the request was submitted, when, and its outcome: no statistics change.
    """
    _purge_draft_files(by, at)
    return {
        key: sum(_each(partial(batch, by, at, today, key)) for batch in (_submissions, _cases)) for key in RETENTION
    }


def _each(batch: Callable[[int], tuple[int, int]]) -> int:
    done, after = batch(0)
    while after:
        more, after = batch(after)
        done += more
    return done


def _submissions(by: str, at: datetime, today: date, key: str, after: int) -> tuple[int, int]:
    """Dispose of the next batch of a class with files and cases. Return the count and the batch's last ID."""
    with transaction.atomic():
        locks.lock(DISPOSAL_LOCK)
        rows, end = due(key, today, after=after)
        over = cases.dispose(by=by, at=at, references=[row.case for row in rows if row.case])
        ids = [row.pk for row in rows if not row.case or row.case in over]  # a case reopened concurrently is kept
        uploads = Upload.objects.filter(submission_id__in=ids)
        dropped = files.drop(uploads.values_list("file__reference", flat=True))
        uploads.update(name="", person=None)
        Submission.objects.filter(pk__in=ids).update(
            answers={}, wording={}, result={}, uprn=None, person=None, account=None, disposed_at=at
        )
        drafts = Submission.objects.filter(pk__in=ids, source="draft").values("source_id")
        Draft.objects.filter(reference__in=drafts).update(person=None, account=None)
        if ids:
            detail = {"submissions": len(ids), "files": dropped}
            audit.record(by=by, at=at, verb="services.dispose", subject=f"retention:{key}", detail=detail)
    return len(ids), end


def _cases(by: str, at: datetime, today: date, key: str, after: int) -> tuple[int, int]:
    with transaction.atomic():
        locks.lock(DISPOSAL_LOCK)
        references, end = due_cases(key, today, after=after)
        return len(cases.dispose(by=by, at=at, references=references)), end


def _purge_draft_files(by: str, at: datetime) -> None:
    """Delete files uploaded to a draft but never submitted, and expired resume links."""
    with transaction.atomic():
        left = Upload.objects.filter(draft__state__in=("submitted", "left"), submission=None)
        left = left.exclude(file__state="dropped")
        dropped = files.drop(list(left.values_list("file__reference", flat=True)))
        Upload.objects.filter(draft__state__in=("submitted", "left"), submission=None).exclude(name="").update(name="")
        links, _ = ResumeLink.objects.filter(expires_at__lt=at).delete()
        if dropped or links:
            detail = {"files": dropped, "links": links}
            audit.record(by=by, at=at, verb="services.dispose", subject="retention:drafts", detail=detail)


def hold(*, by: str, at: datetime, today: date, reference: str, why: str) -> None:
    """Place a legal hold on a record and block erasure of its person. Raises Refused.

    reference: of a submission, a case, or any record of another app that is registered for retention.
    """
    if not why.strip():
        raise Refused("Enter why it is kept")
    if len(why) > LONGEST_WHY:
        raise Refused(f"Why it is kept must be {LONGEST_WHY} characters or less")
    with transaction.atomic():
        locks.lock(DISPOSAL_LOCK)
        if Hold.objects.filter(reference=reference, lifted_at=None).exists():
            raise Refused("It is on hold already")
        row = Submission.objects.select_for_update().filter(reference=reference, disposed_at=None).first()
        person = row.person_id if row else _person_of_reference(reference, today)
        hold = Hold.objects.create(reference=reference, person_id=person, why=why.strip(), by=by, created_at=at)
        audit.record(by=by, at=at, verb="services.hold", subject=f"hold:{hold.pk}", detail={"reference": reference})


def _person_of_reference(reference: str, today: date) -> int | None:
    """Return the person of a case or of another app's record. Raises Refused if the reference is unknown."""
    if (case := cases.case_of(reference, today)) and not case.disposed:
        return case.person_id
    exists, person = retention.find_owner(reference)
    if not exists:
        raise Refused("Nothing that is still kept has that reference")
    return person


def lift(*, by: str, at: datetime, number: int) -> None:
    """Lift a hold. Does nothing if it is already lifted."""
    with transaction.atomic():
        rows = Hold.objects.filter(pk=number, lifted_at=None)
        if rows.update(lifted_at=at, lifted_by=by):
            audit.record(by=by, at=at, verb="services.lift_hold", subject=f"hold:{number}")
