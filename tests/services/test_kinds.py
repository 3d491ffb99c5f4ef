"""Answers nobody types by accident are refused with a sentence."""

from datetime import date

import pytest

from borough.services.grammar.errors import Wrong
from borough.services.grammar.kinds import Asked, Spot

ASKED = Asked(key="spot", called="where it is", missing="Enter where", optional=False, today=date(2026, 11, 23))


@pytest.mark.parametrize("metres", ["nan", "inf", "1e999", "-5", "9999999", "east"])
def test_a_point_that_is_no_place_is_refused(metres):
    with pytest.raises(Wrong):
        Spot().settle({"near": "High Street", "easting": metres, "northing": "420000"}, ASKED)


def test_a_point_is_kept_in_whole_metres():
    told = Spot().settle({"near": "High Street", "easting": "358000.7", "northing": "417000"}, ASKED)
    assert (told["easting"], told["northing"]) == (358000, 417000)
