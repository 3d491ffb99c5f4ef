"""Telling readers of events, in order: each is told from where it stopped, so that none is lost while it is away.

A reader that fails is left for a while and then tried with the same event, at most once an hour; whatever else
happens waits behind it. After three days without one thing taken it is paused, and so is one that answers 410 (Gone).
What an answer refuses for its words alone (400, 413, 422 and the like) is passed over after eight tries and stays in
the log, since no waiting mends it.
"""

import json
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import ClassVar

from django.conf import settings
from django.db import connection, transaction
from django.db.models import F, Q, QuerySet
from django.utils.crypto import salted_hmac

from borough.foundation import audit, events, locks, outside
from borough.foundation.clock import now
from borough.foundation.jobs import ATTEMPTS, WAITS, defer_once, job
from borough.foundation.models import Delivery, Event, Reader, ReaderKey
from borough.foundation.outward import NotDelivered
from borough.foundation.webhooks import body_of, deliver_event, headers_of, taken, why_not
from borough.kernel.refusals import Refused

PAUSED_AFTER = timedelta(days=3)
BATCH = 50  # events told by one job, so that other jobs have their turn
LONGEST = 20.0  # seconds of one job
BUSY = 2  # seconds until it is looked again at a reader that another job is telling
BY = "system:telling"
REMEMBERED = 2  # seconds
_nobody = {"until": 0.0}
FAILING, GONE = "failing", 410
REFUSED_WORDS = frozenset({400, 405, 406, 411, 412, 413, 414, 415, 416, 417, 422, 431})
"""Answers that are about what was sent: the same will be answered for ever (RFC 9110, 15.5)."""


@dataclass(frozen=True, kw_only=True)
class ReaderPaused:
    """A reader did not answer for days, or said that it is gone, and is told nothing until somebody resumes it."""

    kind: ClassVar = "reader-paused"
    reader_id: int
    position: int
    why: str

    @property
    def key(self) -> str:
        """One for each pause."""
        return f"reader-paused {self.reader_id} {self.position}"


def secret_of(salt: bytes) -> bytes:
    """The secret that is made from a salt and the key of this home."""
    return salted_hmac("borough.foundation.readers", salt.hex(), algorithm="sha256").digest()


def secrets_of(reader_id: int, *, at: datetime) -> list[bytes]:
    """The secrets a reader's messages are signed with now, the newest first: two while one takes over."""
    rows = ReaderKey.objects.filter(Q(ends_at=None) | Q(ends_at__gt=at), reader=reader_id).order_by("-pk")
    return [secret_of(bytes(row.salt)) for row in rows]


def note(event: Event) -> None:
    """Have every reader that wants a kind of event told, in the transaction that publishes one.

    That there is no reader is remembered for two seconds, since most councils have none and every event asks. A reader
    made or resumed meanwhile is looked at once more after that, so what happened in between is told too.
    """
    if time.monotonic() < _nobody["until"]:
        return
    with connection.cursor() as cursor:
        cursor.execute(WANTING, [event.kind])
        wanting = cursor.fetchall()
    if not wanting and not Reader.objects.filter(state="running").exists():
        _nobody["until"] = time.monotonic() + REMEMBERED
    for reader_id, name in wanting:
        tell_reader.configure(queueing_lock=name).defer(reader_id=reader_id)


def look_out(reader_id: int) -> None:
    """A reader is there from now on: look at it now, and once every process has forgotten that there was none."""
    _nobody["until"] = 0.0
    _later(reader_id, REMEMBERED * 2)


WANTING = """
WITH named AS (SELECT id, kinds, state, 'reader ' || id || ' after ' || pg_current_xact_id() AS name
               FROM foundation_reader)
SELECT id, name FROM named
WHERE state = 'running' AND (kinds = '{}' OR kinds @> ARRAY[%s]::varchar[])
    AND EXISTS (SELECT 1 FROM foundation_readerkey k WHERE k.reader_id = named.id)
    AND NOT EXISTS (SELECT 1 FROM procrastinate_jobs j WHERE j.queueing_lock = named.name AND j.status = 'todo')
"""
"""Who wants a kind of event and was not noted in this transaction yet: one look tells all that a transaction made."""


@job(name="foundation.tell_reader")
def tell_reader(reader_id: int) -> None:
    """Tell a reader of what it was not told of yet, unless it is to be left alone for now."""
    name = f"reader {reader_id}"
    if not locks.try_keep(name):
        _later(reader_id, BUSY)
        return
    try:
        more = _tell_some(reader_id)
    finally:
        locks.let_go(name)
    if more:
        _later(reader_id, 0)


def _later(reader_id: int, seconds: int) -> None:
    """Look at the reader again then; one look that waits is enough, since each looks at all there is."""
    defer_once(tell_reader, after=seconds, name=f"reader {reader_id}", reader_id=reader_id)


def waiting_for(reader: Reader) -> QuerySet[Event]:
    """The events after the last one a reader was told of, of those it wants, in order."""
    after = Q(position__gt=reader.position) | Q(position=reader.position, pk__gt=reader.event)
    rows = Event.objects.filter(after, position__gte=reader.position)
    return (rows.filter(kind__in=reader.kinds) if reader.kinds else rows).order_by("position", "pk")


def _tell_some(reader_id: int) -> bool:
    """Tell a reader of what waits for it, 50 events or 20 seconds of it, and whether there may be more."""
    reader = Reader.objects.filter(pk=reader_id, state="running").first()
    secrets = secrets_of(reader_id, at=now())
    if reader is None or not secrets:
        return False
    if reader.next_try_at and (left := (reader.next_try_at - now()).total_seconds()) > 0:
        _later(reader_id, int(left) + 1)
        return False
    began, line = time.monotonic(), outside.Line(reader.url)
    try:
        some = list(waiting_for(reader)[:BATCH])
        for event in some:
            if not _tell(reader, event, secrets, line):
                return False
            if time.monotonic() - began > LONGEST:
                return True
    finally:
        line.close()
    return len(some) == BATCH


def _tell(reader: Reader, event: Event, secrets: Sequence[bytes], line: outside.Line) -> bool:
    """Tell a reader of an event; whether to go on with the next."""
    status = send(reader, event, secrets, line)
    return _move_on(reader, event, taken_at=now()) if taken(status) else _failed(reader, event, status, at=now())


def send(
    reader: Reader, event: Event | None, secrets: Sequence[bytes], line: outside.Line | None = None
) -> int:  # fmt: skip
    """Send an event, or a test, to a reader, write down how it was answered, and answer that: 0 when not reached."""
    at = now()
    key, body = (event.key, body_of(event)) if event else _test(reader, at)
    began, why = time.monotonic(), ""
    try:
        status = (line or outside.Line(reader.url)).post(body, headers_of(key, body, at, secrets))
    except Refused:
        status, why = 0, "Inside"
    except OSError as error:
        status, why = 0, why_not(error)
    milliseconds = round((time.monotonic() - began) * 1000)
    Delivery.objects.create(
        reader=reader, event=event, at=now(), status=status, why=why, milliseconds=milliseconds, taken=taken(status)
    )
    return status


def _test(reader: Reader, at: datetime) -> tuple[str, bytes]:
    key = f"test {reader.pk} {at:%Y%m%dT%H%M%S}"
    told = {"kind": "test", "key": key, "at": at.isoformat(), "position": 0, "body": {}}
    return key, json.dumps(told, sort_keys=True).encode()


def _move_on(reader: Reader, event: Event, taken_at: datetime | None) -> bool:
    """Have the reader told of what comes after the event next; False when it was paused or changed meanwhile."""
    at = taken_at or reader.taken_at
    Reader.objects.filter(pk=reader.pk, position=reader.position, event=reader.event).update(
        position=event.position, event=event.pk, tries=0, failing_since=None, next_try_at=None, taken_at=at
    )
    reader.position, reader.event, reader.tries, reader.failing_since = event.position, event.pk, 0, None
    reader.taken_at = at
    return Reader.objects.filter(pk=reader.pk, state="running", version=reader.version).exists()


def _failed(reader: Reader, event: Event, status: int, at: datetime) -> bool:
    """Leave the reader alone for a while, pass the event over, or pause it; whether to go on at once."""
    if status in REFUSED_WORDS and reader.tries + 1 >= ATTEMPTS:
        return _move_on(reader, event, taken_at=None)
    since = reader.failing_since or at
    if status == GONE or at - since >= PAUSED_AFTER:
        _pause(reader, at=at, why="gone" if status == GONE else FAILING)
        return False
    wait = WAITS[min(reader.tries, len(WAITS) - 1)]
    Reader.objects.filter(pk=reader.pk).update(
        tries=F("tries") + 1, failing_since=since, next_try_at=at + timedelta(seconds=wait)
    )
    _later(reader.pk, wait + 1)
    return False


@transaction.atomic
def _pause(reader: Reader, *, at: datetime, why: str) -> None:
    """Pause a reader that does not answer, and say so to whoever listens."""
    if not Reader.objects.filter(pk=reader.pk, state="running").update(
        state="paused", why_paused=why, version=F("version") + 1
    ):
        return
    position = audit.record(
        by=BY, at=at, verb="readers.pause", subject=f"reader:{reader.pk}", detail={"why": why}
    )  # fmt: skip
    events.publish(ReaderPaused(reader_id=reader.pk, position=position, why=why), at=at, position=position)


@job(name="foundation.tell_once")
def tell_once(reader_id: int, event_id: int) -> None:
    """Tell a reader of one event once more, under the same key, out of its turn."""
    reader = Reader.objects.filter(pk=reader_id, state="running").first()
    secrets = secrets_of(reader_id, at=now())
    if reader is None or not secrets:
        return
    if not taken(status := send(reader, Event.objects.get(pk=event_id), secrets)):
        raise NotDelivered(f"answered {status}" if status else "not reached")


@job(name="foundation.test_reader")
def test_reader(reader_id: int) -> None:
    """Send a reader a test: the log says how it was answered, and it is not tried again."""
    reader = Reader.objects.exclude(state="ended").filter(pk=reader_id).first()
    if reader is not None and (secrets := secrets_of(reader_id, at=now())):
        send(reader, None, secrets)


def tell_again(event_id: int, reader_id: int | None = None) -> bool:
    """Have a reader told of an event once more, under its own key; False when there is none, or nowhere to tell it.

    No reader: the one in the settings. A reader that is paused or ended is told nothing.
    """
    there = Reader.objects.filter(pk=reader_id, state="running").exists() if reader_id else bool(settings.WEBHOOK_URL)
    if not there or not Event.objects.filter(pk=event_id).exists():
        return False
    if reader_id:
        tell_once.defer(reader_id=reader_id, event_id=event_id)
    else:
        deliver_event.defer(event_id=event_id, again=True)
    return True
