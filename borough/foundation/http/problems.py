"""Errors for machines: problem details by RFC 9457, with a stable code for each kind of problem."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.http import HttpResponse

MEDIA_TYPE = "application/problem+json"
TYPES = "/api/docs#problem-"


@dataclass(frozen=True)
class ProblemKind:
    """A kind of problem: its code never changes; title is the same for every occurrence."""

    code: str
    status: int
    title: str


KINDS = {
    kind.code: kind
    for kind in (
        ProblemKind("bad-request", 400, "The request cannot be read"),
        ProblemKind("idempotency-key-missing", 400, "An Idempotency-Key is needed"),
        ProblemKind("unauthenticated", 401, "A valid token is needed"),
        ProblemKind("forbidden", 403, "The token lacks the scope for this"),
        ProblemKind("not-found", 404, "There is nothing here"),
        ProblemKind("method-not-allowed", 405, "This method is not allowed here"),
        ProblemKind("conflict", 409, "The record was changed, or the same request is in progress"),
        ProblemKind("payload-too-large", 413, "The request is too large"),
        ProblemKind("unsupported-media-type", 415, "The media type is not supported"),
        ProblemKind("invalid-request", 422, "The request does not match its description"),
        ProblemKind("idempotency-key-reused", 422, "The Idempotency-Key belongs to another request"),
        ProblemKind("refused", 422, "The council's rules refuse this"),
        ProblemKind("rate-limited", 429, "Too many requests"),
        ProblemKind("internal-error", 500, "Something went wrong here"),
        ProblemKind("unavailable", 503, "The service is unavailable"),
    )
}
BY_STATUS = {kind.status: kind.code for kind in reversed(KINDS.values())}
"""The usual code of a status, for errors that have no kind of their own."""


@dataclass(frozen=True)
class FieldProblem:
    """A problem of one field. pointer: a JSON Pointer (RFC 6901) into the request body, or a parameter's name."""

    pointer: str
    detail: str


def pointer_of(parts: Sequence[object]) -> str:
    """Return the JSON Pointer of a path of keys and indexes."""
    return "".join(f"/{str(part).replace('~', '~0').replace('/', '~1')}" for part in parts)


def problem_body(code: str, detail: str = "", errors: Sequence[FieldProblem] = ()) -> bytes:
    """Return problem details as JSON. Raises KeyError for an unknown code."""
    kind = KINDS[code]
    body: dict[str, object] = {
        "type": f"{TYPES}{code}",
        "title": kind.title,
        "status": kind.status,
        "detail": detail or f"{kind.title}.",
        "code": code,
    }
    if errors:
        body["errors"] = [{"pointer": error.pointer, "detail": error.detail} for error in errors]
    return json.dumps(body).encode()


def problem(
    code: str, detail: str = "", errors: Sequence[FieldProblem] = (), headers: Mapping[str, str] | None = None
) -> HttpResponse:
    """Return a problem response; a code of KINDS decides its status."""
    return HttpResponse(
        problem_body(code, detail, errors), status=KINDS[code].status, content_type=MEDIA_TYPE, headers=headers
    )
