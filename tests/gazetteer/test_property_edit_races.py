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
from borough.foundation.db import locks
from borough.foundation.clock import now
from borough.kernel.refusals import Refused
from borough.gazetteer.public import maintenance
from borough.gazetteer.queries import edit_context
from borough.gazetteer.types import Addressable
from borough.gazetteer.types.numbers import NumberKind

FIRST, OWN, TODAY = 10090000001, 10099000001, date(2026, 11, 20)
maintenance.add_range(by="staff:5", at=now(), kind=NumberKind.UPRN, first=OWN, last=OWN + 999)
if {unlocked}:
    locks.lock = lambda name: None
version_of = edit_context.version_of
def slowly(uprn):
    version = version_of(uprn)
    time.sleep(0.03)
    return version
edit_context.version_of = slowly
def described(number, kind):
    return maintenance.PropertyDescription(usrn=90000001, primary=Addressable(number), postcode="PR7 4EX", post_town="CHORLEY",
                             classification=kind, start_on=TODAY, ward="E05000001")
def saving():
    return maintenance.EditContext("staff:5", now(), TODAY, maintenance.FaultReason.ON_SITE)
def amend(n, me, gate, won, version):
    gate.wait()
    with contextlib.suppress(Refused, DatabaseError):
        maintenance.amend_property(saving=saving(), uprn=FIRST, version=version, of=described(1, f"R{{n}}{{me}}"),
                               old=maintenance.OldAddress.HISTORIC)
        won.append(me)
    connection.close()
def create(n, me, gate, won, _):
    gate.wait()
    with contextlib.suppress(Refused, DatabaseError):
        won.append(maintenance.create_property(saving=saving(), of=described(100 + n * 10 + me, "RD02")).uprn)
    connection.close()
results = []
for n in range({rounds}):
    row = []
    for work in (amend, create):
        gate, won, version = threading.Barrier(8), [], version_of(FIRST)
        eight = [threading.Thread(target=work, args=(n, me, gate, won, version)) for me in range(8)]
        [thread.start() for thread in eight]
        [thread.join() for thread in eight]
        row.append(len(set(won)))
    results.append(row)
print(json.dumps(results))
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
            system.run("gazetteer", "feed", "--add", "Hub")
            for _ in range(6):
                process = system.start("gazetteer", "feed", "--create", "Hub")
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
                states = system.query("SELECT state, sha256 <> '' FROM gazetteer_feedsupply")
                assert states in ([("requested", False)], [("created", True)]), states
                halves += states == [("requested", False)]
            if states == [("requested", False)]:
                system.run("gazetteer", "feed", "--create", "Hub")
            for _ in range(2):
                system.run("gazetteer", "feed", "--delivered", "Hub", check=False)
            assert system.query("SELECT count(*) FROM foundation_auditentry WHERE verb = 'gazetteer.give_due'") == [
                (1,)
            ]
            ((name, records),) = system.query(
                "SELECT file, records FROM gazetteer_feedsupply WHERE state = 'delivered'"
            )
            assert [entry.name for entry in folder.iterdir() if not entry.name.startswith(".")] == [name]
            assert (folder / name).read_text().splitlines()[-1].split(",")[2] == str(records)
            assert "whole" in system.run("audit", "verify").stdout
    print(f"{kills} kills, {halves} of them before the supply was made")
    assert kills >= 2 and halves >= 1, "the kills did not hit the making"
