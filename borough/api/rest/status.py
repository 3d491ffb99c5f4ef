"""How the machinery stands, in a few numbers."""

from django.http import HttpRequest
from ninja import Router, Schema

from borough.foundation import jobs

router = Router(tags=["status"])


class JobStatus(Schema):
    """Jobs waiting or being done, jobs that need a person, and the age in seconds of the oldest undone."""

    pending: int
    failed: int
    oldest_seconds: float


class Status(Schema):
    """The state of this Borough."""

    jobs: JobStatus


@router.get("/status", response=Status, url_name="status")
def status(request: HttpRequest) -> Status:
    """Jobs pending, dead and the age of the oldest."""
    del request
    found = jobs.backlog()
    return Status(
        jobs=JobStatus(pending=found.pending, failed=found.failed, oldest_seconds=round(found.oldest_seconds, 1))
    )
