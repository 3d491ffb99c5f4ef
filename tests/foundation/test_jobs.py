"""Jobs are there for the worker, done after failures, and kept for a person when they cannot be."""

import ast
import asyncio
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection, transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued, ConnectorException, UniqueViolation
from procrastinate.jobs import Job, JobDeferrer, Status

from borough.foundation import jobs
from borough.foundation.ops import health
from borough.webhooks import dispatch

pytestmark = pytest.mark.django_db
BOROUGH = Path(__file__).parents[2] / "borough"


def set_job(status, *, age=0.0, scheduled=None):
    dispatch.send_test.defer(endpoint_id=1)
    with connection.cursor() as cursor:
        cursor.execute("SELECT max(id) FROM procrastinate_jobs")
        number = cursor.fetchone()[0]
        cursor.execute(
            "UPDATE procrastinate_events SET at = at - make_interval(secs => %s) WHERE job_id = %s", [age, number]
        )
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(
            "UPDATE procrastinate_jobs SET status = %s::procrastinate_job_status, attempts = 8, scheduled_at = %s WHERE id = %s",
            [status, scheduled, number],
        )
        cursor.execute("SET LOCAL session_replication_role = DEFAULT")
    return number


def test_a_worker_knows_every_module_with_jobs_in_it():
    paths = set(settings.PROCRASTINATE_IMPORT_PATHS)
    homes = {
        "borough." + ".".join(path.relative_to(BOROUGH).with_suffix("").parts).removesuffix(".__init__")
        for path in BOROUGH.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.FunctionDef) and any("job(" in ast.unparse(d) for d in node.decorator_list)
    }
    assert homes <= paths
    app.perform_import_paths()
    assert {"webhooks.dispatch", "foundation.send_mail", "foundation.publish_anchor"} <= set(app.tasks)


def test_a_job_is_deferred_with_its_transaction_or_not_at_all():
    before = jobs.backlog().pending
    with pytest.raises(RuntimeError), transaction.atomic():
        dispatch.send_test.defer(endpoint_id=1)
        raise RuntimeError
    assert jobs.backlog().pending == before


def test_the_oldest_job_that_is_due_turns_health_red():
    set_job("todo", age=61)
    finding = health.run_checks()["jobs"]
    assert not finding.is_healthy and "Is a worker running?" in finding.sentence


def test_a_job_that_waits_for_its_hour_is_not_late():
    set_job("todo", age=3600, scheduled=datetime.now(UTC) + timedelta(minutes=5))
    assert health.run_checks()["jobs"].is_healthy


def test_a_dead_letter_is_listed_and_can_be_retried_once():
    number = set_job("failed")
    assert [letter.number for letter in jobs.dead_letters()] == [number]
    assert jobs.retry_dead_letter(number)
    assert not jobs.retry_dead_letter(number)
    assert (jobs.backlog().failed, jobs.backlog().pending) == (0, 1)


def test_waits_grow_and_then_end():
    strategy = jobs.Backoff()

    class Tried:
        attempts = 0

    waits = []
    for Tried.attempts in range(jobs.ATTEMPTS):
        decision = strategy.get_retry_decision(exception=ValueError(), job=Tried)
        waits.append(decision and decision.retry_at - datetime.now(UTC))
    assert waits[-1] is None
    assert all(a < b for a, b in pairwise(waits[:-1]))


class Sweeping:
    """A worker's application whose dead neighbour left one job, which cannot be taken up for some reason."""

    def __init__(self, reason):
        self.job_manager, self.reason, self.finished = self, reason, []

    async def get_stalled_jobs(self, **_):
        return [Job(id=1, queue="default", lock=None, queueing_lock=None, task_name="t", attempts=1)]

    async def retry_job(self, *_, **__):
        raise self.reason

    async def finish_job(self, job, *, status, delete_job):
        self.finished.append((job.id, status))


def test_a_job_of_a_dead_worker_is_not_dropped_when_the_database_goes_away():
    """Nor when another worker's sweep was quicker: the database then refuses a second time in the same words."""
    app = Sweeping(ConnectorException())
    asyncio.run(jobs.retry_stalled_jobs(app))
    assert app.finished == []


def test_a_job_of_a_dead_worker_ends_where_the_same_waits_already():
    app = Sweeping(UniqueViolation(constraint_name="procrastinate_jobs_queueing_lock_idx", queueing_lock="a"))
    asyncio.run(jobs.retry_stalled_jobs(app))
    assert app.finished == [(1, Status.ABORTED)]


def test_a_job_deferred_once_is_not_forgotten_when_the_database_goes_away(monkeypatch):
    def deleted(self, **_):
        raise ConnectorException

    monkeypatch.setattr(JobDeferrer, "defer", deleted)
    with pytest.raises(ConnectorException):
        jobs.defer_once(dispatch.send_test, name="a", endpoint_id=1)


def test_single_job_suffices_when_two_are_deferred_at_once(monkeypatch):
    def waits(self, **_):
        raise AlreadyEnqueued

    monkeypatch.setattr(JobDeferrer, "defer", waits)
    jobs.defer_once(dispatch.send_test, name="a", endpoint_id=1)


def test_done_jobs_are_forgotten_after_a_week():
    set_job("succeeded", age=8 * 86400)
    set_job("succeeded", age=86400)
    assert jobs.purge_finished() == 1


def test_the_library_says_that_the_same_waits_already():
    once = dispatch.send_test.configure(queueing_lock="a")
    once.defer(endpoint_id=1)
    with pytest.raises(AlreadyEnqueued), transaction.atomic():
        once.defer(endpoint_id=1)
    assert jobs.backlog().pending == 1
