"""Lists of rounds taken in, and collection days changed."""

import csv
from datetime import date, timedelta

import pytest
from django.core.management import CommandError, call_command

from borough.foundation.models import AuditEntry, Event
from borough.kernel.refusals import Refused
from borough.waste.models import DayChange, Membership, Round
from borough.waste.public import collections_of, rounds
from borough.waste.types import ChangeKind, ChangeReason
from tests.waste.sample_data import AT, HERE, NOWHERE, THERE, TODAY, have_places, make_round, put_on

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
HEADER = "uprn,stream,round,first_on,every_weeks,crew\n"
LIST = f"{HERE},refuse,REF-1,2026-01-05,2,Crew 1\n{THERE},refuse,REF-1,2026-01-05,2,Crew 1\n"


@pytest.fixture(autouse=True)
def _properties(db, tmp_path):
    have_places(tmp_path)


def load(folder, text, since=TODAY, **facts):
    path = folder / "rounds.csv"
    path.write_text(HEADER + text)
    return rounds.load_rounds(by="command:test", at=AT, path=path, since=since, rejects=folder / "rejects.csv", **facts)


def on_rounds():
    rows = Membership.objects.order_by("uprn", "id")
    return [(row.uprn, row.round.code, row.starts_on, row.ends_on) for row in rows]


def test_a_list_puts_properties_on_rounds(tmp_path):
    done = load(tmp_path, LIST)
    assert (done.read, done.accepted, done.begun, done.rounds) == (2, 2, 2, 1)
    assert on_rounds() == [(HERE, "REF-1", TODAY, None), (THERE, "REF-1", TODAY, None)]
    assert AuditEntry.objects.get(verb="waste.load_rounds").subject.startswith("rounds:")
    assert Event.objects.get(kind="rounds-loaded").body["begun"] == 2
    day = collections_of(HERE, TODAY, TODAY + timedelta(days=14))[0]
    assert (day.on, day.stream) == (date(2026, 5, 25), "refuse")


def test_the_same_list_again_changes_nothing(tmp_path):
    load(tmp_path, LIST)
    before = on_rounds()
    done = load(tmp_path, LIST, since=TODAY + timedelta(days=30))
    assert (done.begun, done.ended, done.rounds, on_rounds()) == (0, 0, 0, before)


def test_what_a_new_list_leaves_out_ends_and_what_it_moves_moves(tmp_path):
    load(tmp_path, LIST)
    make = make_round()
    put_on(make, HERE)  # of another stream, which the next list does not name
    then = TODAY + timedelta(days=30)
    done = load(tmp_path, f"{THERE},refuse,REF-2,2026-01-06,1,\n", since=then)
    assert (done.begun, done.ended) == (1, 2)
    assert on_rounds() == [
        (HERE, "REF-1", TODAY, then),
        (HERE, "GAR-1", date(2020, 1, 1), None),
        (THERE, "REF-1", TODAY, then),
        (THERE, "REF-2", then, None),
    ]


def test_rejected_rows_say_why_and_leave_their_property_where_it_is(tmp_path):
    load(tmp_path, LIST)
    done = load(
        tmp_path,
        "".join(
            [
                f"{HERE},refuse,REF-1,2026-01-05,2,Crew 1\n",
                f"{HERE},refuse,REF-1,2026-01-05,2,Crew 1\n",
                f"{THERE},refuse,REF-1,2026-01-05,9,Crew 1\n",
                f"{NOWHERE},refuse,REF-1,2026-01-05,2,Crew 1\n",
                "=1+1,refuse,REF-1,2026-01-05,2,Crew 1\n",
                f"{HERE},coal,REF-1,2026-01-05,2,Crew 1\n",
                f"{HERE},refuse,,2026-01-05,2,Crew 1\n",
                f"{HERE},refuse,REF-1,5 January,2,Crew 1\n",
                f"{HERE},refuse,REF-1,2026-01-12,2,Crew 1\n",
                f"{HERE},refuse\n",
            ]
        ),
    )
    assert (done.read, done.accepted, done.repeated, done.rejected) == (10, 1, 1, 8)
    assert (done.begun, done.ended) == (0, 0)
    with (tmp_path / "rejects.csv").open() as file:
        rejects = list(csv.DictReader(file))
    assert [(row["row"], row["reason"][:30]) for row in rejects] == [
        ("4", "A round goes every 1 to 8 week"),
        ("5", "There is no property with that"),
        ("6", "The UPRN is not a number of up"),
        ("7", "The stream is not one we colle"),
        ("8", "The round must have a name of "),
        ("9", "The first day must be written "),
        ("10", "An earlier row says otherwise "),
        ("11", "The round must have a name of "),
    ]
    assert rejects[2]["uprn"] == "'=1+1"


def test_a_dry_run_says_and_changes_nothing(tmp_path):
    done = load(tmp_path, LIST, dry_run=True)
    assert done.begun == 2
    assert not Round.objects.exists()
    assert not AuditEntry.objects.filter(verb="waste.load_rounds").exists()


def test_a_list_that_is_none_is_refused(tmp_path):
    path = tmp_path / "list.csv"
    path.write_text("name,day\n1,2\n")
    with pytest.raises(Refused, match="no column uprn, stream, round"):
        rounds.load_rounds(by="x", at=AT, path=path, since=TODAY, rejects=tmp_path / "r.csv")
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("waste", "rounds", tmp_path / "missing.csv")


def test_the_command_takes_a_list_and_says_the_days(tmp_path, capsys):
    path = tmp_path / "rounds.csv"
    path.write_text(HEADER + LIST)
    call_command("waste", "rounds", path)
    call_command("waste", "days", HERE)
    out = capsys.readouterr().out
    assert "2 rows read: 2 accepted, 0 repeated, 0 rejected. 1 rounds are new or changed; 2 properties begin" in out
    assert out.count("\tRubbish\tREF-1") >= 2


def change(**facts):
    values = {"kind": ChangeKind.SHIFT, "why": ChangeReason.HOLIDAY, "starts_on": date(2026, 5, 25), "days": 1}
    return rounds.change_days(by="staff:1", at=AT, ends_on=date(2026, 5, 26), **values | facts)


def test_a_change_moves_days_until_it_is_withdrawn(tmp_path):
    load(tmp_path, LIST)
    created = change(note="Spring bank holiday")
    moved = collections_of(HERE, TODAY, date(2026, 6, 1))[0]
    assert (moved.on, moved.usual_on, moved.note, moved.sequence) == (
        date(2026, 5, 26),
        date(2026, 5, 25),
        "Spring bank holiday",
        1,
    )
    for _ in range(2):
        rounds.withdraw_change(by="staff:1", at=AT, change=created.id)
    back = collections_of(HERE, TODAY, date(2026, 6, 1))[0]
    assert (back.on, back.why, back.sequence) == (date(2026, 5, 25), None, 2)
    assert Event.objects.filter(kind="collection-days-changed").count() == 2


@pytest.mark.parametrize(
    "facts",
    [
        {"days": 0},
        {"stream": "coal"},
        {"round_code": "NONE"},
        {"note": "x" * 201},
        {"kind": ChangeKind.EXTRA, "days": 0, "why": ChangeReason.CATCH_UP},
    ],
)
def test_a_change_that_cannot_be_is_refused(facts):
    with pytest.raises(Refused):
        change(**facts)
    assert not DayChange.objects.exists()


def test_a_preview_says_what_each_round_would_do_instead(tmp_path):
    from borough.waste.types import Change

    load(tmp_path, LIST)
    wanted = Change(
        id=0,
        kind=ChangeKind.SHIFT,
        why=ChangeReason.HOLIDAY,
        starts_on=date(2026, 5, 25),
        ends_on=date(2026, 5, 30),
        days=1,
        created_at=AT,
    )
    moved = rounds.preview([wanted])
    assert [(day_move.round, day_move.before, day_move.after, day_move.properties) for day_move in moved] == [
        ("REF-1", date(2026, 5, 25), date(2026, 5, 26), 2)
    ]


def test_bank_holidays_are_changed_all_at_once():
    runs = rounds.holiday_runs(date(2026, 5, 20), date(2026, 5, 30))
    assert [days for _from, _to, days in runs] == [1]
    changes = rounds.change_days_by(by="staff:1", at=AT, runs=runs, note="Spring bank holiday")
    assert [change_row.id for change_row in rounds.changes_from(TODAY)] == [change_row.id for change_row in changes]


def test_rounds_are_listed_with_their_next_day(tmp_path):
    load(tmp_path, LIST)
    page = rounds.round_page(today=TODAY)
    assert [(row.code, row.properties, row.next_on) for row in page.rows] == [("REF-1", 2, date(2026, 5, 25))]
