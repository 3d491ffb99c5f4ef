"""Background jobs: deferred in the action's transaction, run at least once, idempotent in effect."""

import asyncio
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import connection
from procrastinate import App, BaseRetryStrategy, RetryDecision
from procrastinate.contrib.django import app as proxy
from procrastinate.exceptions import AlreadyEnqueued, ConnectorException, UniqueViolation
from procrastinate.jobs import Job, Status
from procrastinate.tasks import Task

ATTEMPTS = 8
WAITS = (1, 5, 15, 60, 300, 900, 3600)  # seconds before each further attempt: about an hour and a half in all
HEARTBEAT = 2.0
STALLED_AFTER = 8.0
STALLED_CHECK_EVERY = 10.0


class Backoff(BaseRetryStrategy):
    """Retry with increasing delays, then leave the job as a dead letter for staff."""

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision | None:
        """Return the delay before the next attempt, or None after the last one."""
        del exception
        if job.attempts + 1 >= ATTEMPTS:
            return None
        return RetryDecision(retry_in={"seconds": WAITS[min(job.attempts, len(WAITS) - 1)]})


def job(name: str, queue: str = "default", once: bool = False) -> Callable[[Callable[..., Any]], "Task[..., Any, Any]"]:
    """Register a function as a job. Arguments must be IDs only. once: do not queue a second one while one waits."""

    def make(function: Callable[..., Any]) -> "Task[..., Any, Any]":
        task: Task[..., Any, Any] = proxy.task(
            name=name, queue=queue, retry=Backoff(), queueing_lock=name if once else None, lock=name if once else None
        )(function)
        return task

    return make


def periodic(cron: str) -> Callable[["Task[..., Any, Any]"], "Task[..., Any, Any]"]:
    """Run a job on a cron schedule; its function takes the time as `timestamp`."""

    def schedule(task: "Task[..., Any, Any]") -> "Task[..., Any, Any]":
        proxy.periodic(cron=cron)(task)
        return task

    return schedule


def defer_once(task: "Task[..., Any, Any]", after: int = 0, name: str = "", **arguments: int) -> None:
    """Defer a job to run after some seconds, unless one of that name is already waiting.

    A job registered with once=True uses its own name by default.
    """
    lock = name or task.queueing_lock
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM procrastinate_jobs WHERE queueing_lock = %s AND status = 'todo'", [lock])
        waiting = cursor.fetchone()
    if not waiting:
        from django.db import transaction  # noqa: PLC0415

        try:
            with transaction.atomic():  # a savepoint, since another process may insert one concurrently
                task.configure(schedule_in={"seconds": after}, queueing_lock=lock).defer(**arguments)
        except AlreadyEnqueued:
            return


@dataclass(frozen=True)
class Backlog:
    """Job queue status: jobs pending, jobs failed, and the age in seconds of the oldest due job."""

    pending: int
    failed: int
    oldest_seconds: float


BACKLOG = """
SELECT count(*) FILTER (WHERE j.status IN ('todo', 'doing')), count(*) FILTER (WHERE j.status = 'failed'),
       coalesce(extract(epoch FROM now() - min(greatest(e.since, coalesce(j.scheduled_at, e.since)))
           FILTER (WHERE j.status IN ('todo', 'doing'))), 0)
FROM procrastinate_jobs j
LEFT JOIN LATERAL (SELECT min(at) AS since FROM procrastinate_events e WHERE e.job_id = j.id) e ON true
WHERE j.status IN ('todo', 'doing', 'failed')
"""


def backlog() -> Backlog:
    """Return the job queue status; a scheduled job is not late before its time."""
    with connection.cursor() as cursor:
        cursor.execute(BACKLOG)
        pending, failed, oldest = cursor.fetchone()
    return Backlog(pending, failed, max(float(oldest), 0.0))


@dataclass(frozen=True)
class DeadLetter:
    """A job that failed its last attempt: task, argument IDs and time of the last failure."""

    number: int
    task: str
    arguments: str
    attempts: int
    failed_at: datetime


def dead_letters(after: int = 0, limit: int = 50) -> list[DeadLetter]:
    """Return failed jobs, lowest number first, after a number."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT j.id, j.task_name, j.args::text, j.attempts,"
            " (SELECT max(at) FROM procrastinate_events e WHERE e.job_id = j.id)"
            " FROM procrastinate_jobs j WHERE j.status = 'failed' AND j.id > %s ORDER BY j.id LIMIT %s",
            [after, limit],
        )
        return [DeadLetter(*row) for row in cursor.fetchall()]


def retry_dead_letter(number: int) -> bool:
    """Requeue a dead letter now; return False when it is not (or no longer) one."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM procrastinate_jobs WHERE id = %s AND status = 'failed' FOR UPDATE", [number])
        if cursor.fetchone() is None:
            return False
        proxy.job_manager.retry_job_by_id(job_id=number, retry_at=datetime.now(UTC))
        cursor.execute("UPDATE procrastinate_jobs SET attempts = 0 WHERE id = %s", [number])
    return True


async def retry_stalled_jobs(app: App) -> int:
    """Requeue the jobs of dead workers and return how many there were.

    A job that repeatedly kills its worker becomes a dead letter. One that cannot be requeued now is left unchanged.
    """
    stalled: Iterable[Job] = await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=STALLED_AFTER)
    count = 0
    for stalled_job in stalled:
        count += 1
        if stalled_job.attempts + 1 >= ATTEMPTS:
            await app.job_manager.finish_job(stalled_job, status=Status.FAILED, delete_job=False)
            continue
        try:
            await app.job_manager.retry_job(stalled_job, retry_at=datetime.now(UTC))
        except UniqueViolation:  # the same job is already queued, which is enough
            await app.job_manager.finish_job(stalled_job, status=Status.ABORTED, delete_job=False)
        except ConnectorException:  # another process was faster, or the database is down: handled by the next run
            continue
    return count


async def work(stop_when_idle: bool = False) -> None:
    """Run jobs until stopped, requeueing those of dead workers throughout."""
    app: App = proxy.with_connector(proxy.connector.get_worker_connector())  # type: ignore[attr-defined]
    async with app.open_async():
        await retry_stalled_jobs(app)
        stalled_check = asyncio.create_task(_retry_stalled_forever(app))
        try:
            await app.run_worker_async(
                wait=not stop_when_idle,
                concurrency=2,
                fetch_job_polling_interval=1.0,
                update_heartbeat_interval=HEARTBEAT,
                stalled_worker_timeout=STALLED_AFTER,
                shutdown_graceful_timeout=10,
                install_signal_handlers=not stop_when_idle,
            )
        finally:
            stalled_check.cancel()


async def _retry_stalled_forever(app: App) -> None:
    while True:
        await asyncio.sleep(STALLED_CHECK_EVERY)
        try:
            await retry_stalled_jobs(app)
        except ConnectorException:  # the database is restarting; the next run finds the same jobs
            continue


def purge_finished(before: timedelta = timedelta(days=7)) -> int:
    """Delete jobs finished longer ago than this and return how many."""
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM procrastinate_jobs j WHERE j.status IN ('succeeded', 'aborted', 'cancelled') AND NOT EXISTS"
            " (SELECT 1 FROM procrastinate_events e"
            "  WHERE e.job_id = j.id AND e.at > now() - make_interval(secs => %s))",
            [before.total_seconds()],
        )
        return int(cursor.rowcount)
