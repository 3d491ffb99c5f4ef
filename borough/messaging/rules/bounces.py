"""Parsing of bounces: delivery status notifications (RFC 3464)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage, Message

HEADER = "Borough-Message"  # on every email we send, and so in what bounces
LARGEST = 2_000_000  # bytes; larger messages are not notifications
FULL = re.compile(r"[245]\.2\.[12]")  # the mailbox is disabled or full: may be temporary


@dataclass(frozen=True)
class Bounce:
    """A bounced email: its token, and the transition to apply to its message."""

    mark: str
    verb: str


def read_bounce(content: bytes) -> Bounce | None:
    """Parse a notification; None if it is not one, or changes nothing."""
    if len(content) > LARGEST:
        return None
    parsed = message_from_bytes(content, policy=policy.default)
    if parsed.get_content_type() != "multipart/report":
        return None
    parts = list(parsed.walk())
    mark = next(filter(None, map(_mark, parts)), "")
    verb = next(filter(None, (_verb(fields) for part in parts for fields in _recipients(part))), "")
    return Bounce(mark, verb) if mark and verb else None


def _mark(part: Message) -> str:
    """Return the token from the headers of the returned email, which is complete or headers only."""
    kind = part.get_content_type()
    if kind == "text/rfc822-headers" and isinstance(part, EmailMessage):
        headers = message_from_bytes(str(part.get_content()).encode("utf-8", "replace"), policy=policy.default)
        return str(headers.get(HEADER, "")).strip()
    inside = part.get_payload() if kind == "message/rfc822" else None
    first = inside[0] if isinstance(inside, list) and inside else None
    return str(first.get(HEADER, "")).strip() if isinstance(first, Message) else ""


def _recipients(part: Message) -> Iterator[Message]:
    """Yield the per-recipient field groups; the first group is about the notification itself."""
    groups = part.get_payload() if part.get_content_type() == "message/delivery-status" else None
    for group in groups if isinstance(groups, list) else ():
        if isinstance(group, Message) and group.get("Action"):
            yield group


def _verb(fields: Message) -> str:
    action, status = str(fields.get("Action", "")).strip().lower(), str(fields.get("Status", "")).strip()
    if action == "delivered":
        return "deliver"
    if action != "failed":  # delayed, relayed, expanded: not final
        return ""
    return "fail for now" if status.startswith("4") or FULL.match(status) else "fail"
