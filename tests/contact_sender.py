"""Contacts told again and again under the same key while things break, and what must be there in the end."""

import contextlib
import csv
import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

PATIENCE = 60  # seconds in which a web process comes up on a busy machine
LAYOUT = """
source = "s"
times = ["%Y-%m-%d %H:%M"]
[columns]
source_id = "id"
started_at = "when"
channel = "how"
"""
MAKE_TOKEN = """
from borough.access.public import create_token
from borough.foundation.clock import now
print(create_token(by="command:test", at=now(), name="test", scopes=["contacts.record", "contacts.view"]).secret)
"""


class Hook(BaseHTTPRequestHandler):
    """A web hook's other end."""

    received: list[str] = []

    def do_POST(self):
        self.rfile.read(int(self.headers["Content-Length"]))
        Hook.received.append(self.headers["Idempotency-Key"])
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_):
        pass


@contextlib.contextmanager
def webhook_receiver():
    """The address at which the web hooks of a test's home are received, into Hook.received."""
    Hook.received = []
    server = ThreadingHTTPServer(("127.0.0.1", 0), Hook)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/hook"
    finally:
        server.shutdown()
        server.server_close()


def write_log(path, rows, bad):
    """A log of so many contacts, some with a time that is none."""
    with path.open("w", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(["id", "when", "how"])
        for n in range(rows):
            writer.writerow(
                [n, "soon" if n % (rows // bad) == 7 else f"2018-01-{n % 28 + 1:02} 10:{n % 60:02}", "phone"]
            )


def post_contact(system, token, key, answers):
    """Send one contact until it is acknowledged, always under the same key, and note the answer by the key."""
    body = {
        "client_reference": key,
        "channel": "phone",
        "service": "noise",
        "nature": "enquiry",
        "outcome": "completed",
    }
    headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": key}
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        status, text = system.ask("/api/v1/contacts", body, headers)
        if status in (200, 201):
            answers[key] = json.loads(text)["reference"]
            return
        assert status in (0, 409, 500, 502, 503), (status, text)
        time.sleep(0.05)
    raise AssertionError("never answered")


def wait_for_jobs(system):
    """A job of a killed worker is taken up within the sweep, and one that failed meanwhile after its wait."""
    until = time.monotonic() + 90
    while json.loads(system.ask("/api/v1/status")[1] or '{"jobs": {"pending": 1}}')["jobs"]["pending"]:
        assert time.monotonic() < until, system.query(
            "SELECT task_name, status, attempts FROM procrastinate_jobs WHERE status <> 'succeeded'"
        )
        time.sleep(0.5)
