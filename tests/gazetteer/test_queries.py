"""What the gazetteer answers: lines, postcodes, a property with all that is held of it."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from borough.gazetteer.public import (
    at_postcode,
    line_of,
    lines,
    lines_of,
    property_of,
    single_line,
    street_of,
    wards_of,
)
from borough.gazetteer.queries import count
from borough.gazetteer.types import Addressable, Status
from tests.gazetteer.supplies import blpu, bring, house, lpi, street, supply, xref

pytestmark = pytest.mark.django_db
ON = date(2026, 11, 20)
FLAT = '{},"",,"","FLAT"'


@pytest.fixture
def gazetteer(tmp_path):
    """A house renumbered, a house with two flats, a plot to come, a rejected one, and a street's own record."""
    bring(
        tmp_path,
        supply(
            street(),
            street(90000002, "MILL LANE", locality=""),
            house(1),
            lpi(91, 10090000001, status=8, number=71, end="2015-01-01"),
            lpi(92, 10090000001, status=3, text="ROSE COTTAGE", number=""),
            house(12),
            blpu(10090000021, parent=10090000012),
            lpi(21, 10090000021, sao=FLAT.format(1), number=12),
            blpu(10090000022, parent=10090000012),
            lpi(22, 10090000022, sao=FLAT.format(10), number=12),
            blpu(10090000023, parent=10090000012),
            lpi(23, 10090000023, sao=FLAT.format(2), number=12),
            blpu(10090000030, status=6, state=6),
            lpi(30, 10090000030, status=6, number=2, usrn=90000002),
            blpu(10090000040, status=7),
            lpi(40, 10090000040, status=1, number=4),
            blpu(10090000050),
            lpi(50, 10090000050, text="STREET RECORD", number=""),
            xref(1, 10090000001),
            house(3, organisation="THE SHOP"),
        ),
    )


def test_every_searchable_line_is_streamed_once(gazetteer):
    streamed = list(lines())
    assert len(streamed) == len({sample.key for sample in streamed}) == 10
    sample = next(line for line in streamed if line.key == "9990L000000021")
    assert (sample.uprn, sample.parent, sample.usrn, sample.classification, sample.postal) == (
        10090000021,
        10090000012,
        90000001,
        "RD04",
        "Y",
    )
    assert (sample.secondary, sample.primary) == (Addressable(1, text="FLAT"), Addressable(12))
    assert (sample.street, sample.locality, sample.town, sample.postcode, sample.post_town) == (
        "HIGH STREET",
        "ADLINGTON",
        "CHORLEY",
        "PR7 4EX",
        "CHORLEY",
    )
    assert (sample.easting, sample.northing) == (358000.0, 417000.5)
    assert not [line for line in streamed if line.uprn == 10090000040], "a rejected property is never found"


def test_lines_of_selected_properties(gazetteer):
    assert {line.key for line in lines(uprns=[10090000001])} == {"9990L000000001", "9990L000000091", "9990L000000092"}
    assert {line.uprn for line in lines(usrns=[90000002])} == {10090000030}
    assert len(list(lines(uprns=[], usrns=[]))) == 0
    assert {line.uprn for line in lines(between=(10090000021, 10090000023))} == {10090000021, 10090000022, 10090000023}
    assert {line.status for line in lines(statuses=[Status.HISTORIC])} == {Status.HISTORIC}


def test_all_lines_are_read_in_a_single_query(gazetteer):
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert list(lines())
    assert len([q for q in captured if "gazetteer_address" in q["sql"]]) <= 1


def test_old_or_alternative_address_leads_to_the_preferred_address(gazetteer):
    for line in lines(uprns=[10090000001]):
        assert single_line(line_of(line.uprn)) == "1 HIGH STREET, ADLINGTON, CHORLEY, PR7 4EX"
    assert line_of(10090000030).status is Status.PROVISIONAL
    assert line_of(5) is None
    assert set(lines_of([10090000001, 10090000030, 5])) == {10090000001, 10090000030}
    assert line_of(10090000003).organisation == "THE SHOP"


def test_a_postcode_lists_as_people_expect(gazetteer):
    addresses = [
        single_line(line).removesuffix(", CHORLEY, PR7 4EX").removesuffix(", ADLINGTON")
        for line in at_postcode("pr74ex")
    ]
    assert addresses == [
        "1 HIGH STREET",
        "THE SHOP, 3 HIGH STREET",
        "12 HIGH STREET",
        "FLAT, 1, 12 HIGH STREET",
        "FLAT, 2, 12 HIGH STREET",
        "FLAT, 10, 12 HIGH STREET",
        "2 MILL LANE",
    ]
    assert at_postcode("PR7 9ZZ") == at_postcode("nonsense") == []


def test_property_detail_includes_everything_on_record(gazetteer):
    detail = property_of(10090000001, ON)
    assert [(line.key, line.status) for line in detail.addresses] == [
        ("9990L000000001", Status.APPROVED),
        ("9990L000000092", Status.ALTERNATE),
        ("9990L000000091", Status.HISTORIC),
    ]
    assert detail.approved == detail.addresses[0]
    assert (detail.ward, detail.parish) == ("E05000001", "E04000001")
    assert (round(detail.latitude, 4), round(detail.longitude, 4)) == (53.6478, -2.6368)
    assert detail.cross_references == (("7666VC", "123"),)
    assert property_of(10090000012, ON).children == (10090000021, 10090000022, 10090000023)
    assert property_of(10090000040, ON).approved is None
    assert property_of(5, ON) is None


def test_property_without_a_point_has_no_coordinates(gazetteer, tmp_path):
    bring(tmp_path, supply(blpu(10090000060, east=""), kind="C"))
    detail = property_of(10090000060, ON)
    assert (detail.easting, detail.latitude, detail.addresses, detail.approved) == (None, None, (), None)


def test_streets_and_counts(gazetteer):
    assert [(row.name, row.town, row.withdrawn) for row in street_of(90000002)] == [("MILL LANE", "CHORLEY", False)]
    assert street_of(1) == []
    assert count() == {"street": 2, "property": 9, "address": 11}
    assert set(wards_of([10090000001], ON).values()) == {"E05000001"}


def test_a_street_named_in_welsh_is_read_in_its_own_language(tmp_path):
    welsh = lpi(2).pop().replace('"ENG"', '"CYM"').replace("9990L000000002", "9990L000000102")
    named = '15,"I",#,90000001,"STRYD FAWR","","CAERDYDD","CAERDYDD","CYM"'
    bring(tmp_path, supply(street(), named, house(1), welsh))
    assert {(line.key[-3:], line.street) for line in lines()} == {("001", "HIGH STREET"), ("102", "STRYD FAWR")}
    assert line_of(10090000001).street == "HIGH STREET"
