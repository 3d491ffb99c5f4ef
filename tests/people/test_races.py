"""Two who merge at once: one of them does, and never a circle; and without the lock there is one."""

import json

import pytest

from borough.config.local_postgres import LocalPostgres
from tests.system import own_system

HANDS, ROUNDS = 12, 8
RACE = """
import json, threading, time
from django.db import connection
from borough.foundation.clock import now
from borough.kernel.refusals import Refused
from borough.people import public as people
from borough.people.actions import merging
from borough.people.models import Merge, Person

check = merging.rules.check_can_merge
def slowly(**facts):
    check(**facts)
    time.sleep(0.05)
merging.rules.check_can_merge = slowly
if {unlocked}:
    merging._both = lambda kept, gone: (Person.objects.get(pk=kept), Person.objects.get(pk=gone))

def press(kept, gone, versions, gate, made):
    gate.wait()
    try:
        made.append(people.merge(by="x", at=now(), kept_id=kept, gone_id=gone, versions=versions, chosen={{}}))
    except Refused as refused:
        made.append(str(refused))
    connection.close()

told = []
for n in range({rounds}):
    pair = [people.register(by="x", at=now(), name="Ann Bee", email=f"ann{{n}}@x.example") for _ in range(2)]
    versions = {{one: people.details(people.reference_of(one)).version for one in pair}}
    gate, made = threading.Barrier({hands}), []
    hands = [threading.Thread(target=press, args=(*pair[:: 1 if i % 2 else -1], versions, gate, made))
             for i in range({hands})]
    [one.start() for one in hands]
    [one.join() for one in hands]
    standing = Merge.objects.filter(kept__in=pair, undone_at=None).count()
    under = Person.objects.filter(pk__in=pair, merged_into__isnull=False).count()
    told.append([len(made), standing, under])
print(json.dumps(told))
"""


@pytest.mark.heavy
def test_concurrent_merges_form_a_cycle_only_without_the_lock():
    with own_system() as system:
        system.run("init")
        with LocalPostgres(system.home).running():
            results = {}
            for unlocked in (False, True):
                script = RACE.format(unlocked=unlocked, rounds=ROUNDS, hands=HANDS)
                results[unlocked] = json.loads(system.run("shell", "-c", script).stdout.strip().splitlines()[-1])
    assert results[False] == [[HANDS, 1, 1]] * ROUNDS
    assert any(result[1:] == [2, 2] for result in results[True])  # the control: each under the other


JOINING = """
import json, threading, time
from datetime import timedelta
from django.db import IntegrityError, connection
from borough.foundation.clock import now, today
from borough.kernel.refusals import Refused
from borough.people import public as people
from borough.people.actions import belonging, households, organisations
from borough.people.models import Acting, Household, Living, Organisation, Person

check = belonging.check_free
def slowly(*facts, **more):
    check(*facts, **more)
    time.sleep(0.05)
households.check_free = organisations.check_free = slowly
if {unlocked}:
    households._held = lambda reference: Household.objects.get(reference=reference)
    organisations._held = lambda reference: Organisation.objects.get(reference=reference)
    households.living_person = organisations.living_person = lambda pk: Person.objects.get(pk=pk)

def press(act, gate):
    gate.wait()
    try:
        act()
    except (Refused, IntegrityError):
        pass
    connection.close()

SAID = {{"by": "x", "at": now(), "starts_on": today(), "source": "council", "confidence": people.Sure.HEARD}}
told = []
for n in range({rounds}):
    first = people.register(by="x", at=now(), name="Host")
    home = people.households.make(uprn=n + 1, person_id=first, **SAID)
    club = people.organisations.add(by="x", at=now(), kind="community", name="Bowls Club")
    pair = [people.register(by="x", at=now(), name="Ann Bee", email=f"ann{{n}}@x.example") for _ in range(2)]
    versions = {{one: people.details(people.reference_of(one)).version for one in pair}}
    people.merge(by="x", at=now(), kept_id=pair[0], gone_id=pair[1], versions=versions, chosen={{}})
    gate = threading.Barrier({hands})
    acts = [
        (lambda who=pair[i // 2 % 2]: people.households.join(reference=home, person_id=who, **SAID)) if i % 2 else
        (lambda who=pair[i // 2 % 2]: people.organisations.act_for(
            reference=club, person_id=who, role="trustee", **SAID))
        for i in range({hands})
    ]
    hands = [threading.Thread(target=press, args=(act, gate)) for act in acts]
    [one.start() for one in hands]
    [one.join() for one in hands]
    told.append([Living.objects.filter(person__in=pair).count(), Acting.objects.filter(person__in=pair).count()])
print(json.dumps(told))
"""


@pytest.mark.heavy
def test_somebody_under_two_records_joins_once_and_without_the_lock_twice():
    with own_system() as system:
        system.run("init")
        with LocalPostgres(system.home).running():
            results = {}
            for unlocked in (False, True):
                script = JOINING.format(unlocked=unlocked, rounds=ROUNDS, hands=HANDS)
                results[unlocked] = json.loads(system.run("shell", "-c", script).stdout.strip().splitlines()[-1])
    assert results[False] == [[1, 1]] * ROUNDS
    assert any(homes > 1 for homes, _ in results[True]) and any(clubs > 1 for _, clubs in results[True]), "the control"
