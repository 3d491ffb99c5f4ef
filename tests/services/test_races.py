"""The button pressed by many hands at once sends once: and without the lock the database has to refuse the others."""

import json

import pytest

from borough.config.local_postgres import LocalPostgres
from tests.system import own_system

HANDS, ROUNDS = 12, 8
RACE = """
import json, threading
from django.db import connection, IntegrityError
from borough.contacts.models import Contact
from borough.foundation.clock import now, today
from borough.services import public as services
from borough.services.actions import submissions
from borough.services.models import Draft, Submission

class Unlocked:
    def __getattr__(self, name):
        return getattr(Draft.objects.all(), name)
    def select_for_update(self):
        return Draft.objects.all()

if {unlocked}:
    submissions.Draft = type("Drafts", (), {{"objects": Unlocked()}})
ANSWERS = {{"before": "no", "about": "bins", "happened": "x", "put_right": "y", "name": "Nell", "email": "n@b.example"}}

def press(reference, gate, results):
    gate.wait()
    try:
        results.append(services.submit(by="nobody", at=now(), today=today(), reference=reference).reference)
    except IntegrityError:
        results.append("refused by the database")
    connection.close()

rounds = []
for n in range({rounds}):
    reference = services.begin(by="nobody", at=now(), today=today(), service="complaint", mode=services.Mode.WEB,
                               answers=ANSWERS)
    services.draft_pages.mark_all_pages_done(at=now(), reference=reference)
    gate, results = threading.Barrier({hands}), []
    hands = [threading.Thread(target=press, args=(reference, gate, results)) for _ in range({hands})]
    [thread.start() for thread in hands]
    [thread.join() for thread in hands]
    sent = Submission.objects.filter(source_id=reference).values_list("reference", flat=True)
    contacts = Contact.objects.filter(source="services", source_id__in=list(sent)).count()
    rounds.append([len(results), len(set(results)), len(sent), contacts])
print(json.dumps(rounds))
"""


@pytest.mark.heavy
def test_concurrent_submits_create_a_single_contact_only_with_the_lock():
    with own_system() as system:
        system.run("init")
        with LocalPostgres(system.home).running():
            results = {}
            for unlocked in (False, True):
                script = RACE.format(unlocked=unlocked, rounds=ROUNDS, hands=HANDS)
                results[unlocked] = json.loads(system.run("shell", "-c", script).stdout.strip().splitlines()[-1])
    assert results[False] == [[HANDS, 1, 1, 1]] * ROUNDS
    assert any(result[1] > 1 for result in results[True])  # the control: some were refused by the database alone
    assert all(result[2:] == [1, 1] for result in results[True])  # and still there is one of each
