"""Readers: other systems that are told of events, each at its own address, with its own secret and choice of events.

A secret is made from a salt kept here and the key of this home, and shown once: whoever copies the database has it not.
"""

import base64
import secrets as chance
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Q

from borough.foundation import audit, outside, telling
from borough.foundation.models import Delivery, Reader, ReaderKey
from borough.foundation.webhooks import LIBRARY_START, Delivered, delivered
from borough.kernel.refusals import Refused, Stale

OVERLAP = timedelta(days=7)  # both secrets work, so that the reader can change over in its own time
TESTS_SHOWN = 5
MOST_WAITING = 1_000
ALL = 9_223_372_036_854_775_807  # after every event of a position


@dataclass(frozen=True, kw_only=True)
class Shown:
    """A reader as a page shows it: never with its secret. waiting: events it was not told of yet, 1,000 at most."""

    reader_id: int
    name: str
    url: str
    kinds: tuple[str, ...]
    state: str
    why_paused: str
    version: int
    made_at: datetime
    failing_since: datetime | None
    taken_at: datetime | None
    old_secret_until: datetime | None
    waiting: int


@dataclass(frozen=True, kw_only=True)
class Made:
    """A reader's number and its secret, the only time it is shown."""

    reader_id: int
    secret: str


class NameTaken(Refused):
    """Another reader has that name."""


def _shown(salt: bytes) -> str:
    return LIBRARY_START + base64.b64encode(telling.secret_of(salt)).decode()


@transaction.atomic
def make(*, by: str, at: datetime, name: str, url: str, kinds: Sequence[str]) -> Made:
    """Make a reader, told of what happens from now on; no kinds: of everything. Raises Refused for its address."""
    outside.check_address(url)
    _check_name(name)
    row = Reader.objects.create(name=name, url=url, kinds=sorted(set(kinds)), made_at=at, position=0)
    secret = _new_key(row.pk, at)
    position = audit.record(by=by, at=at, verb="readers.make", subject=f"reader:{row.pk}", detail={"kinds": len(kinds)})
    Reader.objects.filter(pk=row.pk).update(position=position, event=ALL)
    telling.look_out(row.pk)
    return Made(reader_id=row.pk, secret=secret)


def _check_name(name: str, but: int = 0) -> None:
    if Reader.objects.exclude(state="ended").exclude(pk=but).filter(name=name).exists():
        raise NameTaken("There is a system of that name. Enter another name")


def _new_key(reader_id: int, at: datetime) -> str:
    salt = chance.token_bytes(32)
    ReaderKey.objects.create(reader_id=reader_id, salt=salt, made_at=at)
    return _shown(salt)


@transaction.atomic
def change(
    *, by: str, at: datetime, reader_id: int, version: int, name: str, url: str, kinds: Sequence[str]
) -> None:  # fmt: skip
    """Change a reader's name, address and choice of events. Raises Stale when somebody else has changed it since."""
    outside.check_address(url)
    _check_name(name, but=reader_id)
    changed = Reader.objects.filter(pk=reader_id, version=version).exclude(state="ended").update(
        name=name, url=url, kinds=sorted(set(kinds)), version=F("version") + 1, next_try_at=None
    )  # fmt: skip
    if not changed:
        raise Stale("Somebody else has changed this reader since you opened it. Look at it again.")
    audit.record(by=by, at=at, verb="readers.change", subject=f"reader:{reader_id}", detail={"kinds": len(kinds)})
    _wake(reader_id)


def _wake(reader_id: int) -> None:
    telling.tell_reader.defer(reader_id=reader_id)


@transaction.atomic
def rotate(*, by: str, at: datetime, reader_id: int) -> str:
    """Give a reader a new secret and answer it, the only time it is shown; the old one works for seven days more."""
    row = Reader.objects.select_for_update().exclude(state="ended").filter(pk=reader_id).first()
    if row is None:
        raise Refused("That reader is ended.")
    ReaderKey.objects.filter(Q(ends_at__lte=at), reader=reader_id).delete()
    if ReaderKey.objects.filter(reader=reader_id, ends_at__gt=at).exists():
        raise Refused("Its last secret is still taking over from the one before. End the old one first, or wait.")
    ReaderKey.objects.filter(reader=reader_id, ends_at=None).update(ends_at=at + OVERLAP)
    audit.record(by=by, at=at, verb="readers.rotate", subject=f"reader:{reader_id}")
    return _new_key(reader_id, at)


@transaction.atomic
def end_old_secret(*, by: str, at: datetime, reader_id: int) -> None:
    """Have the old secret end now, since the reader has changed over, or it became known."""
    if ReaderKey.objects.filter(reader=reader_id, ends_at__gt=at).delete()[0]:
        audit.record(by=by, at=at, verb="readers.end_old_secret", subject=f"reader:{reader_id}")


@transaction.atomic
def pause(*, by: str, at: datetime, reader_id: int) -> None:
    """Tell a reader nothing until it is resumed; what happens meanwhile waits for it."""
    if not Reader.objects.filter(pk=reader_id, state="running").update(
        state="paused", why_paused="staff", version=F("version") + 1
    ):
        raise Refused("That reader is not running.")
    audit.record(by=by, at=at, verb="readers.pause", subject=f"reader:{reader_id}", detail={"why": "staff"})


@transaction.atomic
def resume(*, by: str, at: datetime, reader_id: int, skip: bool = False) -> None:
    """Tell a reader again, from where it stopped; skip: of what happens from now on alone."""
    if not Reader.objects.filter(pk=reader_id, state="paused").update(
        state="running", why_paused="", tries=0, failing_since=None, next_try_at=None, version=F("version") + 1
    ):
        raise Refused("That reader is not paused.")
    position = audit.record(
        by=by, at=at, verb="readers.resume", subject=f"reader:{reader_id}", detail={"skip": int(skip)}
    )
    if skip:
        Reader.objects.filter(pk=reader_id).update(position=position, event=ALL)
    telling.look_out(reader_id)
    _wake(reader_id)


@transaction.atomic
def end(*, by: str, at: datetime, reader_id: int) -> None:
    """End a reader for good: its secrets go, its log stays."""
    if (
        not Reader.objects.filter(pk=reader_id)
        .exclude(state="ended")
        .update(state="ended", why_paused="", version=F("version") + 1)
    ):
        raise Refused("That reader is ended.")
    ReaderKey.objects.filter(reader=reader_id).delete()
    audit.record(by=by, at=at, verb="readers.end", subject=f"reader:{reader_id}")


@transaction.atomic
def test(*, by: str, at: datetime, reader_id: int) -> None:
    """Send a reader a test, soon; its answer comes into the log."""
    if not Reader.objects.filter(pk=reader_id).exclude(state="ended").exists():
        raise Refused("That reader is ended.")
    audit.record(by=by, at=at, verb="readers.test", subject=f"reader:{reader_id}")
    telling.test_reader.defer(reader_id=reader_id)


def listed() -> list[Shown]:
    """Every reader that was not ended, by name."""
    return [_view(row) for row in Reader.objects.exclude(state="ended").order_by("name")]


def stopped() -> list[Shown]:
    """Readers that were paused since they did not answer."""
    return [_view(row) for row in Reader.objects.filter(state="paused").exclude(why_paused="staff").order_by("name")]


def one(reader_id: int) -> Shown | None:
    """A reader, ended or not."""
    row = Reader.objects.filter(pk=reader_id).first()
    return _view(row) if row else None


def _view(row: Reader) -> Shown:
    old = ReaderKey.objects.filter(reader=row.pk, ends_at__isnull=False).order_by("-ends_at").first()
    return Shown(
        reader_id=row.pk, name=row.name, url=row.url, kinds=tuple(row.kinds), state=row.state,
        why_paused=row.why_paused, version=row.version, made_at=row.made_at, failing_since=row.failing_since,
        taken_at=row.taken_at, old_secret_until=old.ends_at if old else None,
        waiting=telling.waiting_for(row)[:MOST_WAITING].count(),
    )  # fmt: skip


def tests(reader_id: int) -> list[Delivered]:
    """The last tests of a reader, the latest first."""
    rows = Delivery.objects.select_related("reader").filter(reader=reader_id, event=None).order_by("-pk")
    return [delivered(row) for row in rows[:TESTS_SHOWN]]
