"""Jobs are there for the worker, done after failures, and kept for a person when they cannot be."""

import ast
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection, transaction
from procrastinate.contrib.django import app

from borough.foundation import health, jobs, webhooks

pytestmark = pytest.mark.django_db
BOROUGH = Path(__file__).parents[2] / "borough"


def set_job(status, *, age=0.0, scheduled=None):
    webhooks.deliver_event.defer(event_id=1)
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
        "borough." + ".".join(path.relative_to(BOROUGH).with_suffix("").parts)
        for path in BOROUGH.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.FunctionDef) and any("job(" in ast.unparse(d) for d in node.decorator_list)
    }
    assert homes <= paths
    app.perform_import_paths()
    assert {"foundation.deliver_event", "foundation.send_mail", "foundation.publish_anchor"} <= set(app.tasks)


def test_a_job_is_deferred_with_its_transaction_or_not_at_all():
    before = jobs.backlog().pending
    with pytest.raises(RuntimeError), transaction.atomic():
        webhooks.deliver_event.defer(event_id=1)
        raise RuntimeError
    assert jobs.backlog().pending == before


def test_the_oldest_job_that_is_due_turns_health_red():
    set_job("todo", age=61)
    found = health.examine()["jobs"]
    assert not found.well and "Is a worker running?" in found.sentence


def test_a_job_that_waits_for_its_hour_is_not_late():
    set_job("todo", age=3600, scheduled=datetime.now(UTC) + timedelta(minutes=5))
    assert health.examine()["jobs"].well


def test_a_dead_letter_is_listed_and_can_be_retried_once():
    number = set_job("failed")
    assert [letter.number for letter in jobs.dead_letters()] == [number]
    assert jobs.retry(number)
    assert not jobs.retry(number)
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


def test_done_jobs_are_forgotten_after_a_week():
    set_job("succeeded", age=8 * 86400)
    set_job("succeeded", age=86400)
    assert jobs.forget_done() == 1
