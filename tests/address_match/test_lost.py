"""Rows of the benchmark that lost what tells their property from another are told from those that did not."""

import pytest

from bench.matching.lost import Lost
from borough.address_match.types import Status
from tests.address_match.gazetteers import FIRST, village

LINES = village()
LOST = Lost(LINES)
OF = {line.uprn: line for line in LINES if line.status == Status.APPROVED}


@pytest.mark.parametrize(
    ("text", "postcode", "meant"),
    [
        ("High Street, Adlington, Chorley", "PR7 4EX", 7),  # no number
        ("40 High Street, Adlington", "PR7 4EX", 51),  # a flat's number gone, and the building stands there too
        ("Flat, 40 High Street", "PR7 4EX", 52),
        ("8 Church Road, Chorley", "", 118),  # two villages have one
        ("Flat B, 44 High Street", "PR7 4EX", 63),  # says another flat
        ("5, High Street", "PR7 4EX", 75),  # flat and block gone, and 5 stands in the street
        ("Chorley", "", 118),
    ],
)
def test_what_fits_another_as_well_is_lost(text, postcode, meant):
    assert LOST(text, postcode, OF[FIRST + meant])


@pytest.mark.parametrize(
    ("text", "postcode", "meant"),
    [
        ("7 High Street, Adlington, Chorley", "PR7 4EX", 7),
        ("7 Hihg Stret, Adlingtn", "", 7),
        ("Flat 2, 40 High St", "PR7 4EX", 52),
        ("8 Church Rd, Heath", "", 158),
        ("8 Church Road, Chorley", "PR7 4FA", 118),
        ("8 Church Road, Chorley", "PR7 4FB", 118),  # the postcode a slip away
        ("FLAT 5 ORCHRAD COURT", "", 75),
        ("Netherthrope, Heath", "", 101),
        ("GoldenCarpets 48-52 High Street", "PR7 4EX", 67),
        ("2 Maltings, Mill La", "PR7 4EY", 92),
        ("Flat 5, High Street", "PR7 4EX", 75),  # one block alone has flats
    ],
)
def test_text_that_fits_a_single_property_is_not_lost(text, postcode, meant):
    assert not LOST(text, postcode, OF[FIRST + meant])
