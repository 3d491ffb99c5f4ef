"""The simulator's state: payments, refunds, used keys, and configured failures."""

import hashlib
import json
import secrets
import string
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from threading import RLock
from typing import Any

LASTS = timedelta(minutes=90)
KEYS_LAST = timedelta(hours=24)
LARGEST = 10_000_000
CARDS = {  # docs.payments.service.gov.uk, “Testing GOV.UK Pay”: number to failure code; none is success
    "4242424242424242": "",
    "4000058260000005": "",
    "4444333322221111": "",
    "4000002500003155": "",
    "4000000000000002": "P0010",
    "4000000000000069": "P0010",
    "4000000000000127": "P0010",
    "4000000000000119": "P0050",
    "6759649826438453": "P0010",
}
MESSAGES = {
    "P0010": "Payment method rejected",
    "P0020": "Payment expired",
    "P0030": "Payment was cancelled by the user",
    "P0040": "Payment was cancelled by the service",
    "P0050": "Payment provider returned an error",
}
ENDS = ("success", "failed", "cancelled", "error")


class Fault(Exception):
    """An error response: HTTP status, and Pay's code, description and field."""

    def __init__(self, status: int, code: str, description: str, where: str = "") -> None:
        """Store the response fields."""
        super().__init__(description)
        self.status = status
        self.body = {"code": code, "description": description, **({"field": where} if where else {})}


@dataclass
class Switches:
    """Failure settings. fail: statuses of the next requests; deaf: how many responses to drop after doing the work."""

    fail: list[int] = field(default_factory=list)
    deaf: int = 0
    delay: float = 0.0  # seconds before each message
    duplicates: int = 0  # how often each message is repeated
    out_of_order: bool = False
    silent: bool = False  # no messages at all
    refunds: str = "success"  # initial refund status: success, submitted or error
    ahead: float = 0.0  # seconds by which the clock is advanced


@dataclass
class StoredPayment:
    """A payment and its state."""

    payment_id: str
    request: dict[str, Any]
    created_at: datetime
    secret: str
    status: str = "created"
    code: str = ""
    refunds: list[dict[str, Any]] = field(default_factory=list)
    events: list[tuple[str, datetime]] = field(default_factory=list)
    card: str = ""


def _new_id() -> str:
    return "".join(secrets.choice(string.ascii_lowercase + string.digits) for _ in range(26))


def _stamp(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


class Memory:
    """Payments by ID, guarded by one lock. `send` is called with each webhook message."""

    def __init__(self, base: str, send: Callable[[dict[str, Any]], None]) -> None:
        """base: the URL of the payers' card pages."""
        self.base, self.send, self.lock = base, send, RLock()
        self.payments: dict[str, StoredPayment] = {}
        self.keys: dict[str, tuple[str, str, datetime]] = {}
        self.switches = Switches()

    def now(self) -> datetime:
        """Return the simulator's own time."""
        return datetime.now(UTC) + timedelta(seconds=self.switches.ahead)

    def create(self, body: Any, key: str) -> tuple[int, dict[str, Any]]:
        """Create a payment: 201 and the body, or 200 for a key and body repeated within a day."""
        request = checked(body)
        print_of = hashlib.sha256(json.dumps(request, sort_keys=True).encode()).hexdigest()
        with self.lock:
            if key and (before := self.keys.get(key)) and self.now() - before[2] < KEYS_LAST:
                if before[1] != print_of:
                    raise Fault(409, "P0191", "The Idempotency-Key has already been used to create a payment")
                return 200, self.payment_json(self.payments[before[0]])
            payment = StoredPayment(_new_id(), request, self.now(), secrets.token_urlsafe(24))
            self._move(payment, "created")
            self.payments[payment.payment_id] = payment
            if key:
                self.keys[key] = (payment.payment_id, print_of, self.now())
            return 201, self.payment_json(payment)

    def find(self, payment_id: str, code: str = "P0200") -> StoredPayment:
        """Return a payment, ended if its 90 minutes are over. Raises Fault 404 if there is none."""
        with self.lock:
            payment = self.payments.get(payment_id)
            if payment is None:
                raise Fault(404, code, "Not found")
            if payment.status not in ENDS and self.now() - payment.created_at >= LASTS:
                self._move(payment, "failed", "P0020")
            return payment

    def of_secret(self, secret: str) -> StoredPayment | None:
        """Return the payment of a card page URL."""
        payment = next(
            (candidate for candidate in self.payments.values() if secrets.compare_digest(candidate.secret, secret)),
            None,
        )
        return self.find(payment.payment_id) if payment else None

    def _move(self, payment: StoredPayment, status: str, code: str = "") -> None:
        payment.status, payment.code = status, code
        payment.events.append((status, self.now()))

    def open_page(self, payment: StoredPayment) -> None:
        """Record that the payer opened the card page."""
        with self.lock:
            if payment.status == "created":
                self._move(payment, "started")

    def enter_card(self, payment: StoredPayment, card: str) -> bool:
        """Process a card number; return whether it is a known test card. The bank answers at once."""
        number = "".join(card.split())
        if number not in CARDS:
            return False
        with self.lock:
            if payment.status in ("created", "started"):
                payment.card = number
                code = CARDS[number]
                self._move(payment, {"": "submitted", "P0050": "error"}.get(code, "failed"), code)
        return True

    def confirm(self, payment: StoredPayment) -> None:
        """Capture the payment after the payer's confirmation."""
        with self.lock:
            if payment.status != "submitted":
                return
            self._move(payment, "success")
        self._send_event(payment, "card_payment_succeeded")
        self._send_event(payment, "card_payment_captured")

    def give_up(self, payment: StoredPayment) -> None:
        """Cancel by the payer."""
        with self.lock:
            if payment.status not in ENDS:
                self._move(payment, "failed", "P0030")

    def cancel(self, payment_id: str) -> None:
        """Cancel by the service."""
        with self.lock:
            payment = self.find(payment_id, "P0500")
            if payment.status in ENDS:
                raise Fault(400, "P0501", "Cancellation of payment failed")
            self._move(payment, "cancelled", "P0040")

    def refund(self, payment_id: str, body: Any) -> dict[str, Any]:
        """Refund, if the caller's expected availability is correct."""
        with self.lock:
            payment = self.find(payment_id, "P0600")
            amount = integer_in(body, "amount", 1, LARGEST, missing="P0601", wrong="P0602")
            available = self.available(payment)
            if payment.status != "success" or available == 0:
                raise Fault(400, "P0603", "The payment is not available for refund")
            believed = body.get("refund_amount_available", available)
            if believed != available:
                raise Fault(412, "P0604", "Refund amount available mismatch")
            if amount > available:
                raise Fault(400, "P0603", "The payment is not available for refund: amount above what is available")
            new_refund = {
                "refund_id": _new_id(),
                "amount": amount,
                "status": self.switches.refunds,
                "created_date": _stamp(self.now()),
                "payment_id": payment_id,
            }
            payment.refunds.append(new_refund)
        self._send_event(payment, "card_payment_refunded")
        return self.refund_json(new_refund)

    def find_refund(self, payment_id: str, refund_id: str) -> dict[str, Any]:
        """Return a refund. Raises Fault 404 if there is none."""
        refund = next((r for r in self.find(payment_id, "P0700").refunds if r["refund_id"] == refund_id), None)
        if refund is None:
            raise Fault(404, "P0700", "Not found")
        return self.refund_json(refund)

    def end_refunds(self, status: str) -> None:
        """Set the final status of every pending refund."""
        with self.lock:
            for payment in self.payments.values():
                for each in payment.refunds:
                    each["status"] = status if each["status"] == "submitted" else each["status"]

    def available(self, payment: StoredPayment) -> int:
        """Return the refundable amount in pence."""
        refunded = sum(int(each["amount"]) for each in payment.refunds if each["status"] != "error")
        return int(payment.request["amount"]) - refunded if payment.status == "success" else 0

    def _send_event(self, payment: StoredPayment, kind: str) -> None:
        self.send(
            {
                "webhook_message_id": _new_id(),
                "api_version": 1,
                "created_date": _stamp(self.now()),
                "resource_id": payment.payment_id,
                "resource_type": "payment",
                "event_type": kind,
                "resource": self.payment_json(payment),
            }
        )

    def refund_json(self, refund: Mapping[str, Any]) -> dict[str, Any]:
        """Return a refund as API JSON."""
        at = f"/v1/payments/{refund['payment_id']}"
        links = {"self": _link(self.base, f"{at}/refunds/{refund['refund_id']}"), "payment": _link(self.base, at)}
        return {**refund, "settlement_summary": {}, "_links": links}

    def payment_json(self, payment: StoredPayment) -> dict[str, Any]:
        """Return a payment as API JSON."""
        at, open_still = f"/v1/payments/{payment.payment_id}", payment.status not in ENDS
        state: dict[str, Any] = {"status": payment.status, "finished": not open_still}
        if payment.code:
            state |= {"code": payment.code, "message": MESSAGES[payment.code]}
        links = {
            "self": _link(self.base, at),
            "events": _link(self.base, f"{at}/events"),
            "refunds": _link(self.base, f"{at}/refunds"),
        }
        if open_still:
            links["next_url"] = _link(self.base, f"/secure/{payment.secret}")
            links["cancel"] = _link(self.base, f"{at}/cancel", "POST")
        left = self.available(payment)
        status = (
            "available"
            if left
            else "full"
            if payment.status == "success"
            else "pending"
            if open_still
            else "unavailable"
        )
        return {
            **payment.request,
            "payment_id": payment.payment_id,
            "payment_provider": "sandbox",
            "state": state,
            "created_date": _stamp(payment.created_at),
            "settlement_summary": {},
            "_links": links,
            "refund_summary": {
                "status": status,
                "amount_available": left,
                "amount_submitted": sum(int(r["amount"]) for r in payment.refunds if r["status"] != "error"),
            },
        }


def _link(base: str, path: str, method: str = "GET") -> dict[str, str]:
    return {"href": base + path, "method": method}


def integer_in(body: Any, name: str, least: int, most: int, *, missing: str = "P0101", wrong: str = "P0102") -> int:
    """Return an integer from a body. Raises Fault as Pay does."""
    if not isinstance(body, dict) or name not in body:
        raise Fault(400, missing, f"Missing mandatory attribute: {name}", name)
    value = body[name]
    if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
        raise Fault(422, wrong, f"Invalid attribute value: {name}. Must be from {least} to {most}", name)
    return value


def checked(body: Any) -> dict[str, Any]:
    """Validate the body of a new payment. Raises Fault as Pay does."""
    request: dict[str, Any] = {"amount": integer_in(body, "amount", 1, LARGEST)}
    for name, longest in (("reference", 255), ("description", 255), ("return_url", 2000)):
        if not body.get(name):
            raise Fault(400, "P0101", f"Missing mandatory attribute: {name}", name)
        if not isinstance(body[name], str) or len(body[name]) > longest:
            raise Fault(422, "P0102", f"Invalid attribute value: {name}. Must be {longest} characters or less", name)
        request[name] = body[name]
    if body.get("language", "en") not in ("en", "cy"):
        raise Fault(422, "P0102", 'Invalid attribute value: language. Must be "en" or "cy"', "language")
    request |= {"language": body.get("language", "en"), "moto": bool(body.get("moto")), "delayed_capture": False}
    return request | ({"email": str(body["email"])} if body.get("email") else {})
