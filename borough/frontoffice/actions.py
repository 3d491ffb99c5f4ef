"""What staff do here that no lower app has a verb for."""

from datetime import datetime

from django.db import transaction

from borough.foundation import audit, jobs
from borough.kernel.refusals import Refused
from borough.webhooks import dispatch


@transaction.atomic
def retry_job(*, by: str, at: datetime, number: int) -> None:
    """Put a job that failed for good back to be done, and record who did."""
    if not jobs.retry_dead_letter(number):
        raise Refused("That job is not waiting for a person any more.")
    audit.record(by=by, at=at, verb="jobs.retry", subject=f"job:{number}")


@transaction.atomic
def redeliver(*, by: str, at: datetime, event_id: int, reader_id: int | None = None) -> None:
    """Tell another system of an event once more, and record who had it told."""
    if not dispatch.request_redelivery(event_id, reader_id):
        raise Refused("There is no such event, or no system to tell it to.")
    detail = {"reader": reader_id} if reader_id else {}
    audit.record(by=by, at=at, verb="webhooks.redeliver", subject=f"event:{event_id}", detail=detail)
