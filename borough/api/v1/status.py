"""Status of the job queue in a few numbers."""

from ninja import Router, Schema

from borough.access.public import BoroughRequest
from borough.foundation import jobs

router = Router(tags=["status"])


class JobStatusOut(Schema):
    """Pending jobs, failed jobs, and the age in seconds of the oldest pending one."""

    pending: int
    failed: int
    oldest_seconds: float


class StatusOut(Schema):
    """The status of this instance."""

    jobs: JobStatusOut


@router.get("/status", response=StatusOut, url_name="status")
def get_status(request: BoroughRequest) -> StatusOut:
    """Return pending and failed jobs, and the age of the oldest."""
    del request
    backlog = jobs.backlog()
    return StatusOut(
        jobs=JobStatusOut(
            pending=backlog.pending, failed=backlog.failed, oldest_seconds=round(backlog.oldest_seconds, 1)
        )
    )
