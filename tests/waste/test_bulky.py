"""Places of bulky days are kept until paid, and never sold twice."""

import json
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from borough.config.local_postgres import LocalPostgres
from borough.foundation.models import Event
from borough.waste import public as waste
from borough.waste.models import BulkyDay
from borough.waste.public import bulky
from borough.waste.rules import bulky as rules
from tests.system import own_system
from tests.waste.sample_data import AT, HERE, TODAY

DAY = date(2026, 5, 20)
LATER = AT + timedelta(minutes=31)


@pytest.fixture
def day(db):
    return bulky.set_bulky_day(by="staff:1", at=AT, day=DAY, capacity=3)


def reserve(key="one", at=AT, items=None, day=DAY):
    return waste.reserve(by="resident:1", at=at, key=key, uprn=HERE, day=day, items=items or {"sofa": 1})


def places_booked():
    return BulkyDay.objects.get().places_booked


def test_place_is_reserved_priced_and_confirmed(day):
    reservation = reserve(items={"sofa": 1, "table": 1})
    assert (reservation.pence, reservation.places, reservation.state) == (2500, 3, bulky.ReservationState.RESERVED)
    assert places_booked() == 3
    assert reserve(items={"sofa": 1, "table": 1}).again
    done = waste.confirm(
        by="system:payments", at=LATER - timedelta(minutes=2), reference=reservation.reference, payment="p1"
    )
    assert waste.confirm(by="x", at=LATER, reference=reservation.reference).state is done.state
    assert done.state is bulky.ReservationState.CONFIRMED
    assert [reservation.kind for reservation in Event.objects.order_by("id")] == ["bulky-reserved", "bulky-confirmed"]
    assert bulky.bulky_days(HERE, LATER)[0].left == 0


def test_what_is_full_too_late_or_not_there_is_refused(day):
    reserve(items={"sofa": 1})
    for facts, sentence in (
        ({"items": {"sofa": 1}}, "not enough room"),
        ({"day": DAY + timedelta(days=1)}, "no bulky collection"),
        ({"at": AT + timedelta(days=7)}, "too late to book"),
        ({"items": {"piano": 1}}, "do not collect piano"),
        ({"items": {"table": 7}}, "from 1 to 6 items"),
        ({"items": {"table": 0}}, "from 1 to 6 items"),
        ({"items": {"table": -1, "sofa": 2}}, "from 1 to 6 items"),
        ({"key": "x" * 200}, "characters"),
    ):
        with pytest.raises(waste.Refused, match=sentence):
            reserve(**{"key": f"{facts}"[:100]} | facts)
    with pytest.raises(waste.Refused, match="sent before"):
        reserve(items={"table": 1})
    assert places_booked() == 2


def test_unpaid_place_is_released_and_a_late_payment_is_reported(day):
    first = reserve(items={"sofa": 1})
    assert bulky.bulky_days(HERE, LATER)[0].left == 3
    second = reserve(key="two", at=LATER, items={"sofa": 1})
    with pytest.raises(waste.Refused, match="others have taken them"):
        waste.confirm(by="x", at=LATER, reference=first.reference)
    assert places_booked() == 2
    waste.release(by="x", at=LATER, reference=second.reference)
    assert places_booked() == 0
    late = waste.confirm(by="x", at=LATER, reference=first.reference)
    assert (late.state, places_booked()) == (bulky.ReservationState.CONFIRMED, 2)
    waste.release(by="x", at=LATER, reference=first.reference)
    with pytest.raises(waste.Refused, match="cannot be done"):
        waste.confirm(by="x", at=LATER, reference=first.reference)


def test_day_counts_as_many_places_as_are_booked(day):
    reserve()
    with pytest.raises(waste.Refused, match="2 places are taken"):
        bulky.set_bulky_day(by="staff:1", at=AT, day=DAY, capacity=1)
    bulky.set_bulky_day(by="staff:1", at=AT, day=DAY, capacity=2)
    with pytest.raises(IntegrityError), transaction.atomic():
        BulkyDay.objects.update(places_booked=3)
    assert bulky.all_bulky_days(TODAY, DAY + timedelta(days=1), AT)[0].left == 0


def test_every_reservation_is_in_a_single_state_of_the_table():
    ends = {to for _before, to, _who in rules.EDGES}
    assert ends == set(bulky.ReservationState)


RACE = """
import json, threading
from datetime import date, timedelta
from django.db import connection, IntegrityError
from borough.foundation.clock import now, today
from borough.kernel.refusals import Refused
from borough.waste.actions import bulky
from borough.waste.models import BulkyDay, Reservation

if {unlocked}:
    bulky.locked = lambda pk: BulkyDay.objects.get(pk=pk)
day, counts = today() + timedelta(days=100 if {unlocked} else 10), []
def work(n, number, gate, got):
    connection.ensure_connection()
    gate.wait()
    try:
        got.append(bulky.reserve(by="resident:1", at=now(), key=f"{unlocked} {{n}} {{number}}", uprn=1,
                                 day=day + timedelta(days=n), items={{"table": 1}}))
    except (Refused, IntegrityError):
        pass
    connection.close()
for n in range({rounds}):
    bulky.set_bulky_day(by="staff:1", at=now(), day=day + timedelta(days=n), capacity=1)
    gate, got = threading.Barrier(32), []
    burst = [threading.Thread(target=work, args=(n, number, gate, got)) for number in range(32)]
    [thread.start() for thread in burst]
    [thread.join() for thread in burst]
    counts.append(len(got))
print(json.dumps(counts))
"""
ROUNDS = 15


@pytest.mark.heavy
def test_last_place_has_a_single_winner_of_32_only_with_the_lock():
    with own_system() as system:
        system.run("init")
        with LocalPostgres(system.home).running():
            results = {}
            for unlocked in (False, True):
                script = RACE.format(unlocked=unlocked, rounds=ROUNDS)
                results[unlocked] = json.loads(system.run("shell", "-c", script).stdout.strip().splitlines()[-1])
    assert results[False] == [1] * ROUNDS
    assert any(result > 1 for result in results[True])
