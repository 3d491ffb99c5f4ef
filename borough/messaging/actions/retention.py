"""Retention of messages: the content is deleted; the fact, time, channel and result of sending are kept."""

from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.db.models.functions import Coalesce

from borough.foundation import retention
from borough.kernel.retention import Retention
from borough.messaging.models import Message
from borough.messaging.types import MessageState

OVER = (
    MessageState.SENT,
    MessageState.DELIVERED,
    MessageState.PERMANENT,
    MessageState.TEMPORARY,
    MessageState.RETURNED,
)


def _rows() -> QuerySet[Any]:
    rows = Message.objects.filter(disposed_at=None, state__in=[state.value for state in OVER])
    return rows.annotate(over_at=Coalesce("finished_at", "sent_at", "created_at"))


def _end(ids: list[int], at: datetime) -> None:
    Message.objects.filter(pk__in=ids).update(
        person=None, name="", to="", address="", subject="", source="", disposed_at=at
    )


def _about(row: Message) -> tuple[str, ...]:
    """Return the records a message belongs to: “services:7QK2…” is a submission."""
    return (row.case.partition(":")[2],)


_MESSAGES = retention.RetentionClass(
    key="messages",
    what="Messages as they were sent",
    rows=_rows,
    since="over_at",
    dispose=_end,
    person="person_id",
    reference="reference",
    about=_about,
    retention=Retention(
        "it was sent", 2, "Operational: to answer for what we said. Longer while what it is about is kept"
    ),
)
CLASSES = (_MESSAGES,)


def declare() -> None:
    """Register the retention classes of messaging."""
    retention.register_classes(*CLASSES)
