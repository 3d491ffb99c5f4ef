"""The officer has the gazetteer reviewed by a schedule that was given, and anyone on the staff sees who lives far off."""

import pytest
from django.db import DatabaseError, connection, transaction

from borough.gazetteer.actions.reviews import example_text, reviews, schedule_on, schedules
from borough.gazetteer.jobs import review_gazetteer
from borough.gazetteer.models import GazetteerSchedule
from tests.gazetteer.supplies import AT, bring, house, street, supply, xref

pytestmark = pytest.mark.django_db
FIRST = 10090000000
PAGE, SCHEDULES, COVERAGE = "/office/gazetteer/review/", "/office/gazetteer/schedules/", "/office/gazetteer/coverage/"
OWN = """
version = "own-1"
title = "Our own"
since = 2020-04-01
until = 2099-04-01
[[criteria]]
key = "council-tax"
name = "Homes linked"
unit = "percent"
good = "up"
silver = 90
gold = 95
"""


@pytest.fixture
def gazetteer(tmp_path):
    bring(tmp_path, supply(street(), *(house(n) for n in range(1, 11)), *(xref(n, FIRST + n) for n in range(1, 10))))


@pytest.fixture
def officer(as_role):
    return as_role("gazetteer_officer")


def test_uploaded_schedule_applies_on_its_dates_and_to_reviews(gazetteer, officer):
    assert "It is an example: its thresholds are made up" in officer.get(SCHEDULES).content.decode()
    assert officer.post(SCHEDULES, {"text": OWN}).url == SCHEDULES
    page = officer.get(SCHEDULES).content.decode()
    assert "own-1" in page and "1 April 2020 to 1 April 2099" in page
    assert officer.post(PAGE).url == PAGE
    review_gazetteer()
    assert (reviews(1)[0].schedule, reviews(1)[0].level) == ("own-1", 3)
    page = officer.get(PAGE).content.decode()
    assert "Silver" in page and "90.00%" in page and "own-1" in page
    assert str(FIRST + 10) in officer.get(PAGE + "council-tax/").content.decode()
    assert officer.get(PAGE + "streets/").status_code == 404  # not in the last review


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "Enter the schedule"),
        ("version = ", "not TOML"),
        (OWN.replace('title = "Our own"\n', ""), "lacks"),
        (OWN.replace("2099-04-01", "2020-04-01"), "until being the later"),
        (OWN.replace("2099-04-01", '"2099"'), "needs since and until as days"),
        (OWN.replace("silver = 90", "silver = 99"), "must get harder"),
        (OWN.replace("silver = 90", 'silver = "many"'), "numbers as thresholds"),
        (OWN.split("[[", maxsplit=1)[0] + "criteria = 3", "[[criteria]]"),
        (OWN + OWN[OWN.index("[[") :], "a key of its own"),
        (OWN.replace('"council-tax"', '"council tax"'), "small letters, digits and hyphens"),
        (OWN.replace('"Homes linked"', "5"), "name and unit as text"),
        (OWN.replace('good = "up"', 'good = "up"\nbronze = "NaN"'), "numbers as thresholds"),
        (OWN.replace('"own-1"', '"' + "x" * 61 + '"'), "60 letters"),
    ],
)
def test_a_schedule_that_cannot_be_used_is_refused_and_stays_in_the_form(officer, text, message):
    page = officer.post(SCHEDULES, {"text": text}).content.decode()
    assert message in page.replace("&#34;", '"') and not schedules()
    assert "There is a problem" in page and (not text or text.split()[0] in page)


def test_version_is_uploaded_once_and_the_latest_applies(officer):
    officer.post(SCHEDULES, {"text": OWN})
    page = officer.post(SCHEDULES, {"text": OWN}).content.decode()
    assert "Give this one another version" in page and len(schedules()) == 1
    officer.post(SCHEDULES, {"text": OWN.replace("own-1", "own-2")})
    assert schedule_on(AT.date()).version == "own-2"
    assert schedule_on(GazetteerSchedule.objects.first().until).version in example_text()


def test_the_database_keeps_schedules_as_they_were(officer):
    officer.post(SCHEDULES, {"text": OWN})
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE gazetteer_gazetteerschedule SET until = '2030-01-01'")


def test_who_may_not_edit_sees_no_review_and_gives_no_schedule(as_role):
    adviser = as_role("adviser")
    assert {adviser.get(page).status_code for page in (PAGE, SCHEDULES)} == {403}
    assert adviser.post(SCHEDULES, {"text": OWN}).status_code == adviser.post(PAGE).status_code == 403
    assert not schedules()


def test_coverage_is_displayed_and_downloadable(gazetteer, as_role):
    adviser = as_role("adviser")
    fields = {"spots": f"{FIRST + 1}\n358000, 417000", "kind": "ward"}
    page = adviser.post(COVERAGE, fields).content.decode()
    assert "All homes" in page and "Within half a mile" in page
    file = adviser.post(COVERAGE, fields | {"file": "yes"})
    assert file["Content-Type"].startswith("text/csv") and file.content.decode().splitlines()[1].startswith(
        "All homes,10,"
    )


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"spots": "", "kind": "ward"}, "Enter a place, such as a postcode"),
        ({"spots": "Atlantis\nPR7 4EX", "kind": "ward"}, "It is not known where Atlantis is"),
        ({"spots": "\n".join(f"{n} {n}" for n in range(300)), "kind": "parish"}, "Enter 200 places or fewer"),
    ],
)
def test_a_place_that_is_not_known_is_named_and_nothing_is_lost(gazetteer, as_role, fields, message):
    page = as_role("adviser").post(COVERAGE, fields).content.decode()
    assert message in page and fields["spots"].split("\n")[0] in page


def test_coverage_asks_few_questions_however_many_homes(gazetteer, as_role, django_assert_max_num_queries):
    adviser = as_role("adviser")
    with django_assert_max_num_queries(14):
        adviser.post(COVERAGE, {"spots": "358000 417000", "kind": "ward"})
