"""Give receivers what has changed since their last supply: asked for, made by the worker, and marked as given once."""

import hashlib
import secrets
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import transaction

from borough.foundation import audit, events
from borough.kernel.refusals import Refused
from borough.places.actions.export_supply import export_supply
from borough.places.layouts import BadLayout, Layout, load
from borough.places.models import DueSupply, Receiver
from borough.places.queries.given_out import last_change
from borough.places.rules import due as rules
from borough.places.types.due import DueAsked, DueState


def folder() -> Path:
    """Where the files of supplies are kept, for their owner alone."""
    return Path(settings.HOME) / "files" / "due"


def layout_of(name: str) -> Layout:
    """A layout by its name; raises BadLayout."""
    return load(name, (Path(settings.HOME) / "layouts",))


def add_receiver(*, by: str, at: datetime, name: str, layout: str) -> int:
    """Say who receives changes in which layout; the same again changes nothing. Raises Refused."""
    name = " ".join(name.split())
    if not 0 < len(name) <= 60:
        raise Refused("Enter the receiver's name, 60 characters or less")
    try:
        plain = layout_of(layout).plain
    except BadLayout as bad:
        raise Refused(str(bad)) from bad
    if plain:
        raise Refused(f"Layout {layout} is a plain list and holds no changes. Choose another")
    with transaction.atomic():
        row, made = Receiver.objects.get_or_create(name=name, defaults={"layout": layout})
        if row.layout != layout:
            raise Refused(f"{name} receives supplies in layout {row.layout} already")
        if made:
            detail = {"layout": layout}
            audit.record(by=by, at=at, verb="places.add_receiver", subject=f"receiver:{row.pk}", detail=detail)
    return row.pk


def ask_due(*, by: str, at: datetime, receiver: int) -> int:
    """Ask for a supply of what is due to a receiver; the worker makes it. Returns its number. Raises Refused."""
    with transaction.atomic():
        to = _receiver(receiver)
        there = DueSupply.objects.filter(receiver=to, state__in=[one.value for one in rules.OPEN]).first()
        if there and there.state == DueState.ASKED:
            _ask(there, by, at)  # asked again, for a job that failed for good
            return there.pk
        state = DueState(there.state) if there else None
        rules.check_can_ask(open_state=state, since=to.since, last=last_change())
        row = DueSupply.objects.create(receiver=to, since=to.since, asked_by=by, asked_at=at)
        _ask(row, by, at)
    return row.pk


def _ask(row: DueSupply, by: str, at: datetime) -> None:
    position = audit.record(by=by, at=at, verb="places.ask_due", subject=f"due-supply:{row.pk}", detail={})
    events.publish(DueAsked(row.pk, position), at=at, position=position)


def _receiver(number: int) -> Receiver:
    row = Receiver.objects.select_for_update().filter(pk=number).first()
    if row is None:
        raise Refused("There is no such receiver")
    return row


def make_due(*, by: str, at: datetime, number: int) -> bool:
    """Make the file of a supply that was asked for; whether it was made now.

    Killed at any moment, the next attempt makes it anew under another name, and only a whole file is ever named in the
    supply's row. The file is the gazetteer as it was at one moment.
    """
    row = DueSupply.objects.select_related("receiver").get(pk=number)
    if row.state != DueState.ASKED:
        return False
    folder().mkdir(parents=True, exist_ok=True, mode=0o700)
    path = folder() / f"{number}-{secrets.token_hex(4)}.csv"
    layout = layout_of(row.receiver.layout)
    given = export_supply(by=by, at=at, layout=layout, to=path, since=row.since or None)
    path.chmod(0o600)
    with path.open("rb") as made:
        digest = hashlib.file_digest(made, "sha256").hexdigest()
    with transaction.atomic():
        changed = DueSupply.objects.filter(pk=number, state=DueState.ASKED.value).update(
            state=DueState.MADE.value, upto=given.change, made_at=at, records=given.records,
            size=path.stat().st_size, file=path.name, sha256=digest,
        )  # fmt: skip
        if changed:
            detail = {"since": row.since, "upto": given.change, "records": given.records, "sha256": digest}
            audit.record(by=by, at=at, verb="places.make_due", subject=f"due-supply:{number}", detail=detail)
    _tidy(number)
    return bool(changed)


def _tidy(number: int) -> None:
    """Remove what earlier attempts at a supply left."""
    kept = DueSupply.objects.values_list("file", flat=True).get(pk=number)
    for path in folder().glob(f"*{number}-*"):
        if path.name.lstrip(".").startswith(f"{number}-") and path.name != kept:
            path.unlink(missing_ok=True)


def give_due(*, by: str, at: datetime, number: int) -> None:
    """Mark a supply as given: the receiver's next begins after it. Again, it changes nothing. Raises Refused."""
    with transaction.atomic():
        row, to = _held(number)
        if row.state == DueState.GIVEN:
            return
        rules.check_can_give(state=DueState(row.state), since=row.since, receiver_since=to.since)
        Receiver.objects.filter(pk=to.pk).update(since=row.upto)
        _settle(row, DueState.GIVEN, by, at)


def drop_due(*, by: str, at: datetime, number: int) -> None:
    """Drop a supply that was not given; what was in it stays due. Again, it changes nothing. Raises Refused."""
    with transaction.atomic():
        row, _ = _held(number)
        if row.state == DueState.DROPPED:
            return
        rules.check_step(DueState(row.state), DueState.DROPPED)
        _settle(row, DueState.DROPPED, by, at)


def _held(number: int) -> tuple[DueSupply, Receiver]:
    """A supply and its receiver, both locked, the receiver first."""
    found = DueSupply.objects.filter(pk=number).first()
    if found is None:
        raise Refused("There is no such supply")
    to = _receiver(found.receiver_id)
    return DueSupply.objects.select_for_update().get(pk=number), to


def _settle(row: DueSupply, state: DueState, by: str, at: datetime) -> None:
    row.state, row.settled_by, row.settled_at = state.value, by, at
    row.save(update_fields=["state", "settled_by", "settled_at"])
    verb = "places.give_due" if state is DueState.GIVEN else "places.drop_due"
    detail = {"since": row.since, "upto": row.upto}
    audit.record(by=by, at=at, verb=verb, subject=f"due-supply:{row.pk}", detail=detail)


def open_due(*, by: str, at: datetime, receiver: int, number: int) -> Path | None:
    """The file of a supply to a receiver, which is recorded; None when there is none.

    Raises Refused when the file is not what was made: it was changed or lost, and must be made again.
    """
    row = DueSupply.objects.filter(pk=number, receiver_id=receiver).exclude(file="").first()
    if row is None:
        return None
    path = folder() / row.file
    try:
        with path.open("rb") as made:
            same = hashlib.file_digest(made, "sha256").hexdigest() == row.sha256
    except OSError:
        same = False
    if not same:
        raise Refused("The file is not there as it was made. Drop this supply, and make another")
    with transaction.atomic():
        audit.record(by=by, at=at, verb="places.open_due", subject=f"due-supply:{row.pk}", detail={})
    return path
