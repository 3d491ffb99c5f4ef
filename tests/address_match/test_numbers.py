"""Numbers are compared as numbers, each with what it numbers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from borough.address_match.numbers import HouseNumber, NumberGrade, compare, compare_house, is_near
from borough.address_match.parsed_parts import NO_FLOOR, parse_part
from borough.address_match.tokeniser import ItemKind, tokenise

NO_HOUSE = HouseNumber(-1, "", -1, "")


def compared(text, house=NO_HOUSE, units=(), at=-1, floor=NO_FLOOR):
    items = tokenise(text)
    places = [place for place, item in enumerate(items) if item.kind in {ItemKind.NUMBER, ItemKind.LETTER}]
    written = next((item.start for item in items if item.kind == ItemKind.FLOOR), NO_FLOOR)
    return compare(items, places, places[at] if places else -1, house, units, (written, floor))


@pytest.mark.parametrize(
    ("written", "house", "same"),
    [
        ("12", HouseNumber(12, "", -1, ""), NumberGrade.EXACT),
        ("12", HouseNumber(21, "", -1, ""), NumberGrade.NEAR),
        ("12", HouseNumber(40, "", -1, ""), NumberGrade.OTHER),
        ("12", HouseNumber(12, "A", -1, ""), NumberGrade.LETTER_MISSING),
        ("12A", HouseNumber(12, "", -1, ""), NumberGrade.LETTER_EXTRA),
        ("12A", HouseNumber(12, "B", -1, ""), NumberGrade.LETTER_OTHER),
        ("12", HouseNumber(10, "", 14, ""), NumberGrade.RANGE),
        ("12-14", HouseNumber(12, "", -1, ""), NumberGrade.RANGE),
        ("10-14", HouseNumber(10, "", 14, ""), NumberGrade.EXACT),
        ("16", HouseNumber(10, "", 14, ""), NumberGrade.NEAR),
    ],
)
def test_the_number_of_a_house(written, house, same):
    assert compare_house(tokenise(written)[0], house) == same


@given(st.integers(0, 9999), st.integers(0, 9999))
def test_near_is_the_same_both_ways_and_never_itself(first, other):
    assert is_near(first, other) == is_near(other, first)
    assert not is_near(first, first)


def test_flat_and_house_are_not_exchanged_for_nothing():
    right = compared("Flat 2, 12 High Street", HouseNumber(12, "", -1, ""), ((2, ""),))
    assert (right.house, right.unit, right.left) == (NumberGrade.EXACT, NumberGrade.EXACT, 0)
    wrong = compared("Flat 2, 12 High Street", HouseNumber(2, "", -1, ""), ((12, ""),))
    assert wrong.swapped


def test_a_letter_of_the_number_may_be_the_flat():
    assert compared("12A High Street", HouseNumber(12, "", -1, ""), ((-1, "A"),)).crossed
    assert compared("Flat A, 12 High Street", HouseNumber(12, "A", -1, "")).crossed


def test_a_floor_may_be_the_number_of_a_flat():
    assert compared("First floor flat, 12 High Street", HouseNumber(12, "", -1, ""), ((2, ""),)).by_floor
    assert compared("Flat 2, 12 High Street", HouseNumber(12, "", -1, ""), floor=1).by_floor


def test_both_ends_of_a_range_written_separately():
    assert compared("26/28 High Street", HouseNumber(26, "", 28, "")).house == NumberGrade.EXACT


def test_what_a_text_of_the_gazetteer_says():
    assert parse_part("FLAT 2B").ids == ((2, "B"),)
    assert parse_part("GROUND FLOOR FLAT").floor == 0
    assert parse_part("THE ANNEXE").tokens == ("THE", "ANNEX")
    assert parse_part("").items == ()
