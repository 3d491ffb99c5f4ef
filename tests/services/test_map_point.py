"""Points on the map, typed four ways: what they mean, where they lie, and what is said when they lie elsewhere."""

from dataclasses import replace
from datetime import date

import pytest

from borough.forms.common import question_page
from borough.forms.errors import InvalidAnswer
from borough.forms.kinds import EastingNorthing, FieldNumber, GridReference, LatitudeLongitude, QuestionInfo
from borough.forms.kinds.map_point import OUTSIDE, PointAnswer, corner_of
from borough.gazetteer.models import Property
from borough.services import public as services
from borough.services.actions.places import locate
from borough.services.catalogue import catalogue
from borough.services.models import Submission
from tests.services.conftest import homes  # noqa: F401 - a fixture
from tests.services.walker import AT, HOUSE, TODAY

QUESTION = QuestionInfo(
    key="at", called="the place", missing="Enter the place", optional=False, today=date(2026, 11, 23)
)
GRID, DEGREES, REFERENCE, FIELD = EastingNorthing(), LatitudeLongitude(), GridReference(), FieldNumber()
CAISTER = (651_410, 313_177, True)  # Ordnance Survey’s worked example
KINDS = {"grid": GRID, "degrees": DEGREES, "reference": REFERENCE, "field": FIELD}


def test_squares_stand_where_the_national_grid_has_them():
    """Corners as Ordnance Survey prints them in its guide to the National Grid."""
    known = {
        "SV": (0, 0),
        "SD": (300_000, 400_000),
        "TQ": (500_000, 100_000),
        "HP": (400_000, 1_200_000),
        "NT": (300_000, 600_000),
        "NN": (200_000, 700_000),
    }
    assert {letters: corner_of(letters) for letters in known} == known
    assert [corner_of(letters) for letters in ("AA", "ZZ", "SI", "VV")] == [None] * 4


@pytest.mark.parametrize(
    ("kind", "typed", "expected"),
    [
        (GRID, {"easting": "358,357", "northing": "417584.5"}, {"easting": 358357, "northing": 417584.5}),
        (DEGREES, {"latitude": "53.6531°", "longitude": "−2.6315"}, {"latitude": 53.6531, "longitude": -2.6315}),
        (REFERENCE, {"reference": "sd 583 175"}, {"reference": "SD 583 175", "easting": 358300, "northing": 417500}),
        (REFERENCE, "SD5835717584", {"reference": "SD 58357 17584", "easting": 358357, "northing": 417584}),
        (REFERENCE, "TG5140913177", {"reference": "TG 51409 13177", "easting": 651409, "northing": 313177}),
        (FIELD, "SD58173558", {"reference": "SD 5817 3558", "easting": 358350, "northing": 417580}),
    ],
)
def test_typed_point_is_stored_in_canonical_form(kind, typed, expected):
    assert kind.clean(typed, QUESTION) == expected
    assert kind.revalidate(expected, QUESTION) == expected


@pytest.mark.parametrize(
    ("kind", "typed", "message", "part"),
    [
        (GRID, {}, "Enter the place", ""),
        (GRID, {"easting": "358357"}, "Enter northing", "northing"),
        (GRID, {"easting": "far", "northing": "1"}, "Easting must be a number, like 358357", "easting"),
        (GRID, {"easting": "700001", "northing": "1"}, "Easting must be between 0 and 700000", "easting"),
        (GRID, {"easting": "1e5", "northing": "1"}, "Easting must be a number, like 358357", "easting"),
        (DEGREES, {"latitude": "53.6", "longitude": "2,6W"}, "Longitude must be a number, like -2.6315", "longitude"),
        (DEGREES, {"latitude": "35", "longitude": "1"}, "Latitude must be between 49 and 61", "latitude"),
        (DEGREES, {"latitude": "٥٣", "longitude": "1"}, "Latitude must be a number, like 53.6531", "latitude"),
        (REFERENCE, "SD 58 175", "Enter the place in the correct format, like SD 583 175", ""),
        (REFERENCE, "ZZ 583 175", "Enter the place in the correct format, like SD 583 175", ""),
        (FIELD, "SD 583 175", "Enter the place in the correct format, like SD 5817 3558", ""),
    ],
)
def test_what_is_no_place_is_refused_with_how_to_write_it(kind, typed, message, part):
    with pytest.raises(InvalidAnswer) as wrong:
        kind.clean(typed, QUESTION)
    assert (str(wrong.value), wrong.value.part) == (message, part)


def test_form_bounds_are_enforced_and_in_the_json_schema():
    near = EastingNorthing(within=(("easting", 350_000, None), ("northing", None, 420_000)))
    assert near.schema()["properties"]["easting"] == {"type": "number", "minimum": 350_000, "maximum": 700_000}
    with pytest.raises(InvalidAnswer, match="Northing must be between 0 and 420000"):
        near.clean({"easting": "358357", "northing": "420001"}, QUESTION)


@pytest.fixture
def placed(homes):  # noqa: F811 - the fixture itself
    Property.objects.filter(pk=HOUSE).update(easting=358_400, northing=417_600)


@pytest.mark.django_db
@pytest.mark.usefixtures("placed")
def test_points_convert_both_ways_by_ostn15_and_outside_is_reported():
    here = GRID.clean(locate(GRID, {"easting": "358357", "northing": "417584"}, QUESTION), QUESTION)
    assert (here["latitude"], here["longitude"], here["outside"]) == (53.653102, -2.631521, False)
    assert GRID.lines(here) == ("Easting 358357", "Northing 417584")
    there = DEGREES.clean(locate(DEGREES, {"latitude": "52.65800783", "longitude": "1.71607397"}, QUESTION), QUESTION)
    assert (there["easting"], there["northing"], there["outside"]) == CAISTER
    assert DEGREES.lines(there)[-1] == OUTSIDE
    assert DEGREES.value(there) == PointAnswer(*CAISTER[:2], 52.65800783, 1.71607397, outside=True)
    field = FIELD.clean(locate(FIELD, "SD58173558", QUESTION), QUESTION)
    assert (field["easting"], field["latitude"], field["outside"]) == (358_350, 53.653065, False)


@pytest.mark.django_db
def test_empty_gazetteer_makes_no_statement_about_the_borough():
    settled = GRID.clean(locate(GRID, {"easting": "358357", "northing": "417584"}, QUESTION), QUESTION)
    assert settled["outside"] is False


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("kind", "typed"),
    [
        (GRID, {"easting": "1", "northing": "1299999"}),
        (DEGREES, {"latitude": "60.9", "longitude": "-8.9"}),
        (DEGREES, {"latitude": "51.5", "longitude": "-8"}),
        (REFERENCE, "HL 00 00"),
        (DEGREES, {"latitude": "53.35", "longitude": "-6.26"}),
        (DEGREES, {"latitude": "54.15", "longitude": "-4.48"}),
    ],
)
def test_a_place_that_is_not_in_great_britain_is_refused(kind, typed):
    with pytest.raises(InvalidAnswer, match="not in Great Britain"):
        locate(kind, typed, QUESTION)


@pytest.fixture
def points_service(monkeypatch):
    """A service that asks for all four, as published forms do."""
    real = catalogue()["skills-course"]
    pages = tuple(
        question_page(
            key, f"Where is the {key}?", kind, missing=f"Enter the {key}", called=f"the {key}", hint="By the gate"
        )
        for key, kind in KINDS.items()
    )
    service = replace(real, key="points", name="Points", pages=pages, opens=None, reports=None)
    monkeypatch.setitem(catalogue(), "points", service)
    return service


TYPED = {
    "grid": {"grid-easting": "358357", "grid-northing": "417584"},
    "degrees": {"degrees-latitude": "51.5", "degrees-longitude": "-0.12"},
    "reference": {"reference": "sd583175"},
    "field": {"field": "SD58173558"},
}


@pytest.mark.slow
@pytest.mark.django_db
@pytest.mark.usefixtures("points_service", "placed")
def test_a_resident_types_all_four_and_reads_them_before_sending(visitor):
    visitor.post("/services/points/")
    page = visitor.get("/services/points/grid/").content.decode()
    assert "<fieldset" in page and 'aria-describedby="grid-hint"' in page and page.count("<input") >= 2
    wrong = visitor.post("/services/points/grid/", {"grid-easting": "358357"}).content.decode()
    assert 'href="#grid-northing"' in wrong and "Enter northing" in wrong and 'value="358357"' in wrong
    for key, typed in TYPED.items():
        assert visitor.post(f"/services/points/{key}/", typed).status_code == 302, key
    page = visitor.get("/services/points/check/").content.decode()
    assert all(text in page for text in ("Easting 358357", "Latitude 51.5", "SD 583 175", "SD 5817 3558"))
    assert page.count(OUTSIDE) == 1
    assert 'value="358357"' in visitor.get("/services/points/grid/").content.decode()
    assert 'value="SD 583 175"' in visitor.get("/services/points/reference/").content.decode()


@pytest.mark.django_db
@pytest.mark.usefixtures("points_service", "placed")
def test_machines_send_all_four_by_their_schema():
    payload = {
        "grid": {"easting": 358357, "northing": 417584},
        "degrees": {"latitude": 53.6531, "longitude": -2.6315},
        "reference": "SD 583 175",
        "field": "SD 5817 3558",
    }
    sent = {"by": "token:1", "at": AT, "today": TODAY, "service": "points", "source": "s"}
    services.submit_answers(**sent, answers=payload, source_id="1")
    stored = Submission.objects.get().answers
    assert stored["grid"]["latitude"] == 53.653102
    assert stored["degrees"]["easting"] == 358358
    with pytest.raises(services.InvalidSubmission) as unfit:
        services.submit_answers(**sent, answers=payload | {"degrees": {"latitude": 53.6}}, source_id="2")
    assert [(fault.question, fault.part) for fault in unfit.value.faults] == [("degrees", "longitude")]
