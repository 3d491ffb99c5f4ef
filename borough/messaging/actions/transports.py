"""Transports: a mail server, GOV.UK Notify, and a demonstration's outbox; each sends one message."""

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from django.conf import settings
from django.utils.crypto import salted_hmac

from borough.foundation import side_effects
from borough.foundation.ops import instance
from borough.kernel.atomic_files import atomic_write
from borough.messaging.actions.renderer import render_stored
from borough.messaging.models import Message
from borough.messaging.rules.bounces import HEADER
from borough.messaging.rules.markdown import to_notify
from borough.messaging.types import Channel

TIMEOUT = 15


class TransportUnavailable(RuntimeError):
    """The transport did not accept the message now; to be retried."""


class UndeliverableAddress(RuntimeError):
    """The message can never reach that address; `message` is shown to staff."""

    def __init__(self, message: str) -> None:
        """Store the message; it contains no personal data."""
        super().__init__(message)
        self.message = message


@dataclass(frozen=True)
class Accepted:
    """A message was accepted. provider_id: its ID in receipts."""

    provider_id: str = ""


class Transport(Protocol):
    """The interface of a transport."""

    def send(self, message: Message, again: bool) -> Accepted:
        """Send it. Raises TransportUnavailable or UndeliverableAddress. again: an earlier try may have succeeded."""
        ...


def transport_for(channel: Channel) -> Transport:
    """Return the configured transport of a channel."""
    by_notify = {Channel.EMAIL: settings.NOTIFY_EMAIL_TEMPLATE, Channel.TEXT: settings.NOTIFY_TEXT_TEMPLATE}
    if settings.NOTIFY_KEY and by_notify.get(channel):
        return NotifyTransport()
    if channel is Channel.EMAIL:
        return SmtpTransport()
    if channel is Channel.TEXT and instance.is_demonstration():
        return OutboxTransport()
    raise TransportUnavailable(f"there is no way out for {channel}")


def _effect(message: Message) -> str:
    """Return the side-effect key: of the message and its turn, not of the attempt."""
    return f"message {message.reference} {message.turn}"


def bounce_token(reference: str, turn: int) -> str:
    """Return the signed token in an email that identifies it when it bounces, so that bounces cannot be forged."""
    return f"{reference}.{turn}.{_signed(reference, turn)}"


def _signed(reference: str, turn: int) -> str:
    return salted_hmac("borough.messaging.bounces", f"{reference} {turn}", algorithm="sha256").hexdigest()[:32]


class SmtpTransport:
    """A mail server, or the outbox if none is configured."""

    def send(self, message: Message, again: bool) -> Accepted:
        """Send one email with text and HTML, whose Message-ID is the same in every attempt."""
        del again  # the side-effect key and Message-ID handle it
        rendered = render_stored(Channel.EMAIL, message.subject, message.source, linked=True)
        try:
            side_effects.send_mail(
                key=_effect(message),
                to=message.to,
                subject=rendered.subject,
                text=rendered.text,
                html=html_document(rendered.html),
                at=message.created_at,
                headers={HEADER: bounce_token(message.reference, message.turn)},
            )
        except side_effects.PermanentDeliveryError:
            raise UndeliverableAddress("The mail server does not know this address") from None
        except side_effects.DeliveryError as error:
            raise TransportUnavailable(str(error)) from None
        return Accepted()


def html_document(html: str) -> str:
    """Return the message's HTML as a complete document for mail programs."""
    return f'<!DOCTYPE html><html lang="en-GB"><head><meta charset="utf-8"></head><body>{html}</body></html>'


class OutboxTransport:
    """Text messages of a demonstration: one file each, next to its emails."""

    def send(self, message: Message, again: bool) -> Accepted:
        """Write the file; a repeat writes the same file."""
        del again
        folder = Path(settings.OUTBOX)
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        name = hashlib.sha256(_effect(message).encode()).hexdigest()[:32]
        atomic_write(folder / f"{name}.txt", f"To: {message.to}\n\n{message.source}\n", 0o600)
        return Accepted()


class NotifyTransport:
    """GOV.UK Notify by its own client, with one template a channel: ((subject)) and ((body)), or ((body)) alone."""

    def send(self, message: Message, again: bool) -> Accepted:
        """Send it under its reference; Notify has no idempotency key, so an uncertain attempt is looked up first."""
        reference = _effect(message)
        client = _client()
        if again and (notification_id := _find_existing(client, reference)):
            return Accepted(notification_id)
        return Accepted(_sent(client, message, reference))


def _client() -> Any:
    """Return a new client for each message: it is not thread-safe."""
    from notifications_python_client.notifications import NotificationsAPIClient  # noqa: PLC0415 - few need it

    make: Any = NotificationsAPIClient  # it is untyped
    return make(settings.NOTIFY_KEY, base_url=settings.NOTIFY_URL, timeout=TIMEOUT)


def _call(ask: Any) -> Any:
    """Call Notify; a permanent rejection raises UndeliverableAddress, anything else TransportUnavailable."""
    from notifications_python_client.errors import HTTPError  # noqa: PLC0415 - as above

    try:
        return ask()
    except HTTPError as error:
        if error.status_code == 400 and _is_about_reader(error):
            raise UndeliverableAddress("GOV.UK Notify does not take this address or number") from None
        raise TransportUnavailable(f"Notify answered {error.status_code}") from None
    except Exception as error:
        raise TransportUnavailable(f"Notify was not reached: {type(error).__name__}") from None


def _is_about_reader(error: Any) -> bool:
    """Return whether an error is about the address: a field ValidationError, not our key, limit or template."""
    errors = error.message if isinstance(error.message, list) else []
    return any(
        item.get("error") == "ValidationError" and ("phone_number" in str(item) or "email_address" in str(item))
        for item in errors
        if isinstance(item, dict)
    )


def _find_existing(client: Any, reference: str) -> str:
    answer = _call(lambda: client.get_all_notifications(reference=reference))
    rows = answer.get("notifications") or []
    return str(rows[0]["id"]) if rows else ""


def _sent(client: Any, message: Message, reference: str) -> str:
    if message.channel == Channel.TEXT.value:
        answer = _call(
            lambda: client.send_sms_notification(
                phone_number=message.to,
                template_id=settings.NOTIFY_TEXT_TEMPLATE,
                personalisation={"body": message.source},
                reference=reference,
            )
        )
    else:
        answer = _call(
            lambda: client.send_email_notification(
                email_address=message.to,
                template_id=settings.NOTIFY_EMAIL_TEMPLATE,
                reference=reference,
                personalisation={"subject": message.subject, "body": to_notify(message.source)},
            )
        )
    return str(answer["id"])
