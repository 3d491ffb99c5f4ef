"""Messages and batches for pages and other apps."""

from dataclasses import dataclass

from borough.messaging.models import Batch, BatchRow, Message
from borough.messaging.types import BatchDetail, BatchState, Channel, MessageDetail, MessageState
from borough.people.public import merged_person_ids


@dataclass(frozen=True, kw_only=True)
class MessageFilters:
    """Filters of a message list."""

    state: str = ""
    channel: str = ""
    template: str = ""


def _detail(row: Message) -> MessageDetail:
    return MessageDetail(
        id=row.pk,
        reference=row.reference,
        template=row.template,
        channel=Channel(row.channel),
        state=MessageState(row.state),
        person_id=row.person_id,
        name=row.name,
        to=row.to or row.address,
        subject=row.subject,
        source=row.source,
        fragments=row.fragments,
        case=row.case,
        why_not=row.why_not,
        created_by=row.created_by,
        created_at=row.created_at,
        sent_at=row.sent_at,
        finished_at=row.finished_at,
    )


def message_of(reference: str) -> MessageDetail | None:
    """Return a message; None if there is none."""
    row = Message.objects.filter(reference=reference).first()
    return _detail(row) if row else None


def recent(filters: MessageFilters, *, before: int = 0, limit: int = 50) -> list[MessageDetail]:
    """Return messages, latest first; `before` is the last ID of the previous page."""
    chosen = {name: value for name, value in vars(filters).items() if value}
    rows = Message.objects.filter(**chosen).order_by("-id")
    return [_detail(row) for row in (rows.filter(pk__lt=before) if before else rows)[:limit]]


def messages_of(person_id: int, limit: int = 50, start: int = 0) -> list[MessageDetail]:
    """Return a person's messages, latest first; `start` of them are skipped."""
    rows = Message.objects.filter(person_id__in=merged_person_ids(person_id)).order_by("-id")
    return [_detail(row) for row in rows[start : start + limit]]


def messages_about(case: str) -> list[MessageDetail]:
    """Return the messages of a case, oldest first."""
    return [_detail(row) for row in Message.objects.filter(case=case).order_by("id")]


def to_print(*, after: int = 0, limit: int = 50) -> list[MessageDetail]:
    """Return letters to be printed, oldest first."""
    rows = Message.objects.filter(state=MessageState.TO_PRINT.value, pk__gt=after).order_by("id")
    return [_detail(row) for row in rows[:limit]]


def _batch(row: Batch) -> BatchDetail:
    return BatchDetail(
        id=row.pk,
        reference=row.reference,
        template=row.template,
        channel=Channel(row.channel),
        state=BatchState(row.state),
        file_name=row.file_name,
        rows=row.rows,
        done=row.done,
        refused=row.refused,
        created_by=row.created_by,
        created_at=row.created_at,
    )


def batch_of(reference: str) -> BatchDetail | None:
    """Return a batch; None if there is none."""
    row = Batch.objects.filter(reference=reference).first()
    return _batch(row) if row else None


def batches(limit: int = 20) -> list[BatchDetail]:
    """Return the latest batches."""
    return [_batch(row) for row in Batch.objects.order_by("-id")[:limit]]


def first_row(reference: str) -> dict[str, str]:
    """Return the first row of a pending batch by normalised column name; empty once it is sent."""
    row = BatchRow.objects.filter(batch__reference=reference, done=False).order_by("number").first()
    return {str(name): str(value) for name, value in row.cells.items()} if row else {}


def refused_rows(reference: str, limit: int = 50) -> list[tuple[int, str]]:
    """Return the rows of a batch that could not be sent: row number and reason."""
    rows = BatchRow.objects.filter(batch__reference=reference).exclude(refused="").order_by("number")
    return list(rows.values_list("number", "refused")[:limit])
