"""GOV.UK Pay API client: create, get, cancel, refund. Writes nothing; every response is validated."""

import json
import re
import urllib.error
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass
from http.client import HTTPException, HTTPMessage
from typing import IO, Any

from django.conf import settings

TIMEOUT = 10  # seconds
MOST_BYTES = 1_000_000
_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")


class ProviderError(RuntimeError):
    """Pay did not do as requested."""


class ProviderUnavailable(ProviderError):
    """Pay could not be reached, was overloaded or failed: the result is unknown; to be retried."""


class ProviderRejected(ProviderError):
    """Pay rejected the request. status: HTTP status; code: Pay's error code, such as P0191, or empty."""

    def __init__(self, status: int, code: str) -> None:
        """Store both; Pay's description is not kept, as it may quote the request."""
        super().__init__(f"Pay answered {status} {code}")
        self.status, self.code = status, code


@dataclass(frozen=True, kw_only=True)
class ProviderPayment:
    """A payment at Pay. Amounts in pence."""

    payment_id: str
    status: str
    finished: bool
    code: str
    amount: int
    next_url: str
    available: int


@dataclass(frozen=True)
class ProviderRefund:
    """A refund at Pay."""

    refund_id: str
    status: str
    amount: int


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    """Rejects redirects: following one would send our key to another host."""

    def redirect_request(
        self, req: urllib.request.Request, fp: IO[bytes], code: int, msg: str, headers: HTTPMessage, newurl: str
    ) -> None:
        """Return no redirect request."""


_opener = urllib.request.build_opener(_NoRedirects)


def is_set_up() -> bool:
    """Return whether card payments are configured."""
    return bool(settings.PAY_KEY)


def create(body: Mapping[str, Any], *, key: str) -> ProviderPayment:
    """Create a payment under an idempotency key; the same key and body return the same payment."""
    return _payment(_ask("POST", "/v1/payments", body, {"Idempotency-Key": key}))


def get_payment(payment_id: str) -> ProviderPayment:
    """Return the current state of a payment."""
    return _payment(_ask("GET", f"/v1/payments/{_checked(payment_id)}"))


def cancel(payment_id: str) -> None:
    """Cancel an unfinished payment. Raises ProviderRejected if it is finished."""
    _ask("POST", f"/v1/payments/{_checked(payment_id)}/cancel")


def refund(payment_id: str, *, amount: int, available: int) -> ProviderRefund:
    """Refund an amount if exactly `available` is left; otherwise ProviderRejected 412 P0604."""
    body = {"amount": amount, "refund_amount_available": available}
    return _refund(_ask("POST", f"/v1/payments/{_checked(payment_id)}/refunds", body))


def get_refund(payment_id: str, refund_id: str) -> ProviderRefund:
    """Return the current state of a refund."""
    return _refund(_ask("GET", f"/v1/payments/{_checked(payment_id)}/refunds/{_checked(refund_id)}"))


def refunds(payment_id: str) -> list[ProviderRefund]:
    """Return every refund of a payment."""
    answer = _ask("GET", f"/v1/payments/{_checked(payment_id)}/refunds")
    return [_refund(item) for item in _read(lambda: list(answer["_embedded"]["refunds"]))]


def _checked(identity: str) -> str:
    if not _ID.fullmatch(identity):
        raise ProviderUnavailable("an id of Pay's is not one")
    return identity


def _ask(
    method: str, path: str, body: Mapping[str, Any] | None = None, headers: Mapping[str, str] | None = None
) -> Any:
    """Return the response's JSON. Raises ProviderUnavailable or ProviderRejected."""
    sent = None if body is None else json.dumps(body, sort_keys=True).encode()
    all_headers = {"Authorization": f"Bearer {settings.PAY_KEY}", "Accept": "application/json", **(headers or {})}
    if sent is not None or method == "POST":
        all_headers["Content-Type"] = "application/json"
        sent = sent or b""
    request = urllib.request.Request(settings.PAY_URL + path, data=sent, headers=all_headers, method=method)  # noqa: S310 - scheme checked in environment
    try:
        with _opener.open(request, timeout=TIMEOUT) as answer:
            text = answer.read(MOST_BYTES)
    except urllib.error.HTTPError as error:
        raise _refusal(error) from None
    except (OSError, HTTPException) as error:
        raise ProviderUnavailable(f"not reached: {type(error).__name__}") from None
    return _read(lambda: json.loads(text) if text.strip() else {})


def _refusal(error: urllib.error.HTTPError) -> ProviderError:
    """Return the exception: rate limits and Pay's own errors are temporary, everything else is a rejection."""
    if error.code == 429 or error.code >= 500 or error.code < 400:
        return ProviderUnavailable(f"answered {error.code}")
    try:
        code = str(json.loads(error.read(MOST_BYTES)).get("code", ""))
    except (ValueError, AttributeError, OSError):
        code = ""
    return ProviderRejected(error.code, code[:10])


def _read(reading: Any) -> Any:
    """Return a value read from a response. Raises ProviderUnavailable for an unexpected shape."""
    try:
        return reading()
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise ProviderUnavailable(f"an answer is not as described: {type(error).__name__}") from None


def _payment(answer: Any) -> ProviderPayment:
    def reading() -> ProviderPayment:
        state, links = answer["state"], answer.get("_links") or {}
        return ProviderPayment(
            payment_id=_checked(str(answer["payment_id"])),
            status=str(state["status"])[:20],
            finished=bool(state["finished"]),
            code=str(state.get("code") or "")[:10],
            amount=int(answer["amount"]),
            next_url=str((links.get("next_url") or {}).get("href") or ""),
            available=int((answer.get("refund_summary") or {}).get("amount_available") or 0),
        )

    provider_payment: ProviderPayment = _read(reading)
    return provider_payment


def _refund(answer: Any) -> ProviderRefund:
    provider_refund: ProviderRefund = _read(
        lambda: ProviderRefund(_checked(str(answer["refund_id"])), str(answer["status"]), int(answer["amount"]))
    )
    return provider_refund
