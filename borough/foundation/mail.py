"""Mail that leaves by a job, so that it is sent if and only if the act that wanted it was done."""

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
    """Put a mail on its way in the present transaction; the same key twice is one mail."""
    with transaction.atomic():
        mail, new = OutgoingMail.objects.get_or_create(
            key=key, defaults={"to": to, "subject": subject, "text": text, "created_at": now()}
        )
        if new:
            send.defer(mail_id=mail.pk)


@job(name="foundation.send_mail")
def send(mail_id: int) -> None:
    """Send one waiting mail and drop its words."""
    mail = OutgoingMail.objects.get(pk=mail_id)
    if mail.sent_at is None:
        side_effects.send_mail(key=mail.key, to=mail.to, subject=mail.subject, text=mail.text, at=mail.created_at)
    OutgoingMail.objects.filter(pk=mail_id).update(sent_at=now(), to="", subject="", text="")


class Backend(BaseEmailBackend):
    """Django's way out for mail, such as allauth's confirmations: each message becomes a waiting mail."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Write each message for each of its readers."""
        for message in email_messages:
            for recipient in message.recipients():
                enqueue(key=uuid.uuid4().hex, to=recipient, subject=str(message.subject), text=str(message.body))
        return len(email_messages)
