"""The whole gazetteer is examined, what fails is kept by run, and each check between records finds its fault."""

import csv
import json
from datetime import date
from io import StringIO

import pytest
from django.core.management import call_command

from borough.foundation.models import AuditEntry
from borough.gazetteer.models import HealthFault, HealthRun
from borough.gazetteer.public import examine, faults, latest, request_examination
from borough.gazetteer.rules.health import cross_record
from tests.gazetteer.supplies import AT, blpu, bring, house, lpi, street, supply

pytestmark = pytest.mark.django_db
FIRST = 10090000000
TODAY = date(2026, 11, 21)
BETWEEN = {check.number for check in cross_record.EVERY}


def failed(tmp_path, *records):
    bring(tmp_path, supply(street(), *records))
    done = examine(by="command:test", at=AT, today=TODAY)
    return {
        number: sorted(fault.uprn - FIRST for fault in faults(done.run, number, 0, 100))
        for number, _, _ in done.checks
        if number in BETWEEN
    }


def test_sound_records_pass_the_checks_between_them(tmp_path):
    assert failed(tmp_path, *(house(n) for n in range(1, 9)), house(9, parent=FIRST + 1)) == {}


@pytest.mark.parametrize(
    ("check", "records", "expected"),
    [
        (cross_record.NO_APPROVED, [blpu(FIRST + 1), lpi(1, FIRST + 1, status=3)], [1]),
        (cross_record.TWO_APPROVED, [house(1), lpi(2, FIRST + 1, number=2)], [1]),
        (cross_record.NO_PARENT, [house(1, parent=FIRST + 77)], [1]),
        (
            cross_record.DEAD_PARENT,
            [blpu(FIRST + 1, status=8, state=4, end="2010-01-01"), house(2, parent=FIRST + 1)],
            [2],
        ),
        (cross_record.OWN_PARENT, [house(1, parent=FIRST + 2), house(2, parent=FIRST + 1)], [1, 2]),
        (cross_record.SAME_ADDRESS, [house(1), blpu(FIRST + 2), lpi(2, FIRST + 2, number=1)], [1, 2]),
        (cross_record.LONE_FLAT, [[line.replace("RD04", "RD06") for line in house(1)], house(2)], [1]),
        (
            cross_record.TWO_PLACES,
            [house(1), house(2), [line.replace('"PR7 4EX","CHORLEY"', '"PR7 4EX","PRESTON"') for line in house(3)]],
            [3],
        ),
        (cross_record.FAR_AWAY, [house(1), house(2), house(3), house(4, east="398000.00")], [4]),
        (cross_record.NO_STREET_NAME, [house(1), [line.replace('"ENG",1,', '"CYM",1,') for line in house(2)]], [2]),
    ],
    ids=lambda value: str(value.number) if isinstance(value, cross_record.CrossCheck) else None,
)
def test_a_check_between_records_finds_its_fault(tmp_path, check, records, expected):
    assert failed(tmp_path, *records)[check.number] == expected


def test_every_run_is_stored_with_its_failures(tmp_path):
    bring(tmp_path, supply(street(), *(house(n) for n in range(1, 4)), house(4, parent=FIRST + 77)))
    first = examine(by="command:test", at=AT, today=TODAY)
    bring(tmp_path, supply(blpu(FIRST + 4, "U"), kind="C", day="2026-11-02"))
    second = examine(by="command:test", at=AT, today=TODAY)
    assert latest() == second
    assert HealthRun.objects.count() == 2
    assert len(faults(first.run, cross_record.NO_PARENT.number, 0, 9)) == 1
    assert faults(second.run, cross_record.NO_PARENT.number, 0, 9) == []
    assert AuditEntry.objects.filter(verb="gazetteer.examine").count() == 2
    with pytest.raises(Exception, match="Cannot update or delete"):
        HealthFault.objects.update(key="x")


def test_the_command_counts_and_writes_what_failed(tmp_path):
    bring(tmp_path, supply(street(), house(1), house(2, parent=FIRST + 77)))
    out = StringIO()
    call_command("gazetteer", "check", "--json", "--to", str(tmp_path / "faults.csv"), stdout=out)
    result = json.loads(out.getvalue().splitlines()[-1])
    assert result["checks"][str(cross_record.NO_PARENT.number)] == 1
    with (tmp_path / "faults.csv").open(newline="") as source:
        rows = list(csv.DictReader(source))
    assert len(rows) == result["faults"]
    assert {row["uprn"] for row in rows if row["check"] == str(cross_record.NO_PARENT.number)} == {str(FIRST + 2)}


def test_requested_examination_is_deferred_to_the_worker(django_capture_on_commit_callbacks):
    from django.db import connection

    request_examination(by="command:test", at=AT)
    request_examination(by="command:test", at=AT)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_jobs WHERE task_name = 'gazetteer.examine'")
        assert cursor.fetchone() == (1,)


def test_an_empty_gazetteer_is_examined_too():
    assert examine(by="command:test", at=AT, today=TODAY).checks == ()
