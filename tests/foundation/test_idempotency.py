"""The same request twice does its work once; another body, or one in flight, is told apart."""

from datetime import UTC, datetime

import psycopg
import pytest
from django.db import connection

from borough.foundation import audit
from borough.foundation.db.idempotency import (
    KeyReused,
    RequestInFlight,
    StoredResponse,
    fingerprint,
    purge_old,
    run_once,
)
from borough.foundation.db.locks import SPACE
from borough.foundation.models import AuditEntry, IdempotencyRecord

pytestmark = pytest.mark.django_db
AT = datetime(2018, 8, 2, tzinfo=UTC)


def ask(key="k", principal="token:1", body=b"{}", status=201):
    def work():
        position = audit.record(by=principal, at=AT, verb="tests.ask", subject="thing")
        return StoredResponse(status, "application/json", str(position).encode())

    return run_once(key=key, principal=principal, request=fingerprint("POST", "/x", body), at=AT, work=work)


def test_the_same_request_gets_the_first_answer_and_does_nothing_more():
    first, again = ask(), ask()
    assert (again.status, again.body) == (first.status, first.body)
    assert (first.is_replay, again.is_replay) == (False, True)
    assert AuditEntry.objects.filter(verb="tests.ask").count() == 1


def test_another_body_under_the_key_is_refused():
    ask()
    with pytest.raises(KeyReused):
        ask(body=b"{'other': 1}")


def test_keys_belong_to_their_principals():
    assert ask().body != ask(principal="token:2").body


def test_a_refused_request_leaves_nothing_and_may_be_mended_under_the_same_key():
    assert ask(status=422).status == 422
    assert not AuditEntry.objects.filter(verb="tests.ask").exists()
    assert not ask(body=b"mended").is_replay


def test_request_in_flight_is_reported():
    parameters = connection.get_connection_params()
    names = {k: parameters[k] for k in ("host", "user", "dbname", "port", "password") if parameters.get(k)}
    with psycopg.connect(**names) as other:
        other.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, %s))", ["answer token:1 k", SPACE])
        with pytest.raises(RequestInFlight):
            ask()
    assert not ask().is_replay


def test_failed_work_can_be_retried():
    def fail():
        audit.record(by="token:1", at=AT, verb="tests.ask", subject="thing")
        raise RuntimeError

    with pytest.raises(RuntimeError):
        run_once(key="k", principal="token:1", request=b"", at=AT, work=fail)
    assert not IdempotencyRecord.objects.exists()
    assert not ask().is_replay


def test_old_answers_are_forgotten():
    ask()
    assert purge_old(AT) == 0
    assert purge_old(datetime(2019, 1, 1, tzinfo=UTC)) == 1
