"""A level is read from the last review of a period, opens what that review found, and is withheld from no one."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from django.test import Client

from borough.gazetteer.actions.reviews import example_schedule, review
from borough.kernel.periods import parse_period
from borough.measures.public import change, figure, freeze, published, query_of, review_of, trace
from borough.measures.types import UnknownDimension, UnknownMeasure
from borough.ui.page_cache import clear_page_cache
from tests.client import Visitor
from tests.gazetteer.supplies import AT, bring, house, street, supply, xref

pytestmark = pytest.mark.django_db
KEY, YEAR = "gazetteer-review-level", parse_period("2017-18")
FIRST = 10090000000
PAGE = f"/performance/figures/{KEY}/2017-18/"


def reviewed(at, **other):
    schedule = replace(example_schedule(), **other)
    return review(by="command:test", at=at, today=at.date(), schedule=schedule)


@pytest.fixture
def gazetteer(tmp_path):
    clear_page_cache()
    bring(tmp_path, supply(street(), *(house(n) for n in range(1, 11)), *(xref(n, FIRST + n) for n in range(1, 11))))


@pytest.fixture
def only_homes():
    """A schedule that these few homes meet in all that counts."""
    return {
        "criteria": tuple(
            criterion for criterion in example_schedule().criteria if criterion.key in ("council-tax", "streets")
        )
    }


def test_a_period_has_the_level_of_its_last_review(gazetteer, only_homes):
    reviewed(datetime(2018, 3, 16, 14, tzinfo=UTC))
    reviewed(datetime(2018, 3, 20, 14, tzinfo=UTC), **only_homes)
    reviewed(datetime(2018, 3, 31, 23, 30, tzinfo=UTC))  # already the first of April by the council's clock
    result = figure(KEY, YEAR)
    assert (result.total.level, result.total.counted, result.total.out_of) == ("Gold", 4, 4)
    assert figure(KEY, parse_period("2018-19")).total.level == "Not known"
    nothing = figure(KEY, parse_period("2016-17"))
    assert (nothing.total.level, nothing.total.out_of, nothing.content) == (None, 0, "")


def test_it_opens_each_criterion_and_keeps_none_back(gazetteer, only_homes):
    reviewed(datetime(2018, 3, 20, 14, tzinfo=UTC), **only_homes)
    level = published(KEY, YEAR, "criterion")
    assert {part.key: part.level for part in level.parts} == {"council-tax": "Gold", "streets": "Gold"}
    assert (level.total, level.withheld) == (level.figure.total, ())
    last_review = review_of(KEY, YEAR)
    assert [(criterion.key, criterion.value) for criterion in last_review.criteria] == [
        ("council-tax", "100.00"),
        ("streets", "100.00"),
    ]
    assert last_review.example and review_of("website-share", YEAR) is None


def test_a_criterion_that_is_not_known_leaves_the_level_unknown(gazetteer):
    unknown = replace(example_schedule().criteria[0], key="what-no-one-measures")
    reviewed(datetime(2018, 3, 20, tzinfo=UTC), criteria=(unknown,))
    assert (figure(KEY, YEAR).total.level, figure(KEY, YEAR).total.counted) == ("Not known", 0)


def test_level_has_no_contacts_behind_it(gazetteer):
    for ask in (lambda: trace(KEY, YEAR), lambda: change(KEY, YEAR, YEAR), lambda: query_of(KEY, YEAR)):
        with pytest.raises(UnknownMeasure, match="kept by reviews"):
            ask()
    with pytest.raises(UnknownDimension, match="criterion"):
        figure(KEY, YEAR, "ward")


def test_another_review_in_the_period_shows_as_drift_of_a_frozen_level(gazetteer, only_homes):
    reviewed(datetime(2018, 3, 20, tzinfo=UTC), **only_homes)
    frozen = freeze(by="command:test", at=AT, figure=figure(KEY, YEAR))
    assert figure(KEY, YEAR).sha256 == frozen.sha256
    reviewed(datetime(2018, 3, 21, tzinfo=UTC))
    now = figure(KEY, YEAR)
    assert now.content != frozen.content and now.total.level == "Not known"


def test_its_page_says_by_which_schedule_and_leads_on_who_keeps_the_gazetteer(gazetteer, only_homes, as_role):
    reviewed(datetime(2018, 3, 20, 14, tzinfo=UTC), **only_homes)
    page = Visitor().get(PAGE).content.decode()
    assert "Gold" in page and "20 March 2018" in page and "its thresholds are made up" in page
    assert "Homes linked to council tax" in page and "/office/" not in page
    assert "/office/gazetteer/review/" in as_role("gazetteer_officer").get(PAGE).content.decode()
    assert Visitor().get(PAGE + "?by=ward").status_code == 404
    assert as_role("digital_lead").get(PAGE + "rows/").status_code == 404
    assert "No review" in Visitor().get(PAGE.replace("2017-18", "2016-17")).content.decode()


def test_api_returns_the_level_by_name_and_number(gazetteer, only_homes):
    from borough.access.public import create_token

    reviewed(datetime(2018, 3, 20, 14, tzinfo=UTC), **only_homes)
    secret = create_token(by="command:test", at=AT, name="test", scopes=["contacts.view"]).secret
    api = Client(headers={"authorization": f"Bearer {secret}"})
    data = api.get(f"/api/v1/figures/{KEY}?period=2017-18&by=criterion").json()
    assert (data["unit"], data["total"]["level"], data["total"]["counted"]) == ("level", "Gold", 4)
    assert [part["key"] for part in data["parts"]] == ["council-tax", "streets"]
