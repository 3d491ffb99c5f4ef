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
from borough.people.actions import merges
from borough.people.models import Merge, Person

check = merges.rules.check_can_merge
def slowly(**facts):
    check(**facts)
    time.sleep(0.05)
merges.rules.check_can_merge = slowly
if {unlocked}:
    merges._both = lambda canonical_id, merged_id: (Person.objects.get(pk=canonical_id), Person.objects.get(pk=merged_id))

def press(canonical, merged, versions, gate, results):
    gate.wait()
    try:
        results.append(people.merge(by="x", at=now(), canonical_id=canonical, merged_id=merged, versions=versions, chosen={{}}))
    except Refused as refused:
        results.append(str(refused))
    connection.close()

rounds = []
for n in range({rounds}):
    pair = [people.register_person(by="x", at=now(), name="Ann Bee", email=f"ann{{n}}@x.example") for _ in range(2)]
    versions = {{person: people.details(people.reference_of(person)).version for person in pair}}
    gate, results = threading.Barrier({hands}), []
    hands = [threading.Thread(target=press, args=(*pair[:: 1 if i % 2 else -1], versions, gate, results))
             for i in range({hands})]
    [thread.start() for thread in hands]
    [thread.join() for thread in hands]
    merges_in_force = Merge.objects.filter(canonical__in=pair, undone_at=None).count()
    under = Person.objects.filter(pk__in=pair, merged_into__isnull=False).count()
    rounds.append([len(results), merges_in_force, under])
print(json.dumps(rounds))
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
from borough.people.actions import households, memberships, organisations
from borough.people.models import Household, HouseholdMember, Organisation, OrganisationRole, Person

check = memberships.check_no_overlap
def slowly(*facts, **more):
    check(*facts, **more)
    time.sleep(0.05)
households.check_no_overlap = organisations.check_no_overlap = slowly
if {unlocked}:
    households._locked_household = lambda reference: Household.objects.get(reference=reference)
    organisations._locked_organisation = lambda reference: Organisation.objects.get(reference=reference)
    households.lock_unerased_person = organisations.lock_unerased_person = lambda pk: Person.objects.get(pk=pk)

def press(act, gate):
    gate.wait()
    try:
        act()
    except (Refused, IntegrityError):
        pass
    connection.close()

FACTS = {{"by": "x", "at": now(), "starts_on": today(), "source": "council", "confidence": people.Confidence.REPORTED}}
rounds = []
for n in range({rounds}):
    first = people.register_person(by="x", at=now(), name="Host")
    home = people.households.make(uprn=n + 1, person_id=first, **FACTS)
    club = people.organisations.add(by="x", at=now(), kind="community", name="Bowls Club")
    pair = [people.register_person(by="x", at=now(), name="Ann Bee", email=f"ann{{n}}@x.example") for _ in range(2)]
    versions = {{person: people.details(people.reference_of(person)).version for person in pair}}
    people.merge(by="x", at=now(), canonical_id=pair[0], merged_id=pair[1], versions=versions, chosen={{}})
    gate = threading.Barrier({hands})
    acts = [
        (lambda who=pair[i // 2 % 2]: people.households.join(reference=home, person_id=who, **FACTS)) if i % 2 else
        (lambda who=pair[i // 2 % 2]: people.organisations.add_role(
            reference=club, person_id=who, role="trustee", **FACTS))
        for i in range({hands})
    ]
    hands = [threading.Thread(target=press, args=(act, gate)) for act in acts]
    [thread.start() for thread in hands]
    [thread.join() for thread in hands]
    rounds.append([HouseholdMember.objects.filter(person__in=pair).count(), OrganisationRole.objects.filter(person__in=pair).count()])
print(json.dumps(rounds))
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
