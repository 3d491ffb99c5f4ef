"""Supplies that are not whole, or not what they say: a clear sentence, and nothing of them is taken."""

import gzip
import zipfile

import pytest

from borough.gazetteer.actions import supply_import as importing
from borough.gazetteer.actions import supply_reader
from borough.gazetteer.layouts import BadLayout, load_layout, parse
from borough.gazetteer.models import Address, Property, Street, Supply
from borough.gazetteer.public import AlreadyRunning, BadSupply, Totals
from tests.gazetteer.supplies import ABP, AT, blpu, bring, house, lpi, street, supply, write, xref

pytestmark = pytest.mark.django_db
GOOD = supply(street(), *(house(n) for n in range(1, 21)))
LINES = GOOD.splitlines(keepends=True)


def swapped():
    lines = list(LINES)
    lines[10], lines[11] = lines[11], lines[10]
    return "".join(lines)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (b"", "is empty"),
        ("".join(LINES[1:]), r"does not begin with a header record \(10\)"),
        ("".join(LINES[:-1]), r"no trailer record \(99\).*cut short"),
        (GOOD[: len(GOOD) // 2], "no trailer record"),
        (GOOD[:-40], "trailer record|cut short|counts"),
        ("".join(LINES[:-5] + LINES[-1:]), "counts 42 records, but 38 are there"),
        ("".join(LINES[:10] + LINES[11:]), "counts 42 records, but 41 are there"),
        ("".join(LINES + LINES[5:6]), "goes on after its trailer"),
        (GOOD + GOOD, "goes on after its trailer"),
        (swapped(), "not in order: record 12 has PRO_ORDER 9 after 10"),
        ("".join([*LINES[:8], LINES[8], *LINES[8:]]), "not in order"),
        (GOOD.replace('"7.3","F"', '"7.3","Q"'), "of type “Q”; it must be F"),
        (GOOD.replace("9990,2026-11-01,1", "9990,soon,1"), "gives the date “soon”"),
        (supply(street(), house(1), blpu(change="U")), "full supply, but record 7 is a change of type “U”"),
        (GOOD.replace('I",9,', 'I",nine,'), "PRO_ORDER of record 11 .*not a number"),
        (supply(street(), following=2), "volume 2 follows, and it is not there"),
        (supply(street(), volume=3), "volume 2 is not there"),
        (supply(street(), count="many"), "RECORD_COUNT .*“many”"),
        ("".join(LINES[:20]) + LINES[0] + "".join(LINES[20:]), "second header record"),
        (supply(street(name="CAFÉ ROW"), house(1)).encode() + b"", "^$"),
        (GOOD.encode("utf-16"), "UTF-16"),
        (gzip.compress(GOOD.encode())[:-20], "stops at record .*cut short or damaged"),
        (b"PK\x03\x04 no archive", "zip archive"),
        (GOOD.replace('"LANCASHIRE","ENG"', '"LANCASHIRE","ENG'), "counts 42 records, but 41 are there"),
        (b'10,"' + b"x" * 200_000, "quotation mark|field larger"),
        (b"\x00" * 500, "does not begin|cannot be read"),
        ("uprn,address\n1,2\n", "does not begin with a header record"),
    ],
)
def test_incomplete_supply_is_rejected_and_nothing_is_imported(tmp_path, text, message):
    if message == "^$":
        assert bring(tmp_path, text).totals.rejected == 0  # a proper UTF-8 letter is no fault
        return
    with pytest.raises(BadSupply, match=message):
        bring(tmp_path, text)
    assert not Street.objects.exists() and not Property.objects.exists() and not Supply.objects.exists()


def test_mixed_encodings_in_a_file_are_rejected_by_name(tmp_path):
    text = supply(street(name="CAFÉ ROW"), house(1), xref(reference="É")).encode()
    with pytest.raises(BadSupply, match="two encodings: record 4 is in utf-8 and record 7 is not"):
        bring(tmp_path, text.replace('"É"'.encode(), '"É"'.encode("cp1252")))
    assert not Property.objects.exists()


def test_supply_of_another_layout_is_recognised(tmp_path):
    text = supply(street(), *(house(n) for n in range(1, 130)))
    with pytest.raises(BadSupply, match="not as layout addressbase-premium has them.*another layout"):
        bring(tmp_path, text, ABP)


def test_volumes_of_different_supplies_are_refused(tmp_path):
    first = supply(street(), house(1), following=2)
    with pytest.raises(BadSupply, match="different supplies"):
        bring(tmp_path, [first, supply(house(2), volume=2, first=5, day="2026-11-09")])
    with pytest.raises(BadSupply, match="Give every volume"):
        bring(tmp_path, [first, supply(house(2), volume=3, first=5)])
    with pytest.raises(BadSupply, match="not in order"):
        bring(tmp_path, [first, supply(house(2), volume=2)])
    assert not Property.objects.exists()


def test_the_trailer_may_count_the_frame_too_unless_records_may_be_missing(tmp_path):
    for n, count in enumerate((4, 5, 7), 1):
        assert bring(tmp_path, supply(street(), house(n), count=count)).totals.rejected == 0
    with pytest.raises(BadSupply, match="counts 6"):
        bring(tmp_path, supply(street(), house(1), count=6))
    gap = supply(street(), house(4), count=5).replace('"I",4,', '"I",5,')
    with pytest.raises(BadSupply, match="counts 5 records, but 4 are there"):
        bring(tmp_path, gap)


def test_an_archive_that_would_unpack_to_far_too_much_is_not_unpacked(tmp_path):
    path = tmp_path / "bomb.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.csv", b"0" * 5_000_000)
    with pytest.raises(BadSupply, match="no supply does that"):
        bring(tmp_path, path)


def test_a_file_that_is_not_there(tmp_path):
    with pytest.raises(BadSupply, match="There is no file"):
        bring(tmp_path, tmp_path)


def test_file_that_changes_while_it_is_read_is_rejected(tmp_path, monkeypatch):
    path = write(tmp_path / "supply.csv", GOOD)
    check = importing.check_supply

    def checked(*args, **more):
        outcome = check(*args, **more)
        write(path, GOOD.replace('"PR7 4EX"', '"PR7 4EY"'))
        return outcome

    monkeypatch.setattr(importing, "check_supply", checked)
    with pytest.raises(BadSupply, match="was changed while it was being read"):
        bring(tmp_path, path)
    assert not Property.objects.exists()
    monkeypatch.setattr(importing, "check_supply", check)
    assert bring(tmp_path, path).totals == Totals(42, 42, 0, 0)
    assert set(Address.objects.values_list("postcode", flat=True)) == {"PR7 4EY"}


def test_two_imports_never_run_at_once(tmp_path, monkeypatch):
    monkeypatch.setattr(importing.locks, "try_session_lock", lambda name: False)
    with pytest.raises(AlreadyRunning, match="Another import of the gazetteer"):
        bring(tmp_path, GOOD)


class Cut(Exception):
    """A process ended."""


def test_interrupted_import_resumes_from_its_last_complete_batch(tmp_path, monkeypatch):
    monkeypatch.setattr(importing, "BATCH", 10)
    path = write(tmp_path / "supply.csv", GOOD.replace('E04000001",,,""', 'E04000001",x,,""', 1))

    def progress(phase, _done, records):
        if (phase, records) == ("Reading", 20):
            raise Cut

    more = {"by": "t", "at": AT, "layout": load_layout("dtf-7.3"), "rejects": tmp_path / "rejects.csv"}
    with pytest.raises(Cut):
        importing.import_supply(paths=[path], progress=progress, **more)
    assert not Property.objects.exists() and Supply.objects.get().waiting == 20
    done = importing.import_supply(paths=[path], **more)
    # an address whose property was rejected leads nowhere, so it is rejected too
    assert (done.resumed_from, done.totals) == (20, Totals(42, 40, 0, 2))
    assert done.rejects_file.read_text().count("\n") == 3


def test_newer_supply_replaces_an_interrupted_supply(tmp_path, monkeypatch):
    monkeypatch.setattr(importing, "BATCH", 10)

    def progress(phase, _done, records):
        if (phase, records) == ("Reading", 20):
            raise Cut

    more = {"by": "t", "at": AT, "layout": load_layout("dtf-7.3"), "rejects": tmp_path / "rejects.csv"}
    with pytest.raises(Cut):
        importing.import_supply(paths=[write(tmp_path / "a.csv", GOOD)], progress=progress, **more)
    assert bring(tmp_path, supply(street(), house(30))).totals == Totals(4, 4, 0, 0)
    assert set(Property.objects.values_list("pk", flat=True)) == {10090000030}
    assert Supply.objects.count() == 1


def test_waiting_records_lost_in_a_crash_are_read_again(tmp_path, monkeypatch):
    from django.db import connection

    monkeypatch.setattr(importing, "BATCH", 10)

    def progress(phase, _done, records):
        if (phase, records) == ("Reading", 20):
            raise Cut

    path = write(tmp_path / "a.csv", GOOD)
    more = {"by": "t", "at": AT, "layout": load_layout("dtf-7.3"), "rejects": tmp_path / "rejects.csv"}
    with pytest.raises(Cut):
        importing.import_supply(paths=[path], progress=progress, **more)
    with connection.cursor() as cursor:
        for name in ("mark", "wrong", "property", "address"):
            cursor.execute(f"TRUNCATE gazetteer_staged_{name}")  # as PostgreSQL does after a crash
    done = importing.import_supply(paths=[path], **more)
    assert (done.resumed_from, done.totals) == (0, Totals(42, 42, 0, 0))


def test_reader_process_reports_faults(tmp_path, monkeypatch):
    monkeypatch.setattr(importing, "BATCH", 10)
    path = write(tmp_path / "a.csv", GOOD)
    checked = importing.check_supply(importing.pieces_of([path]), load_layout("dtf-7.3"), lambda *_: None)
    write(path, GOOD.replace("HIGH", "HIGX"))
    with (
        pytest.raises(BadSupply, match="was changed"),
        supply_reader.open_batches(supply_reader.ReadRequest(checked, 0, 10)) as batches,
    ):
        list(batches)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("kind = 1", "must say kind"),
        ('kind = "plain"\nodd = 1', "has odd"),
        ('kind = "plain"', "which column is which"),
        ("kind = ", "not TOML"),
        ('kind = "plain"\n[property]\nuprn = "u"', "a property needs status"),
        ('kind = "plain"\n[property]\nuprn = "u"\nstatus = 1', "must be"),
        ('kind = "plain"\n[property]\nuprn = "u"\nstatus = "s"\ncolour = "c"', "has no fact colour"),
        ('kind = "supply"\n[[records]]\ncode = "21"\nis = "house"', "no kind of record “house”"),
    ],
)
def test_a_layout_that_cannot_be_used_says_what_to_mend(text, message):
    with pytest.raises(BadLayout, match=message):
        parse(text, "mine")


def test_layout_name_is_matched_in_any_spelling():
    assert load_layout("DTF_7_3").name == load_layout("dtf7.3").name == "dtf-7.3"
    with pytest.raises(BadLayout, match="Shipped are: addressbase-core"):
        load_layout("dtf-9")
    with pytest.raises(BadLayout, match="encoding “klingon”"):
        load_layout("dtf-7.3", encoding="klingon")


def test_a_plain_file_without_its_columns_names_them(tmp_path):
    with pytest.raises(BadSupply, match="has no column .*usrn.*which layout addressbase-core needs"):
        bring(tmp_path, "uprn,parent_uprn\n1,\n", load_layout("addressbase-core"))


def test_nothing_hangs_in_the_air(tmp_path):
    done = bring(tmp_path, supply(street(), lpi(1, 10090000001), house(2), xref(1, 10090000001)))
    assert done.totals == Totals(6, 4, 0, 2)
    assert [reject.column for reject in done.first_rejects] == ["UPRN", "UPRN"]
