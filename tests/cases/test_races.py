"""A case taken by many hands at once is taken once, and every other is told that it changed."""

import json

import pytest

from borough.config.local_postgres import LocalPostgres
from tests.system import own_system

HANDS, ROUNDS = 8, 6
RACE = """
import json, threading
from django.db import connection
from borough.cases import public as cases
from borough.foundation.clock import now, today
from borough.kernel.refusals import Stale

def take(reference, gate, results):
    gate.wait()
    try:
        cases.move(by="staff:1", at=now(), reference=reference, verb=cases.Verb.TAKE, version=0)
        results.append("taken")
    except Stale:
        results.append("stale")
    connection.close()

rounds = []
for n in range({rounds}):
    reference = cases.open_case(by="staff:1", at=now(), kind="complaint", service="complaint", team="waste", title="A",
                                source="race", source_id=str(n))
    gate, results = threading.Barrier({hands}), []
    hands = [threading.Thread(target=take, args=(reference, gate, results)) for _ in range({hands})]
    [thread.start() for thread in hands]
    [thread.join() for thread in hands]
    rounds.append([results.count("taken"), results.count("stale"), [entry.verb for entry in cases.history_of(reference)]])
print(json.dumps(rounds))
"""


@pytest.mark.heavy
def test_concurrent_assignment_succeeds_for_a_single_user():
    with own_system() as system:
        system.run("init")
        with LocalPostgres(system.home).running():
            script = RACE.format(rounds=ROUNDS, hands=HANDS)
            result = json.loads(system.run("shell", "-c", script).stdout.strip().splitlines()[-1])
    assert result == [[1, HANDS - 1, ["open", "take"]]] * ROUNDS
