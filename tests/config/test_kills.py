"""Processes are killed at random moments; nothing acknowledged is lost, nothing is done twice, nothing is half done."""

import json
import os
import random
import signal
import time
import uuid

import pytest

from borough.config.local_postgres import LocalPostgres
from tests.contact_sender import LAYOUT, MAKE_TOKEN, Hook, post_contact, wait_for_jobs, webhook_receiver, write_log
from tests.system import own_system

pytestmark = pytest.mark.heavy
IMPORT_KILLS = int(os.environ.get("KILLS_OF_IMPORT", "8"))  # more of both for a long run: docs/reference/benchmarks.md
REQUEST_SECONDS = int(os.environ.get("KILL_SECONDS", "40"))
ROWS, BAD = 15_000 * IMPORT_KILLS, 500


def _wait_for_growth(system, before, process):
    """Until the import has written something since, so that the kill falls into its middle."""
    until = time.monotonic() + 10
    while process.poll() is None and time.monotonic() < until:
        if system.query("SELECT count(*) FROM contacts_contact")[0][0] > before:
            return
        time.sleep(0.02)


@pytest.fixture
def system():
    with webhook_receiver() as hook, own_system(BOROUGH_WEBHOOK_URL=hook) as instance:
        instance.run("init")
        yield instance


def test_repeatedly_killed_import_ends_like_an_uninterrupted_import(system, tmp_path):
    log, layout = tmp_path / "log.csv", tmp_path / "s.toml"
    write_log(log, ROWS, BAD)
    layout.write_text(LAYOUT)
    command = ("contacts", "import", str(log), "--layout", str(layout), "--json")
    chance, kills, inside = random.Random(8), 0, 0
    with LocalPostgres(system.home).running():
        for number in range(IMPORT_KILLS):
            before = system.query("SELECT count(*) FROM contacts_contact")[0][0]
            process = system.start(*command)
            _wait_for_growth(system, before, process)
            time.sleep(chance.uniform(0.0, 0.25))
            if process.poll() is None:
                if number % 4 == 3:
                    os.kill(system.postmaster(), signal.SIGKILL)
                    process.wait()
                    LocalPostgres(system.home).start()
                else:
                    system.kill(process)
                kills += 1
            after = system.query("SELECT count(*) FROM contacts_contact")[0][0]
            inside += before < after < ROWS - BAD
        totals = json.loads(system.run(*command).stdout.strip().splitlines()[-1])
        assert totals["read"] == totals["imported"] + totals["repeated"] + totals["rejected"] == ROWS
        assert totals["rejected"] == BAD
        assert system.query("SELECT count(*), count(DISTINCT source_id) FROM contacts_contact") == [
            (ROWS - BAD, ROWS - BAD)
        ]
        sql = "SELECT sum((detail::json->>'lines')::int), sum((detail::json->>'rejected')::int) FROM foundation_auditentry WHERE verb = 'contacts.import'"
        runs = system.query("SELECT sum(rows_read), sum(rejected) FROM contacts_importrun")[0]
        lines, rejected = system.query(sql)[0]
        assert (lines + rejected, rejected) == runs
        assert "whole" in system.run("audit", "verify").stdout
    print(f"{kills} kills, {inside} of them with a part of the log written")
    assert kills >= IMPORT_KILLS // 2 and inside >= 1, "the kills did not hit the import"


def _jobs_of(system, keys):
    """What became of the jobs that tell some events: how they ended, and what each went through."""
    rows = system.query(
        "SELECT e.key, j.id, j.status, j.attempts, array_agg(h.type || ' ' || h.at::text ORDER BY h.id)"
        " FROM foundation_event e JOIN procrastinate_jobs j ON j.args->>'event_id' = e.id::text"
        " LEFT JOIN procrastinate_events h ON h.job_id = j.id GROUP BY 1, 2, 3, 4"
    )
    return [row for row in rows if row[0] in keys]


def test_requests_while_everything_is_killed_are_answered_once(system):
    """Web, worker and database are killed in turn while a client sends contacts and repeats what was not answered."""
    token = system.run("shell", "-c", MAKE_TOKEN).stdout.strip().splitlines()[-1]
    system.start("up")
    system.wait_ready()
    answers, kills, until = {}, 0, time.monotonic() + REQUEST_SECONDS
    chance, next_kill = random.Random(9), time.monotonic() + 1
    while time.monotonic() < until:
        post_contact(system, token, str(uuid.uuid4()), answers)
        if time.monotonic() > next_kill:
            kills += system.kill_any(chance.choice(["web", "worker", "database"]))
            post_contact(system, token, str(uuid.uuid4()), answers)
            next_kill = time.monotonic() + chance.uniform(0.2, 1.5)
    system.wait_ready()
    wait_for_jobs(system)
    stored = dict(system.query("SELECT source_id, reference FROM contacts_contact"))
    assert stored == {key: answer.replace("-", "") for key, answer in answers.items()}
    keys = [f"contact-recorded {reference}" for reference in stored.values()]
    assert set(Hook.received) == set(keys), _jobs_of(system, set(keys) - set(Hook.received))
    assert "whole" in system.run("audit", "verify").stdout
    print(
        f"{kills} kills, {len(answers)} contacts, {len(Hook.received) - len(keys)} deliveries repeated under the same key"
    )
    assert kills >= 4 and len(answers) > 50
