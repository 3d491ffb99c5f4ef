import re

import pytest
from django.db import connection

from borough.kernel.periods import parse_period
from borough.measures.public import figure, refresh
from tests.client import Visitor, make_staff, sign_in
from tests.reports.test_actions import ROWS

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
FIGURE = "/performance/figures/website-share/2017-18-q4/"


@pytest.fixture
def records(settings, tmp_path):
    settings.HOME = tmp_path
    with connection.cursor() as cursor:
        cursor.execute(ROWS)
    refresh()


@pytest.fixture
def empty(settings, tmp_path):
    settings.HOME = tmp_path


def test_before_any_contact_the_page_says_so(empty):
    response = Visitor().get("/performance/")
    assert response.status_code == 200
    assert "no contacts on record" in response.content.decode()


def test_the_page_shows_every_quarter_and_each_number_leads_to_its_figure(records):
    page = Visitor().get("/performance/").content.decode()
    quarter = figure("website-share", parse_period("2017-18-q4")).total
    assert f"{quarter.counted:,}" in page
    assert "<svg" in page
    links = set(re.findall(r'href="(/performance/figures/[^"#]+)', page))
    assert FIGURE in links
    assert len(links) > 10
    for link in links:
        assert Visitor().get(link).status_code == 200, link


def test_year_can_be_chosen_and_a_year_without_records_is_404(records):
    assert "in 2016-17" in Visitor().get("/performance/?year=2016-17").content.decode()
    assert Visitor().get("/performance/?year=1999-00").status_code == 404


@pytest.mark.parametrize("by", ["", "?by=service", "?by=channel", "?by=ward", "?by=outcome"])
def test_a_figure_shows_its_definition_its_question_and_its_parts(records, by):
    page = Visitor().get(FIGURE + by).content.decode()
    for text in ("What it counts", "read_parquet", "Owner", "out of"):
        assert text in page
    assert "rows/?" not in page


@pytest.mark.parametrize(
    "address",
    [
        "/performance/figures/nothing/2017-18/",
        "/performance/figures/website-share/nothing/",
        FIGURE + "?by=reference",
        FIGURE + "?by=service'--",
    ],
)
def test_unknown_figure_is_404(records, address):
    assert Visitor().get(address).status_code == 404


def test_every_measure_has_its_page(records):
    from borough.measures.public import counted

    for key in counted():
        assert Visitor().get(f"/performance/figures/{key}/2017-18/?by=channel").status_code == 200


def test_rows_are_for_staff_who_may_trace_alone(records, as_role):
    assert Visitor().get(FIGURE + "rows/").status_code in (302, 403)
    assert as_role("resident").get(FIGURE + "rows/").status_code == 403
    assert sign_in(Visitor(), make_staff()).get(FIGURE + "rows/").status_code == 403


def test_rows_say_nothing_of_people_and_are_paged_to_the_last(records, as_role):
    staff, address, seen = as_role("digital_lead"), FIGURE + "rows/?which=counted&service=tax", []
    while address:
        page = staff.get(address).content.decode()
        seen += re.findall(r"/office/contacts/([0-9A-F]{16})/", page)
        following = re.search(r'rel="next" href="([^"]+)"', page)
        address = FIGURE + "rows/" + following[1].replace("&amp;", "&") if following else None
    tax = next(p for p in figure("website-share", parse_period("2017-18-q4"), "service").parts if p.key == "tax")
    assert len(seen) == len(set(seen)) == tax.counted > 0


@pytest.mark.parametrize("wrong", ["?which=all-of-it", "?after=x", "?after=-1", "?after=" + "9" * 30])
def test_invalid_row_query_is_404(records, as_role, wrong):
    assert as_role("digital_lead").get(FIGURE + "rows/" + wrong).status_code == 404


def test_small_numbers_are_hidden_from_the_public(settings, tmp_path):
    settings.HOME = tmp_path
    with connection.cursor() as cursor:
        cursor.execute(ROWS.replace("generate_series(0, 1999)", "generate_series(1990, 1999)"))
    refresh()
    page = Visitor().get("/performance/figures/website-share/2017-18/?by=service").content.decode()
    assert "Fewer than 5" in page
