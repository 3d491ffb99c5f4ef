"""What is due to a receiver is made whole, given once, and never lost by a process that ends."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from borough.foundation.models import AuditEntry
from borough.gazetteer.actions import change_feed as verbs
from borough.gazetteer.actions import supply_export as exporting
from borough.gazetteer.actions.change_feed import (
    add_receiver,
    create_feed_supply,
    deliver_feed_supply,
    drop_feed_supply,
    folder,
    open_feed_file,
    request_feed_supply,
)
from borough.gazetteer.models import Change, FeedSupply, Receiver
from borough.gazetteer.queries.change_feed import feed_supplies, open_feed_supply, pending_changes, receiver
from borough.gazetteer.types.change_feed import FeedState
from borough.kernel.refusals import Refused
from tests.gazetteer.supplies import AT, DTF, blpu, bring, house, street, supply

pytestmark = pytest.mark.django_db
FIRST, GUS = 10090000000, "staff:5"


@pytest.fixture(autouse=True)
def gazetteer(settings, tmp_path, monkeypatch):
    monkeypatch.setattr(exporting.locks, "snapshot_isolation", lambda: None)
    settings.HOME = tmp_path
    bring(tmp_path, supply(street(), *(house(n) for n in range(1, 4))))


@pytest.fixture
def hub():
    return add_receiver(by=GUS, at=AT, name="National hub", layout="dtf-7.3")


def change(tmp_path, n=4, day="2026-11-02"):
    bring(tmp_path, supply(house(n), blpu(FIRST + 1, "U", state=3), kind="C", day=day))


def create_supply(hub):
    number = request_feed_supply(by=GUS, at=AT, receiver=hub)
    assert create_feed_supply(by="system:worker", at=AT, number=number)
    return number


def deliver_supply(hub):
    number = create_supply(hub)
    deliver_feed_supply(by=GUS, at=AT, number=number)
    return number


def last():
    return Change.objects.order_by("-pk").first().pk


def records(number, hub):
    path = open_feed_file(by=GUS, at=AT, receiver=hub, number=number)
    return [line.split(",")[:2] for line in path.read_text().splitlines() if line[:2] not in ("10", "29", "99")]


def test_the_first_supply_is_all_there_is_and_the_next_what_changed(hub, tmp_path):
    first = deliver_supply(hub)
    assert {kind for _, kind in records(first, hub)} == {'"I"'} and len(records(first, hub)) == 8
    assert receiver(hub).since == last()
    change(tmp_path)
    assert pending_changes(DTF, receiver(hub).since) == [("property", {"I": 1, "U": 1}), ("address", {"I": 1})]
    second = deliver_supply(hub)
    assert sorted(records(second, hub)) == [["21", '"I"'], ["21", '"U"'], ["24", '"I"']]
    supplies = feed_supplies(hub)
    assert [detail.id for detail in supplies] == [second, first]
    assert (supplies[0].since, supplies[0].upto, supplies[0].records, supplies[0].settled_by) == (
        supplies[1].upto,
        last(),
        3,
        GUS,
    )
    assert pending_changes(DTF, receiver(hub).since) == []


def test_what_changes_while_a_supply_waits_is_in_the_next(hub, tmp_path):
    number = create_supply(hub)
    change(tmp_path)
    deliver_feed_supply(by=GUS, at=AT, number=number)
    assert len(pending_changes(DTF, receiver(hub).since)) == 2


def test_file_is_private_to_its_owner_and_its_hash_is_stored(hub):
    number = create_supply(hub)
    path = open_feed_file(by=GUS, at=AT, receiver=hub, number=number)
    assert path.stat().st_mode & 0o777 == 0o600 and path.parent.stat().st_mode & 0o777 == 0o700
    assert open_feed_file(by=GUS, at=AT, receiver=hub + 1, number=number) is None
    assert AuditEntry.objects.filter(verb="gazetteer.open_supply").count() == 1
    path.write_text("changed")
    with pytest.raises(Refused, match="not there as it was made"):
        open_feed_file(by=GUS, at=AT, receiver=hub, number=number)
    path.unlink()
    with pytest.raises(Refused, match="not there as it was made"):
        open_feed_file(by=GUS, at=AT, receiver=hub, number=number)


def test_supply_is_delivered_once(hub, tmp_path):
    number = deliver_supply(hub)
    change(tmp_path)
    deliver_feed_supply(by="staff:6", at=AT, number=number)
    assert receiver(hub).since == feed_supplies(hub)[0].upto
    assert AuditEntry.objects.filter(verb="gazetteer.give_due").count() == 1
    with pytest.raises(Refused, match="was given"):
        drop_feed_supply(by=GUS, at=AT, number=number)


def test_dropped_supply_loses_no_changes(hub):
    number = create_supply(hub)
    drop_feed_supply(by=GUS, at=AT, number=number)
    drop_feed_supply(by=GUS, at=AT, number=number)
    assert receiver(hub).since == 0 and open_feed_supply(hub) is None
    with pytest.raises(Refused, match="was dropped"):
        deliver_feed_supply(by=GUS, at=AT, number=number)
    assert len(records(deliver_supply(hub), hub)) == 8


def test_single_open_supply_and_none_when_nothing_changed(hub):
    number = request_feed_supply(by=GUS, at=AT, receiver=hub)
    assert request_feed_supply(by=GUS, at=AT, receiver=hub) == number
    create_feed_supply(by=GUS, at=AT, number=number)
    with pytest.raises(Refused, match="waits to be given"):
        request_feed_supply(by=GUS, at=AT, receiver=hub)
    deliver_feed_supply(by=GUS, at=AT, number=number)
    with pytest.raises(Refused, match="nothing is due"):
        request_feed_supply(by=GUS, at=AT, receiver=hub)
    with pytest.raises(Refused, match="no such receiver"):
        request_feed_supply(by=GUS, at=AT, receiver=hub + 1)
    with pytest.raises(Refused, match="no such supply"):
        deliver_feed_supply(by=GUS, at=AT, number=number + 1)


def test_unfinished_supply_is_not_delivered(hub):
    number = request_feed_supply(by=GUS, at=AT, receiver=hub)
    with pytest.raises(Refused, match="still being made"):
        deliver_feed_supply(by=GUS, at=AT, number=number)


def test_worker_job_is_deferred_and_retried(hub):
    request_feed_supply(by=GUS, at=AT, receiver=hub)
    request_feed_supply(by=GUS, at=AT, receiver=hub)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_jobs WHERE task_name = 'gazetteer.create_feed_supply'")
        assert cursor.fetchone() == (2,)


@pytest.mark.parametrize("moment", ["export", "row"])
def test_supply_killed_at_any_point_is_created_on_retry(hub, monkeypatch, moment):
    number = request_feed_supply(by=GUS, at=AT, receiver=hub)

    def die(*_, **__):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        if moment == "export":
            patch.setattr(exporting, "_write_supply", die)
        else:
            patch.setattr(verbs.hashlib, "file_digest", die)
        create_feed_supply(by="system:worker", at=AT, number=number)
    assert open_feed_supply(hub).state == FeedState.REQUESTED
    assert create_feed_supply(by="system:worker", at=AT, number=number)
    assert not create_feed_supply(by="system:worker", at=AT, number=number)
    assert [path.name for path in folder().iterdir()] == [FeedSupply.objects.get().file]


def test_supply_dropped_during_creation_leaves_no_file(hub, monkeypatch):
    number = request_feed_supply(by=GUS, at=AT, receiver=hub)
    real = verbs.export_supply

    def slowly(**kwargs):
        done = real(**kwargs)
        drop_feed_supply(by=GUS, at=AT, number=number)
        return done

    monkeypatch.setattr(verbs, "export_supply", slowly)
    assert not create_feed_supply(by="system:worker", at=AT, number=number)
    assert list(folder().iterdir()) == []


@pytest.mark.parametrize(
    ("name", "layout", "message"),
    [
        ("", "dtf-7.3", "Enter the receiver"),
        ("x" * 61, "dtf-7.3", "60 characters"),
        ("Post", "addresses", "plain list"),
        ("Post", "nothing", "nothing"),
        ("National hub", "addressbase-premium", "in layout dtf-7.3 already"),
    ],
)
def test_a_receiver_that_cannot_be_is_refused(hub, name, layout, message):
    with pytest.raises(Refused, match=message):
        add_receiver(by=GUS, at=AT, name=name, layout=layout)
    assert Receiver.objects.count() == 1


@pytest.mark.parametrize(
    "changed",
    [{"state": "lost"}, {"state": "delivered"}, {"state": "created", "sha256": ""}, {"settled_by": "x"}],
    ids=str,
)
def test_the_database_refuses_what_cannot_be(hub, changed):
    create_supply(hub)
    with pytest.raises(DatabaseError), transaction.atomic():
        FeedSupply.objects.update(**changed)


def test_database_protects_delivered_supplies(hub):
    deliver_supply(hub)
    with pytest.raises(DatabaseError, match="not taken back"), transaction.atomic():
        Receiver.objects.update(since=0)
    with pytest.raises(DatabaseError), transaction.atomic():
        FeedSupply.objects.all().delete()


def test_the_command_says_what_is_due_makes_it_and_gives_it():
    def run(*arguments):
        out = StringIO()
        call_command("gazetteer", "feed", *arguments, stdout=out)
        return out.getvalue()

    assert "property: 3 new" in run("--add", "Hub")
    assert json.loads(run("--json"))["due"]["address"] == {"I": 3}
    with pytest.raises(CommandError, match="no supply to Hub"):
        run("--delivered", "Hub")
    assert str(folder()) in run("--create", "Hub")
    assert "nothing is due" in run("--delivered", "Hub")
    with pytest.raises(CommandError, match="no receiver Nobody"):
        run("--create", "Nobody")
    out = StringIO()
    call_command("gazetteer", "range", "uprn", "5", "9", stdout=out)
    assert "5 left" in out.getvalue()
    with pytest.raises(CommandError, match="in a range that is there"):
        call_command("gazetteer", "range", "uprn", "6", "7")
