"""Numbers are compared as numbers, each with what it numbers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from borough.places.matching.numbers import House, Same, compare, compare_house, is_near
from borough.places.matching.parts import NO_FLOOR, part
from borough.places.matching.reading import Kind, read

NO_HOUSE = House(-1, "", -1, "")


def compared(text, house=NO_HOUSE, units=(), at=-1, floor=NO_FLOOR):
    items = read(text)
    places = [place for place, one in enumerate(items) if one.kind in {Kind.NUMBER, Kind.LETTER}]
    written = next((one.start for one in items if one.kind == Kind.FLOOR), NO_FLOOR)
    return compare(items, places, places[at] if places else -1, house, units, (written, floor))


@pytest.mark.parametrize(
    ("written", "house", "same"),
    [
        ("12", House(12, "", -1, ""), Same.EXACT),
        ("12", House(21, "", -1, ""), Same.NEAR),
        ("12", House(40, "", -1, ""), Same.OTHER),
        ("12", House(12, "A", -1, ""), Same.LETTER_MISSING),
        ("12A", House(12, "", -1, ""), Same.LETTER_EXTRA),
        ("12A", House(12, "B", -1, ""), Same.LETTER_OTHER),
        ("12", House(10, "", 14, ""), Same.RANGE),
        ("12-14", House(12, "", -1, ""), Same.RANGE),
        ("10-14", House(10, "", 14, ""), Same.EXACT),
        ("16", House(10, "", 14, ""), Same.NEAR),
    ],
)
def test_the_number_of_a_house(written, house, same):
    assert compare_house(read(written)[0], house) == same


@given(st.integers(0, 9999), st.integers(0, 9999))
def test_near_is_the_same_both_ways_and_never_itself(one, other):
    assert is_near(one, other) == is_near(other, one)
    assert not is_near(one, one)


def test_flat_and_house_are_not_exchanged_for_nothing():
    right = compared("Flat 2, 12 High Street", House(12, "", -1, ""), ((2, ""),))
    assert (right.house, right.unit, right.left) == (Same.EXACT, Same.EXACT, 0)
    wrong = compared("Flat 2, 12 High Street", House(2, "", -1, ""), ((12, ""),))
    assert wrong.swapped


def test_a_letter_of_the_number_may_be_the_flat():
    assert compared("12A High Street", House(12, "", -1, ""), ((-1, "A"),)).crossed
    assert compared("Flat A, 12 High Street", House(12, "A", -1, "")).crossed


def test_a_floor_may_be_the_number_of_a_flat():
    assert compared("First floor flat, 12 High Street", House(12, "", -1, ""), ((2, ""),)).by_floor
    assert compared("Flat 2, 12 High Street", House(12, "", -1, ""), floor=1).by_floor


def test_both_ends_of_a_range_written_apart():
    assert compared("26/28 High Street", House(26, "", 28, "")).house == Same.EXACT


def test_what_a_text_of_the_gazetteer_says():
    assert part("FLAT 2B").ids == ((2, "B"),)
    assert part("GROUND FLOOR FLAT").floor == 0
    assert part("THE ANNEXE").words == ("THE", "ANNEX")
    assert part("").items == ()
