"""Pay's webhook: messages are signed and processed once, and only trigger a status check at Pay."""

import json
from datetime import datetime
from enum import StrEnum
from typing import Any

from django.conf import settings
from django.db import transaction

from borough.foundation import audit, events
from borough.payments.models import Attempt, Message
from borough.payments.rules import is_signature_valid
from borough.payments.types import PaymentToCheck

LONGEST_ID = 100


class WebhookResult(StrEnum):
    """The result of a message."""

    RECORDED = "recorded"
    AGAIN = "again"
    UNKNOWN = "unknown"  # not about a payment of ours
    FORGED = "forged"
    UNREADABLE = "unreadable"


def process_webhook(*, by: str, at: datetime, body: bytes, signature: str) -> WebhookResult:
    """Process a message; a job then checks its payment. Repeating has no effect."""
    if not is_signature_valid(body, signature, settings.PAY_WEBHOOK_SECRET):
        return WebhookResult.FORGED
    message = _read(body)
    if message is None:
        return WebhookResult.UNREADABLE
    message_id, kind, payment_id = message
    with transaction.atomic():
        reference = Attempt.objects.filter(provider_id=payment_id).values_list("payment__reference", flat=True).first()
        _, new = Message.objects.get_or_create(
            message_id=message_id,
            defaults={"event_type": kind, "known": reference is not None, "received_at": at},
        )
        if not new:
            return WebhookResult.AGAIN
        subject = f"payment:{reference}" if reference else "payments"
        position = audit.record(by=by, at=at, verb="payments.webhook", subject=subject, detail={"event": kind})
        if reference:
            events.publish(PaymentToCheck(reference, message_id), at=at, position=position)
    return WebhookResult.RECORDED if reference else WebhookResult.UNKNOWN


def _read(body: bytes) -> tuple[str, str, str] | None:
    """Return message ID, kind and payment ID. Pay's documentation has two names for the first."""
    try:
        fields: dict[str, Any] = json.loads(body)
        parts = (
            fields.get("webhook_message_id") or fields.get("id"),
            fields.get("event_type"),
            fields.get("resource_id"),
        )
    except (ValueError, AttributeError):
        return None
    if not all(isinstance(part, str) and part and part.isprintable() and len(part) <= LONGEST_ID for part in parts):
        return None
    return str(parts[0]), str(parts[1])[:60], str(parts[2])
