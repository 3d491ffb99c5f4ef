"""What the database itself refuses, and what it keeps for ever."""

from datetime import date

import pytest
from django.db import Error, connection, transaction

from borough.foundation.models import AuditEntry
from borough.gazetteer.layouts import load_layout, shipped_layouts
from borough.gazetteer.models import Address, Area, Property, PropertyArea, Street, StreetName
from borough.gazetteer.public import AreaKind, declare_area, history_of, place_in_areas, ward_of, wards_of
from borough.gazetteer.queries import history_of_street
from borough.gazetteer.rules import codes
from borough.gazetteer.rules.records import RECORDS, Day, Integer, Metres, Text
from borough.kernel.refusals import Refused
from tests.gazetteer.supplies import AT, blpu, bring, house, street, supply, xref

pytestmark = pytest.mark.django_db
BY = "staff:gazetteer"
UPRN = 10090000001


@pytest.fixture
def gazetteer(tmp_path):
    bring(tmp_path, supply(street(), house(1), house(2)))
    return tmp_path


def refused(question, *values):
    with pytest.raises(Error) as caught, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(question, values)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    return str(caught.value)


@pytest.mark.parametrize(
    ("question", "message"),
    [
        ("UPDATE gazetteer_property SET status = 3", "property_status_sound"),
        ("UPDATE gazetteer_property SET status = 2", "property_status_sound"),
        ("UPDATE gazetteer_address SET status = 4", "address_status_sound"),
        ("UPDATE gazetteer_address SET pao_start = 10000", "address_pao_start_sound"),
        ("UPDATE gazetteer_address SET usrn = 12", "foreign key"),
        ("UPDATE gazetteer_address SET uprn = 12", "foreign key"),
        ("UPDATE gazetteer_property SET easting = 'NaN'", "property_easting_sound"),
        ("UPDATE gazetteer_property SET northing = -1", "property_northing_sound"),
        ("UPDATE gazetteer_property SET uprn = uprn + 7", "key_stays|ReadOnly|read only|Cannot update"),
        ("UPDATE gazetteer_address SET key = '9990L000000099'", "Cannot update"),
        ("UPDATE gazetteer_street SET usrn = usrn + 1", "Cannot update"),
        ("DELETE FROM gazetteer_property", "Cannot delete"),
        ("DELETE FROM gazetteer_address", "Cannot delete"),
        ("DELETE FROM gazetteer_street", "Cannot delete"),
        ("DELETE FROM gazetteer_propertyarea", "Cannot delete"),
        ("TRUNCATE gazetteer_property CASCADE", "withdrawn, never removed"),
        ("DELETE FROM gazetteer_change", "Cannot update or delete"),
        (
            "INSERT INTO gazetteer_property (uprn, status, change_id) SELECT uprn, 1, 1 FROM gazetteer_property",
            "duplicate key",
        ),
        ("INSERT INTO gazetteer_property (uprn, status, change_id) VALUES (0, 1, 1)", "property_uprn_sound"),
        ("UPDATE gazetteer_streetname SET language = 'CYM'", "Cannot update"),
    ],
)
def test_the_database_refuses_what_must_never_be(gazetteer, question, message):
    import re

    assert re.search(message, refused(question))


def test_every_version_is_stored_with_author_time_and_supply(gazetteer):
    bring(gazetteer, supply(blpu(UPRN, "U", state=3), kind="C"))
    bring(gazetteer, supply(blpu(UPRN, "D"), kind="C", day="2026-11-09"))
    versions = [version for version in history_of(UPRN) if version.table == "property"]
    assert [(version.facts["state"], version.current, "withdrawn_on" in version.facts) for version in versions] == [
        ("2", False, False),
        ("3", False, False),
        ("3", True, True),
    ]
    assert {(version.created_by, version.created_at, version.what, version.files) for version in versions} == {
        ("system:importer", AT, "gazetteer.import", "supply-0.csv")
    }
    assert {version.table for version in history_of(UPRN)} == {"property", "address", "propertyarea"}
    assert [version.table for version in history_of_street(90000001)] == ["street", "streetname"]
    assert history_of(5) == []


def test_manual_edit_is_stored_as_a_version_too(gazetteer):
    row = StreetName.objects.get()
    row.name = "LOW STREET"
    row.save()
    assert [version.facts["name"] for version in history_of_street(90000001) if version.table == "streetname"] == [
        "HIGH STREET",
        "LOW STREET",
    ]


def test_a_review_of_boundaries_moves_no_past_day(gazetteer):
    assert ward_of(UPRN, date(2018, 3, 1)) == "E05000001"
    assert place_in_areas(by=BY, at=AT, kind=AreaKind.WARD, since=date(2020, 5, 4), codes={UPRN: "E05000009"}) == 1
    assert ward_of(UPRN, date(2020, 5, 3)) == "E05000001"
    assert ward_of(UPRN, date(2020, 5, 4)) == "E05000009"
    assert ward_of(UPRN, date(1999, 1, 1)) == ""
    assert wards_of([UPRN, UPRN + 1, 5], date(2021, 1, 1)) == {UPRN: "E05000009", UPRN + 1: "E05000001"}
    assert ward_of(UPRN, date(2021, 1, 1)) != ward_of(UPRN, date(2019, 1, 1))


def test_corrected_area_date_retains_the_error_in_history(gazetteer):
    for code in ("E05000008", "E05000009"):
        place_in_areas(by=BY, at=AT, kind=AreaKind.WARD, since=date(2020, 5, 4), codes={UPRN: code})
    assert PropertyArea.objects.filter(property_id=UPRN, kind="ward").count() == 2
    assert [row.code for row in PropertyArea.pgh_event_model.objects.all()] == ["E05000008"]
    with pytest.raises(Refused, match="no property with UPRN 77"):
        place_in_areas(by=BY, at=AT, kind=AreaKind.WARD, since=date(2020, 5, 4), codes={77: "X"})


def test_a_changed_ward_holds_from_the_day_the_ward_began(gazetteer):
    declare_area(by=BY, at=AT, kind=AreaKind.WARD, code="E05000002", name="New ward", since=date(2020, 5, 4))
    bring(gazetteer, supply(blpu(UPRN, "U", ward="E05000002"), kind="C", day="2026-12-01"))
    assert ward_of(UPRN, date(2020, 5, 3)) == "E05000001"
    assert ward_of(UPRN, date(2020, 5, 4)) == "E05000002"


def test_addressbase_wards_come_from_cross_references(gazetteer):
    record = xref(1, UPRN, reference="E05000007", source="7666OW")
    bring(gazetteer, supply(record, xref(2, UPRN, reference="E05999999", source="7666XX"), kind="C", day="2026-12-01"))
    assert ward_of(UPRN, date(2026, 12, 1)) == "E05000007"
    assert ward_of(UPRN, date(2026, 11, 30)) == "E05000001"


def test_areas_follow_each_other_and_never_end_before_they_begin(gazetteer):
    values = {"by": BY, "at": AT, "kind": AreaKind.WARD, "code": "E05000001"}
    declare_area(**values, name="Old", since=date(2002, 5, 2))
    declare_area(**values, name="Old, smaller", since=date(2020, 5, 4))
    assert [(str(a.since), str(a.until)) for a in Area.objects.order_by("since")] == [
        ("2002-05-02", "2020-05-04"),
        ("2020-05-04", "None"),
    ]
    with pytest.raises(Refused, match="end after its beginning"):
        declare_area(**values, name="X", since=date(2021, 1, 1), until=date(2021, 1, 1))
    with pytest.raises(Refused, match="begins on 2020-05-04 already"):
        declare_area(**values, name="X", since=date(2010, 1, 1))
    assert AuditEntry.objects.filter(verb="gazetteer.declare_area").count() == 2


FIELDS = {"usrn": {"streetname": "street", "streetlink": "street", "address": "street"}}


def test_the_tables_hold_what_the_records_declare():
    tables = {m._meta.model_name: m for m in (Street, StreetName, Property, Address)}
    tables |= {m._meta.model_name: m for m in __import__("django").apps.apps.get_app_config("gazetteer").get_models()}
    for name, record in RECORDS.items():
        columns = {field.column: field for field in tables[name]._meta.concrete_fields}
        for fact, declared in record.facts.items():
            field = columns[fact]
            if isinstance(declared, Text):
                assert field.max_length == declared.longest
            kind = {Text: "CharField", Day: "DateField", Metres: "DecimalField"}.get(type(declared))
            assert kind is None or field.get_internal_type() == kind
            if isinstance(declared, Integer) and declared.most > 32767:
                assert field.get_internal_type() in ("IntegerField", "BigIntegerField", "ForeignKey")
            assert not declared.needed or not field.null


def test_every_layout_carries_the_keys_of_its_records():
    for name in shipped_layouts():
        layout = load_layout(name)
        for kind in layout.kinds():
            assert set(RECORDS[kind].key) <= set(layout.facts_of(kind)), (name, kind)


def test_codes_have_labels():
    assert codes.STATES[2] == "In use" and codes.REPRESENTATIVE_POINTS[1] == "Visual centre"
