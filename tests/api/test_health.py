"""Health says what is wrong, and never more."""

import pytest
from django.db import DatabaseError
from django.test import Client

from borough.foundation.ops import health


@pytest.mark.django_db
def test_all_is_well():
    answer = Client().get("/health")
    assert answer.status_code == 200, answer.content
    assert {"database", "migrations", "jobs", "disk", "figures"} <= set(answer.json()["checks"])
    assert Client().get("/ready").json() == {"ready": True}


@pytest.mark.django_db
def test_a_check_that_cannot_run_is_red_and_says_no_more_than_what_kind_of_error(monkeypatch):
    def fail():
        raise DatabaseError("password=hunter2")

    monkeypatch.setitem(health._checks, "database", fail)
    answer = Client().get("/health")
    assert answer.status_code == 503
    assert "hunter2" not in answer.content.decode()


@pytest.mark.django_db
def test_status_counts_jobs():
    assert set(Client().get("/api/v1/status").json()["jobs"]) == {"pending", "failed", "oldest_seconds"}
