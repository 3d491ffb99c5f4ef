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

def take(reference, gate, told):
    gate.wait()
    try:
        cases.move(by="staff:1", at=now(), reference=reference, verb=cases.Verb.TAKE, version=0)
        told.append("taken")
    except Stale:
        told.append("stale")
    connection.close()

rounds = []
for n in range({rounds}):
    reference = cases.open_case(by="staff:1", at=now(), kind="complaint", service="complaint", team="waste", title="A",
                                source="race", source_id=str(n))
    gate, told = threading.Barrier({hands}), []
    hands = [threading.Thread(target=take, args=(reference, gate, told)) for _ in range({hands})]
    [one.start() for one in hands]
    [one.join() for one in hands]
    rounds.append([told.count("taken"), told.count("stale"), [one.verb for one in cases.story_of(reference)]])
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
