"""What tests of post stand on: templates, a reader, and a stand-in for Notify that its own client is content with."""

import json
import threading
import uuid
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import pytest

from borough.foundation.clock import now
from borough.messaging import catalogue
from borough.messaging import public as messaging
from borough.messaging.types import Recipient, Template
from borough.people import public as people

BY = "staff:1"
JOINED = Template(
    key="garden-joined",
    name="Garden waste: you have joined",
    subject="Garden waste for ((address))",
    email="Dear ((name)),\n\n# You have joined\n\nYour bins: ((bins))\n\n((owing??You owe us money.))\n\n[Pay](((link)))",
    text="Garden waste joined, ((name)). Bins: ((bins))",
    letter="=email",
    service="garden-waste",
    sample=(("name", "Rosa"), ("bins", ("one green", "one brown"))),
)
VALUES = {
    "name": "Rosa",
    "address": "1 High Street",
    "bins": ["green", "brown"],
    "link": "http://127.0.0.1:8000/pay/x/",
}
LINES = ("Rosa Resident", "1 High Street", "Adlington", "PR7 4EX")


@pytest.fixture(autouse=True)
def templates(monkeypatch):
    """The catalogue holds what a test offers, and one of ours."""
    monkeypatch.setattr(catalogue, "_templates", {})
    messaging.register_templates([JOINED])


def make_person(**more):
    facts = {
        "name": "Rosa Resident",
        "email": "rosa@home.example",
        "phone": "07700 900982",
        "address": "1 High Street, Adlington, PR7 4EX",
    }
    return people.register_person(by=BY, at=now(), **(facts | more))


def send(key="k1", to=None, values=None, **more):
    reader = to or Recipient(email="rosa@home.example", name="Rosa")
    return messaging.send(
        by=BY, at=now(), key=key, template="garden-joined", to=reader, values=values or VALUES, **more
    )


class FakeNotify(ThreadingHTTPServer):
    """Notify's messages in memory. fail: statuses of the next answers; deaf: answers swallowed after the work."""

    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), _Notify)
        self.url = f"http://127.0.0.1:{self.server_port}"
        self.sent, self.fail, self.deaf = [], [], 0
        threading.Thread(target=lambda: self.serve_forever(poll_interval=0.05), daemon=True).start()


class _Notify(BaseHTTPRequestHandler):
    def log_message(self, *_):
        pass

    def _say(self, status, body):
        raw = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(raw)))
        self.end_headers()
        self.wfile.write(raw)

    def _fault(self, status, kind, message):
        self._say(status, {"status_code": status, "errors": [{"error": kind, "message": message}]})

    def do_GET(self):
        wanted = parse_qs(urlsplit(self.path).query).get("reference", [""])[0]
        matches = [entry for entry in self.server.sent if entry["reference"] == wanted]
        self._say(200, {"notifications": matches, "links": {"current": self.path}})

    def do_POST(self):
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        assert self.headers["Authorization"].startswith("Bearer ey")
        if self.server.fail:
            return self._fault(self.server.fail.pop(0), "Exception", "A bad day")
        reader = body.get("phone_number") or body.get("email_address")
        if "perm-fail" in reader:
            field = "phone_number" if "phone_number" in body else "email_address"
            return self._fault(400, "ValidationError", f"{field} Not a valid address")
        created = {"id": str(uuid.uuid4()), **body}
        self.server.sent.append(created)
        if self.server.deaf:
            self.server.deaf -= 1
            self.close_connection = True
            return None
        return self._say(
            201, {"id": created["id"], "reference": body["reference"], "content": {}, "uri": "", "template": {}}
        )


@pytest.fixture
def notify(settings):
    """A stand-in for Notify, with our settings pointing at it."""
    server = FakeNotify()
    settings.NOTIFY_URL, settings.NOTIFY_KEY = server.url, f"test-{uuid.uuid4()}-{uuid.uuid4()}"
    settings.NOTIFY_TEXT_TEMPLATE, settings.NOTIFY_EMAIL_TEMPLATE = str(uuid.uuid4()), ""
    settings.NOTIFY_CALLBACK_TOKEN = "token-of-the-receipts"
    yield server
    server.shutdown()
    server.server_close()
