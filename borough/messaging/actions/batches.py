"""Bulk messages to everyone in a file: fully checked first, confirmed by a person, sent in small steps."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F

from borough.foundation import audit, events
from borough.kernel.references import new_reference
from borough.kernel.refusals import Refused
from borough.messaging.actions.batch_files import CheckedFile, recipient_of, values_of
from borough.messaging.actions.dispatch import send
from borough.messaging.catalogue import template_of
from borough.messaging.models import Batch, BatchRow
from borough.messaging.rules import states
from borough.messaging.types import BatchState, BatchToSend, Channel

AT_ONCE = 100
ROW_RETENTION = timedelta(days=7)


def store_batch(*, by: str, at: datetime, checked: CheckedFile, file_name: str) -> str:
    """Store a faultless file until it is confirmed; return the batch's reference. Raises Refused with any fault."""
    if checked.faults or not checked.rows:
        raise Refused("Mend the rows that are wrong, and choose the file again")
    with transaction.atomic():
        batch = Batch.objects.create(
            reference=new_reference(),
            template=checked.template,
            channel=checked.channel.value,
            version=1,
            state=BatchState.CHECKED.value,
            file_name=file_name[:120],
            rows=len(checked.rows),
            created_by=by,
            created_at=at,
        )
        BatchRow.objects.bulk_create(
            [BatchRow(batch=batch, number=number, cells=dict(cells)) for number, cells in checked.rows], batch_size=500
        )
        detail = {"template": checked.template, "channel": checked.channel.value, "rows": batch.rows}
        audit.record(by=by, at=at, verb="messaging.create_bulk", subject=f"batch:{batch.reference}", detail=detail)
    return batch.reference


def move_batch(*, by: str, at: datetime, reference: str, verb: str) -> BatchState:
    """Confirm, stop, resume or cancel a batch. Raises Refused if its state does not allow it."""
    if verb not in {"confirm", "stop", "go on", "drop"}:
        raise Refused("Choose what to do with the batch")
    after = states.batch_after(verb)
    with transaction.atomic():
        moved = Batch.objects.filter(reference=reference, state__in=states.batch_sources(verb)).update(
            state=after.value, version=F("version") + 1
        )
        if not moved:
            raise Refused("This batch has moved on meanwhile")
        batch = Batch.objects.get(reference=reference)
        if after is BatchState.DROPPED:
            BatchRow.objects.filter(batch=batch).update(cells={}, done=True)
        verb_name = f"messaging.batch_{verb.replace(' ', '_')}"
        position = audit.record(by=by, at=at, verb=verb_name, subject=f"batch:{reference}")
        if after is BatchState.SENDING:
            events.publish(BatchToSend(reference, batch.version), at=at, position=position)
    return after


def send_next_rows(*, by: str, at: datetime, reference: str) -> int:
    """Create the messages of the next rows of a batch, queue the following step, and return the count.

    Each row has its own transaction, so that nobody waits for all of them and a stop takes effect at once. The
    message is keyed by its row: repeated after a crash, it is still one message.
    """
    done = 0
    while done < AT_ONCE and _send_next(at, reference):
        done += 1
    with transaction.atomic():
        batch = Batch.objects.select_for_update().filter(reference=reference, state=BatchState.SENDING.value).first()
        if batch is None:
            return done
        more = BatchRow.objects.filter(batch=batch, done=False).exists()
        batch.version += 1
        batch.state = (BatchState.SENDING if more else states.batch_after("end")).value
        batch.save(update_fields=["version", "state"])
        detail = {"rows": done, "all": batch.done, "refused": batch.refused}
        position = audit.record(by=by, at=at, verb="messaging.send_bulk", subject=f"batch:{reference}", detail=detail)
        if more:
            events.publish(BatchToSend(reference, batch.version), at=at, position=position)
    return done


def _send_next(at: datetime, reference: str) -> bool:
    """Create the message of the next row if the batch is still being sent; return whether there was one."""
    with transaction.atomic():
        batch = Batch.objects.select_for_update().filter(reference=reference, state=BatchState.SENDING.value).first()
        row = BatchRow.objects.filter(batch=batch, done=False).order_by("number").first() if batch else None
        if batch is None or row is None:
            return False
        message = _send_row(at, batch, row)
        BatchRow.objects.filter(pk=row.pk).update(cells={}, done=True, refused=message[:200])
        Batch.objects.filter(pk=batch.pk).update(done=F("done") + 1, refused=F("refused") + int(bool(message)))
    return True


def _send_row(at: datetime, batch: Batch, row: BatchRow) -> str:
    """Create one row's message; return the reason if it is refused now although the file was checked."""
    channel = Channel(batch.channel)
    template = template_of(batch.template)
    try:
        send(
            by=batch.created_by,
            at=at,
            key=f"batch {batch.reference} {row.number}",
            template=batch.template,
            to=recipient_of(row.cells, channel),
            values=values_of(row.cells, template, channel),
            channel=channel,
            batch_id=batch.pk,
        )
    except Refused as refused:
        return str(refused)
    return ""


def purge_old_rows(*, at: datetime) -> int:
    """Delete the personal data of abandoned batch files; return the number of rows."""
    old = Batch.objects.filter(
        state__in=[BatchState.CHECKED.value, BatchState.STOPPED.value], created_at__lt=at - ROW_RETENTION
    )
    dropped = 0
    for reference in list(old.values_list("reference", flat=True)):
        dropped += BatchRow.objects.filter(batch__reference=reference, done=False).count()
        move_batch(by="system:messaging", at=at, reference=reference, verb="drop")
    return dropped
