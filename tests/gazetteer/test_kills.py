"""An import of the gazetteer killed in its middle, again and again, ends as one that was not; nobody sees half of it."""

import json
import random
import sys
import time
from pathlib import Path

import psycopg
import pytest

from borough.config.local_postgres import LocalPostgres
from tests.system import own_system

sys.path.insert(0, str(Path(__file__).parents[2] / "bench"))
pytestmark = pytest.mark.heavy
PROPERTIES = 20_000
ROWS = "SELECT (SELECT count(*) FROM gazetteer_property), (SELECT count(*) FROM gazetteer_address)"


ENTERING = "SELECT count(*) FROM pg_stat_activity WHERE state = 'active' AND query LIKE '%%INTO gazetteer_address (%%'"


def waiting(system):
    return system.query("SELECT coalesce(max(waiting), 0) FROM gazetteer_supply")[0][0]


def test_repeatedly_killed_supply_is_imported_completely_and_once(tmp_path):
    from gazetteer import make_supply

    path = tmp_path / "supply.csv"
    records = make_supply(path, PROPERTIES)
    command = ("gazetteer", "import", str(path), "--layout", "dtf-7.3", "--json")
    chance, kills, resumed, entered = random.Random(8), 0, 0, 0
    with own_system() as system:
        system.run("init")
        with LocalPostgres(system.home).running():
            for _ in range(4):
                before, process, until = waiting(system), system.start(*command), time.monotonic() + 10
                while process.poll() is None and waiting(system) == before and time.monotonic() < until:
                    if system.query(ENTERING)[0][0] > 1:  # one of them asks this
                        entered += 1
                        break
                    time.sleep(0.01)
                time.sleep(chance.uniform(0.0, 0.1))
                if process.poll() is None:
                    system.kill(process)
                    kills += 1
                resumed += waiting(system) > 0
                assert system.query(ROWS)[0] in [(0, 0), (PROPERTIES, PROPERTIES)], "half of a supply was seen"
            with psycopg.connect(LocalPostgres(system.home).url) as other:
                other.execute("SELECT pg_advisory_lock(hashtextextended('import gazetteer', 20170601))")
                result = system.run(*command, check=False)
            assert result.returncode != 0 and "Another import of the gazetteer is running" in result.stderr
            done = system.run(*command)
            assert json.loads(done.stdout.strip().splitlines()[-1])["read"] == records
            assert system.query(ROWS)[0] == (PROPERTIES, PROPERTIES)
            assert system.query("SELECT count(*) FROM gazetteer_supply WHERE finished_at IS NOT NULL") == [(1,)]
            assert system.query("SELECT count(*) FROM foundation_auditentry WHERE verb = 'gazetteer.import'") == [(1,)]
            assert system.query("SELECT count(*) FROM pg_tables WHERE tablename LIKE 'gazetteer_staged%%'") == [(0,)]
            assert "whole" in system.run("audit", "verify").stdout
    print(f"{kills} kills, {resumed} of them with a part of the supply waiting, {entered} while it entered")
    assert kills >= 3 and resumed >= 1 and entered >= 1, "the kills did not hit the import"
