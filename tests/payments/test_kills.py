"""A payer killed at any moment, and many at once: Pay and the ledger agree in the end, to the penny."""

import json
import random
import time

import pytest

from borough.config.local_postgres import LocalPostgres
from borough.payments.management.stand_in.server import StandIn
from tests.payments.card_payments import KEY, SECRET
from tests.system import own_system

pytestmark = pytest.mark.heavy
KILLS, ROUNDS = 25, 6
PAYER = """
import contextlib, sys, uuid
from borough.foundation.clock import now
from borough.payments import public as payments
from borough.payments.actions.refunds import send_refund
from tests.payments.card_payments import ask, pay_by_card
while True:
    payment = ask(uuid.uuid4().hex, 4500, email="a@b.example")
    pay_by_card(payments.begin(by="nobody", at=now(), reference=payment.reference))
    payments.check(by="nobody", at=now(), reference=payment.reference)
    for key in "ab":
        number = payments.refund(by="staff:1", at=now(), reference=payment.reference, amount=1500, reason="r", key=payment.reference + key)
        send_refund(by="system:pay", at=now(), number=number)
"""
AFTER = """
import json
from borough.foundation.clock import now
from borough.payments import public as payments
from borough.payments.actions.reconcile import reconcile
from borough.payments.models import Payment, Refund
for _ in range(3):
    reconcile(by="system:pay", at=now())
rows = Payment.objects.values_list("reference", "status", "refunded", "refund_reserved")
print(json.dumps([list(rows), list(payments.balances().faults), Refund.objects.filter(finished_at=None).count()]))
"""
RACE = """
import json, random, threading, time
from django.db import IntegrityError, connection
from django.db.models import QuerySet
from borough.foundation.clock import now
from borough.foundation.models import Event
from borough.kernel.refusals import Refused
from borough.payments import public as payments
from borough.payments.actions.refunds import send_refund
from borough.payments.models import Payment
from tests.payments.card_payments import ask, pay_by_card
if {careless}:
    QuerySet.select_for_update = lambda self, *_, **__: self
def together(acts):
    gate, done = threading.Barrier(len(acts)), []
    def work(act):
        gate.wait()
        time.sleep(random.random() * 0.01)
        try:
            act()
            done.append("done")
        except (Refused, IntegrityError) as error:
            done.append(type(error).__name__)
        connection.close()
    threads = [threading.Thread(target=work, args=(act,)) for act in acts]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    return done
results = []
for n in range({rounds}):
    payment = ask(f"k{{n}}", 4500)
    began = together([lambda: payments.begin(by="nobody", at=now(), reference=payment.reference)] * 6)
    pay_by_card(payments.begin(by="nobody", at=now(), reference=payment.reference))
    together([lambda: payments.check(by="nobody", at=now(), reference=payment.reference)] * 8)
    keys = [f"{{payment.reference}} {{k}}" for k in range(8)]
    back = together([lambda key=key: payments.refund(by="staff:1", at=now(), reference=payment.reference, amount=1000,
                                                     reason="r", key=key) for key in keys])
    reserved = Payment.objects.get(reference=payment.reference).refund_reserved
    results.append([began.count("done"), back.count("done"), back.count("IntegrityError"), reserved])
settled = Event.objects.filter(kind="payment-settled").count()
print(json.dumps([results, settled, list(payments.balances().faults)]))
"""


@pytest.fixture
def stand_in():
    server = StandIn(key=KEY, secret=SECRET)
    server.start()
    yield server
    server.stop()


def system_of(stand_in):
    return own_system(
        BOROUGH_PAY_URL=stand_in.url,
        BOROUGH_PAY_PAGES=stand_in.url,
        BOROUGH_PAY_KEY=KEY,
        PYTHONPATH=".",
    )


def at_pay(stand_in):
    """What Pay took and gave back, by our reference."""
    by_reference = {}
    for record in stand_in.memory.payments.values():
        if record.status == "success":
            assert record.request["reference"] not in by_reference, "paid twice"
            by_reference[record.request["reference"]] = sum(each["amount"] for each in record.refunds)
    return by_reference


def test_killed_again_and_again_pay_and_the_ledger_agree(stand_in):
    chance, hit = random.Random(6), 0
    with system_of(stand_in) as system:
        system.run("init")
        with LocalPostgres(system.home).running():
            for _ in range(KILLS):
                before, process, until = (
                    len(stand_in.memory.payments),
                    system.start("shell", "-c", PAYER),
                    time.monotonic() + 60,
                )
                while len(stand_in.memory.payments) == before and time.monotonic() < until:
                    time.sleep(0.005)
                time.sleep(chance.uniform(0, 0.25))
                assert process.poll() is None, "the payer ended by itself"
                system.kill(process)
                hit += len(stand_in.memory.payments) > before
            rows, faults, waiting = json.loads(system.run("shell", "-c", AFTER).stdout.strip().splitlines()[-1])
            assert "whole" in system.run("audit", "verify").stdout
            assert "balances" in system.run("payments", "balances").stdout
    assert (faults, waiting) == ([], 0)
    ours = {reference: back for reference, status, back, _ in rows if status == "settled"}
    assert ours == at_pay(stand_in)
    assert all(back == reserved for _, _, back, reserved in rows)
    print(f"{hit} kills among {len(rows)} payments, {len(ours)} paid, {sum(ours.values())}p refunded")
    assert hit >= KILLS * 0.8, "the kills did not hit the middle"


def test_at_once_it_is_settled_once_and_no_more_goes_back_than_came(stand_in):
    results = {}
    for careless in (False, True):
        with system_of(stand_in) as system:
            system.run("init")
            script = RACE.format(careless=careless, rounds=ROUNDS)
            results[careless] = json.loads(system.run("shell", "-c", script).stdout.strip().splitlines()[-1])
    rounds, settled, faults = results[False]
    assert rounds == [[6, 4, 0, 4000]] * ROUNDS and settled == ROUNDS and faults == []
    at_pay(stand_in)
    assert any(stopped for _, _, stopped, _ in results[True][0]), "without the lock only the database stood in the way"
    assert all(reserved <= 4500 for *_, reserved in results[True][0])
