"""Supplies that are as they should be, and records that are not: each is imported or accounted for, once."""

import csv
import gzip
import json
import zipfile

import pytest

from borough.foundation import audit
from borough.foundation.models import AuditEntry, Event
from borough.gazetteer.actions import supply_import as importing
from borough.gazetteer.layouts import load_layout
from borough.gazetteer.models import Address, Change, Gazetteer, Property, PropertyArea, Street, StreetName, Supply
from borough.gazetteer.public import Totals, line_of, lines, single_line
from borough.gazetteer.types import Status
from tests.gazetteer.supplies import DTF, blpu, bring, house, lpi, street, supply, xref

pytestmark = pytest.mark.django_db
FLAT = '2,"A",,"","THE FLAT"'
FULL = supply(street(), house(1), house(2), xref(1), lpi(9, 10090000001, status=8, number=99, end="2010-01-01"))


def reasons(done):
    return [(reject.row, reject.column, reject.value, reject.reason) for reject in done.first_rejects]


def test_a_full_supply_fills_an_empty_gazetteer(tmp_path):
    assert bring(tmp_path, FULL).totals == Totals(8, 8, 0, 0)
    assert (Street.objects.count(), Property.objects.count(), Address.objects.count()) == (1, 2, 3)
    assert single_line(line_of(10090000001)) == "1 HIGH STREET, ADLINGTON, CHORLEY, PR7 4EX"
    assert Gazetteer.objects.get().facts["GAZ_OWNER"] == "TEST COUNCIL"
    assert sorted((line.uprn, line.status) for line in lines()) == [
        (10090000001, Status.APPROVED),
        (10090000001, Status.HISTORIC),
        (10090000002, Status.APPROVED),
    ]


def test_the_dates_of_dtf_and_addressbase_stand_in_different_columns(tmp_path):
    bring(
        tmp_path,
        supply(
            street(),
            blpu(),
            lpi().pop().replace("2005-05-05,,2005-05-05,2020-01-01", "2001-01-01,2004-04-04,2002-02-02,2003-03-03"),
        ),
    )
    row = Address.objects.get()
    assert [str(d) for d in (row.start_on, row.end_on, row.entered_on, row.updated_on)] == [
        "2001-01-01",
        "2004-04-04",
        "2002-02-02",
        "2003-03-03",
    ]
    premium = load_layout("addressbase-premium")
    text = supply(street(), blpu(), metadata=False).splitlines()
    text[1:] = [
        '11,"I",1,90000001,1,9990,2,2001-01-01,1,8,0,2001-01-01,2004-04-04,2003-03-03,2002-02-02,,,,,,,,,10',
        '21,"I",2,10090000003,1,2,,,358000.00,417000.50,53.6,-2.6,1,9990,"E",2001-01-01,2004-04-04,2003-03-03,2002-02-02,"D","PR7 4EX",0',
        '24,"I",3,10090000003,"9990L000000003","ENG",1,2001-01-01,2004-04-04,2003-03-03,2002-02-02,,"",,"","",3,"",,"","",90000001,"1","","",""',
        "99,0,3,2026-11-01,10:00:00",
    ]
    assert bring(tmp_path, "\n".join(text), premium).totals == Totals(3, 3, 0, 0)
    for row in (Address.objects.get(pk="9990L000000003"), Property.objects.get(pk=10090000003), Street.objects.get()):
        assert [str(d) for d in (row.start_on, row.end_on, row.entered_on, row.updated_on)] == [
            "2001-01-01",
            "2004-04-04",
            "2002-02-02",
            "2003-03-03",
        ]


def test_the_same_supply_again_changes_nothing(tmp_path):
    bring(tmp_path, FULL)
    again = bring(tmp_path, FULL)
    assert (again.totals, again.imported_before) == (Totals(8, 0, 8, 0), True)
    assert Change.objects.count() == 1
    forced = bring(tmp_path, FULL, again=True)
    assert (forced.totals, forced.imported_before) == (Totals(8, 0, 8, 0), False)
    assert not Property.pgh_event_model.objects.exists()


def test_a_full_supply_changes_what_is_otherwise_and_leaves_what_it_lacks(tmp_path):
    bring(tmp_path, FULL)
    done = bring(tmp_path, supply(street(), house(1, state=3), day="2026-11-02"))
    assert done.totals == Totals(4, 1, 3, 0)
    assert Property.objects.get(pk=10090000001).state == 3
    assert Property.objects.get(pk=10090000002).withdrawn_on is None
    before = Property.pgh_event_model.objects.get()
    assert (before.state, before.uprn) == (2, 10090000001)


def test_property_missing_from_a_full_supply_is_withdrawn_and_returns(tmp_path):
    bring(tmp_path, FULL)
    bring(tmp_path, supply(street(), house(1), day="2026-11-02"), complete=True)
    assert str(Property.objects.get(pk=10090000002).withdrawn_on) == "2026-11-02"
    assert {line.uprn for line in lines()} == {10090000001}
    assert line_of(10090000002) is None
    assert bring(tmp_path, supply(street(), house(2), day="2026-11-03")).totals.imported == 2
    assert line_of(10090000002)


def test_change_only_supply_cannot_be_a_full_supply(tmp_path):
    with pytest.raises(Exception, match="Leave out --complete"):
        bring(tmp_path, supply(house(1), kind="C"), complete=True)


def test_changes_are_applied_in_order(tmp_path):
    bring(tmp_path, FULL)
    changes = supply(
        blpu(10090000001, "U", state=3),
        blpu(10090000001, "U", state=4),
        house(3),
        lpi(2, 10090000002, "D"),
        xref(1, change="D"),
        kind="C",
        day="2026-11-05",
    )
    assert bring(tmp_path, changes).totals == Totals(6, 6, 0, 0)
    assert Property.objects.get(pk=10090000001).state == 4
    assert [row.state for row in Property.pgh_event_model.objects.order_by("pgh_id")] == [2, 3]
    assert str(Address.objects.get(pk="9990L000000002").withdrawn_on) == "2026-11-05"
    assert line_of(10090000003)
    assert bring(tmp_path, changes).totals == Totals(6, 0, 6, 0)


def test_deleting_a_property_withdraws_what_hangs_from_it_and_keeps_it_all(tmp_path):
    bring(tmp_path, FULL)
    done = bring(tmp_path, supply(blpu(10090000001, "D"), kind="C", day="2026-11-05"))
    assert done.totals == Totals(1, 1, 0, 0)
    assert {str(a.withdrawn_on) for a in Address.objects.filter(property_id=10090000001)} == {"2026-11-05"}
    assert Property.objects.count() == 2
    returned = bring(tmp_path, supply(blpu(10090000001), kind="C", day="2026-11-06"))
    assert returned.totals == Totals(1, 1, 0, 0)
    assert Property.objects.get(pk=10090000001).withdrawn_on is None


def test_invalid_changes_are_rejected_and_the_rest_is_applied(tmp_path):
    bring(tmp_path, FULL)
    done = bring(
        tmp_path,
        supply(
            blpu(10090000777, "U"),
            house(1, state=3)[0],
            blpu(10090000888, "D"),
            house(4),
            lpi(5, 10090000999),
            lpi(6, 10090000002, usrn=90000099),
            street(90000001, change="D"),
            kind="C",
        ),
    )
    assert done.totals == Totals(8, 2, 0, 6)
    assert [(row, column, value) for row, column, value, _ in reasons(done)] == [
        (3, "UPRN", "10090000777"),
        (4, "UPRN", "10090000001"),
        (5, "UPRN", "10090000888"),
        (8, "UPRN", "10090000999"),
        (9, "USRN", "90000099"),
        (10, "USRN", "90000001"),
    ]
    messages = [reason for *_, reason in reasons(done)]
    assert messages[0] == "There is no such property to change"
    assert (
        "already" in messages[1]
        and "delete" in messages[2]
        and "no property" in messages[3]
        and "no street" in messages[4]
    )
    assert "Addresses stand" in messages[5]
    with done.rejects_file.open() as file:
        assert [row["borough_row"] for row in csv.DictReader(file)] == ["3", "4", "5", "8", "9", "10"]
    assert done.rejects_file.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    ("record", "column", "message"),
    [
        (blpu(status=2), "LOGICAL_STATUS", "none of 1, 5, 6"),
        (blpu(status=3), "LOGICAL_STATUS", "none of"),
        (blpu(east="west"), "X_COORDINATE", "metres"),
        (blpu(east="9999999"), "X_COORDINATE", "National Grid"),
        (blpu(east="NaN"), "X_COORDINATE", "metres"),
        (blpu(end="05/05/2020"), "END_DATE", "2026-01-31"),
        (blpu("ten"), "UPRN", "whole number"),
        (blpu(""), "UPRN", "empty"),
        (blpu(10**12), "UPRN", "between"),
        (blpu(organisation="X" * 101), "ORGANISATION", "100 is the most"),
        (lpi(number=10000), "PAO_START_NUMBER", "between 0 and 9999"),
        (lpi(status=4), "LOGICAL_STATUS", "none of"),
        (lpi(usrn=""), "USRN", "empty"),
        ([lpi()[0] + ",1"], "", "31 cells and must have 30"),
        (['77,"I",#,1'], "RECORD_IDENTIFIER", "no records of this type"),
        (['25,"I",#,1'], "RECORD_IDENTIFIER", "not kept"),
        ([blpu()[0].replace('"I"', '"X"')], "CHANGE_TYPE", "must be I"),
    ],
)
def test_a_record_that_will_not_do_says_which_column_and_why(tmp_path, record, column, message):
    done = bring(tmp_path, supply(street(), house(8), record, kind="C"))
    assert done.totals == Totals(5, 4, 0, 1)
    (row, rejected_column, _, reason) = reasons(done)[0]
    assert (row, rejected_column) == (7, column) and message in reason


def test_what_is_merely_wrong_is_let_in_for_the_checks_to_find(tmp_path):
    odd = [
        blpu(10090000001, status=8, state=2, end="1999-01-01"),
        blpu(10090000002, state=9, parent=77),
        lpi(1, text="A  ROSE?", number="", postcode="NOWHERE"),
        lpi(2, number=5, sao='9,"",3,"","X"'),
    ]
    assert bring(tmp_path, supply(street(), *odd)).totals.rejected == 0


def test_duplicates_in_a_supply_are_rejected_but_the_first(tmp_path):
    done = bring(tmp_path, supply(street(), house(1), blpu(10090000001, state=3), lpi(1, number=7)))
    assert done.totals == Totals(6, 4, 0, 2)
    assert [(row, column) for row, column, *_ in reasons(done)] == [(7, "UPRN"), (8, "LPI_KEY")]
    assert Property.objects.get().state == 2


def test_strict_takes_nothing_when_anything_is_rejected(tmp_path):
    with pytest.raises(Exception, match="1 records would be rejected, so nothing was imported. .*record 7"):
        bring(tmp_path, supply(street(), house(1), blpu("x")), strict=True)
    assert not Property.objects.exists()


def test_a_dry_run_counts_and_changes_nothing(tmp_path):
    bring(tmp_path, FULL)
    done = bring(tmp_path, supply(house(1, state=3), house(2), house(5), blpu("x")), dry_run=True)
    assert (done.totals, done.rejects_file) == (Totals(7, 3, 3, 1), None)
    assert (Property.objects.count(), Supply.objects.count(), Change.objects.count()) == (2, 1, 1)
    assert Property.objects.get(pk=10090000001).state == 2


def test_import_is_a_single_audit_entry_naming_its_records(tmp_path):
    bring(tmp_path, FULL)
    bring(tmp_path, supply(lpi(1, 10090000002, "U"), lpi(9, change="D"), kind="C"))
    acts = list(AuditEntry.objects.filter(verb="gazetteer.import").order_by("position"))
    assert [json.loads(act.detail)["imported"] for act in acts] == [8, 2]
    assert list(audit.verify()) == []
    events = [event.body for event in Event.objects.filter(kind="gazetteer-changed").order_by("position")]
    assert events[0]["uprns"] == [10090000001, 10090000002] and events[0]["usrns"] == [90000001]
    assert events[1]["uprns"] == [10090000001, 10090000002]  # an address that moved touches both


def test_a_change_of_nothing_is_no_event(tmp_path):
    bring(tmp_path, FULL)
    bring(tmp_path, FULL, again=True)
    assert Event.objects.filter(kind="gazetteer-changed").count() == 1


def test_volumes_are_ordered_by_number_not_by_name(tmp_path):
    first = supply(street(), house(1), following=2)
    two = supply(house(2), volume=2, first=5)
    assert bring(tmp_path, [two, first]).totals == Totals(6, 6, 0, 0)


def test_packed_supplies_are_read_as_they_are(tmp_path):
    packed = tmp_path / "supply.csv.gz"
    packed.write_bytes(gzip.compress(FULL.encode()))
    assert bring(tmp_path, packed, dry_run=True).totals.imported == 8
    with zipfile.ZipFile(tmp_path / "supply.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("b.csv", supply(house(2), volume=2, first=5))
        archive.writestr("a.csv", supply(street(), house(1), following=2))
        archive.writestr("readme.pdf", b"not a supply")
    assert bring(tmp_path, tmp_path / "supply.zip").totals.imported == 6


def test_marks_and_line_ends_of_windows_do_no_harm(tmp_path):
    text = "\ufeff" + FULL.replace("\n", "\r\n").replace("\r\n21,", "\r\n\r\n21,", 1)
    assert bring(tmp_path, text).totals == Totals(8, 8, 0, 0)


def test_a_supply_may_number_from_nought_and_leave_the_custodians_uprn_out(tmp_path):
    text = supply(street(), house(1), first=0).replace('"TEST COUNCIL",,9990,', '"TEST COUNCIL",9990,', 1)
    assert bring(tmp_path, text).totals == Totals(4, 4, 0, 0)
    own = Gazetteer.objects.get()
    assert (own.custodian_name, own.custodian_uprn, own.custodian_code) == ("TEST COUNCIL", "", "9990")


def test_large_change_is_reported_as_a_range(tmp_path, monkeypatch):
    monkeypatch.setattr(importing, "MOST_NAMED", 3)
    bring(tmp_path, FULL)
    body = Event.objects.get(kind="gazetteer-changed").body
    assert (body["many"], body["uprns"], body["lowest"], body["highest"]) == (True, [], 10090000001, 10090000002)
    bring(tmp_path, supply(street(), house(1), day="2026-11-02"), complete=True)
    last = Event.objects.order_by("-id").first().body
    assert (last["many"], last["lowest"], last["highest"]) == (True, 0, 0)  # all of it


def test_encoding_can_be_specified(tmp_path):
    text = supply(street(name="CAFÉ ROW"), house(1))
    assert bring(tmp_path, text.encode("cp1252"), load_layout("dtf-7.3", encoding="cp1252")).totals.imported == 4
    assert StreetName.objects.get().name == "CAFÉ ROW"
    with pytest.raises(Exception, match="add --encoding cp1252"):
        bring(tmp_path, text.encode("cp1252"))


def test_the_ward_a_supply_names_holds_from_the_day_it_changed(tmp_path):
    bring(tmp_path, supply(street(), house(1)))
    bring(tmp_path, supply(blpu(10090000001, "U", ward="E05000002"), kind="C", day="2026-12-01"))
    rows = PropertyArea.objects.filter(kind="ward").order_by("since").values_list("code", "since")
    assert [(code, str(since)) for code, since in rows] == [("E05000001", "2005-05-05"), ("E05000002", "2026-12-01")]


def test_layouts_agree_on_what_there_is():
    assert DTF.kinds() == ["street", "streetname", "streetlink", "property", "address", "provenance", "crossreference"]
