"""The National Grid in degrees, held to test points of OSTN15, and postcodes as they are written."""

import pytest

from borough.gazetteer.rules.grid import to_grid, to_latitude_longitude
from borough.gazetteer.rules.postcodes import normalise_postcode


@pytest.mark.parametrize(
    ("degrees", "metres"),
    [
        ((49.92226393730, -6.29977752014), (91492.146, 11318.804)),
        ((49.96006137820, -5.20304609998), (170370.718, 11572.405)),
        ((50.43885825610, -4.10864563561), (250359.811, 62016.569)),
        ((57.48625000720, -4.21926398555), (267056.768, 846176.972)),
    ],
)
def test_ordnance_surveys_own_test_points_come_out_to_the_millimetre(degrees, metres):
    assert to_grid([degrees])[0] == pytest.approx(metres, abs=0.0011)
    assert to_latitude_longitude([metres])[0] == pytest.approx(degrees, abs=2e-8)


def test_there_and_back_is_within_a_centimetre():
    points = [(358122.0, 417455.25), (529090.0, 179645.0), (292591.0, 93308.0), (393540.0, 801192.0)]
    back = to_grid([point for point in to_latitude_longitude(points) if point])
    for point, again in zip(points, back, strict=True):
        assert again == pytest.approx(point, abs=0.01)


def test_where_the_transformation_has_no_answer_there_is_none():
    assert to_latitude_longitude([(0.0, 0.0)]) == to_grid([(48.85, 2.35)]) == [None]
    assert to_latitude_longitude([]) == to_grid([]) == []


@pytest.mark.parametrize(
    ("typed", "tidy"),
    [("pr74ex", "PR7 4EX"), (" PR7  4EX ", "PR7 4EX"), ("w1a-1aa", "W1A 1AA"), ("PR7", ""), ("", ""), ("12345", "")],
)
def test_a_postcode_is_tidied(typed, tidy):
    assert normalise_postcode(typed) == tidy
