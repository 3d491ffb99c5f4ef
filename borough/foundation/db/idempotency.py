"""Idempotency: a repeated request is executed once and gets the same response."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from borough.foundation.db import locks
from borough.foundation.models import IdempotencyRecord

RETENTION = timedelta(days=30)


@dataclass(frozen=True)
class StoredResponse:
    """A stored response: HTTP status, media type and body bytes."""

    status: int
    media_type: str
    body: bytes
    is_replay: bool = False


class KeyReused(Exception):
    """The key was already used for a different request: 422."""


class RequestInFlight(Exception):
    """A request with this key is in progress: 409, retry in a second."""


def fingerprint(method: str, path: str, body: bytes) -> bytes:
    """Return the SHA-256 of the request."""
    return hashlib.sha256(b"\n".join([method.encode(), path.encode(), body])).digest()


def run_once(
    *, key: str, principal: str, request: bytes, at: datetime, work: Callable[[], StoredResponse]
) -> StoredResponse:
    """Execute a request at most once per key; the response is stored in the transaction of the work.

    The key is an advisory lock of that transaction, so a crash releases it and rolls everything back. A response
    of 400 or more is returned but not stored, and its work is rolled back: correct the request and resend.
    """
    with transaction.atomic():
        if not locks.try_lock(f"answer {principal} {key}"):
            raise RequestInFlight
        if existing := IdempotencyRecord.objects.filter(principal=principal, key=key).first():
            if bytes(existing.request) != request:
                raise KeyReused
            return StoredResponse(existing.status, existing.media_type, bytes(existing.answer), is_replay=True)
        answer = work()
        if answer.status >= 400:
            transaction.set_rollback(True)
            return answer
        IdempotencyRecord.objects.create(
            key=key,
            principal=principal,
            request=request,
            created_at=at,
            status=answer.status,
            media_type=answer.media_type,
            answer=answer.body,
        )
        return answer


def purge_old(before: datetime) -> int:
    """Delete responses stored before a time and return how many."""
    return IdempotencyRecord.objects.filter(created_at__lt=before).delete()[0]
