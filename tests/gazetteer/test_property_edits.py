"""An officer's edits: one change each, written as an import writes, refused or said when they cannot be."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction

from borough.foundation.models import AuditEntry, Event
from borough.gazetteer.actions import address_search
from borough.gazetteer.actions import candidates as candidate_verbs
from borough.gazetteer.actions import supply_export as export_module
from borough.gazetteer.actions.areas import declare_area
from borough.gazetteer.actions.candidates import assign_candidate, raise_candidate
from borough.gazetteer.actions.edit_plan import ChecksFailed, EditContext
from borough.gazetteer.actions.number_ranges import add_range
from borough.gazetteer.actions.property_edits import (
    amend_property,
    create_property,
    preview_new_property,
    retire_property,
)
from borough.gazetteer.actions.splits_and_merges import merge_properties, split_property
from borough.gazetteer.actions.supply_export import export_supply
from borough.gazetteer.models import Address, Change, NumberRange, Property, PropertyArea, Successor
from borough.gazetteer.public import at_postcode, history_of, search, single_line, update_index
from borough.gazetteer.queries.candidates import candidate
from borough.gazetteer.queries.edit_context import addresses_of, neighbours_area, streets_named, version_of
from borough.gazetteer.queries.properties import area_of, property_of
from borough.gazetteer.rules.edits import FaultReason, OldAddress, PropertyDescription
from borough.gazetteer.types import Addressable, AreaKind, CandidateSource, Status
from borough.gazetteer.types.numbers import NumberKind
from borough.kernel.refusals import Refused, Stale
from tests.gazetteer.supplies import AT, DTF, bring, house, street, supply

pytestmark = pytest.mark.django_db
FIRST, OWN, TODAY, GUS = 10090000000, 10099000001, date(2026, 11, 20), "staff:5"
SAVING = EditContext(GUS, AT, TODAY)


@pytest.fixture(autouse=True)
def gazetteer(settings, tmp_path):
    settings.HOME = tmp_path
    address_search._open_cached.cache_clear()
    declare_area(by=GUS, at=AT, kind=AreaKind.WARD, code="E05000001", name="North", since=date(2001, 1, 1))
    bring(tmp_path, supply(street(), street(90000002, "LOW ROAD"), *(house(n) for n in range(1, 6))))
    add_range(by=GUS, at=AT, kind=NumberKind.UPRN, first=OWN, last=OWN + 20)
    update_index()


def described(**more):
    values = {
        "usrn": 90000001,
        "primary": Addressable(7),
        "postcode": "PR7 4EX",
        "post_town": "CHORLEY",
        "classification": "RD04",
        "easting": Decimal("358010.00"),
        "northing": Decimal("417010.00"),
        "start_on": date(2026, 11, 1),
        "ward": "E05000001",
    }
    return PropertyDescription(**values | more)


def create(saving=SAVING, **more):
    return create_property(saving=saving, of=described(**more))


def amend(uprn, of, *, old=OldAddress.HISTORIC, version=None, saving=SAVING):
    version = version_of(uprn) if version is None else version
    return amend_property(saving=saving, uprn=uprn, version=version, of=of, old=old)


def goes_by(uprn):
    return single_line(property_of(uprn, TODAY).approved)


def test_new_property_is_a_single_change_and_searchable():
    before = Change.objects.count()
    plan = create()
    assert (plan.uprn, plan.faults) == (OWN, [])
    assert Change.objects.count() == before + 1
    address = Address.objects.get(property_id=OWN)
    assert (address.key, address.status, address.official) == ("9990L000000006", Status.APPROVED, "Y")
    assert [version.uprn for version in search("7 high street").hits][:1] == [OWN]
    assert OWN in [line.uprn for line in at_postcode("PR7 4EX")]
    act = AuditEntry.objects.get(verb="gazetteer.create_property")
    assert (act.by, "HIGH" in act.detail) == (GUS, False)
    assert Event.objects.filter(position=act.position, kind="gazetteer-changed").get().body["uprns"] == [OWN]
    assert {version.what for version in history_of(OWN)} == {"gazetteer.create_property"}


def test_reference_is_never_reused_and_exhaustion_is_reported():
    bring_in = create().uprn
    assert create(primary=Addressable(9)).uprn == bring_in + 1
    NumberRange.objects.update(last_issued=OWN + 20)
    with pytest.raises(Refused, match="no UPRN left"):
        create(primary=Addressable(11))
    with pytest.raises(DatabaseError, match="never given again"), transaction.atomic():
        NumberRange.objects.update(last_issued=OWN)


def test_a_reference_that_a_supply_took_is_passed_over(tmp_path):
    bring(tmp_path, supply(house(9000001, ward="E05000001"), kind="C", day="2026-11-02"))
    assert Property.objects.filter(pk=OWN).exists()
    assert create().uprn == OWN + 1


@pytest.mark.parametrize(("first", "last"), [(0, 5), (9, 5), (OWN + 5, OWN + 50), (1, 10**12)])
def test_a_range_that_cannot_be_is_refused(first, last):
    with pytest.raises(Refused):
        add_range(by=GUS, at=AT, kind=NumberKind.UPRN, first=first, last=last)


def test_nothing_is_created_without_a_custodian():
    from borough.gazetteer.models import Gazetteer

    Gazetteer.objects.update(custodian_code="")
    with pytest.raises(Refused, match="no custodian code"):
        create()


def test_faults_are_listed_first_and_saved_only_with_a_reason():
    wrong = described(post_town="", classification="", start_on=date(1700, 1, 1))
    plan = preview_new_property(wrong, today=TODAY)
    assert {2400062, 2100015, 2100029} <= {fault.check for fault in plan.faults}
    assert not Property.objects.filter(pk=OWN).exists()
    with pytest.raises(ChecksFailed) as refused:
        create_property(saving=SAVING, of=wrong)
    assert {fault.check for fault in refused.value.faults} == {fault.check for fault in plan.faults}
    assert not Property.objects.filter(pk=OWN).exists() and NumberRange.objects.get().last_issued == OWN - 1
    create_property(saving=replace(SAVING, reason=FaultReason.ON_SITE), of=wrong)
    act = AuditEntry.objects.get(verb="gazetteer.create_property")
    assert "on-site" in act.detail and "2400062" in act.detail


def test_duplicate_address_is_reported():
    plan = preview_new_property(described(primary=Addressable(1)), today=TODAY)
    assert [(f.check, f.where) for f in plan.faults] == [(9000006, f"address 1, as property {FIRST + 1}")]


@pytest.mark.parametrize(
    ("more", "message"),
    [
        ({"status": Status.HISTORIC}, "approved or provisional"),
        ({"easting": None}, "both the easting"),
        ({"start_on": date(2027, 1, 1)}, "in the future"),
        ({"usrn": 90000077}, "no street 90000077"),
        ({"parent": FIRST + 77}, "no property"),
        ({"classification": "RD04XXX"}, "cannot be RD04XXX"),
        ({"primary": Addressable(12345)}, "cannot be 12345"),
        ({"easting": Decimal(800000)}, "cannot be"),
        ({"state": 99}, "fail a check"),
        ({"primary": Addressable(text="X" * 91)}, "cannot be"),
    ],
    ids=lambda value: str(value)[:30],
)
def test_what_the_data_rules_forbid_is_refused(more, message):
    with pytest.raises(Refused, match=message):
        create(**more)
    assert not Property.objects.filter(pk__gte=OWN).exists()


def test_ward_follows_the_neighbours_or_is_reported_as_unknown(tmp_path):
    plan = preview_new_property(described(ward=""), today=TODAY)
    assert plan.notes == ["The ward is E05000001, as that of its neighbours."]
    create(ward="")
    assert area_of(OWN, AreaKind.WARD, TODAY) == "E05000001"
    bring(tmp_path, supply(house(20, ward="E05000002"), kind="C", day="2026-11-02"))
    assert "neighbours lie in E05000001 and E05000002" in preview_new_property(described(ward=""), today=TODAY).notes[0]
    alone = preview_new_property(described(ward="", usrn=90000002, postcode="PR9 9ZZ"), today=TODAY)
    assert "no neighbours that tell" in alone.notes[0]
    assert neighbours_area(AreaKind.PARISH, usrn=90000001, postcode="PR7 4EX", at=None, on=TODAY) == ("E04000001",)


def test_new_address_makes_the_old_address_historic_under_its_key():
    amend(FIRST + 1, described(primary=Addressable(text="THE FORGE")))
    rows = {row.key: row for row in Address.objects.filter(property_id=FIRST + 1)}
    old, new = rows["9990L000000001"], rows["9990L000000006"]
    assert (old.status, old.end_on, old.pao_start) == (Status.HISTORIC, TODAY, 1)
    assert (new.status, new.pao_text, new.start_on) == (Status.APPROVED, "THE FORGE", TODAY)
    assert goes_by(FIRST + 1).startswith("THE FORGE, HIGH STREET")
    assert FIRST + 1 in [hit.uprn for hit in search("1 high street").hits]
    assert search("the forge").hits[0].uprn == FIRST + 1
    assert len([hit for hit in history_of(FIRST + 1) if hit.table == "address"]) == 3


@pytest.mark.parametrize(("old", "statuses"), [(OldAddress.ALTERNATE, [1, 3]), (OldAddress.SLIP, [1])])
def test_the_old_address_may_stay_as_an_alternate_or_have_been_a_slip(old, statuses):
    amend(FIRST + 1, described(primary=Addressable(1, "A")), old=old)
    rows = Address.objects.filter(property_id=FIRST + 1)
    assert sorted(row.status for row in rows) == statuses
    assert goes_by(FIRST + 1).startswith("1A HIGH STREET")


def test_a_new_postcode_is_no_new_address():
    amend(FIRST + 1, described(primary=Addressable(1), postcode="PR7 4EY"))
    assert Address.objects.get(property_id=FIRST + 1).postcode == "PR7 4EY"
    assert Address.objects.get(property_id=FIRST + 1).key == "9990L000000001"


def test_nothing_changed_writes_no_version():
    of = described(
        primary=Addressable(1),
        easting=Decimal("358000.00"),
        northing=Decimal("417000.50"),
        rpc=1,
        start_on=date(2005, 5, 5),
        parish="E04000001",
    )
    amend(FIRST + 1, of)
    assert all(version.current for version in history_of(FIRST + 1))


def test_second_of_two_officers_gets_a_stale_error():
    version = version_of(FIRST + 1)
    amend(FIRST + 1, described(primary=Addressable(1), classification="RD02"), version=version)
    with pytest.raises(Stale):
        amend(FIRST + 1, described(primary=Addressable(1), classification="RD03"), version=version)
    assert Property.objects.get(pk=FIRST + 1).classification == "RD02"


def test_a_property_is_no_part_of_its_own_parts(tmp_path):
    bring(tmp_path, supply(house(20, parent=FIRST + 1), kind="C", day="2026-11-02"))
    for parent in (FIRST + 1, FIRST + 20):
        with pytest.raises(Refused, match="cannot be its parent"):
            amend(FIRST + 1, described(primary=Addressable(1), parent=parent))


def test_what_is_retired_stays_as_historic():
    retire_property(saving=SAVING, uprn=FIRST + 1, version=version_of(FIRST + 1), on=date(2026, 11, 10))
    row = Property.objects.get(pk=FIRST + 1)
    assert (row.status, row.state, row.end_on) == (Status.HISTORIC, 4, date(2026, 11, 10))
    assert {a.status for a in Address.objects.filter(property_id=FIRST + 1)} == {Status.HISTORIC}
    assert FIRST + 1 not in [line.uprn for line in at_postcode("PR7 4EX")]
    with pytest.raises(Refused, match="not in use any more"):
        retire_property(saving=SAVING, uprn=FIRST + 1, version=version_of(FIRST + 1), on=TODAY)


@pytest.mark.parametrize(("on", "message"), [(date(2027, 1, 1), "future"), (date(2000, 1, 1), "cannot end before")])
def test_it_ends_on_a_day_that_can_be(on, message):
    with pytest.raises(Refused, match=message):
        retire_property(saving=SAVING, uprn=FIRST + 1, version=version_of(FIRST + 1), on=on)


def test_a_building_with_parts_in_use_is_not_retired(tmp_path):
    bring(tmp_path, supply(house(20, parent=FIRST + 1), kind="C", day="2026-11-02"))
    with pytest.raises(Refused, match="1 parts in use"):
        retire_property(saving=SAVING, uprn=FIRST + 1, version=version_of(FIRST + 1), on=TODAY)


def flats(count=2):
    return [
        described(primary=Addressable(1), secondary=Addressable(text=f"FLAT {n}"), classification="RD06")
        for n in range(1, count + 1)
    ]


def split(parts, keep, uprn=FIRST + 1):
    return split_property(saving=SAVING, uprn=uprn, version=version_of(uprn), parts=parts, keep=keep)


def test_a_house_becomes_flats_within_it():
    split(flats(), keep=True)
    detail = property_of(FIRST + 1, TODAY)
    assert (detail.classification, detail.children, detail.status) == ("PP", (OWN, OWN + 1), Status.APPROVED)
    assert goes_by(OWN + 1) == "FLAT 2, 1 HIGH STREET, ADLINGTON, CHORLEY, PR7 4EX"
    assert Change.objects.filter(what="gazetteer.split_property").count() == 1


def test_a_house_is_replaced_by_two_that_come_after_it():
    split([described(primary=Addressable(1, letter)) for letter in "AB"], keep=False)
    detail = property_of(FIRST + 1, TODAY)
    assert (detail.status, detail.successors) == (Status.HISTORIC, (OWN, OWN + 1))
    assert Successor.objects.first().key == "9990S000000001"
    assert goes_by(OWN) == "1A HIGH STREET, ADLINGTON, CHORLEY, PR7 4EX"


@pytest.mark.parametrize("count", [0, 1, 101])
def test_a_split_needs_two_parts(count):
    with pytest.raises(Refused, match="from two to 100"):
        split(flats(count), keep=True)


def test_failed_split_writes_nothing():
    with pytest.raises(Refused):
        split([*flats(1), described(usrn=90000077)], keep=False)
    assert Property.objects.get(pk=FIRST + 1).status == Status.APPROVED
    assert not Property.objects.filter(pk__gte=OWN).exists()


def test_duplicate_flat_in_a_split_is_reported():
    with pytest.raises(ChecksFailed) as refused:
        split([*flats(1), *flats(1)], keep=True)
    assert 9000006 in {fault.check for fault in refused.value.faults}


def test_two_properties_merge_into_a_successor():
    versions = {FIRST + n: version_of(FIRST + n) for n in (1, 2)}
    merge_properties(saving=SAVING, versions=versions, of=described(primary=Addressable(1, "", 2)))
    for n in (1, 2):
        detail = property_of(FIRST + n, TODAY)
        assert (detail.status, detail.successors) == (Status.HISTORIC, (OWN,))
    assert goes_by(OWN).startswith("1-2 HIGH STREET")


def test_merge_needs_two_properties_and_rejects_a_stale_property():
    versions = {FIRST + n: version_of(FIRST + n) for n in (1, 2)}
    amend(FIRST + 2, described(primary=Addressable(2), classification="RD02"))
    with pytest.raises(Stale):
        merge_properties(saving=SAVING, versions=versions, of=described())
    with pytest.raises(Refused, match="from two"):
        merge_properties(saving=SAVING, versions={FIRST + 1: 1}, of=described())
    assert Property.objects.get(pk=FIRST + 1).status == Status.APPROVED


def raised(**more):
    values = {"source": CandidateSource.LETTER, "source_id": "1", "text": "7 High Street"} | more
    return raise_candidate(by="token:1", at=AT, **values).reference


def test_edit_closes_its_candidate():
    reference = raised()
    create(saving=replace(SAVING, candidate=reference))
    detail = candidate(reference)
    assert (detail.state, detail.result_uprn, detail.decided_by) == ("done", OWN, GUS)


def test_edit_for_a_candidate_of_another_officer_is_rejected():
    reference = raised()
    assign_candidate(by="staff:6", at=AT, reference=reference)
    with pytest.raises(Refused, match="Someone else"):
        create(saving=replace(SAVING, candidate=reference))
    assert not Property.objects.filter(pk=OWN).exists()


def test_killed_at_the_candidate_nothing_of_the_edit_is_there(monkeypatch):
    reference = raised()
    monkeypatch.setattr(candidate_verbs.events, "publish", lambda *_, **__: (_ for _ in ()).throw(KeyboardInterrupt))
    with pytest.raises(KeyboardInterrupt), transaction.atomic():
        create(saving=replace(SAVING, candidate=reference))
    assert not Property.objects.filter(pk=OWN).exists()
    assert NumberRange.objects.get().last_issued == OWN - 1
    assert candidate(reference).state == "waiting"
    assert not AuditEntry.objects.filter(verb="gazetteer.create_property").exists()


def test_what_was_edited_is_in_the_next_change_only_export(tmp_path, monkeypatch):
    monkeypatch.setattr(export_module.locks, "snapshot_isolation", lambda: None)
    since = Change.objects.order_by("-id").first().pk
    create()
    amend(FIRST + 1, described(primary=Addressable(text="THE FORGE")))
    amend(FIRST + 2, described(primary=Addressable(2), ward="E05000001", classification="RD03"))
    export_supply(by=GUS, at=AT, layout=DTF, to=tmp_path / "due.csv", since=since)
    rows = [line.split(",") for line in (tmp_path / "due.csv").read_text().splitlines()]
    changes = sorted((row[0], row[1].strip('"'), int(row[3]) - FIRST) for row in rows if row[0] in ("21", "24"))
    assert [change for change in changes if change[2] == OWN - FIRST] == [
        ("21", "I", OWN - FIRST),
        ("24", "I", OWN - FIRST),
    ]
    assert ("24", "U", 1) in changes and ("24", "I", 1) in changes and ("21", "U", 2) in changes


def test_area_is_recorded_from_the_date_of_change():
    declare_area(by=GUS, at=AT, kind=AreaKind.WARD, code="E05000009", name="South", since=date(2001, 1, 1))
    amend(FIRST + 1, described(primary=Addressable(1), ward="E05000009"))
    assert area_of(FIRST + 1, AreaKind.WARD, TODAY) == "E05000009"
    assert area_of(FIRST + 1, AreaKind.WARD, date(2026, 11, 1)) == "E05000001"
    assert PropertyArea.objects.filter(property_id=FIRST + 1, kind="ward").count() == 2


def test_streets_are_searched_by_name_place_or_number():
    assert [row.usrn for row in streets_named("high")] == [90000001]
    assert [row.usrn for row in streets_named("Low Road, adlington")] == [90000002]
    assert streets_named("Low Road, Preston") == [] == streets_named("9" * 30)
    assert [row.usrn for row in streets_named("90000002")] == [90000002]


def test_an_edit_asks_few_questions(django_assert_max_num_queries):
    version = version_of(FIRST + 1)
    with django_assert_max_num_queries(32):
        amend(FIRST + 1, described(primary=Addressable(text="THE FORGE")), version=version)
    assert addresses_of(FIRST + 1)[0]["pao_text"] == "THE FORGE"


def test_point_far_from_its_postcode_is_reported():
    plan = preview_new_property(described(easting=Decimal("368000.00")), today=TODAY)
    assert [fault.check for fault in plan.faults] == [9000009]
