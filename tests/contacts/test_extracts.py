import hashlib
import os
import random
import signal
import time
from datetime import date, timedelta
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from django.db import connection

from borough.contacts import extracts
from borough.foundation.files import columnar_writer as writing
from borough.foundation.files.columnar import MANIFEST, ExtractUnreadable, Snapshot, open_snapshot
from tests.measures.conftest import as_csv, contacts, write_extract

JANUARY = date(2018, 1, 1), date(2018, 2, 1)


def enter(cursor, *, position, day=date(2018, 1, 10), supersedes=None, **differs):
    """Put an entry in the ledger as its verb would, and return its id."""
    values = {
        "started_at": f"{day} 10:00Z",
        "happened_on": day,
        "channel": "web",
        "direction": "inbound",
        "who": "customer",
        "nature": "transaction",
        "service": "garden-waste",
        "outcome": "completed",
        "assisted": False,
        "minutes": None,
        "avoidable": "",
        "barrier": "",
        "source": "test",
        "source_id": f"{position}-{random.random()}",
        "ward": "",
        "handled_by": "",
        "handled_where": "",
        "channel_stated": "",
        "audit_position": position,
        "supersedes_id": supersedes,
        "reference": f"{random.getrandbits(60):016X}",
        **differs,
    }
    names = ", ".join(values)
    marks = ", ".join(["%s"] * len(values))
    cursor.execute(f"INSERT INTO contacts_contact ({names}) VALUES ({marks}) RETURNING id", list(values.values()))
    return cursor.fetchone()[0]


def refreshed(cursor, folder, copied=None, **options):
    def find(before):
        watermark, mark = extracts.newest_entry(cursor)
        afresh = not extracts.is_same_ledger(cursor, before.mark)
        days = extracts.changed_days(cursor, 0 if afresh else before.watermark)
        return writing.Changes(days, watermark, mark, all_days=afresh and bool(before.days))

    def copy(days):
        if copied is not None:
            copied.extend(days)
        return extracts.copy_days(cursor, days)

    return writing.refresh(folder, layout=extracts.LAYOUT, find=find, copy=copy, **options)


def check(snapshot: Snapshot):
    """Every file the manifest names is whole, its rows add up, and the roll-up tells the same as the detail."""
    rolled = sum(
        pq.read_table(snapshot.folder / e["file"])["n"].to_pylist()
        and sum(pq.read_table(snapshot.folder / e["file"])["n"].to_pylist())
        for e in snapshot.months.values()
    )
    rows = 0
    for entry in [*snapshot.days.values(), *snapshot.months.values()]:
        raw = (snapshot.folder / entry["file"]).read_bytes()
        assert hashlib.sha256(raw).hexdigest() == entry["sha256"]
    for entry in snapshot.days.values():
        assert pq.read_table(snapshot.folder / entry["file"]).num_rows == entry["rows"]
        rows += entry["rows"]
    assert rows == rolled
    return rows


@pytest.mark.django_db
@pytest.mark.slow
def test_a_changed_day_and_no_other_is_read_again(tmp_path):
    with connection.cursor() as cursor:
        first = enter(cursor, position=1)
        enter(cursor, position=2, day=date(2018, 1, 11))
        before = refreshed(cursor, tmp_path)
        enter(cursor, position=3, day=date(2018, 3, 1))
        moved = enter(cursor, position=4, day=date(2018, 1, 12), supersedes=first)
        copied: list[date] = []
        after = refreshed(cursor, tmp_path, copied)
    assert sorted(copied) == [date(2018, 1, 10), date(2018, 1, 12), date(2018, 3, 1)]
    assert set(after.days) == {date(2018, 1, 11), date(2018, 1, 12), date(2018, 3, 1)}
    assert after.days[date(2018, 1, 11)] == before.days[date(2018, 1, 11)]
    assert check(after) == 3
    table = pq.read_table(tmp_path / after.days[date(2018, 1, 12)]["file"])
    assert table["contact_id"].to_pylist() == [moved]
    assert after.watermark == 4


@pytest.mark.django_db
@pytest.mark.slow
def test_nothing_new_writes_nothing(tmp_path):
    with connection.cursor() as cursor:
        enter(cursor, position=1)
        refreshed(cursor, tmp_path)
        written = (tmp_path / MANIFEST).stat().st_mtime_ns
        refreshed(cursor, tmp_path)
    assert (tmp_path / MANIFEST).stat().st_mtime_ns == written


@pytest.mark.django_db
@pytest.mark.slow
def test_text_with_line_breaks_round_trips_unchanged(tmp_path):
    strange = 'O"Hara, "\n; \\N née \t t'
    with connection.cursor() as cursor:
        enter(cursor, position=1, ward=strange, minutes=7, assisted=True)
        enter(cursor, position=2, ward="")
        table = pq.read_table(tmp_path / refreshed(cursor, tmp_path).days[date(2018, 1, 10)]["file"])
    assert table["ward"].to_pylist() == [strange, ""]
    assert table["minutes"].to_pylist() == [7, 0]
    assert table["minutes_known"].to_pylist() == [True, False]
    assert table["assisted"].to_pylist() == [True, False]


@pytest.mark.django_db
@pytest.mark.slow
def test_a_ledger_restored_from_before_is_read_all_over(tmp_path):
    with connection.cursor() as cursor:
        enter(cursor, position=1)
        before = refreshed(cursor, tmp_path)
        stale = Snapshot(
            tmp_path,
            days={**before.days, date(2018, 2, 2): before.days[date(2018, 1, 10)]},
            months=before.months,
            watermark=9,
            mark="9:12345:NOTTHISLEDGER000",
        )
        writing._swap(
            tmp_path,
            before,
            writing._Draft(dict(stale.days), dict(stale.months)),
            writing.Changes({}, stale.watermark, stale.mark),
            0,
        )
        after = refreshed(cursor, tmp_path)
    assert set(after.days) == {date(2018, 1, 10)}
    assert after.watermark == 1


def test_what_a_reader_opened_before_stays_for_the_grace_and_goes_after(tmp_path):
    before = write_extract(tmp_path, contacts((3, {})))
    during = write_extract(tmp_path, contacts((4, {})))
    assert check(before) == 3
    write_extract(tmp_path, contacts((4, {})), grace=0.0)
    assert check(during) == 4
    assert not any((tmp_path / file).exists() for file in before.files())


def test_the_same_rows_give_the_same_files_in_any_batches(tmp_path):
    rows = contacts(*((2, {"happened_on": date(2018, 1, 1) + timedelta(n)}) for n in range(40)))
    first = write_extract(tmp_path / "one", rows)
    other = write_extract(tmp_path / "other", rows[::-1], batch=3)
    assert first.content(*JANUARY) == other.content(*JANUARY)
    assert {d: e["content"] for d, e in first.days.items()} == {d: e["content"] for d, e in other.days.items()}
    assert first.files() == other.files()


def test_an_extract_of_another_version_is_refused_with_what_to_do(tmp_path):
    (tmp_path / MANIFEST).write_text('{"version": 99}')
    with pytest.raises(ExtractUnreadable, match="refresh"):
        open_snapshot(tmp_path)


def refresh_for_ever(folder: Path, seed: int) -> None:
    """Write versions of twelve days again and again, until killed."""
    chance = random.Random(seed)
    while True:
        many = chance.randint(1, 40)
        rows = contacts(*((many, {"happened_on": date(2018, 1, 25) + timedelta(n)}) for n in range(12)))
        assert as_csv(rows)
        write_extract(folder, rows)


@pytest.mark.heavy
def test_refresh_killed_at_any_point_leaves_a_complete_snapshot(tmp_path):
    write_extract(tmp_path, contacts((12, {})))
    half_done = 0
    for attempt in range(120):
        child = os.fork()
        if not child:
            refresh_for_ever(tmp_path, attempt)
        time.sleep(random.uniform(0.01, 0.12))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        snapshot = open_snapshot(tmp_path)
        assert check(snapshot) % 12 == 0
        named = snapshot.files() | set(snapshot.retired)
        half_done += any(
            str(p.relative_to(tmp_path)) not in named
            for part in ("detail", "rollup")
            for p in (tmp_path / part).iterdir()
        )
    assert half_done >= 10, f"only {half_done} of 120 kills fell inside a refresh: nothing was proved"
