"""An address is read into numbers, units, floors and words as people mean them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from borough.address_match.postcodes import PostcodeGrade, extract, grade, parse_postcode, without_district
from borough.address_match.spelling import LONGEST, normalise
from borough.address_match.tokeniser import ItemKind, tokenise


def seen(text):
    return [(item.kind.name[0], item.word) for item in tokenise(text)]


@pytest.mark.parametrize(
    ("text", "items"),
    [
        ("Flat 2, 12a High Street", [("U", "FLAT"), ("N", "2"), ("N", "12A"), ("W", "HIGH"), ("W", "ST")]),
        ("12 A St. John's Rd", [("N", "12A"), ("W", "ST"), ("W", "JOHNS"), ("W", "RD")]),
        ("12 - 14 High St", [("N", "12 - 14"), ("W", "HIGH"), ("W", "ST")]),
        ("12 & 14 Market Pl", [("N", "12-14"), ("W", "MKT"), ("W", "PL")]),
        ("3/12 Kings Rd", [("N", "3"), ("N", "12"), ("W", "KINGS"), ("W", "RD")]),
        ("GFF 3 Acacia Ave", [("F", "GROUND FLOOR"), ("U", "FLAT"), ("N", "3"), ("W", "ACACIA"), ("W", "AVE")]),
        ("1st Floor, 5 1st Avenue", [("F", "FIRST FLOOR"), ("N", "5"), ("W", "FIRST"), ("W", "AVE")]),
        ("LOWER GROUND FLOOR FLAT", [("F", "BASEMENT"), ("U", "FLAT")]),
        ("No. 7 Church Ln", [("N", "7"), ("W", "CHCH"), ("W", "LN")]),
        ("22 N Bank", [("N", "22"), ("W", "N"), ("W", "BANK")]),
        ("12HIGH ST", [("N", "12"), ("W", "HIGH"), ("W", "ST")]),
        ("FLAT12 5 OLD RD", [("U", "FLAT"), ("N", "12"), ("N", "5"), ("W", "OLD"), ("W", "RD")]),
        ("Flt B 12 Mill Ln", [("U", "FLAT"), ("L", "B"), ("N", "12"), ("W", "MILL"), ("W", "LN")]),
        ("f 2, 5 Moor Rd", [("U", "FLAT"), ("N", "2"), ("N", "5"), ("W", "MOOR"), ("W", "RD")]),
        ("First Floaw, 5 Mill La", [("F", "FIRST FLOOR"), ("N", "5"), ("W", "MILL"), ("W", "LN")]),
        (
            "Flat Second 41 Floor, Mill Ln",
            [("U", "FLAT"), ("F", "SECOND FLOOR"), ("N", "41"), ("W", "MILL"), ("W", "LN")],
        ),
        ("27 Back Lane", [("N", "27"), ("W", "REAR"), ("W", "LN")]),
        ("Flat 2 Rear 9 Mill Ln", [("U", "FLAT"), ("N", "2"), ("P", "REAR"), ("N", "9"), ("W", "MILL"), ("W", "LN")]),
        ("Flat Front Park Rd", [("U", "FLAT"), ("P", "FRONT"), ("W", "PK"), ("W", "RD")]),
        ("First Fold 5", [("W", "FIRST"), ("W", "FOLD"), ("N", "5")]),
        ("B Flat 12 Mill Ln", [("U", "FLAT"), ("L", "B"), ("N", "12"), ("W", "MILL"), ("W", "LN")]),
        ("A, Lake Barn, 9 Hill", [("L", "A"), ("W", "LAKE"), ("W", "BARN"), ("N", "9"), ("W", "HL")]),
        ("A Lake Barn", [("W", "A"), ("W", "LAKE"), ("W", "BARN")]),
        ("", []),
        ("\x00\n\t", []),
    ],
)
def test_an_address_is_read(text, items):
    assert seen(text) == items


def test_a_number_after_the_word_flat_is_a_unit():
    assert [item.unit for item in tokenise("Flat 2, 12 High Street") if item.kind == ItemKind.NUMBER] == [True, False]
    assert [item.unit for item in tokenise("Flat 2/12 High Street") if item.kind == ItemKind.NUMBER] == [True, False]
    assert [item.unit for item in tokenise("First floor flat 12 High Street") if item.kind == ItemKind.NUMBER] == [
        False
    ]


@given(st.text(max_size=300))
def test_any_text_can_be_read(text):
    tokenise(text)
    extract(text)
    parse_postcode(text)


def test_a_long_text_is_read_to_a_limit():
    assert len(normalise("A " * 100_000)) <= LONGEST


@pytest.mark.parametrize(
    ("written", "postcode"),
    [
        ("pr74ex", "PR7 4EX"),
        ("PR7  4EX", "PR7 4EX"),
        ("PRO 4EX", "PR0 4EX"),
        ("N1 OAA", "N1 0AA"),
        ("M11AA", "M1 1AA"),
        ("PR7 E4X", "PR7 4EX"),
        ("PR7 4E", ""),
        ("none", ""),
        ("", ""),
    ],
)
def test_a_postcode_is_put_right(written, postcode):
    assert parse_postcode(written) == postcode


@pytest.mark.parametrize(
    ("text", "postcode"),
    [
        ("12 High St, Chorley PR74EX", "PR7 4EX"),
        ("12 High St pr7 4ex Chorley", "PR7 4EX"),
        ("12 High St, Chorley, PRIO 4EX", "PR10 4EX"),
        ("9 Jubilee Way", ""),
        ("Flat 1 Willow Mansions", ""),
        ("Unit 1AB Mill Lane", ""),
        ("Flat 3 10 Road", ""),
    ],
)
def test_postcode_is_extracted_from_a_text(text, postcode):
    assert extract(text)[1] == postcode


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("12 High St, Chorley, PR7", "12 High St, Chorley"),
        ("PR7", "PR7"),
        ("Unit A1", "Unit A1"),
        ("12 High St", "12 High St"),
    ],
)
def test_half_a_postcode_at_the_end_is_no_number(text, left):
    assert without_district(text) == left


@pytest.mark.parametrize(
    ("first", "other", "how"),
    [
        ("PR7 4EX", "PR7 4EX", PostcodeGrade.SAME),
        ("PR7 4EX", "PR7 4EY", PostcodeGrade.SLIP),
        ("PR7 4EX", "PR7 4XE", PostcodeGrade.SLIP),
        ("PR7 4EX", "PR7 4AB", PostcodeGrade.SECTOR),
        ("PR7 4EX", "PR7 1AB", PostcodeGrade.DISTRICT),
        ("PR7 4EX", "PR1 1AB", PostcodeGrade.AREA),
        ("PR7 4EX", "M1 1AB", PostcodeGrade.FAR),
        ("", "M1 1AB", PostcodeGrade.UNKNOWN),
    ],
)
def test_postcodes_are_compared(first, other, how):
    assert grade(first, other) == how
