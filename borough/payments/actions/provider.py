"""GOV.UK Pay over HTTP: create, look, cancel, refund. Nothing is written here, and no answer is believed unread."""

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
    """Pay did not do as asked."""


class ProviderUnavailable(ProviderError):
    """Pay was not reached, had too much to do, or broke: nothing is known, and it is asked again later."""


class ProviderRejected(ProviderError):
    """Pay said no. status: of HTTP; code: Pay's own, such as P0191, or nothing."""

    def __init__(self, status: int, code: str) -> None:
        """Keep both; Pay's description may quote what was sent, so it is not kept."""
        super().__init__(f"Pay answered {status} {code}")
        self.status, self.code = status, code


@dataclass(frozen=True, kw_only=True)
class ProviderPayment:
    """A payment as Pay has it. amounts in pence."""

    payment_id: str
    status: str
    finished: bool
    code: str
    amount: int
    next_url: str
    available: int


@dataclass(frozen=True)
class ProviderRefund:
    """A refund as Pay has it."""

    refund_id: str
    status: str
    amount: int


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    """Pay answers where it is asked; following elsewhere would hand our key to whoever is there."""

    def redirect_request(
        self, req: urllib.request.Request, fp: IO[bytes], code: int, msg: str, headers: HTTPMessage, newurl: str
    ) -> None:
        """Never."""


_opener = urllib.request.build_opener(_NoRedirects)


def is_set_up() -> bool:
    """Whether this council takes card payments."""
    return bool(settings.PAY_KEY)


def create(body: Mapping[str, Any], *, key: str) -> ProviderPayment:
    """Create a payment under an idempotency key; the same key and body again give the same payment."""
    return _payment(_ask("POST", "/v1/payments", body, {"Idempotency-Key": key}))


def get_payment(payment_id: str) -> ProviderPayment:
    """A payment as it is now."""
    return _payment(_ask("GET", f"/v1/payments/{_checked(payment_id)}"))


def cancel(payment_id: str) -> None:
    """Cancel a payment that is not finished; raises ProviderRefused when it is."""
    _ask("POST", f"/v1/payments/{_checked(payment_id)}/cancel")


def refund(payment_id: str, *, amount: int, available: int) -> ProviderRefund:
    """Give back so much, if Pay has exactly `available` left to give back; otherwise ProviderRefused 412 P0604."""
    body = {"amount": amount, "refund_amount_available": available}
    return _refund(_ask("POST", f"/v1/payments/{_checked(payment_id)}/refunds", body))


def get_refund(payment_id: str, refund_id: str) -> ProviderRefund:
    """A refund as it is now."""
    return _refund(_ask("GET", f"/v1/payments/{_checked(payment_id)}/refunds/{_checked(refund_id)}"))


def refunds(payment_id: str) -> list[ProviderRefund]:
    """Every refund of a payment."""
    answer = _ask("GET", f"/v1/payments/{_checked(payment_id)}/refunds")
    return [_refund(item) for item in _read(lambda: list(answer["_embedded"]["refunds"]))]


def _checked(identity: str) -> str:
    if not _ID.fullmatch(identity):
        raise ProviderUnavailable("an id of Pay's is not one")
    return identity


def _ask(
    method: str, path: str, body: Mapping[str, Any] | None = None, headers: Mapping[str, str] | None = None
) -> Any:  # fmt: skip
    """The answer's JSON, or what went wrong: ProviderAway or ProviderRefused."""
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
    """Too many requests, and faults of Pay's own, pass; everything else is an answer."""
    if error.code == 429 or error.code >= 500 or error.code < 400:
        return ProviderUnavailable(f"answered {error.code}")
    try:
        code = str(json.loads(error.read(MOST_BYTES)).get("code", ""))
    except (ValueError, AttributeError, OSError):
        code = ""
    return ProviderRejected(error.code, code[:10])


def _read(reading: Any) -> Any:
    """What a reading of an answer gives; an answer of another shape is no answer."""
    try:
        return reading()
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise ProviderUnavailable(f"an answer is not as described: {type(error).__name__}") from None


def _payment(answer: Any) -> ProviderPayment:
    def reading() -> ProviderPayment:
        state, links = answer["state"], answer.get("_links") or {}
        return ProviderPayment(
            payment_id=_checked(str(answer["payment_id"])), status=str(state["status"])[:20],
            finished=bool(state["finished"]), code=str(state.get("code") or "")[:10], amount=int(answer["amount"]),
            next_url=str((links.get("next_url") or {}).get("href") or ""),
            available=int((answer.get("refund_summary") or {}).get("amount_available") or 0),
        )  # fmt: skip

    provider_payment: ProviderPayment = _read(reading)
    return provider_payment


def _refund(answer: Any) -> ProviderRefund:
    provider_refund: ProviderRefund = _read(
        lambda: ProviderRefund(_checked(str(answer["refund_id"])), str(answer["status"]), int(answer["amount"]))
    )
    return provider_refund
