"""Pay's messages as they really come: late, doubled, out of order, and beside the payer's own return."""

import json
import time

import pytest

from borough.config.local_postgres import LocalPostgres
from borough.payments.management.stand_in.server import StandIn
from tests.payments.card_payments import KEY, SECRET
from tests.system import own_system

pytestmark = pytest.mark.heavy
PAYMENTS, COPIES, PATIENCE = 6, 4, 60
PAY = """
import threading
from django.db import connection
from borough.foundation.clock import now
from borough.payments import public as payments
from tests.payments.card_payments import ask, pay_by_card
for n in range({payments}):
    reference = ask(f"k{{n}}").reference
    pay_by_card(payments.begin(by="nobody", at=now(), reference=reference))
    gate = threading.Barrier(4)
    def look():
        gate.wait()
        payments.check(by="nobody", at=now(), reference=reference)
        connection.close()
    threads = [threading.Thread(target=look) for _ in range(4 if n % 2 else 0)]
    gate = threading.Barrier(max(1, len(threads)))
    [one.start() for one in threads]
    [one.join() for one in threads]
"""
BALANCES = """
import json
from borough.payments import public as payments
print(json.dumps(list(payments.balances().faults)))
"""


def test_late_repeated_and_unordered_messages_settle_each_payment_once():
    stand_in = StandIn(key=KEY, secret=SECRET)
    switches = stand_in.memory.switches
    switches.duplicates, switches.out_of_order, switches.delay = COPIES - 1, True, 0.3
    facts = {
        "BOROUGH_PAY_URL": stand_in.url,
        "BOROUGH_PAY_PAGES": stand_in.url,
        "BOROUGH_PAY_KEY": KEY,
        "BOROUGH_PAY_WEBHOOK_SECRET": SECRET,
        "PYTHONPATH": ".",
        "BOROUGH_WEB_PROCESSES": "1",
    }
    with own_system(**facts) as system:
        stand_in.webhook = f"http://127.0.0.1:{system.port}/pay/webhook/"
        stand_in.start()
        system.run("init")
        with LocalPostgres(system.home).running():
            system.start("web")
            until = time.monotonic() + PATIENCE
            while system.ask("/ready")[0] != 200:
                assert time.monotonic() < until, "the web server did not come up"
                time.sleep(0.2)
            system.run("shell", "-c", PAY.format(payments=PAYMENTS))
            count_messages = "SELECT count(*) FROM payments_message"
            while system.query(count_messages) != [(2 * PAYMENTS,)] or len(stand_in.outbox) < 2 * PAYMENTS * COPIES:
                assert time.monotonic() < until, (system.query(count_messages), len(stand_in.outbox))
                time.sleep(0.1)
            settled = "SELECT count(*) FROM foundation_event WHERE kind = 'payment-settled'"
            assert system.query(settled) == [(PAYMENTS // 2,)], "those whose payer did not return wait for the worker"
            system.run("worker", "--until-idle")
            assert system.query(settled) == [(PAYMENTS,)]
            assert system.query(count_messages) == [(2 * PAYMENTS,)]
            assert json.loads(system.run("shell", "-c", BALANCES).stdout.strip().splitlines()[-1]) == []
    stand_in.stop()
