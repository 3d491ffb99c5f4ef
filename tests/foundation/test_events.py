"""Events are told and kept in the transaction of their act, or not at all."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import ClassVar

import pytest
from django.db import connection, transaction

from borough.foundation import audit, events
from borough.foundation.models import AuditEntry, Event

pytestmark = pytest.mark.django_db
AT = datetime(2018, 8, 2, tzinfo=UTC)


@dataclass(frozen=True)
class BellRung:
    """A bell was rung."""

    kind: ClassVar[str] = "bell-rung"
    number: int

    @property
    def key(self):
        return f"bell-rung {self.number}"


def waiting(task):
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_jobs WHERE task_name = %s", [task])
        return cursor.fetchone()[0]


def test_listeners_run_in_the_same_transaction(monkeypatch):
    received = []
    monkeypatch.setattr(
        events, "_listeners", {BellRung: [lambda event, position: received.append((event.number, position))]}
    )
    events.publish(BellRung(7), at=AT, position=12)
    assert received == [(7, 12)]
    assert Event.objects.get().body == {"number": 7}


def test_an_act_is_an_entry_of_the_chain_and_an_event_with_its_position(monkeypatch):
    received = []
    monkeypatch.setattr(
        events, "_listeners", {BellRung: [lambda event, position: received.append((event.number, position))]}
    )
    monkeypatch.setattr(events, "_sinks", [lambda row: received.append((row.pk, row.position))])
    first = audit.record(by="staff:1", at=AT, verb="bells.hang", subject="bell:7")
    position = events.record_and_publish(
        BellRung(7), by="staff:1", at=AT, verb="bells.ring", subject="bell:7", detail={"times": 2}
    )
    event, entry = Event.objects.get(), AuditEntry.objects.get(position=position)
    assert (event.kind, event.key, event.created_at, event.body) == ("bell-rung", "bell-rung 7", AT, {"number": 7})
    assert (event.position, received) == (position, [(7, position), (event.pk, position)])
    assert (position, entry.by, entry.verb, entry.subject) == (first + 1, "staff:1", "bells.ring", "bell:7")
    assert (entry.created_at, entry.detail) == (AT, '{"times":2}')
    assert list(audit.verify()) == []


def test_a_listener_that_fails_takes_the_event_with_it(monkeypatch):
    def fail(event, position):
        raise RuntimeError

    monkeypatch.setattr(events, "_listeners", {BellRung: [fail]})
    with pytest.raises(RuntimeError), transaction.atomic():
        events.publish(BellRung(7), at=AT, position=12)
    assert not Event.objects.exists()


def test_events_are_listed_in_order_after_a_position():
    for number, position in ((1, 5), (2, 6), (3, 6)):
        events.publish(BellRung(number), at=AT, position=position)
    assert [e["body"]["number"] for e in events.list_after(5)] == [2, 3]
    assert events.last_position() == 6


def test_delivery_is_deferred_with_the_event_and_undone_with_it(settings):
    settings.WEBHOOK_URL = "http://127.0.0.1:9/hook"
    with pytest.raises(RuntimeError), transaction.atomic():
        events.publish(BellRung(1), at=AT, position=1)
        raise RuntimeError
    assert waiting("webhooks.dispatch") == 0
    events.publish(BellRung(1), at=AT, position=1)
    assert waiting("webhooks.dispatch") == 1
