"""A log with addresses, and a table put before staff, killed again and again, end as if they had not been."""

import csv
import hashlib
import json
import random
import time

import pytest

from borough.config.local_postgres import LocalPostgres
from tests.gazetteer.supplies import house, street, supply, write
from tests.system import own_system

pytestmark = pytest.mark.heavy
ROWS, EVERY, HOUSES = 22_000, 40, 12
LAYOUT = 'source = "s"\ntimes = ["%Y-%m-%d"]\n[columns]\nsource_id = "id"\nstarted_at = "on"\naddress = ["line"]\npostcode = "pc"\n'


def rows():
    """Sure ones, and one in forty whose street has another last word."""
    for n in range(ROWS):
        unsure = n % EVERY == 7
        line = f"{n % HOUSES + 1} High {'Road' if unsure else 'Street'}, Adlington"
        yield [str(n), "2026-01-01", line, "" if unsure else "PR7 4EX"]


def log(path):
    with path.open("w", newline="") as out:
        csv.writer(out).writerows([["id", "on", "line", "pc"], *rows()])
    return path


def killed(system, arguments, progress, times):
    """Start it and kill it at random moments of its middle; answers how often it had come further than before."""
    chance, further = random.Random(8), 0
    for _ in range(times):
        before, process, until = progress(), system.start(*arguments), time.monotonic() + 60
        while process.poll() is None and progress() == before and time.monotonic() < until:
            time.sleep(0.02)
        time.sleep(chance.uniform(0.0, 0.1))
        if process.poll() is None:
            system.kill(process)
        further += progress() != before
    return further


def test_killed_log_and_table_imports_resume_and_complete(tmp_path):
    path, layout = log(tmp_path / "log.csv"), write(tmp_path / "layout.toml", LAYOUT)
    gazetteer = write(tmp_path / "supply.csv", supply(street(), *(house(n) for n in range(1, HOUSES + 1))))
    command = ("contacts", "import", str(path), "--layout", str(layout), "--json")
    unsure = sum("Road" in row[2] for row in rows())
    with own_system() as system:
        system.run("init")
        with LocalPostgres(system.home).running():
            system.run("gazetteer", "import", str(gazetteer), "--layout", "dtf-7.3")
            read = lambda: system.query("SELECT coalesce(max(rows_read), 0) FROM contacts_importrun")[0][0]  # noqa: E731
            imports = killed(system, command, read, 2)
            done = json.loads(system.run(*command).stdout.strip().splitlines()[-1])
            assert done == {"read": ROWS, "imported": ROWS, "repeated": 0, "rejected": 0}
            assert system.query("SELECT count(*), count(uprn) FROM contacts_contact") == [(ROWS, ROWS - unsure)]
            sql = "FROM gazetteer_matchquestion q JOIN contacts_contact c ON c.reference = q.source_id WHERE c.uprn IS NULL"
            assert system.query(f"SELECT count(*) {sql}") == [(unsure,)]
            table = ("gazetteer", "match", str(path), "--address", "line", "--postcode", "pc", "--queue", "--json")
            part = tmp_path / ".log.matched.csv.part"
            tables = killed(system, table, lambda: part.stat().st_size if part.exists() else 0, 2)
            result = json.loads(system.run(*table).stdout.strip().splitlines()[-1])
            assert (result["rows"], result["review"]) == (ROWS, unsure)
            digest = hashlib.sha256(path.read_bytes()).hexdigest()
            stored = system.query("SELECT source_id FROM gazetteer_matchquestion WHERE source = 'file'")
            assert sorted(source_id for (source_id,) in stored) == sorted(
                f"{digest}:{n + 1}" for n in range(7, ROWS, EVERY)
            )
            assert "whole" in system.run("audit", "verify").stdout
    print(f"{imports} kills in the middle of the log, {tables} in the middle of the table")
    assert imports >= 1 and tables >= 1, "the kills did not hit the middle"
