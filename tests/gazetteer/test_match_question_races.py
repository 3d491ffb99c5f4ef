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
from borough.gazetteer.actions import address_questions, decisions
from borough.gazetteer.models import MatchQuestion
from borough.gazetteer.queries.address_questions import question_of
from borough.gazetteer.types.address_questions import QuestionState, Ruling

careless = {careless}
if careless:
    decisions._current_question = lambda question, version: MatchQuestion.objects.get(pk=question)
def queue(name, answered=True):
    number = address_questions.queue_address(by="staff:1", at=now(), source="form", source_id=name, text=f"5 High Road, Adlington {{name[0]}}")
    if answered:
        address_questions.answer_question(by="system:worker", at=now(), question=number)
    return question_of(number)
results = []
def work(act, gate, done):
    gate.wait()
    time.sleep(random.random() * {latency})
    try:
        act()
        done.append(1)
    except Refused:
        pass
    connection.close()
def choose(number, question):
    decisions.decide_match(by=f"staff:{{number}}", at=now(), question=question.id, version=question.version, ruling=Ruling.PROPERTY,
                    uprn=10090000000 + number)
for n in range({rounds}):
    first, late = queue(f"{{n}} a"), [queue(f"{{n}} b{{k}}", answered=False) for k in range(4)]
    acts = [lambda number=number: choose(number, first) for number in range(1, 9)]
    gate, done = threading.Barrier(len(acts)), []
    threads = [threading.Thread(target=work, args=(act, gate, done)) for act in acts]
    threads += [threading.Thread(target=lambda late_question=late_question: (address_questions.answer_question(by="system:worker", at=now(), question=late_question.id),
                                                         connection.close())) for late_question in late]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    ends = [question_of(question.id) for question in [first, *late]]
    results.append([len(done), sum(end.state is QuestionState.RESOLVED for end in ends), len({{end.decision and end.decision.id for end in ends}})])
print(json.dumps(results))
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
