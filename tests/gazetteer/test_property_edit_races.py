"""Eight officers at once: one of those who change the same thing is first, and no reference is given twice."""

import json
import random
import sys
import time
from pathlib import Path

import pytest

from borough.config.local_postgres import LocalPostgres
from tests.gazetteer.supplies import house, street, supply, write
from tests.system import own_system

sys.path.insert(0, str(Path(__file__).parents[2] / "bench"))
pytestmark = pytest.mark.heavy
ROUNDS = 5
RACE = """
import contextlib, json, threading, time
from datetime import date
from django.db import connection, DatabaseError
from borough.foundation import locks
from borough.foundation.clock import now
from borough.kernel.refusals import Refused
from borough.gazetteer.actions import numbers
from borough.gazetteer.public import maintenance as keeping
from borough.gazetteer.queries import editing as held
from borough.gazetteer.types import Addressable
from borough.gazetteer.types.numbers import NumberKind

FIRST, OWN, TODAY = 10090000001, 10099000001, date(2026, 11, 20)
keeping.add_range(by="staff:5", at=now(), kind=NumberKind.UPRN, first=OWN, last=OWN + 999)
if {unlocked}:
    locks.hold = lambda name: None
seen = held.version_of
def slowly(uprn):
    found = seen(uprn)
    time.sleep(0.03)
    return found
held.version_of = slowly
def described(number, kind):
    return keeping.Described(usrn=90000001, primary=Addressable(number), postcode="PR7 4EX", post_town="CHORLEY",
                             classification=kind, start_on=TODAY, ward="E05000001")
def saving():
    return keeping.Saving("staff:5", now(), TODAY, keeping.Reason.ON_SITE)
def amend(n, me, gate, won, version):
    gate.wait()
    with contextlib.suppress(Refused, DatabaseError):
        keeping.amend_property(saving=saving(), uprn=FIRST, version=version, of=described(1, f"R{{n}}{{me}}"),
                               old=keeping.Old.HISTORIC)
        won.append(me)
    connection.close()
def create(n, me, gate, won, _):
    gate.wait()
    with contextlib.suppress(Refused, DatabaseError):
        won.append(keeping.create_property(saving=saving(), of=described(100 + n * 10 + me, "RD02")).uprn)
    connection.close()
told = []
for n in range({rounds}):
    row = []
    for work in (amend, create):
        gate, won, version = threading.Barrier(8), [], seen(FIRST)
        eight = [threading.Thread(target=work, args=(n, me, gate, won, version)) for me in range(8)]
        [one.start() for one in eight]
        [one.join() for one in eight]
        row.append(len(set(won)))
    told.append(row)
print(json.dumps(told))
"""


def race(system, tmp_path, unlocked):
    system.run("init")
    path = write(tmp_path / f"supply-{unlocked}.csv", supply(street(), *(house(n) for n in range(1, 4))))
    with LocalPostgres(system.home).running():
        system.run("gazetteer", "import", str(path), "--layout", "dtf-7.3")
        output = system.run("shell", "-c", RACE.format(unlocked=unlocked, rounds=ROUNDS)).stdout
    return json.loads(output.strip().splitlines()[-1])


def test_concurrent_edits_have_a_single_winner_and_unique_references(tmp_path):
    with own_system() as system:
        assert race(system, tmp_path, unlocked=False) == [[1, 8]] * ROUNDS
    with own_system() as system:
        assert any(result != [1, 8] for result in race(system, tmp_path, unlocked=True)), "the race was not hit"


def test_repeatedly_killed_supply_is_complete_and_delivered_once(tmp_path):
    from gazetteer import make_supply

    path = tmp_path / "supply.csv"
    make_supply(path, 10_000)
    chance, kills, halves = random.Random(4), 0, 0
    with own_system() as system:
        system.run("init")
        with LocalPostgres(system.home).running():
            system.run("gazetteer", "import", str(path), "--layout", "dtf-7.3")
            system.run("gazetteer", "due", "--add", "Hub")
            for _ in range(6):
                process = system.start("gazetteer", "due", "--make", "Hub")
                until = time.monotonic() + 20
                folder = system.home / "files" / "due"
                before = {entry.name for entry in folder.glob("*")} if folder.exists() else set()
                while process.poll() is None and time.monotonic() < until:
                    if folder.exists() and {entry.name for entry in folder.glob("*")} - before:
                        break
                    time.sleep(0.01)
                time.sleep(chance.uniform(0.0, 0.3))
                if process.poll() is None:
                    system.kill(process)
                    kills += 1
                states = system.query("SELECT state, sha256 <> '' FROM places_duesupply")
                assert states in ([("asked", False)], [("made", True)]), states
                halves += states == [("asked", False)]
            if states == [("asked", False)]:
                system.run("gazetteer", "due", "--make", "Hub")
            for _ in range(2):
                system.run("gazetteer", "due", "--give", "Hub", check=False)
            assert system.query("SELECT count(*) FROM foundation_auditentry WHERE verb = 'gazetteer.give_due'") == [
                (1,)
            ]
            ((name, records),) = system.query("SELECT file, records FROM places_duesupply WHERE state = 'given'")
            assert [entry.name for entry in folder.iterdir() if not entry.name.startswith(".")] == [name]
            assert (folder / name).read_text().splitlines()[-1].split(",")[2] == str(records)
            assert "whole" in system.run("audit", "verify").stdout
    print(f"{kills} kills, {halves} of them before the supply was made")
    assert kills >= 2 and halves >= 1, "the kills did not hit the making"
