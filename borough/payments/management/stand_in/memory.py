"""What the stand-in remembers: payments, refunds, keys used, and the bad days it was told to have."""

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
CARDS = {  # docs.payments.service.gov.uk, “Testing GOV.UK Pay”: number to code of failure; none is success
    "4242424242424242": "", "4000058260000005": "", "4444333322221111": "", "4000002500003155": "",
    "4000000000000002": "P0010", "4000000000000069": "P0010", "4000000000000127": "P0010",
    "4000000000000119": "P0050", "6759649826438453": "P0010",
}  # fmt: skip
MESSAGES = {
    "P0010": "Payment method rejected", "P0020": "Payment expired", "P0030": "Payment was cancelled by the user",
    "P0040": "Payment was cancelled by the service", "P0050": "Payment provider returned an error",
}  # fmt: skip
ENDS = ("success", "failed", "cancelled", "error")


class Fault(Exception):
    """An answer that is a fault: status of HTTP, Pay's code, description and field."""

    def __init__(self, status: int, code: str, description: str, where: str = "") -> None:
        """As it is answered."""
        super().__init__(description)
        self.status = status
        self.body = {"code": code, "description": description, **({"field": where} if where else {})}


@dataclass
class Switches:
    """The bad days. fail: statuses for the next requests; deaf: how many answers to swallow after doing the work."""

    fail: list[int] = field(default_factory=list)
    deaf: int = 0
    delay: float = 0.0  # seconds before each message
    duplicates: int = 0  # how often each message is told again
    out_of_order: bool = False
    silent: bool = False  # no messages at all
    refunds: str = "success"  # how refunds stand at first: success, submitted or error
    ahead: float = 0.0  # seconds by which the clock is put on


@dataclass
class Kept:
    """A payment and what became of it."""

    payment_id: str
    told: dict[str, Any]
    made_at: datetime
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
    """Payments by their ids, guarded by one lock. `tell` is called with each message that is to be sent."""

    def __init__(self, base: str, tell: Callable[[dict[str, Any]], None]) -> None:
        """base: the address at which payers find the card pages."""
        self.base, self.tell, self.lock = base, tell, RLock()
        self.payments: dict[str, Kept] = {}
        self.keys: dict[str, tuple[str, str, datetime]] = {}
        self.switches = Switches()

    def now(self) -> datetime:
        """The stand-in's own clock."""
        return datetime.now(UTC) + timedelta(seconds=self.switches.ahead)

    def create(self, body: Any, key: str) -> tuple[int, dict[str, Any]]:
        """A payment: 201 and the body, or 200 for a key and body that came before within a day."""
        told = checked(body)
        print_of = hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()
        with self.lock:
            if key and (before := self.keys.get(key)) and self.now() - before[2] < KEYS_LAST:
                if before[1] != print_of:
                    raise Fault(409, "P0191", "The Idempotency-Key has already been used to create a payment")
                return 200, self.shown(self.payments[before[0]])
            made = Kept(_new_id(), told, self.now(), secrets.token_urlsafe(24))
            self._move(made, "created")
            self.payments[made.payment_id] = made
            if key:
                self.keys[key] = (made.payment_id, print_of, self.now())
            return 201, self.shown(made)

    def find(self, payment_id: str, code: str = "P0200") -> Kept:
        """A payment, ended if its 90 minutes are over; Fault 404 when there is none."""
        with self.lock:
            found = self.payments.get(payment_id)
            if found is None:
                raise Fault(404, code, "Not found")
            if found.status not in ENDS and self.now() - found.made_at >= LASTS:
                self._move(found, "failed", "P0020")
            return found

    def of_secret(self, secret: str) -> Kept | None:
        """The payment whose card page has that address."""
        found = next((one for one in self.payments.values() if secrets.compare_digest(one.secret, secret)), None)
        return self.find(found.payment_id) if found else None

    def _move(self, one: Kept, status: str, code: str = "") -> None:
        one.status, one.code = status, code
        one.events.append((status, self.now()))

    def open_page(self, one: Kept) -> None:
        """The payer sees the card page."""
        with self.lock:
            if one.status == "created":
                self._move(one, "started")

    def enter_card(self, one: Kept, card: str) -> bool:
        """The payer gave a card; whether the number is one of those there are. The bank answers at once."""
        number = "".join(card.split())
        if number not in CARDS:
            return False
        with self.lock:
            if one.status in ("created", "started"):
                one.card = number
                code = CARDS[number]
                self._move(one, {"": "submitted", "P0050": "error"}.get(code, "failed"), code)
        return True

    def confirm(self, one: Kept) -> None:
        """The payer confirmed: the money is taken."""
        with self.lock:
            if one.status != "submitted":
                return
            self._move(one, "success")
        self._tell_of(one, "card_payment_succeeded")
        self._tell_of(one, "card_payment_captured")

    def give_up(self, one: Kept) -> None:
        """The payer cancelled."""
        with self.lock:
            if one.status not in ENDS:
                self._move(one, "failed", "P0030")

    def cancel(self, payment_id: str) -> None:
        """The service cancelled."""
        with self.lock:
            one = self.find(payment_id, "P0500")
            if one.status in ENDS:
                raise Fault(400, "P0501", "Cancellation of payment failed")
            self._move(one, "cancelled", "P0040")

    def refund(self, payment_id: str, body: Any) -> dict[str, Any]:
        """Give back, if the caller's belief of what is available is right."""
        with self.lock:
            one = self.find(payment_id, "P0600")
            amount = whole(body, "amount", 1, LARGEST, missing="P0601", wrong="P0602")
            available = self.available(one)
            if one.status != "success" or available == 0:
                raise Fault(400, "P0603", "The payment is not available for refund")
            believed = body.get("refund_amount_available", available)
            if believed != available:
                raise Fault(412, "P0604", "Refund amount available mismatch")
            if amount > available:
                raise Fault(400, "P0603", "The payment is not available for refund: amount above what is available")
            made = {
                "refund_id": _new_id(), "amount": amount, "status": self.switches.refunds,
                "created_date": _stamp(self.now()), "payment_id": payment_id,
            }  # fmt: skip
            one.refunds.append(made)
        self._tell_of(one, "card_payment_refunded")
        return self.shown_refund(made)

    def find_refund(self, payment_id: str, refund_id: str) -> dict[str, Any]:
        """A refund; Fault 404 when there is none."""
        found = next((r for r in self.find(payment_id, "P0700").refunds if r["refund_id"] == refund_id), None)
        if found is None:
            raise Fault(404, "P0700", "Not found")
        return self.shown_refund(found)

    def end_refunds(self, status: str) -> None:
        """Have the banks answer for every refund that waits."""
        with self.lock:
            for one in self.payments.values():
                for each in one.refunds:
                    each["status"] = status if each["status"] == "submitted" else each["status"]

    def available(self, one: Kept) -> int:
        """Pence that can still be given back."""
        gone = sum(int(each["amount"]) for each in one.refunds if each["status"] != "error")
        return int(one.told["amount"]) - gone if one.status == "success" else 0

    def _tell_of(self, one: Kept, kind: str) -> None:
        self.tell(
            {
                "webhook_message_id": _new_id(), "api_version": 1, "created_date": _stamp(self.now()),
                "resource_id": one.payment_id, "resource_type": "payment", "event_type": kind,
                "resource": self.shown(one),
            }
        )  # fmt: skip

    def shown_refund(self, one: Mapping[str, Any]) -> dict[str, Any]:
        """A refund as the interface shows it."""
        at = f"/v1/payments/{one['payment_id']}"
        links = {"self": _link(self.base, f"{at}/refunds/{one['refund_id']}"), "payment": _link(self.base, at)}
        return {**one, "settlement_summary": {}, "_links": links}

    def shown(self, one: Kept) -> dict[str, Any]:
        """A payment as the interface shows it."""
        at, open_still = f"/v1/payments/{one.payment_id}", one.status not in ENDS
        state: dict[str, Any] = {"status": one.status, "finished": not open_still}
        if one.code:
            state |= {"code": one.code, "message": MESSAGES[one.code]}
        links = {"self": _link(self.base, at), "events": _link(self.base, f"{at}/events"),
                 "refunds": _link(self.base, f"{at}/refunds")}  # fmt: skip
        if open_still:
            links["next_url"] = _link(self.base, f"/secure/{one.secret}")
            links["cancel"] = _link(self.base, f"{at}/cancel", "POST")
        left = self.available(one)
        standing = (
            "available" if left else "full" if one.status == "success" else "pending" if open_still else "unavailable"
        )
        return {
            **one.told, "payment_id": one.payment_id, "payment_provider": "sandbox", "state": state,
            "created_date": _stamp(one.made_at), "settlement_summary": {}, "_links": links,
            "refund_summary": {
                "status": standing, "amount_available": left,
                "amount_submitted": sum(int(r["amount"]) for r in one.refunds if r["status"] != "error"),
            },
        }  # fmt: skip


def _link(base: str, path: str, method: str = "GET") -> dict[str, str]:
    return {"href": base + path, "method": method}


def whole(body: Any, name: str, least: int, most: int, *, missing: str = "P0101", wrong: str = "P0102") -> int:
    """A whole number of a body, or the fault Pay answers with."""
    if not isinstance(body, dict) or name not in body:
        raise Fault(400, missing, f"Missing mandatory attribute: {name}", name)
    value = body[name]
    if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
        raise Fault(422, wrong, f"Invalid attribute value: {name}. Must be from {least} to {most}", name)
    return value


def checked(body: Any) -> dict[str, Any]:
    """What a new payment is told with, or the fault Pay answers with."""
    told: dict[str, Any] = {"amount": whole(body, "amount", 1, LARGEST)}
    for name, longest in (("reference", 255), ("description", 255), ("return_url", 2000)):
        if not body.get(name):
            raise Fault(400, "P0101", f"Missing mandatory attribute: {name}", name)
        if not isinstance(body[name], str) or len(body[name]) > longest:
            raise Fault(422, "P0102", f"Invalid attribute value: {name}. Must be {longest} characters or less", name)
        told[name] = body[name]
    if body.get("language", "en") not in ("en", "cy"):
        raise Fault(422, "P0102", 'Invalid attribute value: language. Must be "en" or "cy"', "language")
    told |= {"language": body.get("language", "en"), "moto": bool(body.get("moto")), "delayed_capture": False}
    return told | ({"email": str(body["email"])} if body.get("email") else {})
