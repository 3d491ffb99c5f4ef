"""Two administrators who switch each other off at the same moment: one of them stays."""

import json

import pytest

from borough.config.local_postgres import LocalPostgres
from tests.system import own_system

ROUNDS = 40
RACE = """
import contextlib, json, sys, threading, time
from django.db import connection
from borough.access.actions import grants
from borough.access.models import Account
from borough.access.public import AccountKind, invite, set_active
from borough.access import queries
from borough.foundation.db import locks
from borough.foundation.clock import now
from borough.kernel.refusals import Refused

if {unlocked}:
    locks.lock = lambda name: None
count_managers = queries.count_managers
def slowly():
    count = count_managers()
    time.sleep(0.02)
    return count
queries.count_managers = slowly
pair = [invite(by="command:test", at=now(), kind=AccountKind.STAFF, email=f"a{{n}}@council.example", name="A",
               roles=("administrator",)) for n in range(2)]
def off(me, other, gate):
    gate.wait()
    with contextlib.suppress(Refused):
        set_active(by=f"staff:{{me}}", at=now(), account_id=other, active=False)
    connection.close()
left = []
for _ in range({rounds}):
    Account.objects.filter(pk__in=pair).update(is_active=True)
    gate = threading.Barrier(2)
    both = [threading.Thread(target=off, args=(*two, gate)) for two in (pair, pair[::-1])]
    [thread.start() for thread in both]
    [thread.join() for thread in both]
    left.append(count_managers())
print(json.dumps(left))
"""


@pytest.mark.heavy
def test_someone_who_manages_access_is_always_left_and_without_the_lock_is_not():
    with own_system() as system:
        system.run("init")
        with LocalPostgres(system.home).running():
            left = {}
            for unlocked in (False, True):
                output = system.run("shell", "-c", RACE.format(unlocked=unlocked, rounds=ROUNDS)).stdout
                left[unlocked] = json.loads(output.strip().splitlines()[-1])
                _forget(system)
    assert left[False] == [1] * ROUNDS
    assert 0 in left[True]


FORGET = """
from allauth.account.models import EmailAddress
from borough.access.models import Account, Grant
for model in (Grant, EmailAddress, Account):
    model.objects.all().delete()
"""


def _forget(system):
    system.run("shell", "-c", FORGET)
