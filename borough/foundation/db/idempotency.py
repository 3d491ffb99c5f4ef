"""The same request made twice does its work once and gets the first answer twice."""

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
    """What was answered: an HTTP status, a media type and the bytes."""

    status: int
    media_type: str
    body: bytes
    is_replay: bool = False


class KeyReused(Exception):
    """The key was used before for a different request: 422."""


class RequestInFlight(Exception):
    """A request with the key is being answered now: 409, try again in a second."""


def fingerprint(method: str, path: str, body: bytes) -> bytes:
    """sha256 of what was asked."""
    return hashlib.sha256(b"\n".join([method.encode(), path.encode(), body])).digest()


def run_once(*, key: str, principal: str, request: bytes, at: datetime, work: Callable[[], StoredResponse]) -> StoredResponse:
    """Answer a request at most once for its key; the answer is written in the transaction of the work itself.

    The key is held by an advisory lock of that transaction, so a crash anywhere lets it go and nothing was done.
    An answer of 400 or more is given but not kept, and its work is rolled back: mend the request and send it again.
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
            key=key, principal=principal, request=request, created_at=at,
            status=answer.status, media_type=answer.media_type, answer=answer.body,
        )  # fmt: skip
        return answer


def purge_old(before: datetime) -> int:
    """Drop answers given before a time; returns how many."""
    return IdempotencyRecord.objects.filter(created_at__lt=before).delete()[0]
