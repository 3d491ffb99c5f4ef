"""The simulator's HTTP server: API, payer pages, and failure settings for tests."""

import hashlib
import hmac
import json
import random
import threading
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import asdict
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from queue import Empty, Queue
from typing import Any
from urllib.parse import parse_qs

from borough.payments.management.stand_in import pages
from borough.payments.management.stand_in.memory import ENDS, Fault, Memory, StoredPayment

MOST_BYTES = 100_000
RETRIES = 5
Answer = tuple[int, Any]


def format_amount(pence: int) -> str:
    """Format an amount: £12.34."""
    return f"£{pence // 100:,}.{pence % 100:02d}"


class StandIn(ThreadingHTTPServer):
    """Serves until `stop`. key: the services' API key; secret: signs the messages to `webhook`."""

    daemon_threads = True

    def __init__(
        self, *, key: str, secret: str, webhook: str = "", host: str = "127.0.0.1", port: int = 0, base: str = ""
    ) -> None:
        """base: the payers' URL, if different from the listening address."""
        super().__init__((host, port), Handler)
        self.url = f"http://{host}:{self.server_port}"
        self.key, self.secret, self.webhook = key, secret, webhook
        self.waiting: Queue[dict[str, Any]] = Queue()
        self.outbox: list[dict[str, Any]] = []
        self.memory = Memory(base or self.url, self.waiting.put)
        self.ending = threading.Event()

    def start(self) -> None:
        """Start serving and sending messages in threads."""
        for work in (lambda: self.serve_forever(poll_interval=0.05), self._send_messages):
            threading.Thread(target=work, daemon=True).start()

    def stop(self) -> None:
        """Stop serving."""
        self.ending.set()
        self.shutdown()
        self.server_close()

    def _send_messages(self) -> None:
        while not self.ending.is_set():
            try:
                batch = [self.waiting.get(timeout=0.05)]
            except Empty:
                continue
            switches = self.memory.switches
            self.ending.wait(switches.delay)
            while switches.out_of_order and not self.waiting.empty():
                batch.append(self.waiting.get())
            batch *= 1 + switches.duplicates
            if switches.out_of_order:
                random.shuffle(batch)
            for message in batch:
                if not switches.silent:
                    self._send(message)

    def _send(self, message: dict[str, Any]) -> None:
        body = json.dumps(message).encode()
        self.outbox.append(message)
        signature = hmac.new(self.secret.encode(), body, hashlib.sha256).hexdigest()
        headers = {"Content-Type": "application/json", "Pay-Signature": signature}
        for attempt in range(RETRIES if self.webhook else 0):
            request = urllib.request.Request(self.webhook, data=body, headers=headers)  # noqa: S310 - our own site
            try:
                with urllib.request.urlopen(request, timeout=10):  # noqa: S310 - as above
                    return
            except OSError:
                self.ending.wait(0.2 * 2**attempt)


class Handler(BaseHTTPRequestHandler):
    """Request handler."""

    server: StandIn
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        """Handle GET."""
        self._answer(self._looked)

    def do_POST(self) -> None:
        """Handle POST."""
        self._answer(self._done)

    def log_message(self, *_: Any) -> None:
        """Log nothing: card data must not be logged."""

    def _answer(self, work: Callable[[list[str], bytes], Answer | None]) -> None:
        sent = self.rfile.read(min(int(self.headers.get("Content-Length") or 0), MOST_BYTES))
        parts = self.path.partition("?")[0].strip("/").split("/")
        try:
            if parts[0] in ("v1", "stand-in") and self.headers.get("Authorization") != f"Bearer {self.server.key}":
                raise Fault(401, "P0920", "Credentials are required to access this resource")
            if parts[0] == "v1":
                self._have_a_bad_day()
            answer = work(parts, sent)
        except Fault as fault:
            answer = (fault.status, fault.body)
        if answer is None:
            return
        switches = self.server.memory.switches
        if parts[0] == "v1" and switches.deaf > 0 and self.command == "POST":
            switches.deaf -= 1
            self.close_connection = True
            return  # the work is done, but the response is dropped
        self._write(answer[0], "application/json", b"" if answer[1] is None else json.dumps(answer[1]).encode())

    def _have_a_bad_day(self) -> None:
        if fail := self.server.memory.switches.fail:
            status = fail.pop(0)
            raise Fault(status, "P0900" if status == 429 else "P0198", "A bad day")

    def _write(self, status: int, kind: str, body: bytes, location: str = "") -> None:
        self.send_response(status)
        if location:
            self.send_header("Location", location)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        self.wfile.write(body)

    def _looked(self, parts: list[str], _sent: bytes) -> Answer | None:
        memory = self.server.memory
        match parts:
            case ["v1", "payments", payment_id]:
                return 200, memory.payment_json(memory.find(payment_id))
            case ["v1", "payments", payment_id, "events"]:
                return 200, self._events(memory.find(payment_id, "P0300"))
            case ["v1", "payments", payment_id, "refunds"]:
                refunds = [memory.refund_json(refund) for refund in memory.find(payment_id, "P0200").refunds]
                return 200, {"payment_id": payment_id, "_links": {}, "_embedded": {"refunds": refunds}}
            case ["v1", "payments", payment_id, "refunds", refund_id]:
                return 200, memory.find_refund(payment_id, refund_id)
            case ["secure", secret]:
                self._show(memory.of_secret(secret))
                return None
            case ["stand-in"]:
                return 200, {"payments": len(memory.payments), "switches": asdict(memory.switches)}
        raise Fault(404, "P0200", "Not found")

    def _events(self, payment: StoredPayment) -> dict[str, Any]:
        events = [
            {
                "payment_id": payment.payment_id,
                "state": {"status": status, "finished": status in ENDS},
                "updated": at.isoformat(),
            }
            for status, at in payment.events
        ]
        return {"payment_id": payment.payment_id, "events": events, "_links": {}}

    def _done(self, parts: list[str], sent: bytes) -> Answer | None:
        memory = self.server.memory
        match parts:
            case ["v1", "payments"]:
                return memory.create(self._json(sent), self.headers.get("Idempotency-Key", ""))
            case ["v1", "payments", payment_id, "cancel"]:
                memory.cancel(payment_id)
                return 204, None
            case ["v1", "payments", payment_id, "refunds"]:
                return 202, memory.refund(payment_id, self._json(sent))
            case ["secure", secret]:
                self._pay(memory.of_secret(secret), parse_qs(sent.decode("utf-8", "replace")))
                return None
            case ["stand-in"]:
                return self._switch(self._json(sent))
        raise Fault(404, "P0200", "Not found")

    def _json(self, sent: bytes) -> Any:
        try:
            return json.loads(sent)
        except ValueError:
            raise Fault(400, "P0197", "Unable to parse JSON") from None

    def _switch(self, switches: Any) -> Answer:
        """Change settings: {"fail": [500, 429], "duplicates": 2}; {"end_refunds": "success"} ends pending ones."""
        memory = self.server.memory
        if "end_refunds" in switches:
            memory.end_refunds(str(switches.pop("end_refunds")))
        for name, value in switches.items():
            if not hasattr(memory.switches, name):
                raise Fault(422, "P0102", "There is no such switch", name)
            setattr(memory.switches, name, value)
        return 200, asdict(memory.switches)

    def _page(self, status: int, text: str) -> None:
        self._write(status, "text/html; charset=utf-8", text.encode())

    def _show(self, payment: StoredPayment | None, error: str = "") -> None:
        if payment is None:
            return self._page(404, pages.lost_page())
        self.server.memory.open_page(payment)
        what, amount = str(payment.request["description"]), format_amount(int(payment.request["amount"]))
        if payment.status in ENDS:
            return self._page(200, pages.end_page(payment.status, str(payment.request["return_url"])))
        if payment.status == "submitted":
            return self._page(200, pages.confirm_page(what, amount, payment.card[-4:]))
        return self._page(200, pages.card_page(what, amount, error))

    def _pay(self, payment: StoredPayment | None, sent: dict[str, list[str]]) -> None:
        if payment is None:
            return self._page(404, pages.lost_page())
        memory, act = self.server.memory, sent.get("act", [""])[0]
        back = str(payment.request["return_url"])
        if act == "cancel":
            memory.give_up(payment)
        elif act == "confirm":
            memory.confirm(payment)
        elif not memory.enter_card(payment, sent.get("card", [""])[0]):
            return self._show(payment, "Enter one of the test card numbers")
        ended = payment.status in ("success", "failed") and act in ("cancel", "confirm")
        return self._write(303, "text/plain", b"", back if ended else self.path)
