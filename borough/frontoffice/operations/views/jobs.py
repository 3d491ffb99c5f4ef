"""Background jobs: backlog, failures and retries."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from borough.access.public import BoroughRequest, Permission, principal_name, requires
from borough.foundation import jobs as job_queue
from borough.foundation.clock import now
from borough.frontoffice import actions
from borough.kernel.refusals import Refused


@requires(Permission.JOBS_VIEW)
def jobs(request: BoroughRequest) -> HttpResponse:
    """Show the job queue status, and permanently failed jobs."""
    context = {
        "backlog": job_queue.backlog(),
        "dead": job_queue.dead_letters(),
        "may_retry": request.may(Permission.JOBS_RETRY),
    }
    return render(request, "frontoffice/operations/jobs.html", context)


@requires(Permission.JOBS_RETRY, "POST")
def retry_job(request: BoroughRequest, number: int) -> HttpResponse:
    """Requeue a failed job."""
    try:
        actions.retry_job(by=principal_name(request), at=now(), number=number)
        messages.success(request, f"Job {number} will be done again.")
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect("frontoffice:jobs")
