"""Effects on the outside world, each done under a key that depends on what it is about and never on the attempt."""

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
PERMANENT_FAILURE = 5  # first figure of a mail server's refusal that is for good: RFC 5321, 4.2.1


class DeliveryError(RuntimeError):
    """The other side did not take it; the job is tried again later. Carries a status, never a person's words."""


class PermanentDeliveryError(DeliveryError):
    """The other side will never take it: there is no such reader."""


def already_delivered(key: str) -> bool:
    """Whether the effect was already had."""
    return SideEffect.objects.filter(key=key).exists()


def mark_delivered(key: str, kind: str, at: datetime) -> None:
    """Remember that the effect was had."""
    SideEffect.objects.get_or_create(key=key, defaults={"kind": kind, "done_at": at})


def mark_repeated(key: str, kind: str, at: datetime) -> None:
    """Remember when an effect that comes again and again was last had."""
    SideEffect.objects.update_or_create(key=key, defaults={"kind": kind, "done_at": at})


def last_delivered_at(key: str) -> datetime | None:
    """When the effect was last had."""
    return SideEffect.objects.filter(key=key).values_list("done_at", flat=True).first()


def send_mail(
    *, key: str, to: str, subject: str, text: str, at: datetime, html: str = "",
    headers: Mapping[str, str] | None = None,
) -> None:  # fmt: skip
    """Send a mail by the server in BOROUGH_MAIL_URL, or into the home's outbox folder when none is set.

    html: the same words once more for programs that show them so. headers: more of them, by name.

    Its Message-ID is made from the key, so a mail sent again after a crash is the same mail to its reader.
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
