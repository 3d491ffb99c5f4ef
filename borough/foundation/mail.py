"""Transactional email: queued with the action and sent by a job, so it is sent exactly if the action commits."""

import uuid
from collections.abc import Sequence

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction

from borough.foundation import side_effects
from borough.foundation.clock import now
from borough.foundation.jobs import job
from borough.foundation.models import OutgoingMail


def enqueue(*, key: str, to: str, subject: str, text: str) -> None:
    """Queue an email in the current transaction; the same key is queued only once."""
    with transaction.atomic():
        mail, new = OutgoingMail.objects.get_or_create(
            key=key, defaults={"to": to, "subject": subject, "text": text, "created_at": now()}
        )
        if new:
            send.defer(mail_id=mail.pk)


@job(name="foundation.send_mail")
def send(mail_id: int) -> None:
    """Send a queued email and delete its content."""
    mail = OutgoingMail.objects.get(pk=mail_id)
    if mail.sent_at is None:
        side_effects.send_mail(key=mail.key, to=mail.to, subject=mail.subject, text=mail.text, at=mail.created_at)
    OutgoingMail.objects.filter(pk=mail_id).update(sent_at=now(), to="", subject="", text="")


class Backend(BaseEmailBackend):
    """Django email backend, for example for allauth's confirmations: it queues each message."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Queue each message for each recipient."""
        for message in email_messages:
            for recipient in message.recipients():
                enqueue(key=uuid.uuid4().hex, to=recipient, subject=str(message.subject), text=str(message.body))
        return len(email_messages)
