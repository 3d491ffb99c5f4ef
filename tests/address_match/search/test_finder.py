"""People find an address by however much of it they type, in whatever order, with a letter wrong."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from borough.address_match.search.finder import find
from borough.address_match.search.index import build_index, open_index
from borough.address_match.types import NO_OBJECT, Addressable, Line, Status


def line(uprn, primary, street="MARKET STREET", *, secondary=NO_OBJECT, locality="", postcode="PR7 2SQ", **more):
    facts = {"town": "CHORLEY", "postal": "Y", "status": Status.APPROVED, "key": f"K{uprn}", **more}
    return Line(
        uprn=uprn, primary=primary, secondary=secondary, street=street, locality=locality, postcode=postcode, **facts
    )


LINES = [
    line(1, Addressable(1)),
    line(2, Addressable(10)),
    line(3, Addressable(12, "A")),
    line(4, Addressable(12), secondary=Addressable(text="FLAT 10"), postcode="PR7 2SR"),
    line(5, Addressable(text="ROSE COTTAGE"), "RAKE LANE", locality="RIVINGTON", postcode="BL6 7RT"),
    line(6, Addressable(10), "MARKET PLACE", locality="ADLINGTON", postcode="PR7 4EZ"),
    line(7, Addressable(14, "", 16), organisation="INVENTED BAKERY"),
    line(8, Addressable(3), "ST MARY'S WALK", postcode="PR7 2SA"),
    line(9, Addressable(text="STREET RECORD"), postal="N", postcode=""),
    line(10, Addressable(20), secondary=Addressable(2)),
    line(10, Addressable(text="THE OLD BANK"), status=Status.ALTERNATE),
    line(11, Addressable(text="ROSE COTTAGE"), "RAKE LANE", locality="RIVINGTON", status=Status.HISTORIC),
    line(12, Addressable(99), status=Status.CANDIDATE),
]


@pytest.fixture(scope="module")
def look(tmp_path_factory):
    folder = tmp_path_factory.mktemp("lookup")
    build_index(folder, LINES, 7)
    index = open_index(folder)
    searcher = index.searcher()
    return lambda text, **more: [hit.uprn for hit in find(searcher, index.shape, text, **more)]


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("10 market", 2),
        ("10 market street chorley", 2),
        ("10 Market St.", 2),
        ("chorley market street 10", 2),
        ("10 market pl", 6),
        ("12a market", 3),
        ("12 a market street", 3),
        ("flat 10 12 market street", 4),
        ("apt 10, 12 market st", 4),
        ("flat 2, 20 market street", 10),
        ("rose cott", 5),
        ("rose cottage rivington", 5),
        ("rosecottage, rake lane", 5),
        ("PR7 4EZ", 6),
        ("pr74ez", 6),
        ("pr74e", 6),
        ("10 pr7 2s", 2),
        ("bakery", 7),
        ("16 market street", 7),
        ("3 st marys walk", 8),
        ("3 saint mary's walk", 8),
        ("10 markte street", 2),
        ("10 maket stret", 2),
        ("10 market street cholrey", 2),
        ("the old bank", 10),
        ("market street record", 9),
    ],
)
def test_the_address_meant_comes_first(look, typed, first):
    assert look(typed)[0] == first


def test_exact_match_of_the_typed_text_is_not_treated_as_a_typo(look):
    assert look("rose lake ") == [5, 11]  # no address has LAKE, and every one that has ROSE is on RAKE LANE
    assert look("10 market streat") == [2, 4] and 6 not in look("10 market streat")
    assert look("1") == [1]


def test_property_is_listed_once_however_many_addresses_it_has(look):
    assert look("chorley", limit=20).count(10) == 1


def test_address_in_use_precedes_a_historic_address(look):
    assert look("rose cottage rake lane") == [5, 11]


def test_where_letters_go_is_all_that_a_letter_writer_sees(look):
    assert 9 in look("market street", limit=20)
    assert 9 not in look("market street", limit=20, postal=True)
    assert look("market street record", postal=True)[0] != 9


def test_never_approved_address_is_not_matched(look):
    assert 12 not in look("99 market street", limit=20)


@pytest.mark.parametrize(
    "typed", ["", "   ", "!!", "\x00", "…", "🏠", "~^*[]{}\"'\\", "a" * 100_000, "1 " * 50_000, "AND OR NOT +- :"]
)
def test_what_is_no_address_is_answered_all_the_same(look, typed):
    assert isinstance(look(typed), list)


@given(st.text(max_size=60))
def test_nothing_typed_is_an_error(look, typed):
    assert len(look(typed, limit=3)) <= 3
