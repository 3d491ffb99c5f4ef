"""Idempotent writes by Idempotency-Key, safe under connection failures."""

from collections.abc import Callable, Sequence
from datetime import datetime

from django.http import HttpResponse
from django.http.request import RawPostDataException

from borough.access.public import BoroughRequest
from borough.foundation.db.idempotency import KeyReused, RequestInFlight, StoredResponse, fingerprint, run_once
from borough.foundation.http.problems import KINDS, MEDIA_TYPE, FieldProblem, problem, problem_body

LONGEST_KEY = 255


def idempotent_response(
    request: BoroughRequest, at: datetime, request_name: str, work: Callable[[str], StoredResponse]
) -> HttpResponse:
    """Return the response of `work`, called with the principal's name; a repeated key returns the first response.

    request_name: what a key identifies, for the error message if it is missing.
    """
    key = request.headers.get("Idempotency-Key", "")
    if not 0 < len(key) <= LONGEST_KEY or not key.isprintable():
        return problem(
            "idempotency-key-missing",
            f"Send an Idempotency-Key header of 1 to 255 characters, new for each {request_name}.",
        )
    principal: str = request.principal.name
    try:
        answer = run_once(
            key=key,
            principal=principal,
            request=fingerprint("POST", request.path, request.body),
            at=at,
            work=lambda: work(principal),
        )
    except KeyReused:
        return problem(
            "idempotency-key-reused", "This Idempotency-Key was used before for a different request. Use a new key."
        )
    except RequestInFlight:
        return problem(
            "conflict",
            "A request with this Idempotency-Key is being answered now. Send it again in a second.",
            headers={"Retry-After": "1"},
        )
    response = HttpResponse(answer.body, status=answer.status, content_type=answer.media_type)
    if answer.is_replay:
        response["Idempotent-Replay"] = "true"
    return response


def body_of(request: BoroughRequest, largest: int) -> bytes | None:
    """Return the raw request body; None if it is larger than `largest`, or a form whose body was already read."""
    try:
        return request.body if len(request.body) <= largest else None
    except RawPostDataException:
        return None


def stored_problem(code: str, detail: str, errors: Sequence[FieldProblem] = ()) -> StoredResponse:
    """Return a problem as the stored answer of an idempotent request."""
    return StoredResponse(KINDS[code].status, MEDIA_TYPE, problem_body(code, detail, errors))
