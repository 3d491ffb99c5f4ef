"""Change feed: change-only supplies for receivers, requested, created by the worker, and delivered once."""

import hashlib
import secrets
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import transaction

from borough.foundation import audit, events
from borough.gazetteer.actions.supply_export import export_supply
from borough.gazetteer.layouts import BadLayout, Layout, load_layout
from borough.gazetteer.models import FeedSupply, Receiver
from borough.gazetteer.queries.export_rows import last_change
from borough.gazetteer.rules import change_feed as rules
from borough.gazetteer.types.change_feed import FeedState, FeedSupplyRequested
from borough.kernel.refusals import Refused


def folder() -> Path:
    """Return the owner-only folder of supply files."""
    return Path(settings.HOME) / "files" / "due"


def layout_of(name: str) -> Layout:
    """Return a layout by name. Raises BadLayout."""
    return load_layout(name, (Path(settings.HOME) / "layouts",))


def add_receiver(*, by: str, at: datetime, name: str, layout: str) -> int:
    """Add a receiver and its layout; repeating has no effect. Raises Refused."""
    name = " ".join(name.split())
    if not 0 < len(name) <= 60:
        raise Refused("Enter the receiver's name, 60 characters or less")
    try:
        plain = layout_of(layout).is_plain
    except BadLayout as bad:
        raise Refused(str(bad)) from bad
    if plain:
        raise Refused(f"Layout {layout} is a plain list and holds no changes. Choose another")
    with transaction.atomic():
        row, created = Receiver.objects.get_or_create(name=name, defaults={"layout": layout})
        if row.layout != layout:
            raise Refused(f"{name} receives supplies in layout {row.layout} already")
        if created:
            detail = {"layout": layout}
            audit.record(by=by, at=at, verb="gazetteer.add_receiver", subject=f"receiver:{row.pk}", detail=detail)
    return row.pk


def request_feed_supply(*, by: str, at: datetime, receiver: int) -> int:
    """Request a supply of pending changes for a receiver; the worker creates it. Return its number. Raises Refused."""
    with transaction.atomic():
        to = _receiver(receiver)
        there = FeedSupply.objects.filter(receiver=to, state__in=[member.value for member in rules.OPEN]).first()
        if there and there.state == FeedState.REQUESTED:
            _publish_request(there, by, at)  # requested again, after a permanently failed job
            return there.pk
        state = FeedState(there.state) if there else None
        rules.check_can_request(open_state=state, since=to.since, last=last_change())
        row = FeedSupply.objects.create(receiver=to, since=to.since, requested_by=by, requested_at=at)
        _publish_request(row, by, at)
    return row.pk


def _publish_request(row: FeedSupply, by: str, at: datetime) -> None:
    position = audit.record(by=by, at=at, verb="gazetteer.request_supply", subject=f"due-supply:{row.pk}", detail={})
    events.publish(FeedSupplyRequested(row.pk, position), at=at, position=position)


def _receiver(number: int) -> Receiver:
    row = Receiver.objects.select_for_update().filter(pk=number).first()
    if row is None:
        raise Refused("There is no such receiver")
    return row


def create_feed_supply(*, by: str, at: datetime, number: int) -> bool:
    """Create the file of a requested supply; return whether it was created now.

    After an interruption at any point the next attempt creates it again under another name, and only a complete
    file is named in the supply's row. The file is a snapshot of the gazetteer.
    """
    row = FeedSupply.objects.select_related("receiver").get(pk=number)
    if row.state != FeedState.REQUESTED:
        return False
    folder().mkdir(parents=True, exist_ok=True, mode=0o700)
    path = folder() / f"{number}-{secrets.token_hex(4)}.csv"
    layout = layout_of(row.receiver.layout)
    export = export_supply(by=by, at=at, layout=layout, to=path, since=row.since or None)
    path.chmod(0o600)
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    with transaction.atomic():
        changed = FeedSupply.objects.filter(pk=number, state=FeedState.REQUESTED.value).update(
            state=FeedState.CREATED.value,
            upto=export.change,
            created_at=at,
            records=export.records,
            size=path.stat().st_size,
            file=path.name,
            sha256=digest,
        )
        if changed:
            detail = {"since": row.since, "upto": export.change, "records": export.records, "sha256": digest}
            audit.record(
                by=by, at=at, verb="gazetteer.create_feed_supply", subject=f"due-supply:{number}", detail=detail
            )
    _remove_old_files(number)
    return bool(changed)


def _remove_old_files(number: int) -> None:
    """Delete files left by earlier attempts at a supply."""
    current = FeedSupply.objects.values_list("file", flat=True).get(pk=number)
    for path in folder().glob(f"*{number}-*"):
        if path.name.lstrip(".").startswith(f"{number}-") and path.name != current:
            path.unlink(missing_ok=True)


def deliver_feed_supply(*, by: str, at: datetime, number: int) -> None:
    """Mark a supply as delivered: the receiver's next one starts after it. Repeating has no effect. Raises Refused."""
    with transaction.atomic():
        row, to = _lock_supply(number)
        if row.state == FeedState.DELIVERED:
            return
        rules.check_can_deliver(state=FeedState(row.state), since=row.since, receiver_since=to.since)
        Receiver.objects.filter(pk=to.pk).update(since=row.upto)
        _close(row, FeedState.DELIVERED, by, at)


def drop_feed_supply(*, by: str, at: datetime, number: int) -> None:
    """Drop an undelivered supply; its changes stay pending. Repeating has no effect. Raises Refused."""
    with transaction.atomic():
        row, _ = _lock_supply(number)
        if row.state == FeedState.DROPPED:
            return
        rules.check_transition(FeedState(row.state), FeedState.DROPPED)
        _close(row, FeedState.DROPPED, by, at)


def _lock_supply(number: int) -> tuple[FeedSupply, Receiver]:
    """Return a supply and its receiver, both locked, the receiver first."""
    supply = FeedSupply.objects.filter(pk=number).first()
    if supply is None:
        raise Refused("There is no such supply")
    to = _receiver(supply.receiver_id)
    return FeedSupply.objects.select_for_update().get(pk=number), to


def _close(row: FeedSupply, state: FeedState, by: str, at: datetime) -> None:
    row.state, row.settled_by, row.settled_at = state.value, by, at
    row.save(update_fields=["state", "settled_by", "settled_at"])
    verb = "gazetteer.give_due" if state is FeedState.DELIVERED else "gazetteer.drop_due"
    detail = {"since": row.since, "upto": row.upto}
    audit.record(by=by, at=at, verb=verb, subject=f"due-supply:{row.pk}", detail=detail)


def open_feed_file(*, by: str, at: datetime, receiver: int, number: int) -> Path | None:
    """Return the file of a supply to a receiver, recording the access; None if there is none.

    Raises Refused if the file differs from the one created: it was changed or lost, and must be created again.
    """
    row = FeedSupply.objects.filter(pk=number, receiver_id=receiver).exclude(file="").first()
    if row is None:
        return None
    path = folder() / row.file
    try:
        with path.open("rb") as file:
            same = hashlib.file_digest(file, "sha256").hexdigest() == row.sha256
    except OSError:
        same = False
    if not same:
        raise Refused("The file is not there as it was made. Drop this supply, and make another")
    with transaction.atomic():
        audit.record(by=by, at=at, verb="gazetteer.open_supply", subject=f"due-supply:{row.pk}", detail={})
    return path
