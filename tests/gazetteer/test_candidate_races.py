"""Eight at once find the same and want it: it is raised once, and one officer has it in hand."""

import json

import pytest

from borough.config.local_postgres import LocalPostgres
from tests.system import own_system

ROUNDS = 10
RACE = """
import contextlib, json, threading
from django.db import connection, IntegrityError
from borough.foundation import locks
from borough.foundation.clock import now
from borough.kernel.refusals import Refused
from borough.gazetteer.actions import candidates as verbs
from borough.gazetteer.types import CandidateSource

if {unlocked}:
    locks.hold = lambda name: None
    verbs.held = lambda reference: verbs.Candidate.objects.get(reference=reference)
told = []
def work(number, n, gate, made, took):
    gate.wait()
    try:
        made.append(verbs.raise_candidate(by="token:1", at=now(), source=CandidateSource.CREW, source_id=str(n),
                                          text="99 Invented Street").reference)
    except IntegrityError:
        made.append("twice")
    gate.wait()
    with contextlib.suppress(Refused):
        verbs.take_candidate(by=f"staff:{{number}}", at=now(), reference=next(one for one in made if one != "twice"))
        took.append(number)
    connection.close()
for n in range({rounds}):
    gate, made, took = threading.Barrier(8), [], []
    eight = [threading.Thread(target=work, args=(number, n, gate, made, took)) for number in range(8)]
    [one.start() for one in eight]
    [one.join() for one in eight]
    told.append([len(set(made)), len(took)])
print(json.dumps(told))
"""


@pytest.mark.heavy
def test_candidate_is_raised_and_assigned_once_only_with_the_locks():
    with own_system() as system:
        system.run("init")
        with LocalPostgres(system.home).running():
            results = {}
            for unlocked in (False, True):
                script = RACE.format(unlocked=unlocked, rounds=ROUNDS)
                results[unlocked] = json.loads(system.run("shell", "-c", script).stdout.strip().splitlines()[-1])
                system.query("DELETE FROM gazetteer_candidate RETURNING 1")
    assert results[False] == [[1, 1]] * ROUNDS
    assert any(result != [1, 1] for result in results[True])
