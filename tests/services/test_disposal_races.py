"""What is put on hold while it is being disposed of is kept or gone, never both; and nobody is reminded twice at once."""

import json

import pytest

from borough.config.local_postgres import LocalPostgres
from tests.system import own_system

pytestmark = pytest.mark.heavy
ROUNDS = 12
HOLD_SCRIPT = """
import json, threading, time
from datetime import timedelta
from django.db import connection
from borough.cases.models import Case
from borough.foundation.clock import now, today
from borough.kernel.refusals import Refused
from borough.services import public as services
from borough.services.actions import disposal
from borough.services.models import Hold, Submission

ANSWERS = {{"before": "no", "about": "bins", "happened": "x", "put_right": "y", "name": "Nell", "email": "n@b.example"}}
LONG_AGO = now() - timedelta(days=7 * 366)
if {unlocked}:
    disposal.locks = type("Locks", (), {{"lock": staticmethod(lambda name: None)}})
due = disposal.due
def slowly(*args, **kwargs):
    rows = due(*args, **kwargs)
    time.sleep(0.05)  # as with a database some way off
    return rows
disposal.due = slowly

def together(*acts):
    gate = threading.Barrier(len(acts))
    def work(act):
        gate.wait()
        try:
            act()
        except Refused:
            pass
        connection.close()
    threads = [threading.Thread(target=work, args=(act,)) for act in acts]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]

results = []
for n in range({rounds}):
    draft = services.begin(by="nobody", at=now(), today=today(), service="complaint", mode=services.Mode.WEB, answers=ANSWERS)
    services.draft_pages.mark_all_pages_done(at=now(), reference=draft)
    reference = services.submit(by="nobody", at=now(), today=today(), reference=draft).reference
    row = Submission.objects.filter(reference=reference)
    row.update(submitted_at=LONG_AGO, completed_at=LONG_AGO)
    Case.objects.filter(reference=row.get().case).update(state="done", over_at=LONG_AGO)
    def dispose():
        time.sleep(n % 4 * 0.01)
        disposal._submissions("nobody", now(), today(), "complaints", 0)
    def hold():
        time.sleep(n % 3 * 0.02)
        disposal.hold(by="staff:1", at=now(), today=today(), reference=reference, why="A claim")
    together(dispose, hold)
    on_hold, disposed = Hold.objects.filter(reference=reference).exists(), row.get().disposed_at is not None
    results.append([on_hold, disposed])
print(json.dumps(results))
"""
REMINDING = """
import json, threading
from datetime import timedelta
from django.db import connection
from borough.foundation.clock import now, today
from borough.people import public as people
from borough.messaging.models import Message
from borough.services.actions.renewal_reminders import remind_renewals
from borough.services.models import Reminder
from borough.waste import public as waste
from tests.waste.sample_data import HERE, make_round, put_on

put_on(make_round(), *(HERE + n for n in range(20)))
for n in range(20):
    person = people.register_person(by="nobody", at=now(), name="Rosa", email=f"r{{n}}@home.example")
    waste.subscribe(by="nobody", at=now(), key=f"k{{n}}", uprn=HERE + n, person_id=person, bins=1, paid=4000,
                    starts_on=today() - timedelta(days=90), ends_on=today() + timedelta(days=20))
gate = threading.Barrier(6)
def work():
    gate.wait()
    remind_renewals(by="system:services", at=now(), today=today())
    connection.close()
threads = [threading.Thread(target=work) for _ in range(6)]
[thread.start() for thread in threads]
[thread.join() for thread in threads]
print(json.dumps([Message.objects.count(), Reminder.objects.exclude(message="").count()]))
"""


def run(system, script):
    return json.loads(system.run("shell", "-c", script).stdout.strip().splitlines()[-1])


def test_a_hold_and_a_disposal_at_once_agree_and_without_the_lock_they_do_not():
    with own_system() as system:
        system.run("init")
        with LocalPostgres(system.home).running():
            results = {
                unlocked: run(system, HOLD_SCRIPT.format(unlocked=unlocked, rounds=ROUNDS))
                for unlocked in (False, True)
            }
    assert all(on_hold != disposed for on_hold, disposed in results[False]), results[False]
    assert {on_hold for on_hold, _ in results[False]} == {True, False}, "only one of the two ever came first"
    assert any(on_hold and disposed for on_hold, disposed in results[True]), (
        "the control: both at once must happen without the lock"
    )


def test_six_workers_remind_twenty_people_once_each():
    with own_system(PYTHONPATH=".") as system:
        system.run("init")
        with LocalPostgres(system.home).running():
            assert run(system, REMINDING.format()) == [20, 20]
