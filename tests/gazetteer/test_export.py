"""What is given out comes in again as it was, byte for byte."""

import csv
import gzip
import io

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from borough.foundation.models import AuditEntry
from borough.gazetteer.actions import supply_export as exporting
from borough.gazetteer.layouts import load_layout
from borough.gazetteer.models import Address, Property, Street
from borough.gazetteer.public import BadLayout, Custodian, Totals, changes_since, export_supply, line_of, write_supply
from tests.gazetteer.supplies import AT, DTF, blpu, bring, house, lpi, street, supply, write, xref

pytestmark = pytest.mark.django_db
LATER = AT.replace(hour=11)
FLAT = '2,"A",4,"B","THE ""OLD"" FLAT, REAR"'


@pytest.fixture(autouse=True)
def _skip_snapshot_isolation(monkeypatch):
    """Tests run in a transaction that has begun, which can no longer be told to see one moment."""
    monkeypatch.setattr(exporting.locks, "snapshot_isolation", lambda: None)


def give(path, layout=DTF, **more):
    exported = export_supply(by="t", at=AT, layout=layout, to=path, **more)
    return exported, path.read_text(encoding="utf-8")


def test_a_full_supply_comes_out_as_it_came_in_and_comes_in_as_it_came_out(tmp_path):
    bring(tmp_path, supply(street(name="CAFÉ ROW"), house(1), house(2), xref(1), lpi(9, sao=FLAT, status=3)))
    exported, text = give(tmp_path / "out.csv")
    assert exported.records == 8 and text.endswith("99,0,8,2026-11-20,10:00:00\n")
    assert '2,"A",4,"B","THE ""OLD"" FLAT, REAR"' in text
    again = bring(tmp_path, text)
    assert again.totals == Totals(8, 0, 8, 0)
    assert AuditEntry.objects.filter(verb="gazetteer.export").count() == 1


TEXTS = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=20)
NUMBERS = st.one_of(st.none(), st.integers(0, 9999))
DAYS = st.one_of(st.none(), st.dates())
ADDRESSES = st.fixed_dictionaries(
    {
        "status": st.sampled_from([1, 3, 5, 6, 7, 8, 9]),
        "language": st.sampled_from(["ENG", "CYM", ""]),
        "sao_start": NUMBERS,
        "sao_start_suffix": st.sampled_from(["", "A", "BB"]),
        "sao_end": NUMBERS,
        "sao_text": TEXTS,
        "pao_start": NUMBERS,
        "pao_end": NUMBERS,
        "pao_end_suffix": st.sampled_from(["", "Z"]),
        "pao_text": TEXTS,
        "postcode": st.text("PR7 4EX", max_size=8),
        "post_town": TEXTS,
        "level": TEXTS,
        "postal": st.sampled_from("YNAL"),
        "start_on": DAYS,
        "end_on": DAYS,
        "entered_on": DAYS,
        "updated_on": DAYS,
        "custodian_one": NUMBERS,
    }
)
PROPERTIES = st.fixed_dictionaries(
    {
        "status": st.sampled_from([1, 5, 6, 7, 8, 9]),
        "state": st.one_of(st.none(), st.integers(0, 9)),
        "easting": st.one_of(st.none(), st.decimals(0, 700_000, places=2)),
        "rpc": st.integers(1, 9),
        "northing": st.one_of(st.none(), st.decimals(0, 1_300_000, places=2)),
        "organisation": TEXTS,
        "classification": st.sampled_from(["", "RD02", "CR"]),
        "start_on": DAYS,
        "end_on": DAYS,
        "can_key": st.text("AZ09", max_size=14),
    }
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.tuples(st.integers(1, 999_999_999_999), PROPERTIES, st.lists(ADDRESSES, max_size=3)),
        max_size=4,
        unique_by=lambda record: record[0],
    ),
    TEXTS,
)
def test_any_gazetteer_round_trips_byte_for_byte(tmp_path, properties, name):
    """Export, import into an empty gazetteer, export: the same, whatever stands in the records."""
    with transaction.atomic():
        bring(tmp_path, supply(street()), again=True)
        change = Street.objects.get().change
        for n, (uprn, facts, addresses) in enumerate(properties):
            row = Property.objects.create(uprn=uprn, change=change, **facts)
            for m, more in enumerate(addresses):
                Address.objects.create(
                    key=f"9990L{n:04}{m:05}", property=row, street_id=90000001, change=change, **more
                )
        _, first = give(tmp_path / "first.csv")
        transaction.set_rollback(True)
    with transaction.atomic():
        assert not Property.objects.exists()
        done = bring(tmp_path, first, again=True)
        assert (done.totals.rejected, done.totals.repeated) == (0, 0)
        _, second = give(tmp_path / "second.csv")
        transaction.set_rollback(True)
    assert second == first


def test_addressbase_comes_out_as_it_came_in(tmp_path):
    text = """10,"GeoPlace",9999,2026-11-20,1,2026-11-20,10:00:00,"2.0","F"
11,"I",1,90000001,1,9990,2,2001-01-01,1,8,0,2001-01-01,,2003-03-03,2002-02-02,350000.00,410000.00,,,350100.00,410100.00,,,10
15,"I",2,90000001,"HIGH STREET","","CHORLEY","LANCASHIRE","ENG",2001-01-01,,2003-03-03,2002-02-02
21,"I",3,10090000001,1,2,,,358000.00,417000.50,,,1,9990,"E",2001-01-01,,2003-03-03,2002-02-02,"D","PR7 4EX",0
23,"I",4,10090000001,"9990X000000001","123","","7666VC",2001-01-01,,2003-03-03,2002-02-02
24,"I",5,10090000001,"9990L000000001","ENG",1,2001-01-01,,2003-03-03,2002-02-02,,"",,"","",3,"",,"","",90000001,"1","","",""
28,"I",6,10090000001,4201646,"","","","","3","","HIGH STREET","","","CHORLEY","PR7 4EX","S","1A","","","","","","",2003-03-03,2001-01-01,,2003-03-03,2002-02-02
30,"I",7,10090000001,"9990S000000001",2001-01-01,,2003-03-03,2002-02-02,122000001
31,"I",8,10090000001,"9990O000000001","THE SHOP","",2001-01-01,,2003-03-03,2002-02-02
32,"I",9,10090000001,"9990C000000001","CR","AddressBase Premium Classification Scheme","1.0",2001-01-01,,2003-03-03,2002-02-02
99,0,9,2026-11-20,10:00:00
"""
    premium = load_layout("addressbase-premium")
    assert bring(tmp_path, text, premium).totals == Totals(9, 9, 0, 0)
    assert give(tmp_path / "out.csv", premium)[1] == text


def test_changes_since_are_what_another_gazetteer_needs_to_catch_up(tmp_path):
    bring(tmp_path, supply(street(), house(1), house(2), house(3), xref(1)))
    exported, then = give(tmp_path / "then.csv")
    changes = supply(
        blpu(10090000001, "U", state=3),
        blpu(10090000002, "D"),
        house(4),
        lpi(3, 10090000003, "U", number=33),
        blpu(10090000005),
        blpu(10090000005, "D"),
        kind="C",
        day="2026-11-05",
    )
    bring(tmp_path, changes, at=LATER)
    due, text = give(tmp_path / "changes.csv", since=exported.change)
    records = [(row[0], row[1], row[3]) for row in csv.reader(io.StringIO(text)) if row[0] not in ("10", "29", "99")]
    assert records == [
        ("21", "U", "10090000001"),
        ("21", "D", "10090000002"),
        ("21", "I", "10090000004"),
        ("24", "D", "10090000002"),
        ("24", "U", "10090000003"),
        ("24", "I", "10090000004"),
    ]
    assert (due.records, text.split("\n")[0][-4:]) == (6, ',"C"')
    assert give(tmp_path / "none.csv", since=due.change)[0].records == 0
    assert changes_since(LATER) == exported.change
    _, now = give(tmp_path / "now.csv")
    assert now != then


def test_exported_changes_bring_another_gazetteer_up_to_date(tmp_path):
    with transaction.atomic():
        bring(tmp_path, supply(street(), house(1), house(2), xref(1)))
        exported, then = give(tmp_path / "then.csv")
        bring(tmp_path, supply(blpu(10090000001, "U", state=3), blpu(10090000002, "D"), house(4), kind="C"), at=LATER)
        _, due = give(tmp_path / "due.csv", since=exported.change)
        _, now = give(tmp_path / "now.csv")
        transaction.set_rollback(True)
    bring(tmp_path, then)
    assert bring(tmp_path, due).totals.rejected == 0
    assert give(tmp_path / "here.csv")[1] == now


def test_a_list_for_people_is_safe_to_open_and_can_be_brought_in(tmp_path):
    odd = blpu(10090000002, organisation="=HYPERLINK(1)")
    bring(tmp_path, supply(street(), house(1), odd, lpi(2, 10090000002, sao=FLAT)))
    plain = load_layout("addresses")
    exported, text = give(tmp_path / "list.csv", plain)
    rows = list(csv.DictReader(io.StringIO(text)))
    assert exported.records == 2 and rows[1]["organisation"] == "'=HYPERLINK(1)"
    assert (rows[1]["sao_number"], rows[1]["sao_text"], rows[0]["street"]) == (
        "2A-4B",
        'THE "OLD" FLAT, REAR',
        "HIGH STREET",
    )
    assert bring(tmp_path, text.replace("'=HYPERLINK", "=HYPERLINK"), plain).totals == Totals(2, 0, 2, 0)
    with pytest.raises(BadLayout, match="holds no changes"):
        give(tmp_path / "x.csv", plain, since=1)
    with pytest.raises(BadLayout, match="can be read but not written"):
        give(tmp_path / "x.csv", load_layout("addressbase-core"))


def test_incomplete_file_is_removed(tmp_path, monkeypatch):
    bring(tmp_path, supply(street(), house(1)))
    path = write(tmp_path / "out.csv", "what was there before")
    monkeypatch.setattr(exporting.export_rows, "rows", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        give(path)
    assert path.read_text() == "what was there before" and len(list(tmp_path.glob(".out*"))) == 0


def test_a_packed_export_is_the_same_every_time(tmp_path):
    bring(tmp_path, supply(street(), house(1)))
    for name in ("a.csv.gz", "b.csv.gz"):
        export_supply(by="t", at=AT, layout=DTF, to=tmp_path / name)
    assert (tmp_path / "a.csv.gz").read_bytes() == (tmp_path / "b.csv.gz").read_bytes()
    assert gzip.decompress((tmp_path / "a.csv.gz").read_bytes()).startswith(b'10,"TEST COUNCIL"')


def test_plain_records_become_a_supply(tmp_path):
    records = [
        ("street", {"usrn": 5, "kind": 1, "start_x": 350000}),
        ("streetname", {"usrn": 5, "language": "ENG", "name": "HIGH STREET"}),
        ("property", {"uprn": 77, "status": 1, "easting": 350000.5, "start_on": AT.date()}),
        ("address", {"key": "9990L000000001", "uprn": 77, "usrn": 5, "status": 1, "language": "ENG", "pao_start": 3}),
        ("organisation", {"key": "9990O000000001", "uprn": 77, "name": "NOT IN THIS LAYOUT"}),
    ]
    with (tmp_path / "made.csv").open("w") as out:
        assert write_supply(to=out, layout=DTF, at=AT, of=Custodian("TEST COUNCIL", code="9990"), records=records) == 4
    assert bring(tmp_path, tmp_path / "made.csv").totals == Totals(4, 4, 0, 0)
    assert line_of(77).primary.start == 3
