"""What a mail server says of a mail that it could not deliver: delivery status notifications (RFC 3464)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage, Message

HEADER = "Borough-Message"  # on every mail of ours, and so in what comes back of it
LARGEST = 2_000_000  # bytes of a notification; larger ones are none
FULL = re.compile(r"[245]\.2\.[12]")  # the mailbox is closed for now, or full: it may be open again


@dataclass(frozen=True)
class Bounce:
    """What became of one mail of ours: the mark it carried, and the verb that its message goes by."""

    mark: str
    verb: str


def read_bounce(content: bytes) -> Bounce | None:
    """What a notification says; None when it is none, or says nothing that changes a message."""
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
    """The mark in the headers of the mail that came back, which is whole or its headers alone."""
    kind = part.get_content_type()
    if kind == "text/rfc822-headers" and isinstance(part, EmailMessage):
        headers = message_from_bytes(str(part.get_content()).encode("utf-8", "replace"), policy=policy.default)
        return str(headers.get(HEADER, "")).strip()
    inside = part.get_payload() if kind == "message/rfc822" else None
    first = inside[0] if isinstance(inside, list) and inside else None
    return str(first.get(HEADER, "")).strip() if isinstance(first, Message) else ""


def _recipients(part: Message) -> Iterator[Message]:
    """The groups of fields about one reader each; the first group is about the notification itself."""
    groups = part.get_payload() if part.get_content_type() == "message/delivery-status" else None
    for group in groups if isinstance(groups, list) else ():
        if isinstance(group, Message) and group.get("Action"):
            yield group


def _verb(fields: Message) -> str:
    action, status = str(fields.get("Action", "")).strip().lower(), str(fields.get("Status", "")).strip()
    if action == "delivered":
        return "deliver"
    if action != "failed":  # delayed, relayed, expanded: nothing is over yet
        return ""
    return "fail for now" if status.startswith("4") or FULL.match(status) else "fail"
