"""A disposal that is killed leaves whole batches and goes on; a hold that comes meanwhile wins or loses, never both."""

import json
import time

import pytest

from borough.config.local_postgres import LocalPostgres
from tests.system import own_system

pytestmark = pytest.mark.heavy
MANY, KILLS, ROUNDS = 900, 12, 12
MAKE = f"""
from datetime import timedelta
from borough.foundation.clock import now
from borough.people import public as people
from borough.messaging.models import Message
at = now() - timedelta(days=1200)
person = people.register_person(by="x", at=now(), name="Rosa Resident")
Message.objects.bulk_create(
    Message(reference=f"{{n:016}}", key=f"k{{n}}", template="t", channel="email", state="sent", person_id=person,
            name="Rosa", to="rosa@home.example", subject="s", source="Dear Rosa", created_by="x", created_at=at, sent_at=at)
    for n in range({MANY}))
"""
DISPOSE = """
import time
from borough.foundation import retention
from borough.foundation.clock import now, today
due_rows = retention.due_rows
def slowly(*args, **kwargs):
    rows = due_rows(*args, **kwargs)
    time.sleep({slow})
    return rows
retention.due_rows = slowly
retention.dispose(by="system:messaging", at=now(), today=today(), keys=["messages"])
"""
COUNTS = """
import json
from django.db.models import Sum
from borough.foundation.models import AuditEntry, DisposalCount
from borough.messaging.models import Message
disposed = Message.objects.exclude(disposed_at=None).count()
audited = sum(json.loads(detail)["rows"] for detail in AuditEntry.objects.filter(verb="retention.dispose").values_list("detail", flat=True))
print(json.dumps([Message.objects.count(), disposed, DisposalCount.objects.aggregate(n=Sum("rows"))["n"] or 0, audited]))
"""
RACE = """
import json, threading, time
from datetime import timedelta
from django.db import connection
from borough.foundation import retention
from borough.foundation.clock import now, today
from borough.kernel.refusals import Refused
from borough.messaging.models import Message
from borough.services.actions import disposal
from borough.services.models import Hold
if @UNLOCKED@:
    retention.locks = disposal.locks = type("Locks", (), {"lock": staticmethod(lambda name: None)})
due_rows = retention.due_rows
def slowly(*args, **kwargs):
    rows = due_rows(*args, **kwargs)
    time.sleep(0.05)  # as with a database some way off
    return rows
retention.due_rows = slowly
at, results = now() - timedelta(days=1200), []
[messages] = [item for item in retention.classes() if item.key == "messages"]
for n in range(@ROUNDS@):
    reference = f"R{n:015}"
    message = Message.objects.create(reference=reference, key=f"r{n}", template="t", channel="email", state="sent",
                                  name="Rosa", source="Dear Rosa", created_by="x", created_at=at, sent_at=at)
    gate = threading.Barrier(2)
    def work(act, wait):
        gate.wait()
        time.sleep(wait)
        try:
            act()
        except Refused:
            pass
        connection.close()
    acts = [
        (lambda: retention.dispose_batch(messages, by="x", at=now(), today=today(), after=message.pk - 1), n % 4 * 0.01),
        (lambda: disposal.hold(by="x", at=now(), today=today(), reference=reference, why="A claim"), n % 3 * 0.02),
    ]
    threads = [threading.Thread(target=work, args=act) for act in acts]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    disposed = Message.objects.get(pk=message.pk).disposed_at is not None
    results.append([Hold.objects.filter(reference=reference).exists(), disposed])
print(json.dumps(results))
"""


def race(*, unlocked):
    return RACE.replace("@UNLOCKED@", str(unlocked)).replace("@ROUNDS@", str(ROUNDS))


def run(system, script):
    return json.loads(system.run("shell", "-c", script).stdout.strip().splitlines()[-1])


def test_killed_again_and_again_it_loses_no_count_and_ends():
    with own_system() as system:
        system.run("init")
        with LocalPostgres(system.home).running():
            system.run("shell", "-c", MAKE)
            seen, waits = [0], [0.4 + 0.35 * (n % 4) for n in range(KILLS)]
            base = time.monotonic()
            run(system, COUNTS)
            start_up = time.monotonic() - base
            for wait in waits:
                process = system.start("shell", "-c", DISPOSE.format(slow=0.3))
                time.sleep(start_up + wait)
                system.kill(process)
                there, disposed, counted, audited = run(system, COUNTS)
                assert there == MANY and disposed == counted == audited, (there, disposed, counted, audited)
                seen.append(disposed)
            assert any(0 < count < MANY for count in seen), f"no kill came in the middle: {seen}"
            system.run("shell", "-c", DISPOSE.format(slow=0))
            assert run(system, COUNTS) == [MANY] * 4


def test_a_hold_and_a_disposal_at_once_agree_and_without_the_lock_they_do_not():
    with own_system() as system:
        system.run("init")
        with LocalPostgres(system.home).running():
            locked = run(system, race(unlocked=False))
            system.run("shell", "-c", "from borough.messaging.models import Message; Message.objects.all().delete()")
            system.run("shell", "-c", "from borough.services.models import Hold; Hold.objects.all().delete()")
            unlocked = run(system, race(unlocked=True))
    assert all(on_hold != disposed for on_hold, disposed in locked), locked
    assert {on_hold for on_hold, _ in locked} == {True, False}, "only one of the two ever came first"
    assert any(on_hold and disposed for on_hold, disposed in unlocked), (
        "the control: both at once must happen without the lock"
    )
