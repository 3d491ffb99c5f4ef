"""Eight at once find the same and want it: it is raised once, and one officer has it in hand."""

import json

import pytest

from borough.config.local_postgres import LocalPostgres
from tests.system import own_system

ROUNDS = 10
RACE = """
import contextlib, json, threading
from django.db import connection, IntegrityError
from borough.foundation.db import locks
from borough.foundation.clock import now
from borough.kernel.refusals import Refused
from borough.gazetteer.actions import candidates
from borough.gazetteer.types import CandidateSource

if {unlocked}:
    locks.lock = lambda name: None
    candidates.lock_candidate = lambda reference: candidates.Candidate.objects.get(reference=reference)
results = []
def work(number, n, gate, raised, assigned):
    gate.wait()
    try:
        raised.append(candidates.raise_candidate(by="token:1", at=now(), source=CandidateSource.CREW, source_id=str(n),
                                          text="99 Invented Street").reference)
    except IntegrityError:
        raised.append("twice")
    gate.wait()
    with contextlib.suppress(Refused):
        candidates.assign_candidate(by=f"staff:{{number}}", at=now(), reference=next(reference for reference in raised if reference != "twice"))
        assigned.append(number)
    connection.close()
for n in range({rounds}):
    gate, raised, assigned = threading.Barrier(8), [], []
    eight = [threading.Thread(target=work, args=(number, n, gate, raised, assigned)) for number in range(8)]
    [thread.start() for thread in eight]
    [thread.join() for thread in eight]
    results.append([len(set(raised)), len(assigned)])
print(json.dumps(results))
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
