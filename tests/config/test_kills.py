"""Processes are killed at random moments; nothing acknowledged is lost, nothing is done twice, nothing is half done."""

import csv
import json
import os
import random
import signal
import threading
import time
import uuid
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from borough.config.cluster import Cluster
from tests.system import own_system

pytestmark = pytest.mark.heavy
LAYOUT = """
source = "s"
times = ["%Y-%m-%d %H:%M"]
[columns]
source_id = "id"
started_at = "when"
channel = "how"
"""
IMPORT_KILLS = int(os.environ.get("KILLS_OF_IMPORT", "8"))  # more of both for a long run: docs/reference/benchmarks.md
REQUEST_SECONDS = int(os.environ.get("KILL_SECONDS", "40"))
PATIENCE = 60  # seconds in which a web process comes up on a busy machine
ROWS, BAD = 15_000 * IMPORT_KILLS, 500


def _wait_for_growth(system, before, process):
    """Until the import has written something since, so that the kill falls into its middle."""
    until = time.monotonic() + 10
    while process.poll() is None and time.monotonic() < until:
        if system.query("SELECT count(*) FROM contacts_contact")[0][0] > before:
            return
        time.sleep(0.02)


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


@pytest.fixture
def hook():
    Hook.received = []
    server = ThreadingHTTPServer(("127.0.0.1", 0), Hook)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/hook"
    server.shutdown()
    server.server_close()


@pytest.fixture
def system(hook):
    with own_system(BOROUGH_WEBHOOK_URL=hook) as made:
        made.run("init")
        yield made


def write_log(path):
    with path.open("w", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(["id", "when", "how"])
        for n in range(ROWS):
            writer.writerow(
                [n, "soon" if n % (ROWS // BAD) == 7 else f"2018-01-{n % 28 + 1:02} 10:{n % 60:02}", "phone"]
            )


def test_an_import_killed_again_and_again_ends_as_one_that_was_not(system, tmp_path):
    log, layout = tmp_path / "log.csv", tmp_path / "s.toml"
    write_log(log)
    layout.write_text(LAYOUT)
    words = ("contacts", "import", str(log), "--layout", str(layout), "--json")
    chance, kills, inside = random.Random(8), 0, 0
    with Cluster(system.home).running():
        for number in range(IMPORT_KILLS):
            before = system.query("SELECT count(*) FROM contacts_contact")[0][0]
            process = system.start(*words)
            _wait_for_growth(system, before, process)
            time.sleep(chance.uniform(0.0, 0.25))
            if process.poll() is None:
                if number % 4 == 3:
                    os.kill(system.postmaster(), signal.SIGKILL)
                    process.wait()
                    Cluster(system.home).start()
                else:
                    system.kill(process)
                kills += 1
            after = system.query("SELECT count(*) FROM contacts_contact")[0][0]
            inside += before < after < ROWS - BAD
        totals = json.loads(system.run(*words).stdout.strip().splitlines()[-1])
        assert totals["read"] == totals["imported"] + totals["repeated"] + totals["rejected"] == ROWS
        assert totals["rejected"] == BAD
        assert system.query("SELECT count(*), count(DISTINCT source_id) FROM contacts_contact") == [
            (ROWS - BAD, ROWS - BAD)
        ]
        told = "SELECT sum((detail::json->>'lines')::int), sum((detail::json->>'rejected')::int) FROM foundation_auditentry WHERE verb = 'contacts.import'"
        runs = system.query("SELECT sum(rows_read), sum(rejected) FROM contacts_importrun")[0]
        lines, rejected = system.query(told)[0]
        assert (lines + rejected, rejected) == runs
        assert "whole" in system.run("audit", "verify").stdout
    print(f"{kills} kills, {inside} of them with a part of the log written")
    assert kills >= IMPORT_KILLS // 2 and inside >= 1, "the kills did not hit the import"


def test_requests_while_everything_is_killed_are_answered_once(system, hook):
    """Web, worker and database are killed in turn while a client sends contacts and repeats what was not answered."""
    token = system.run("shell", "-c", MAKE_TOKEN).stdout.strip().splitlines()[-1]
    system.start("up")
    system.wait_ready()
    answers, kills, until = {}, 0, time.monotonic() + REQUEST_SECONDS
    chance, next_kill = random.Random(9), time.monotonic() + 1
    while time.monotonic() < until:
        _tell(system, token, str(uuid.uuid4()), answers)
        if time.monotonic() > next_kill:
            kills += _kill_one(system, chance.choice(["web", "worker", "database"]))
            _tell(system, token, str(uuid.uuid4()), answers)
            next_kill = time.monotonic() + chance.uniform(0.2, 1.5)
    system.wait_ready()
    _let_jobs_end(system)
    kept = dict(system.query("SELECT source_id, reference FROM contacts_contact"))
    assert kept == {key: told.replace("-", "") for key, told in answers.items()}
    keys = [f"contact-recorded {reference}" for reference in kept.values()]
    assert set(Hook.received) == set(keys)
    assert "whole" in system.run("audit", "verify").stdout
    print(
        f"{kills} kills, {len(answers)} contacts, {len(Hook.received) - len(keys)} deliveries repeated under the same key"
    )
    assert kills >= 4 and len(answers) > 50


MAKE_TOKEN = """
from borough.access.public import create_token
from borough.foundation.clock import now
print(create_token(by="command:test", at=now(), name="test", scopes=["contacts.record", "contacts.view"]).secret)
"""


def _tell(system, token, key, answers):
    """Send one contact until it is acknowledged, always under the same key; the answer must never change."""
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


def _kill_one(system, which):
    if which == "database":
        os.kill(system.postmaster(), signal.SIGKILL)
        return 1
    victims = [
        int(p.name) for p in os.scandir("/proc") if p.name.isdigit() and _command_of(p.name).endswith(f"borough.config.cli\x00{which}\x00")
        and f"BOROUGH_HOME={system.home}\x00" in _environment_of(p.name)
    ]  # fmt: skip
    for pid in victims:
        os.kill(pid, signal.SIGKILL)
    return bool(victims)


def _read(path):
    try:
        return Path(path).read_text(errors="replace")
    except OSError:
        return ""


def _command_of(pid):
    return _read(f"/proc/{pid}/cmdline")


def _environment_of(pid):
    return _read(f"/proc/{pid}/environ")


def _let_jobs_end(system):
    """A job of a killed worker is taken up within the sweep, and one that failed meanwhile after its wait."""
    until = time.monotonic() + 90
    while json.loads(system.ask("/api/v1/status")[1] or '{"jobs": {"pending": 1}}')["jobs"]["pending"]:
        assert time.monotonic() < until, system.query(
            "SELECT task_name, status, attempts FROM procrastinate_jobs WHERE status <> 'succeeded'"
        )
        time.sleep(0.5)
