"""Deliver messages, and process delivery receipts."""

import hmac
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction

from borough.foundation import events
from borough.kernel.refusals import Refused
from borough.messaging.actions.transports import UndeliverableAddress, transport_for
from borough.messaging.models import Message
from borough.messaging.rules import states
from borough.messaging.types import Channel, MessageDelivered, MessageFailed, MessageSent, MessageState

VERBS = {  # Notify's delivery statuses
    "delivered": "deliver",
    "permanent-failure": "fail",
    "temporary-failure": "fail for now",
    "technical-failure": "fail for now",
}
FAILURE_REASONS = {
    "permanent-failure": "The address or number does not exist. Remove it",
    "temporary-failure": "The inbox is full or the phone is off. Send it again later",
    "technical-failure": "Something broke between Notify and the network. Send it again",
    "returned": "The letter came back",
}


def deliver(*, by: str, at: datetime, reference: str) -> MessageState | None:
    """Deliver a message: at least once, idempotently where possible. Return None if there is no such message.

    Its state is set to sending first, so that a retry after a crash checks whether it was sent. Raises
    TransportUnavailable, to be retried, if the transport is unavailable.
    """
    claimed = Message.objects.filter(reference=reference, state=MessageState.CREATED.value)
    fresh = bool(claimed.update(state=MessageState.SENDING.value))
    row = Message.objects.filter(reference=reference).first()
    if row is None or row.state != MessageState.SENDING.value:
        return MessageState(row.state) if row else None
    try:
        handed = transport_for(Channel(row.channel)).send(row, again=not fresh)
    except UndeliverableAddress as error:
        return move(by, at, row, "fail", why=error.message)
    return move(by, at, row, "hand over", provider_id=handed.provider_id)


def move(by: str, at: datetime, row: Message, verb: str, *, why: str = "", provider_id: str = "") -> MessageState:
    """Apply a state transition with audit entry and event; return the new state."""
    after = states.after(verb)
    changes: dict[str, Any] = {"state": after.value, "why_not": why}
    if after is MessageState.SENT:
        changes |= {"sent_at": at, "provider_id": provider_id}
    else:
        changes |= {"finished_at": at}
    with transaction.atomic():
        if not Message.objects.filter(pk=row.pk, turn=row.turn, state__in=states.sources(verb)).update(**changes):
            if provider_id:  # its receipt arrived before commit
                Message.objects.filter(pk=row.pk, provider_id="").update(provider_id=provider_id, sent_at=at)
            return MessageState(Message.objects.values_list("state", flat=True).get(pk=row.pk))
        detail = {"state": after.value, "turn": row.turn}
        subject = f"message:{row.reference}"
        events.record_and_publish(
            _event_for(row, after),
            by=by,
            at=at,
            verb=f"messaging.{verb.replace(' ', '_')}",
            subject=subject,
            detail=detail,
        )
    return after


def _event_for(row: Message, after: MessageState) -> MessageSent | MessageDelivered | MessageFailed:
    if after is MessageState.SENT:
        return MessageSent(row.reference, row.template, row.channel, row.case, row.turn)
    if after is MessageState.DELIVERED:
        return MessageDelivered(row.reference, row.case)
    return MessageFailed(row.reference, row.case, after.value, row.turn)


def process_receipt(*, by: str, at: datetime, token: str, payload: Any) -> str:
    """Process a Notify receipt: return “forged”, “unreadable”, “unknown”, or the message's state.

    A repeated or late receipt changes nothing: the state table has no way back.
    """
    wanted = settings.NOTIFY_CALLBACK_TOKEN
    if not wanted or not hmac.compare_digest(token.encode(), wanted.encode()):
        return "forged"
    if not isinstance(payload, dict) or payload.get("status") not in VERBS or not isinstance(payload.get("id"), str):
        return "unreadable"
    row = _of(str(payload["id"]), str(payload.get("reference") or ""))
    if row is None:
        return "unknown"
    status = str(payload["status"])
    return move(by, at, row, VERBS[status], why=FAILURE_REASONS.get(status, "")).value


def _of(provider_id: str, reference: str) -> Message | None:
    """Return the receipt's message; before its provider ID is stored, it is found by reference and turn."""
    if provider_id and (row := Message.objects.filter(provider_id=provider_id).first()):
        return row
    parts = reference.split(" ")
    if len(parts) != 3 or parts[0] != "message" or not parts[2].isdecimal():
        return None
    return Message.objects.filter(reference=parts[1], turn=int(parts[2][:9]), provider_id="").first()


def mark_printed(*, by: str, at: datetime, reference: str) -> None:
    """Mark a letter as printed and posted. Raises Refused if it is not waiting to be printed."""
    _by_hand(by, at, reference, "print", "This letter does not wait to be printed")


def mark_returned(*, by: str, at: datetime, reference: str) -> None:
    """Mark a letter as returned. Raises Refused if it is not a posted letter."""
    letter = Message.objects.filter(reference=reference, channel=Channel.LETTER.value)
    if not letter.exists():
        raise Refused("Only a letter comes back")
    _by_hand(by, at, reference, "return", "This letter was not posted", FAILURE_REASONS["returned"])


def _by_hand(by: str, at: datetime, reference: str, verb: str, refusal: str, why: str = "") -> None:
    row = Message.objects.filter(reference=reference).first()
    if row is None or row.state not in states.sources(verb):
        raise Refused(refusal)
    move(by, at, row, verb, why=why)
