"""A worker killed again and again while it sends to many: each reader gets each message, and gets it once."""

import random
import time
import uuid
from collections import Counter

import pytest

from borough.config.local_postgres import LocalPostgres
from tests.messaging.sample_messages import FakeNotify
from tests.system import own_system

pytestmark = pytest.mark.heavy
READERS, KILLS, PATIENCE = 200, 12, 120
MAKE = """
from borough.foundation.clock import now
from borough.messaging import public as messaging
rows = "".join(f"07700 9{{n:05}},bins,£1,May,x\\n" for n in range({readers}))
data = ("phone number,what,amount,until,link\\n" + rows).encode()
checked = messaging.check_file(template="pay-link", channel=messaging.Channel.TEXT, data=data)
reference = messaging.store_batch(by="staff:1", at=now(), checked=checked, file_name="many.csv")
messaging.move_batch(by="staff:1", at=now(), reference=reference, verb="confirm")
"""


def test_each_reader_gets_it_once_however_often_the_worker_dies():
    notify, chance, hit = FakeNotify(), random.Random(9), 0
    facts = {
        "BOROUGH_NOTIFY_URL": notify.url,
        "BOROUGH_NOTIFY_KEY": f"t-{uuid.uuid4()}-{uuid.uuid4()}",
        "BOROUGH_NOTIFY_TEXT_TEMPLATE": str(uuid.uuid4()),
    }
    with own_system(**facts) as system:
        system.run("init")
        with LocalPostgres(system.home).running():
            system.run("shell", "-c", MAKE.format(readers=READERS))
            for _ in range(KILLS):
                before, worker, until = len(notify.sent), system.start("worker"), time.monotonic() + 30
                while len(notify.sent) == before and time.monotonic() < until:
                    time.sleep(0.01)
                time.sleep(chance.uniform(0, 0.15))
                system.kill(worker)
                hit += before < len(notify.sent) < READERS
            system.start("worker")
            until = time.monotonic() + PATIENCE
            states = "SELECT count(*) FILTER (WHERE state = 'sent'), count(*) FROM messaging_message"
            while system.query(states) != [(READERS, READERS)]:
                assert time.monotonic() < until, system.query(states)
                time.sleep(0.5)
            assert system.query("SELECT state, done, refused FROM messaging_batch") == [("done", READERS, 0)]
            count = system.query("SELECT count(*) FROM foundation_event WHERE kind = 'message-sent'")
            assert count == [(READERS,)]
    times = Counter(entry["phone_number"] for entry in notify.sent)
    print(f"{hit} kills in the middle of {READERS} messages; sent twice: {sum(n > 1 for n in times.values())}")
    assert len(times) == READERS and set(times.values()) == {1}
    assert hit >= 5, "the kills did not hit the middle"
    notify.shutdown()
    notify.server_close()
