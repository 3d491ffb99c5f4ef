"""Eight decide on an address at once, and one does; what is decided while the worker answers reaches every question."""

import json

import pytest

from borough.config.local_postgres import LocalPostgres
from tests.gazetteer.supplies import house, street, supply, write
from tests.system import own_system

ROUNDS = 10  # five times as many without the locks, for then it goes by chance, rarely on a busy machine
RACE = """
import json, random, threading, time
from django.db import connection
from borough.foundation.clock import now
from borough.kernel.refusals import Refused
from borough.gazetteer.actions import asking, deciding
from borough.gazetteer.models import MatchQuestion
from borough.gazetteer.queries.address_questions import question_of
from borough.gazetteer.types.address_questions import Asked, Ruling

careless = {careless}
read = deciding._as_read
if careless:
    deciding._as_read = lambda question, version: MatchQuestion.objects.get(pk=question)
def asked(name, answered=True):
    number = asking.ask_address(by="staff:1", at=now(), source="form", source_id=name, text=f"5 High Road, Adlington {{name[0]}}")
    if answered:
        asking.answer_asked(by="system:worker", at=now(), question=number)
    return question_of(number)
told = []
def work(act, gate, done):
    gate.wait()
    time.sleep(random.random() * {latency})
    try:
        act()
        done.append(1)
    except Refused:
        pass
    connection.close()
def choose(number, found):
    deciding.decide_match(by=f"staff:{{number}}", at=now(), question=found.id, version=found.version, ruling=Ruling.PROPERTY,
                    uprn=10090000000 + number)
for n in range({rounds}):
    first, late = asked(f"{{n}} a"), [asked(f"{{n}} b{{k}}", answered=False) for k in range(4)]
    acts = [lambda number=number: choose(number, first) for number in range(1, 9)]
    gate, done = threading.Barrier(len(acts)), []
    threads = [threading.Thread(target=work, args=(act, gate, done)) for act in acts]
    threads += [threading.Thread(target=lambda one=one: (asking.answer_asked(by="system:worker", at=now(), question=one.id),
                                                         connection.close())) for one in late]
    [one.start() for one in threads]
    [one.join() for one in threads]
    ends = [question_of(one.id) for one in [first, *late]]
    told.append([len(done), sum(one.state is Asked.SETTLED for one in ends), len({{one.decision and one.decision.id for one in ends}})])
print(json.dumps(told))
"""


@pytest.mark.heavy
def test_single_decision_of_eight_succeeds_and_reaches_every_question(tmp_path):
    path = write(tmp_path / "supply.csv", supply(street(), *(house(n) for n in range(1, 13))))
    results = {}
    for careless in (False, True):
        with own_system() as system:
            system.run("init")
            with LocalPostgres(system.home).running():
                system.run("gazetteer", "import", str(path), "--layout", "dtf-7.3")
                rounds = 5 * ROUNDS if careless else ROUNDS
                script = RACE.format(careless=careless, rounds=rounds, latency=0.05 if careless else 0.01)
                results[careless] = json.loads(system.run("shell", "-c", script).stdout.strip().splitlines()[-1])
    assert results[False] == [[1, 5, 1]] * ROUNDS
    assert any(done > 1 for done, _, _ in results[True])
