"""External side effects, each done once under a key derived from its subject, not from the attempt."""

import hashlib
import smtplib
from collections.abc import Mapping
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path
from urllib.parse import unquote, urlsplit

from django.conf import settings

from borough.foundation.models import SideEffect
from borough.kernel.atomic_files import atomic_write

TIMEOUT = 10
PERMANENT_FAILURE = 5  # first digit of a permanent SMTP failure: RFC 5321, 4.2.1


class DeliveryError(RuntimeError):
    """The other side did not accept it; the job is retried. Carries a status, never personal data."""


class PermanentDeliveryError(DeliveryError):
    """The other side will never accept it: the recipient does not exist."""


def already_delivered(key: str) -> bool:
    """Return whether the effect has already happened."""
    return SideEffect.objects.filter(key=key).exists()


def mark_delivered(key: str, kind: str, at: datetime) -> None:
    """Record that the effect has happened."""
    SideEffect.objects.get_or_create(key=key, defaults={"kind": kind, "done_at": at})


def mark_repeated(key: str, kind: str, at: datetime) -> None:
    """Record when a recurring effect last happened."""
    SideEffect.objects.update_or_create(key=key, defaults={"kind": kind, "done_at": at})


def last_delivered_at(key: str) -> datetime | None:
    """Return when the effect last happened."""
    return SideEffect.objects.filter(key=key).values_list("done_at", flat=True).first()


def send_mail(
    *,
    key: str,
    to: str,
    subject: str,
    text: str,
    at: datetime,
    html: str = "",
    headers: Mapping[str, str] | None = None,
) -> None:
    """Send an email by the server in BOROUGH_MAIL_URL, or to the instance's outbox folder when none is set.

    html: an HTML alternative. headers: additional headers by name.

    The Message-ID is derived from the key, so an email sent again after a crash is recognised as the same one.
    """
    if already_delivered(f"mail {key}"):
        return
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = settings.DEFAULT_FROM_EMAIL, to, subject
    message["Date"] = format_datetime(at)
    message["Message-ID"] = (
        f"<{hashlib.sha256(key.encode()).hexdigest()[:32]}@{settings.DEFAULT_FROM_EMAIL.rsplit('@', 1)[-1]}>"
    )
    for name, value in (headers or {}).items():
        message[name] = value
    message.set_content(text)
    if html:
        message.add_alternative(html, subtype="html")
    where = urlsplit(settings.MAIL_URL)
    if where.scheme in ("smtp", "smtps"):
        _by_server(message, where.scheme, where.hostname or "localhost", where.port, where.username, where.password)
    else:
        _to_folder(message, Path(where.path or settings.OUTBOX), key)
    mark_delivered(f"mail {key}", "mail", at)


def _by_server(
    message: EmailMessage, scheme: str, host: str, port: int | None, user: str | None, password: str | None
) -> None:
    maker = smtplib.SMTP_SSL if scheme == "smtps" else smtplib.SMTP
    try:
        with maker(host, port or 0, timeout=TIMEOUT) as server:
            if user and password:
                server.login(unquote(user), unquote(password))
            server.send_message(message)
    except smtplib.SMTPRecipientsRefused as error:
        codes = [code for code, _ in error.recipients.values()]
        never = bool(codes) and all(code // 100 == PERMANENT_FAILURE for code in codes)
        raise (PermanentDeliveryError if never else DeliveryError)("mail not taken: the reader was refused") from None
    except (OSError, smtplib.SMTPException) as error:
        raise DeliveryError(f"mail not taken: {type(error).__name__}") from None


def _to_folder(message: EmailMessage, folder: Path, key: str) -> None:
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    name = hashlib.sha256(key.encode()).hexdigest()[:32]
    atomic_write(folder / f"{name}.eml", message.as_bytes())
