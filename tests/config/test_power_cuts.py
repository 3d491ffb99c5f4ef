"""The power fails: a file system loses all it was not told to keep; nothing acknowledged is lost, done twice or half done.

A home lies on an ext4 of its own, which is shut down without writing its journal, as file systems' own tests do.
"""

import json
import os
import random
import threading
import time
import uuid

import pytest

from borough.config.local_postgres import LocalPostgres
from tests.contact_sender import LAYOUT, MAKE_TOKEN, Hook, post_contact, wait_for_jobs, webhook_receiver, write_log
from tests.power import Disk
from tests.services.submitters import READY, Crowd, check_conserved
from tests.system import System

pytestmark = pytest.mark.power
CUTS = int(os.environ.get("POWER_CUTS", "4"))
ROWS, BAD = 40_000 * CUTS, 500
CLIENTS = 3


@pytest.fixture
def disk(tmp_path):
    new_disk = Disk(tmp_path / "disk.image", tmp_path / "disk")
    yield new_disk
    new_disk.remove()


@pytest.fixture
def system(disk):
    with webhook_receiver() as hook:
        instance = System(disk.place / "borough" / "home", BOROUGH_WEBHOOK_URL=hook)
        instance.home.parent.mkdir()
        instance.run("init")
        yield instance
        instance.stop()


def test_nothing_acknowledged_is_lost_when_the_power_fails(system, disk, tmp_path):
    log, layout = tmp_path / "log.csv", tmp_path / "s.toml"
    write_log(log, ROWS, BAD)
    layout.write_text(LAYOUT)
    command = ("contacts", "import", str(log), "--layout", str(layout), "--json")
    token = system.run("shell", "-c", MAKE_TOKEN).stdout.strip().splitlines()[-1]
    chance, answers, inside, over = random.Random(11), {}, 0, threading.Event()
    up = system.start("up")
    system.wait_ready(60)
    clients = [
        threading.Thread(target=_record_until_stopped, args=(system, token, answers, over)) for _ in range(CLIENTS)
    ]
    for client in clients:
        client.start()
    try:
        for _ in range(CUTS):
            importing = system.start(*command)
            _let_it_get_on(system, importing)
            time.sleep(chance.uniform(0, 1.5))
            before = len(answers)
            disk.cut()
            system.kill(importing)
            system.kill(up)
            disk.come_back()
            up = system.start("up")
            system.wait_ready(60)
            inside += 0 < _imported(system) < ROWS - BAD and before > 0
    finally:
        over.set()
        for client in clients:
            client.join()
    totals = json.loads(system.run(*command).stdout.strip().splitlines()[-1])
    assert totals["read"] == totals["imported"] + totals["repeated"] + totals["rejected"] == ROWS
    assert totals["rejected"] == BAD
    wait_for_jobs(system)
    count = "SELECT count(*), count(DISTINCT source_id) FROM contacts_contact WHERE source = 's'"
    assert system.query(count) == [(ROWS - BAD, ROWS - BAD)]
    stored = dict(system.query("SELECT source_id, reference FROM contacts_contact WHERE source <> 's'"))
    assert stored == {key: answer.replace("-", "") for key, answer in answers.items()}
    assert {f"contact-recorded {reference}" for reference in stored.values()} <= set(Hook.received)
    assert "whole" in system.run("audit", "verify").stdout
    assert LocalPostgres(system.home).is_ready
    print(f"{CUTS} cuts, {inside} within the import, {len(answers)} contacts told, {disk.lost:,} bytes unwritten")
    assert inside >= 1, "the cuts did not hit the import"


def test_what_residents_sent_is_there_when_the_power_comes_back(disk):
    """Complaints and missed bins, which need nobody outside; those with a payment are killed in tests/services."""
    system, chance = (
        System(disk.place / "borough" / "home", BOROUGH_TRUSTED_PROXIES="1", PYTHONPATH="."),
        random.Random(13),
    )
    system.home.parent.mkdir()
    system.run("init")
    system.run("shell", "-c", READY)
    up = system.start("up")
    system.wait_ready(60)
    crowd = Crowd(system, services=("complaint", "missed-bin"))
    try:
        for _ in range(CUTS):
            before = len(crowd.acknowledged)
            while len(crowd.acknowledged) < before + 3 and not crowd.faults:
                time.sleep(0.05)
            crowd.pressing.clear()
            crowd.pressing.wait(5)
            time.sleep(chance.uniform(0, 0.03))
            disk.cut()
            system.kill(up)
            disk.come_back()
            up = system.start("up")
            system.wait_ready(60)
    finally:
        crowd.stop()
    wait_for_jobs(system)
    sent = check_conserved(system, crowd.acknowledged)
    print(
        f"{CUTS} cuts, {sent} submissions; {crowd.unanswered} last presses were not answered, {disk.lost:,} bytes unwritten"
    )
    system.stop()
    assert sent >= 3 * CUTS


def test_new_instance_survives_repeated_power_cuts(disk):
    system, chance = System(disk.place / "borough" / "home"), random.Random(12)
    for _ in range(CUTS):
        system.home.parent.mkdir(exist_ok=True)
        up = system.start("up")
        time.sleep(chance.uniform(0.3, 6.0))
        disk.cut()
        system.kill(up)
        disk.come_back()
    system.home.parent.mkdir(exist_ok=True)
    system.start("up")
    system.wait_ready(60)
    assert system.ask("/")[0] == 200
    assert "whole" in system.run("audit", "verify").stdout
    system.stop()


def _imported(system):
    return system.query("SELECT count(*) FROM contacts_contact WHERE source = 's'")[0][0]


def _let_it_get_on(system, importing):
    """Wait until more is imported than when it began, or it has ended."""
    there, until = _imported(system), time.monotonic() + 60
    while _imported(system) == there and importing.poll() is None and time.monotonic() < until:
        time.sleep(0.1)


def _record_until_stopped(system, token, answers, over):
    while not over.is_set():
        post_contact(system, token, str(uuid.uuid4()), answers)
