"""Web, worker and database are killed while people send services: each is sent once, and nothing acknowledged is lost."""

import os
import random
import time
import uuid

import pytest

from borough.config.local_postgres import LocalPostgres
from borough.payments.management.stand_in.server import StandIn
from tests.contact_sender import wait_for_jobs
from tests.messaging.sample_messages import FakeNotify
from tests.payments.card_payments import KEY, SECRET
from tests.services.submitters import READY, SERVICES, Crowd, check_conserved, check_emails_sent_once
from tests.system import kill_pids, own_system

pytestmark = pytest.mark.heavy
SECONDS = int(os.environ.get("KILL_SECONDS", "40"))
AIMED_AT = ["web", "web", "web", "worker", "worker", "database"]


@pytest.fixture
def notify():
    server = FakeNotify()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def pay():
    stand_in = StandIn(key=KEY, secret=SECRET)
    stand_in.start()
    yield stand_in
    stand_in.stop()


@pytest.fixture
def system(notify, pay):
    facts = {
        "BOROUGH_NOTIFY_URL": notify.url,
        "BOROUGH_NOTIFY_KEY": f"t-{uuid.uuid4()}-{uuid.uuid4()}",
        "BOROUGH_NOTIFY_EMAIL_TEMPLATE": str(uuid.uuid4()),
        "BOROUGH_PAY_URL": pay.url,
        "BOROUGH_PAY_PAGES": pay.url,
        "BOROUGH_PAY_KEY": KEY,
        "BOROUGH_PAY_WEBHOOK_SECRET": SECRET,
        "BOROUGH_TRUSTED_PROXIES": "1",
        "BOROUGH_WEB_PROCESSES": "1",
        "PYTHONPATH": ".",
    }
    with own_system(**facts) as instance:
        pay.webhook = f"http://127.0.0.1:{instance.port}/pay/webhook/"
        instance.run("init")
        instance.run("shell", "-c", READY)
        yield instance


def test_repeated_kills_leave_each_submission_with_a_single_contact(system, notify, pay):
    system.start("up")
    system.wait_ready()
    crowd, chance, kills, until = Crowd(system), random.Random(10), 0, time.monotonic() + SECONDS
    try:
        while time.monotonic() < until and not crowd.faults:
            time.sleep(chance.uniform(0.5, 2.5))
            aimed_at = system.pids(chance.choice(AIMED_AT))
            crowd.pressing.clear()
            crowd.pressing.wait(2)
            time.sleep(chance.uniform(0, 0.03))
            kills += kill_pids(aimed_at)
    finally:
        crowd.stop()
    system.wait_ready()
    wait_for_jobs(system)
    sent = check_conserved(system, crowd.acknowledged)
    check_emails_sent_once(system, notify, crowd.acknowledged)
    paid = [record.request["reference"] for record in pay.memory.payments.values() if record.status == "success"]
    garden = [reference for service, reference in crowd.acknowledged.values() if service == "garden-waste"]
    settled = "SELECT reference, purpose FROM payments_payment WHERE status = 'settled'"
    assert sorted(system.query(settled)) == sorted(zip(paid, _purposes(system, paid), strict=True))
    assert sorted(_purposes(system, paid)) == sorted(f"services:{reference}" for reference in garden)
    assert "balances" in system.run("payments", "balances").stdout
    assert LocalPostgres(system.home).is_ready
    print(
        f"{kills} kills, {sent} submissions, {len(garden)} paid for; {crowd.unanswered} last presses were not answered"
    )
    assert kills >= SECONDS / 8 and crowd.unanswered, "the kills did not hit the sending"
    assert {service for service, _ in crowd.acknowledged.values()} == set(SERVICES)


def _purposes(system, references):
    purposes = dict(system.query("SELECT reference, purpose FROM payments_payment"))
    return [purposes[reference] for reference in references]
