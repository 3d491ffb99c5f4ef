"""Every row of a log is imported or accounted for, once, whatever state the file is in."""

import csv
import gzip
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import openpyxl
import pytest

from borough.contacts.actions import import_log as importing
from borough.contacts.layouts import load_layout, parse
from borough.contacts.models import Contact, ImportRun
from borough.contacts.public import AlreadyRunning, BadFile, Totals, dry_run_import, import_log
from borough.foundation import audit
from borough.foundation.db.locks import try_session_lock, unlock
from borough.foundation.models import AuditEntry, Event

pytestmark = pytest.mark.django_db
AT = datetime(2022, 1, 1, tzinfo=UTC)
HERE = Path(__file__).parent
ST_LOUIS = HERE / "st-louis-2018-01.csv.gz"
LAYOUT = 'source = "s"\ntimes = ["%Y-%m-%d"]\n[columns]\nsource_id = "id"\nstarted_at = "on"\nchannel = "how"\n'


def bring(path, tmp_path, layout=None, **more):
    return import_log(
        by="system:importer",
        at=AT,
        path=path,
        layout=layout or parse(LAYOUT, "test"),
        rejects=tmp_path / "rejects.csv",
        **more,
    )


def write(path, text, encoding="utf-8"):
    path.write_bytes(text.encode(encoding))
    return path


def test_a_real_log_reconciles_with_an_independent_count(tmp_path):
    done = bring(ST_LOUIS, tmp_path, load_layout("st-louis"))
    with gzip.open(ST_LOUIS, "rt") as source:
        first = {row["REQUESTID"]: row for row in reversed(list(csv.DictReader(source)))}
        source.seek(0)
        rows = sum(1 for _ in csv.DictReader(source))
    assert done.totals == Totals(rows, len(first), rows - len(first), 0)
    stated = Counter(row["CALLERTYPE"] for row in first.values())
    counts = Counter(Contact.objects.values_list("channel", flat=True))
    assert counts["phone"] == stated["PHONE"] + stated["CSB VCML"]
    assert counts["web"] == stated["WEB"]
    assert counts["unknown"] == stated["NULL"] + stated["NA"] + stated["OTHER"]
    days = Counter(row["DATETIMEINIT"][:10] for row in first.values())
    assert {f"{day}": n for day, n in Counter(Contact.objects.values_list("happened_on", flat=True)).items()} == days


def test_the_same_file_again_imports_nothing(tmp_path):
    bring(ST_LOUIS, tmp_path, load_layout("st-louis"))
    again = bring(ST_LOUIS, tmp_path, load_layout("st-louis"))
    assert again.totals == Totals(8812, 0, 8812, 0)


def test_each_batch_is_a_single_audit_entry_naming_file_and_rows(tmp_path, monkeypatch):
    monkeypatch.setattr(importing, "BATCH", 2)
    path = write(tmp_path / "log.csv", "id,on,how\n" + "".join(f"{n},2018-01-0{n},web\n" for n in range(1, 6)))
    bring(path, tmp_path)
    acts = list(AuditEntry.objects.filter(verb="contacts.import").order_by("position"))
    assert [a.subject for a in acts] == [f"log:{importing.digest_of(path)}"] * 3
    assert '"first_row":2' in acts[0].detail and '"last_row":6' in acts[2].detail
    assert Event.objects.filter(kind="contacts-imported").count() == 3
    assert set(Contact.objects.values_list("audit_position", flat=True)) == {a.position for a in acts}
    assert list(audit.verify()) == []


def test_interrupted_import_resumes_from_its_last_complete_batch(tmp_path, monkeypatch):
    monkeypatch.setattr(importing, "BATCH", 2)
    text = "id,on,how\n" + "".join(f"{n},{'soon' if n == 2 else f'2018-01-0{n}'},web\n" for n in range(1, 8))
    path = write(tmp_path / "log.csv", text)

    class Cut(Exception):
        pass

    def cut(_done, totals):
        if totals.read == 4:
            raise Cut

    with pytest.raises(Cut):
        bring(path, tmp_path, progress=cut)
    with (tmp_path / "rejects.csv").open("a") as half:
        half.write("half a row that no transaction knows of")
    done = bring(path, tmp_path)
    assert (done.resumed_from, done.totals) == (4, Totals(7, 6, 0, 1))
    assert (tmp_path / "rejects.csv").read_text().count("\n") == 2
    assert ImportRun.objects.get().finished_at


def test_rejects_can_be_mended_and_imported(tmp_path):
    path = write(tmp_path / "log.csv", "id,on,how\n1,2018-01-01,web\n2,soon,phone\n=3,2018-01-03,post\n4,2018-01-04\n")
    done = bring(path, tmp_path)
    assert done.totals == Totals(4, 2, 0, 2)
    text = done.rejects_file.read_text()
    assert "3,on,soon," in text and "5,,," in text
    mended = write(
        tmp_path / "mended.csv", text.replace("2,soon", "2,2018-01-02").replace("4,2018-01-04", "4,2018-01-04,web")
    )
    assert bring(mended, tmp_path).totals == Totals(2, 2, 0, 0)
    assert set(Contact.objects.values_list("source_id", flat=True)) == {"1", "2", "=3", "4"}


def test_formula_like_reject_is_escaped_and_read_back(tmp_path):
    done = bring(write(tmp_path / "log.csv", "id,on,how\n=1+1,soon,web\n"), tmp_path)
    text = done.rejects_file.read_text()
    assert ",'=1+1," in text
    assert bring(write(tmp_path / "m.csv", text.replace(",soon,web", ",2018-01-01,web")), tmp_path).totals.imported == 1
    assert Contact.objects.get().source_id == "=1+1"


def test_rejects_of_a_log_with_other_cells_and_letters_can_be_mended_too(tmp_path):
    layout = parse('encoding = "cp1252"\ndelimiter = ";"\n' + LAYOUT.replace('"id"', '"réf"'), "test")
    done = bring(write(tmp_path / "log.csv", "réf;on;how\né1;soon;web\n", "cp1252"), tmp_path, layout)
    assert done.rejects_file.stat().st_mode & 0o077 == 0
    mended = write(tmp_path / "m.csv", done.rejects_file.read_text().replace(",soon,web", ",2018-01-01,web"))
    assert bring(mended, tmp_path, layout).totals == Totals(1, 1, 0, 0)
    assert Contact.objects.get().source_id == "é1"


def test_a_dry_run_says_what_would_be_done_and_does_nothing(tmp_path):
    path = write(tmp_path / "log.csv", "id,on,how\n1,2018-01-01,web\n1,2018-01-01,web\n2,soon,web\n")
    messages = []
    layout = parse(LAYOUT, "test")
    totals = dry_run_import(at=AT, path=path, layout=layout, show=messages.append, progress=importing.no_progress)
    assert totals == Totals(3, 1, 1, 1)
    assert [(r.row, r.column, r.value) for r in messages] == [(4, "on", "soon")]
    assert not Contact.objects.exists() and not ImportRun.objects.exists()


def test_a_workbook_is_read_like_a_csv(tmp_path):
    book = openpyxl.Workbook()
    for row in (["id", "on", "how"], [7, datetime(2018, 1, 5), "web"], ["8", "2018-01-06", None]):
        book.active.append(row)
    book.save(tmp_path / "log.xlsx")
    assert bring(tmp_path / "log.xlsx", tmp_path).totals == Totals(2, 2, 0, 0)
    assert list(Contact.objects.order_by("id").values_list("source_id", "channel")) == [("7", "web"), ("8", "unknown")]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-8"])
def test_a_byte_order_mark_and_windows_lines_do_no_harm(tmp_path, encoding):
    path = write(tmp_path / "log.csv", "id,on,how\r\n1,2018-01-01,web\r\n\r\n", encoding)
    assert bring(path, tmp_path).totals == Totals(1, 1, 0, 0)


def test_a_row_in_another_encoding_is_rejected_and_the_rest_imported(tmp_path):
    path = tmp_path / "log.csv"
    path.write_bytes(b"id,on,how\n1,2018-01-01,web\ncaf\xe9,2018-01-02,web\n")
    assert bring(path, tmp_path).totals == Totals(2, 1, 0, 1)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "is empty"),
        ("id,on,how\n1,2018-01-01,web\n".encode("utf-16"), "UTF-16"),
        (gzip.compress(b"id,on,how\n" + b"1,2018-01-01,web\n" * 9000)[:-30], "cut short"),
        (b"PK\x03\x04 not a workbook", "workbook"),
        (b"a,b\n1,2\n", "no column id, on, how"),
        (b'id,on,how\n1,2018-01-01,"' + b"x" * 2_000_000, "quotation mark"),
    ],
)
def test_a_file_that_cannot_be_read_says_where_it_stops(tmp_path, content, message):
    path = tmp_path / "log.csv"
    path.write_bytes(content)
    with pytest.raises(BadFile, match=message):
        bring(path, tmp_path)


def test_two_imports_of_a_source_never_run_at_once(tmp_path, monkeypatch):
    path = write(tmp_path / "log.csv", "id,on,how\n1,2018-01-01,web\n")
    monkeypatch.setattr(importing.locks, "try_session_lock", lambda name: False)
    with pytest.raises(AlreadyRunning, match="Another import of s"):
        bring(path, tmp_path)


def test_session_lock_is_released():
    assert try_session_lock("tests")
    unlock("tests")


def test_an_empty_log_is_no_fault(tmp_path):
    done = bring(write(tmp_path / "log.csv", "id,on,how\n"), tmp_path)
    assert (done.totals, done.rejects_file) == (Totals(), None)
