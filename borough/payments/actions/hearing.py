"""Hear Pay's messages: signed, once each, and never believed: they only make us ask Pay."""

import json
from datetime import datetime
from enum import StrEnum
from typing import Any

from django.conf import settings
from django.db import transaction

from borough.foundation import audit, events
from borough.payments.models import Attempt, Message
from borough.payments.rules import signed_rightly
from borough.payments.types import PaymentToCheck

LONGEST_ID = 100


class Heard(StrEnum):
    """What became of a message."""

    KEPT = "kept"
    AGAIN = "again"
    UNKNOWN = "unknown"  # about no payment of ours
    FORGED = "forged"
    UNREADABLE = "unreadable"


def hear(*, by: str, at: datetime, body: bytes, signature: str) -> Heard:
    """Take in one message; the payment it is about is asked after by a job. The same message again does nothing."""
    if not signed_rightly(body, signature, settings.PAY_WEBHOOK_SECRET):
        return Heard.FORGED
    told = _read(body)
    if told is None:
        return Heard.UNREADABLE
    message_id, kind, payment_id = told
    with transaction.atomic():
        reference = Attempt.objects.filter(provider_id=payment_id).values_list("payment__reference", flat=True).first()
        _, new = Message.objects.get_or_create(
            message_id=message_id,
            defaults={"event_type": kind, "known": reference is not None, "received_at": at},
        )  # fmt: skip
        if not new:
            return Heard.AGAIN
        subject = f"payment:{reference}" if reference else "payments"
        position = audit.record(by=by, at=at, verb="payments.hear", subject=subject, detail={"event": kind})
        if reference:
            events.publish(PaymentToCheck(reference, message_id), at=at, position=position)
    return Heard.KEPT if reference else Heard.UNKNOWN


def _read(body: bytes) -> tuple[str, str, str] | None:
    """The message's id, its kind and the payment's id. Pay's documentation calls the first by two names."""
    try:
        told: dict[str, Any] = json.loads(body)
        found = (told.get("webhook_message_id") or told.get("id"), told.get("event_type"), told.get("resource_id"))
    except (ValueError, AttributeError):
        return None
    if not all(isinstance(one, str) and one and one.isprintable() and len(one) <= LONGEST_ID for one in found):
        return None
    return str(found[0]), str(found[1])[:60], str(found[2])
