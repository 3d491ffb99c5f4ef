"""What is due to a receiver is made whole, given once, and never lost by a process that ends."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from borough.foundation.models import AuditEntry
from borough.kernel.refusals import Refused
from borough.gazetteer.actions import change_feed as verbs
from borough.gazetteer.actions import supply_export as exporting
from borough.gazetteer.actions.change_feed import add_receiver, request_feed_supply, drop_feed_supply, folder, deliver_feed_supply, create_feed_supply, open_feed_file
from borough.gazetteer.models import Change, FeedSupply, Receiver
from borough.gazetteer.queries.change_feed import pending_changes, open_feed_supply, receiver, feed_supplies
from borough.gazetteer.types.change_feed import FeedState
from tests.gazetteer.supplies import AT, DTF, blpu, bring, house, street, supply

pytestmark = pytest.mark.django_db
FIRST, GUS = 10090000000, "staff:5"


@pytest.fixture(autouse=True)
def gazetteer(settings, tmp_path, monkeypatch):
    monkeypatch.setattr(exporting.locks, "see_one_moment", lambda: None)
    settings.HOME = tmp_path
    bring(tmp_path, supply(street(), *(house(n) for n in range(1, 4))))


@pytest.fixture
def hub():
    return add_receiver(by=GUS, at=AT, name="National hub", layout="dtf-7.3")


def change(tmp_path, n=4, day="2026-11-02"):
    bring(tmp_path, supply(house(n), blpu(FIRST + 1, "U", state=3), kind="C", day=day))


def made(hub):
    number = request_feed_supply(by=GUS, at=AT, receiver=hub)
    assert create_feed_supply(by="system:worker", at=AT, number=number)
    return number


def given(hub):
    number = made(hub)
    deliver_feed_supply(by=GUS, at=AT, number=number)
    return number


def last():
    return Change.objects.order_by("-pk").first().pk


def records(number, hub):
    path = open_feed_file(by=GUS, at=AT, receiver=hub, number=number)
    return [line.split(",")[:2] for line in path.read_text().splitlines() if line[:2] not in ("10", "29", "99")]


def test_the_first_supply_is_all_there_is_and_the_next_what_changed(hub, tmp_path):
    first = given(hub)
    assert {kind for _, kind in records(first, hub)} == {'"I"'} and len(records(first, hub)) == 8
    assert receiver(hub).since == last()
    change(tmp_path)
    assert pending_changes(DTF, receiver(hub).since) == [("property", {"I": 1, "U": 1}), ("address", {"I": 1})]
    second = given(hub)
    assert sorted(records(second, hub)) == [["21", '"I"'], ["21", '"U"'], ["24", '"I"']]
    shown = feed_supplies(hub)
    assert [one.id for one in shown] == [second, first]
    assert (shown[0].since, shown[0].upto, shown[0].records, shown[0].settled_by) == (shown[1].upto, last(), 3, GUS)
    assert pending_changes(DTF, receiver(hub).since) == []


def test_what_changes_while_a_supply_waits_is_in_the_next(hub, tmp_path):
    number = made(hub)
    change(tmp_path)
    deliver_feed_supply(by=GUS, at=AT, number=number)
    assert len(pending_changes(DTF, receiver(hub).since)) == 2


def test_a_file_is_for_its_owner_alone_and_its_hash_is_kept(hub):
    number = made(hub)
    path = open_feed_file(by=GUS, at=AT, receiver=hub, number=number)
    assert path.stat().st_mode & 0o777 == 0o600 and path.parent.stat().st_mode & 0o777 == 0o700
    assert open_feed_file(by=GUS, at=AT, receiver=hub + 1, number=number) is None
    assert AuditEntry.objects.filter(verb="gazetteer.open_due").count() == 1
    path.write_text("changed")
    with pytest.raises(Refused, match="not there as it was made"):
        open_feed_file(by=GUS, at=AT, receiver=hub, number=number)
    path.unlink()
    with pytest.raises(Refused, match="not there as it was made"):
        open_feed_file(by=GUS, at=AT, receiver=hub, number=number)


def test_a_supply_is_given_once(hub, tmp_path):
    number = given(hub)
    change(tmp_path)
    deliver_feed_supply(by="staff:6", at=AT, number=number)
    assert receiver(hub).since == feed_supplies(hub)[0].upto
    assert AuditEntry.objects.filter(verb="gazetteer.give_due").count() == 1
    with pytest.raises(Refused, match="was given"):
        drop_feed_supply(by=GUS, at=AT, number=number)


def test_one_that_was_dropped_loses_nothing(hub):
    number = made(hub)
    drop_feed_supply(by=GUS, at=AT, number=number)
    drop_feed_supply(by=GUS, at=AT, number=number)
    assert receiver(hub).since == 0 and open_feed_supply(hub) is None
    with pytest.raises(Refused, match="was dropped"):
        deliver_feed_supply(by=GUS, at=AT, number=number)
    assert len(records(given(hub), hub)) == 8


def test_there_is_one_open_at_a_time_and_none_of_nothing(hub):
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


def test_one_still_being_made_is_not_given(hub):
    number = request_feed_supply(by=GUS, at=AT, receiver=hub)
    with pytest.raises(Refused, match="still being made"):
        deliver_feed_supply(by=GUS, at=AT, number=number)


def test_the_worker_is_asked_and_asked_again(hub):
    request_feed_supply(by=GUS, at=AT, receiver=hub)
    request_feed_supply(by=GUS, at=AT, receiver=hub)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_jobs WHERE task_name = 'gazetteer.make_due'")
        assert cursor.fetchone() == (2,)


@pytest.mark.parametrize("moment", ["export", "row"])
def test_killed_at_any_moment_it_is_made_by_the_next_attempt(hub, monkeypatch, moment):
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


def test_one_dropped_while_it_is_made_leaves_no_file(hub, monkeypatch):
    number = request_feed_supply(by=GUS, at=AT, receiver=hub)
    real = verbs.export_supply

    def slowly(**told):
        done = real(**told)
        drop_feed_supply(by=GUS, at=AT, number=number)
        return done

    monkeypatch.setattr(verbs, "export_supply", slowly)
    assert not create_feed_supply(by="system:worker", at=AT, number=number)
    assert list(folder().iterdir()) == []


@pytest.mark.parametrize(
    ("name", "layout", "words"),
    [("", "dtf-7.3", "Enter the receiver"), ("x" * 61, "dtf-7.3", "60 characters"),
     ("Post", "addresses", "plain list"), ("Post", "nothing", "nothing"),
     ("National hub", "addressbase-premium", "in layout dtf-7.3 already")],
)  # fmt: skip
def test_a_receiver_that_cannot_be_is_refused(hub, name, layout, words):
    with pytest.raises(Refused, match=words):
        add_receiver(by=GUS, at=AT, name=name, layout=layout)
    assert Receiver.objects.count() == 1


@pytest.mark.parametrize(
    "changed", [{"state": "lost"}, {"state": "given"}, {"state": "made", "sha256": ""}, {"settled_by": "x"}], ids=str
)
def test_the_database_refuses_what_cannot_be(hub, changed):
    made(hub)
    with pytest.raises(DatabaseError), transaction.atomic():
        FeedSupply.objects.update(**changed)


def test_the_database_keeps_what_was_given(hub):
    given(hub)
    with pytest.raises(DatabaseError, match="not taken back"), transaction.atomic():
        Receiver.objects.update(since=0)
    with pytest.raises(DatabaseError), transaction.atomic():
        FeedSupply.objects.all().delete()


def test_the_command_says_what_is_due_makes_it_and_gives_it():
    def said(*words):
        out = StringIO()
        call_command("places", "due", *words, stdout=out)
        return out.getvalue()

    assert "property: 3 new" in said("--add", "Hub")
    assert json.loads(said("--json"))["due"]["address"] == {"I": 3}
    with pytest.raises(CommandError, match="no supply to Hub"):
        said("--give", "Hub")
    assert str(folder()) in said("--make", "Hub")
    assert "nothing is due" in said("--give", "Hub")
    with pytest.raises(CommandError, match="no receiver Nobody"):
        said("--make", "Nobody")
    out = StringIO()
    call_command("places", "range", "uprn", "5", "9", stdout=out)
    assert "5 left" in out.getvalue()
    with pytest.raises(CommandError, match="in a range that is there"):
        call_command("places", "range", "uprn", "6", "7")
