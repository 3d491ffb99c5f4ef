"""The audit log: a hash chain; each entry's digest covers the previous entry, so tampering is detectable."""

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db import connection

from borough.foundation.models import AuditEntry, AuditHead

START = hashlib.sha256(b"borough audit chain").digest()
ENTRY = """
INSERT INTO foundation_auditentry (created_at, created_by, verb, subject, detail) VALUES (%s, %s, %s, %s, %s)
RETURNING position
"""
_ANCHOR = re.compile(r"borough-anchor:(\d+):([0-9a-f]{64})")


def canonical(data: Mapping[str, Any]) -> str:
    """Return canonical JSON: sorted keys, no whitespace; equal data always gives equal text."""
    return json.dumps(data, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=str)


def record(*, by: str, at: datetime, verb: str, subject: str, detail: Mapping[str, Any] | None = None) -> int:
    """Append an entry to the audit chain and return its position. Call in the action's own transaction.

    The chain is locked until that transaction ends, so positions become visible in order: a reader that has seen
    a position has missed none before it. Record as late as possible in the action. `detail` holds IDs and counts
    only.
    """
    with connection.cursor() as cursor:
        cursor.execute(ENTRY, entry_params(by, at, verb, subject, detail))
        return int(cursor.fetchone()[0])


def entry_params(by: str, at: datetime, verb: str, subject: str, detail: Mapping[str, Any] | None) -> list[Any]:
    """Return the parameters of ENTRY."""
    return [at, by, verb, subject, canonical(detail or {})]


@dataclass(frozen=True)
class Act:
    """An audit entry as read: who did what to what, when, and its IDs and counts."""

    position: int
    at: datetime
    by: str
    verb: str
    subject: str
    detail: dict[str, Any]


@dataclass(frozen=True)
class ActFilter:
    """Audit filters: actor, app, any of several subjects, start (inclusive) and end (exclusive)."""

    by: str = ""
    app: str = ""
    subjects: tuple[str, ...] = ()
    since: datetime | None = None
    until: datetime | None = None


def list_acts(filters: ActFilter, *, before: int = 0, limit: int = 50) -> list[Act]:
    """Return audit entries, latest first. before: only positions below this one, 0 for the latest."""
    wanted: dict[str, Any] = {
        "by": filters.by,
        "verb__startswith": filters.app and f"{filters.app}.",
        "subject__in": filters.subjects,
        "created_at__gte": filters.since,
        "created_at__lt": filters.until,
        "position__lt": before,
    }
    rows = AuditEntry.objects.filter(**{key: value for key, value in wanted.items() if value})
    return [
        Act(row.position, row.created_at, row.by, row.verb, row.subject, json.loads(row.detail))
        for row in rows.order_by("-position")[:limit]
    ]


@dataclass(frozen=True)
class ChainFault:
    """A fault in the chain: position and description."""

    position: int
    what: str


def _length_prefixed(text: str) -> bytes:
    raw = text.encode()
    return f"{len(raw)}:".encode() + raw


def digest_of(entry: Mapping[str, Any], previous: bytes) -> bytes:
    """Return the digest an entry must have, computed independently of the database."""
    stamp = entry["created_at"].astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    fields = (str(entry["position"]), stamp, entry["by"], entry["verb"], entry["subject"], entry["detail"])
    return hashlib.sha256(previous + b"".join(_length_prefixed(word) for word in fields)).digest()


def anchor() -> str:
    """Return the chain's end as a line to store elsewhere: borough-anchor:<position>:<digest>."""
    position, digest = AuditHead.objects.values_list("position", "digest").get()
    return f"borough-anchor:{position}:{bytes(digest).hex()}"


def parse_anchors(text: str) -> dict[int, str]:
    """Return every anchor in a text, such as an email or a report footer: position to hex digest."""
    return {int(position): digest for position, digest in _ANCHOR.findall(text)}


def verify(anchors: Mapping[int, str] | None = None) -> Iterator[ChainFault]:
    """Verify the whole chain and yield every fault: altered, missing, out of order, or contradicting an anchor.

    Removal of the newest entries together with the head is only detectable by an anchor, hence anchors are stored
    elsewhere.
    """
    wanted = dict(anchors or {})
    previous, last = START, 0
    entries = AuditEntry.objects.order_by("position").values()
    for entry in entries.iterator(chunk_size=5000):
        position = entry["position"]
        if position != last + 1:
            yield ChainFault(position, f"{position - last - 1} entries before it are missing")
        if bytes(entry["previous"]) != previous:
            yield ChainFault(position, "it does not follow the entry before it")
        if bytes(entry["digest"]) != digest_of(entry, bytes(entry["previous"])):
            yield ChainFault(position, "its words do not give its digest: it was altered")
        if wanted.pop(position, bytes(entry["digest"]).hex()) != bytes(entry["digest"]).hex():
            yield ChainFault(position, "it is not the entry the anchor was taken from")
        previous, last = bytes(entry["digest"]), position
    yield from _verify_end(last, previous, wanted)


def _verify_end(last: int, digest: bytes, wanted: Mapping[int, str]) -> Iterator[ChainFault]:
    head = AuditHead.objects.get()
    if (head.position, bytes(head.digest)) != (last, digest):
        yield ChainFault(last, f"the chain's head says {head.position} entries, but the last one is {last}")
    for position, text in wanted.items():
        if position or text != START.hex():
            yield ChainFault(position, "an anchor was taken here, but the entry is gone: the tail was cut off")
