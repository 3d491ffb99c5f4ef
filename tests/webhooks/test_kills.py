"""A worker killed again and again while it tells other systems: each is told of everything, in order, under one key."""

import contextlib
import json
import random
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from borough.config.local_postgres import LocalPostgres
from tests.system import own_system

pytestmark = pytest.mark.heavy
READERS, EVENTS, KILLS, PATIENCE = 3, 300, 12, 120
MAKE = """
from borough.cases import public as cases
from borough.webhooks import endpoints
from borough.foundation.clock import now
from django.db import transaction
for n in range({readers}):
    endpoints.create_endpoint(by="staff:1", at=now(), name=f"Reader {{n}}", url=f"{url}/{{n}}", kinds=["case-opened"])
for n in range({events}):
    cases.open_case(by="staff:1", at=now(), kind="complaint", service="complaint", team="waste", title="A",
                    source="test", source_id=str(n))
"""


class Listener:
    """Systems by the number in their path, and the keys each was told, in the order they came."""

    def __init__(self):
        received = self.received = {str(number): [] for number in range(READERS)}

        class Hook(BaseHTTPRequestHandler):
            def do_POST(self):
                with contextlib.suppress(ValueError):  # half a message, of a worker that died over it
                    body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                    received[self.path.strip("/")].append(body["key"])
                self.send_response(200)
                self.end_headers()

            def log_message(self, *_):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Hook)
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def count(self):
        return sum(map(len, self.received.values()))


def test_no_event_is_lost_however_often_the_worker_dies():
    there, chance, hit = Listener(), random.Random(4), 0
    with own_system(BOROUGH_WEBHOOK_INSIDE="127.0.0.1") as system:
        system.run("init")
        with LocalPostgres(system.home).running():
            system.run("shell", "-c", MAKE.format(readers=READERS, events=EVENTS, url=there.url))
            for _ in range(KILLS):
                before, worker, until = there.count(), system.start("worker"), time.monotonic() + 30
                while there.count() == before and time.monotonic() < until:
                    time.sleep(0.01)
                time.sleep(chance.uniform(0, 0.1))
                system.kill(worker)
                hit += before < there.count() < READERS * EVENTS
            system.start("worker")
            wanted = [
                key
                for (key,) in system.query(
                    "SELECT key FROM foundation_event WHERE kind = 'case-opened' ORDER BY position, id"
                )
            ]
            until = time.monotonic() + PATIENCE
            while not all(set(received) >= set(wanted) for received in there.received.values()):
                assert time.monotonic() < until, {
                    number: len(set(received)) for number, received in there.received.items()
                }
                time.sleep(0.5)
    assert len(wanted) == EVENTS
    again = {number: len(received) - len(set(received)) for number, received in there.received.items()}
    print(f"{hit} kills in the middle of {EVENTS} events for {READERS} readers; told twice: {again}")
    for received in there.received.values():
        assert list(dict.fromkeys(received)) == wanted
        assert len(received) - EVENTS <= KILLS
    assert hit >= 5, "the kills did not hit the middle"
    there.server.shutdown()
    there.server.server_close()
