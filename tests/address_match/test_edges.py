"""Edges that address matchers are known to fall from: kinds of case published with uk-address-matcher (MIT), re-written.

In each, the first line is the one meant.
"""

import pytest

from borough.address_match.answers import Verdict
from borough.address_match.matcher import Index, Matcher
from borough.address_match.types import NO_OBJECT, Addressable
from tests.address_match.gazetteers import FIRST, line, village

PLACE = {"locality": "", "town": "LONDON", "postcode": "ZZ1 1AA"}


def flat(text, number, street, **more):
    return Addressable(text=text) if text else NO_OBJECT, Addressable(number), {"street": street, **PLACE, **more}


def house(number, street, **more):
    return flat("", number, street, **more)


def named(name, street, number=None, **more):
    return NO_OBJECT, Addressable(number, text=name), {"street": street, **PLACE, **more}


ROAD, LOVE = "PEPPERPOT ROAD", {"town": "KINGS LANGLEY"}
EDGES = {
    "a floor among two": (
        "FIRST FLOOR FLAT 21 PEPPERPOT ROAD LONDON",
        [
            flat("FLAT A FIRST AND SECOND FLOORS", 21, ROAD),
            flat("FLAT GROUND FLOOR", 21, ROAD),
            flat("FLAT FIRST FLOOR", 29, ROAD),
            house(21, ROAD),
        ],
    ),
    "a basement": (
        "BASEMENT FLAT 45 BAKER STREET LONDON",
        [
            flat("FLAT BASEMENT", 45, "BAKER STREET"),
            flat("FLAT GROUND FLOOR", 45, "BAKER STREET"),
            house(45, "BAKER STREET"),
        ],
    ),
    "an apostrophe": (
        "5 LOVE LANE KING'S LANGLEY HERTFORSHIRE",
        [house(5, "LOVE LANE", **LOVE), house(7, "LOVE LANE", **LOVE), named("ASHFIELDS", "LOVE LANE", **LOVE)],
    ),
    "a lettered flat on a floor": (
        "SECOND FLOOR FLAT 61 BRYNDWR ROAD LONDON",
        [
            flat("FLAT A SECOND FLOOR", 61, "BRYNDWR ROAD"),
            flat("FLAT GROUND FLOOR", 61, "BRYNDWR ROAD"),
            flat("SECOND FLOOR FLAT", 58, "BRYNDWR ROAD"),
            house(61, "BRYNDWR ROAD"),
        ],
    ),
    "the right street and number against the postcode": (
        "14 BROADSTONE GROVE BROOKFORD",
        [house(14, "BROADSTONE GROVE", postcode="ZZ1 1AB"), house(2, "BROADSTONE GROVE")],
    ),
    "a business without its number": (
        "SUES NAILS RAINBOW LANE LONDON",
        [
            named("", "RAINBOW ROAD", 6, organisation="SUES NAILS"),
            house(8, "RAINBOW ROAD"),
            house(9, "RAINBOW ROAD"),
            named("BIRTCHFIELDS HOUSE", "RAINBOW ROAD"),
        ],
    ),
    "a business that says nothing": (
        "BURGER PARADISE 9 RAINBOW LANE LONDON",
        [house(9, "RAINBOW ROAD"), named("", "RAINBOW ROAD", 6, organisation="SUES NAILS"), house(8, "RAINBOW ROAD")],
    ),
    "two farms": (
        "THE OLD FARM COTTAGE PAD FARM BADGERCROFT ROAD PIKING",
        [named("OLD FARM COTTAGE", "BADGERCROFT ROAD"), named("PAD FARM HOUSE", "BADGERCROFT ROAD")],
    ),
    "another kind of street": (
        "13 ADELLE DRIVE HISLOP",
        [
            house(13, "ADELLE ROAD"),
            house(13, "FENTON DRIVE", postcode="ZZ1 1AB"),
            house(13, "HARRATT CLOSE", postcode="ZZ1 1AD"),
        ],
    ),
    "the parts out of order": (
        "ZEBRA HOUSE 25 FLAT 45 GOVERNMENT ROAD ST ALBANS ST ALBANS",
        [
            (Addressable(text="FLAT 45"), Addressable(25, text="ZEBRA HOUSE"), {"street": "GOVERNMENT ROAD", **PLACE}),
            (Addressable(text="FLAT 26"), Addressable(25, text="ZEBRA HOUSE"), {"street": "GOVERNMENT ROAD", **PLACE}),
            house(45, "GOVERNMENT ROAD"),
        ],
    ),
    "a town written twice": (
        "11 WEST STREET WAVHAM-BY-SEA WAVHAM-BY-SEA",
        [
            house(11, "WEST STREET", town="WAVHAM BY SEA"),
            named("DEVELOPMENT SITE OF 11 WEST STREET AND REAR HALL", "WEST STREET", town="WAVHAM BY SEA"),
        ],
    ),
    "an annexe not meant": (
        "8, CHURCH GARDENS, CAPFIELD, LYNN",
        [house(8, "CHURCH GARDENS", town="CAPFIELD"), flat("ANNEXE AT", 8, "CHURCH GARDENS", town="CAPFIELD")],
    ),
    "two streets named": (
        "12 FRUIT STREET PUDDING LANE",
        [house(12, "FRUIT STREET"), house(13, "FRUIT STREET"), house(12, "VEG STREET", postcode="ZZ1 1AB")],
    ),
    "a flat of a range": (
        "FLAT 2 92 KINGSWAY BIRMINGHAM",
        [
            (Addressable(text="FLAT 2"), Addressable(92, "", 92, "A"), {"street": "KINGSWAY", **PLACE}),
            flat("FLAT 2", 102, "KINGSWAY"),
        ],
    ),
}


@pytest.mark.parametrize("name", EDGES)
def test_intended_property_ranks_first(name):
    text, properties = EDGES[name]
    lines = [line(500 + at, secondary, primary, **more) for at, (secondary, primary, more) in enumerate(properties)]
    answer = Matcher(Index.of([*village(), *lines])).match(text, PLACE["postcode"])
    assert answer.uprn == FIRST + 500, answer


def test_flat_by_another_name_is_not_accepted_as_certain():
    """FLAT B is perhaps FLAT 2, and perhaps not."""
    lines = [
        line(500, Addressable(text="FLAT 2"), Addressable(153), **PLACE),
        line(501, primary=Addressable(153), **PLACE),
    ]
    assert (
        Matcher(Index.of([*village(), *lines])).match("FLAT B 153 HIGH STREET", PLACE["postcode"]).verdict
        != Verdict.ACCEPT
    )
