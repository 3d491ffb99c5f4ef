"""Addresses are composed as the published rule says, and read as a person would write them."""

import pytest

from borough.address_match.address_lines import lines, number, single_line
from borough.gazetteer.types import NO_OBJECT, Addressable, Line, Status


def address(secondary=NO_OBJECT, primary=NO_OBJECT, **more):
    parts = {"street": "HIGH STREET", "locality": "ADLINGTON", "town": "CHORLEY", "postcode": "PR7 4EX", **more}
    return Line(10090000001, "2320L000000001", Status.APPROVED, secondary, primary, **parts)


@pytest.mark.parametrize(
    ("addressable", "written"),
    [
        (NO_OBJECT, ""),
        (Addressable(12), "12"),
        (Addressable(12, "A"), "12A"),
        (Addressable(12, "A", 14), "12A-14"),
        (Addressable(12, "", 14, "B"), "12-14B"),
        (Addressable(0), "0"),
        (Addressable(text="THE MALTINGS"), ""),
    ],
)
def test_a_number_is_written_as_people_write_it(addressable, written):
    assert number(addressable) == written


@pytest.mark.parametrize(
    ("of", "written"),
    [
        (address(primary=Addressable(12, "A")), "12A HIGH STREET, ADLINGTON, CHORLEY, PR7 4EX"),
        (
            address(Addressable(text="FLAT 2"), Addressable(12, text="THE MALTINGS")),
            "FLAT 2, THE MALTINGS, 12 HIGH STREET, ADLINGTON, CHORLEY, PR7 4EX",
        ),
        (
            address(Addressable(2), Addressable(text="THE MALTINGS")),
            "2 THE MALTINGS, HIGH STREET, ADLINGTON, CHORLEY, PR7 4EX",
        ),
        (address(Addressable(2), Addressable(12)), "2, 12 HIGH STREET, ADLINGTON, CHORLEY, PR7 4EX"),
        (
            address(primary=Addressable(1), organisation="POST OFFICE", locality=""),
            "POST OFFICE, 1 HIGH STREET, CHORLEY, PR7 4EX",
        ),
        (address(primary=Addressable(1), locality="CHORLEY"), "1 HIGH STREET, CHORLEY, PR7 4EX"),
        (address(primary=Addressable(text="ROSE COTTAGE"), street="", postcode=""), "ROSE COTTAGE, ADLINGTON, CHORLEY"),
    ],
)
def test_a_single_line(of, written):
    assert single_line(of) == written
    assert [*lines(of), *([of.postcode] if of.postcode else [])] == written.split(", ")
