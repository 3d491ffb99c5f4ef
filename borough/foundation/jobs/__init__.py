"""Jobs deferred in the transaction of the act that wants them, done at least once, noticed at most once."""

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
    """Try again after longer and longer waits, then leave the job among the dead letters for a person."""

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision | None:
        """The wait before the next attempt, or None when there have been enough."""
        del exception
        if job.attempts + 1 >= ATTEMPTS:
            return None
        return RetryDecision(retry_in={"seconds": WAITS[min(job.attempts, len(WAITS) - 1)]})


def job(name: str, queue: str = "default", once: bool = False) -> Callable[[Callable[..., Any]], "Task[..., Any, Any]"]:
    """Make a function a job. Its arguments are ids only. once: while one waits, another of the name is not added."""

    def make(function: Callable[..., Any]) -> "Task[..., Any, Any]":
        task: Task[..., Any, Any] = proxy.task(
            name=name, queue=queue, retry=Backoff(), queueing_lock=name if once else None, lock=name if once else None
        )(function)
        return task

    return make


def periodic(cron: str) -> Callable[["Task[..., Any, Any]"], "Task[..., Any, Any]"]:
    """Have a job deferred by the clock; its function takes the time as `timestamp`."""

    def schedule(task: "Task[..., Any, Any]") -> "Task[..., Any, Any]":
        proxy.periodic(cron=cron)(task)
        return task

    return schedule


def defer_once(task: "Task[..., Any, Any]", after: int = 0, name: str = "", **arguments: int) -> None:
    """Defer a job, to be done so many seconds from now, unless one of the name waits already: that is enough.

    A job made with once=True has its own name, and needs no other.
    """
    lock = name or task.queueing_lock
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM procrastinate_jobs WHERE queueing_lock = %s AND status = 'todo'", [lock])
        waiting = cursor.fetchone()
    if not waiting:
        from django.db import transaction  # noqa: PLC0415

        try:
            with transaction.atomic():  # a savepoint, since another may add one at this moment
                task.configure(schedule_in={"seconds": after}, queueing_lock=lock).defer(**arguments)
        except AlreadyEnqueued:
            return


@dataclass(frozen=True)
class Backlog:
    """How the jobs stand: waiting or being done, dead, and the age in seconds of the oldest that is due."""

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
    """How the jobs stand now; a job that waits for its hour is not late until then."""
    with connection.cursor() as cursor:
        cursor.execute(BACKLOG)
        pending, failed, oldest = cursor.fetchone()
    return Backlog(pending, failed, max(float(oldest), 0.0))


@dataclass(frozen=True)
class DeadLetter:
    """A job that failed as often as it may: what it was, its ids, and when it last failed."""

    number: int
    task: str
    arguments: str
    attempts: int
    failed_at: datetime


def dead_letters(after: int = 0, limit: int = 50) -> list[DeadLetter]:
    """Jobs that need a person, oldest number first, from after a number on."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT j.id, j.task_name, j.args::text, j.attempts,"
            " (SELECT max(at) FROM procrastinate_events e WHERE e.job_id = j.id)"
            " FROM procrastinate_jobs j WHERE j.status = 'failed' AND j.id > %s ORDER BY j.id LIMIT %s",
            [after, limit],
        )
        return [DeadLetter(*row) for row in cursor.fetchall()]


def retry_dead_letter(number: int) -> bool:
    """Put a dead letter back to be done now; False when it is not one (any more)."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM procrastinate_jobs WHERE id = %s AND status = 'failed' FOR UPDATE", [number])
        if cursor.fetchone() is None:
            return False
        proxy.job_manager.retry_job_by_id(job_id=number, retry_at=datetime.now(UTC))
        cursor.execute("UPDATE procrastinate_jobs SET attempts = 0 WHERE id = %s", [number])
    return True


async def retry_stalled_jobs(app: App) -> int:
    """Take up again the jobs of workers that died; returns how many.

    A job that kills its worker again and again ends as a dead letter. One that cannot be taken up now is left as it is.
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
        except UniqueViolation:  # the same is waiting already, and one is enough
            await app.job_manager.finish_job(stalled_job, status=Status.ABORTED, delete_job=False)
        except ConnectorException:  # another sweep was quicker, or the database went away: the next finds what is left
            continue
    return count


async def work(stop_when_idle: bool = False) -> None:
    """Do jobs until stopped, sweeping up after dead workers all the while."""
    app: App = proxy.with_connector(proxy.connector.get_worker_connector())  # type: ignore[attr-defined]
    async with app.open_async():
        await retry_stalled_jobs(app)
        stalled_check = asyncio.create_task(_retry_stalled_forever(app))
        try:
            await app.run_worker_async(
                wait=not stop_when_idle, concurrency=2, fetch_job_polling_interval=1.0,
                update_heartbeat_interval=HEARTBEAT, stalled_worker_timeout=STALLED_AFTER,
                shutdown_graceful_timeout=10, install_signal_handlers=not stop_when_idle,
            )  # fmt: skip
        finally:
            stalled_check.cancel()


async def _retry_stalled_forever(app: App) -> None:
    while True:
        await asyncio.sleep(STALLED_CHECK_EVERY)
        try:
            await retry_stalled_jobs(app)
        except ConnectorException:  # the database is being started again; the next sweep will find the same jobs
            continue


def purge_finished(before: timedelta = timedelta(days=7)) -> int:
    """Drop jobs that were done longer ago than this; returns how many."""
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM procrastinate_jobs j WHERE j.status IN ('succeeded', 'aborted', 'cancelled') AND NOT EXISTS"
            " (SELECT 1 FROM procrastinate_events e"
            "  WHERE e.job_id = j.id AND e.at > now() - make_interval(secs => %s))",
            [before.total_seconds()],
        )
        return int(cursor.rowcount)
