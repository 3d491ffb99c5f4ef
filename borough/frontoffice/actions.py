"""Staff actions that have no equivalent in a lower app."""

from datetime import datetime

from django.db import transaction

from borough.foundation import audit, jobs
from borough.kernel.refusals import Refused
from borough.webhooks import dispatch


@transaction.atomic
def retry_job(*, by: str, at: datetime, number: int) -> None:
    """Requeue a permanently failed job, and record who did."""
    if not jobs.retry_dead_letter(number):
        raise Refused("That job is not waiting for a person any more.")
    audit.record(by=by, at=at, verb="jobs.retry", subject=f"job:{number}")


@transaction.atomic
def redeliver(*, by: str, at: datetime, event_id: int, endpoint_id: int) -> None:
    """Redeliver an event to a webhook endpoint, and record who requested it."""
    if not dispatch.request_redelivery(event_id, endpoint_id):
        raise Refused("There is no such event, or no system to tell it to.")
    detail = {"endpoint": endpoint_id}
    audit.record(by=by, at=at, verb="webhooks.redeliver", subject=f"event:{event_id}", detail=detail)
