"""Dispose of what is past its time, and put on hold what is still needed."""

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

__all__ = ["dispose", "disposal_counts", "hold", "holds", "lift", "schedule"]
LONGEST_WHY = 200


def dispose(*, by: str, at: datetime, today: date) -> dict[str, int]:
    """Dispose of everything past its time, a batch a transaction; stopped, it goes on. How many, by class.

    The contact stays, and so does that it was sent, when, and how it ended: no count changes.
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
    """Dispose of the next batch of a class with its files and cases; how many, and where the batch ended."""
    with transaction.atomic():
        locks.lock(DISPOSAL_LOCK)
        rows, end = due(key, today, after=after)
        over = cases.dispose(by=by, at=at, references=[row.case for row in rows if row.case])
        ids = [row.pk for row in rows if not row.case or row.case in over]  # one opened again at this moment is kept
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
    """Let go of files that came with a draft and were not sent with it, and of links to drafts that ran out."""
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
    """Keep what was sent, a case, a message and so on beyond its time, and its person from erasure. Raises Refused."""
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
    """Whose a case is, or what another floor keeps under the reference. Raises Refused where there is no such thing."""
    if (case := cases.case_of(reference, today)) and not case.disposed:
        return case.person_id
    exists, person = retention.find_owner(reference)
    if not exists:
        raise Refused("Nothing that is still kept has that reference")
    return person


def lift(*, by: str, at: datetime, number: int) -> None:
    """Lift a hold; lifted before, nothing more happens."""
    with transaction.atomic():
        rows = Hold.objects.filter(pk=number, lifted_at=None)
        if rows.update(lifted_at=at, lifted_by=by):
            audit.record(by=by, at=at, verb="services.lift_hold", subject=f"hold:{number}")
