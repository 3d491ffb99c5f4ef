"""Staff find any property, and read everything that was ever written of it."""

from datetime import date

import pytest

from borough.gazetteer.actions import address_search
from borough.gazetteer.actions.reviews import example_schedule, review
from borough.gazetteer.public import examine, update_index
from tests.gazetteer.supplies import AT, bring, house, lpi, street, supply, xref

pytestmark = pytest.mark.django_db
FIRST = 10090000000


@pytest.fixture(autouse=True)
def gazetteer(settings, tmp_path):
    settings.HOME = tmp_path
    address_search._open_cached.cache_clear()
    flats = [house(20, parent=FIRST + 2), house(21, parent=FIRST + 2)]
    historic = lpi(99, FIRST + 2, number="", text="THE OLD FORGE", status=8, end="2010-01-01")
    bring(tmp_path, supply(street(), *(house(n) for n in range(1, 6)), *flats, historic))
    bring(tmp_path, supply(lpi(2, FIRST + 2, "U", number=22), kind="C", day="2026-11-02"))
    update_index()


@pytest.fixture
def officer(as_role):
    return as_role("gazetteer_officer")


@pytest.mark.parametrize("query", ["22 high street", "the old forge", "PR7 4EX", str(FIRST + 2)])
def test_property_is_searched_by_any_known_detail(officer, query):
    page = officer.post("/office/addresses/", {"query": query}).content.decode()
    assert f"/office/addresses/{FIRST + 2}/" in page


def test_empty_search_result_is_reported(officer):
    assert "No address was found" in officer.post("/office/addresses/", {"query": "zzqx"}).content.decode()
    assert "Enter a postcode" in officer.post("/office/addresses/", {"query": ""}).content.decode()


def test_property_page_lists_parts_and_history(officer):
    page = officer.get(f"/office/addresses/{FIRST + 2}/").content.decode()
    assert "22 HIGH STREET, ADLINGTON" in page
    assert "THE OLD FORGE" in page
    assert f"/office/addresses/{FIRST + 20}/" in page
    assert "Address (before)" in page
    assert "status: approved" in page
    assert "number of the building (pao): 22 (was 2)" in page.lower()
    assert "language: English" in page
    assert officer.get("/office/addresses/10099999999/").status_code == 404


def test_offers_are_for_staff_alone(officer, visitor):
    assert (
        officer.post("/office/addresses/suggest/", {"q": "22 hig"})
        .json()["addresses"][0]["open"]
        .startswith("/office/")
    )
    assert visitor.post("/office/addresses/suggest/", {"q": "22 hig"}).status_code == 302


@pytest.mark.parametrize("role", ["finance_officer", "auditor", "resident"])
def test_others_see_no_gazetteer(as_role, role):
    assert as_role(role).get(f"/office/addresses/{FIRST + 2}/").status_code == 403


def test_gazetteer_health_is_displayed_by_check(officer, tmp_path):
    assert "has not been checked yet" in officer.get("/office/gazetteer/").content.decode()
    assert "being checked" in officer.post("/office/gazetteer/", follow=True).content.decode()
    bring(tmp_path, supply(house(6, parent=FIRST + 77), kind="C", day="2026-11-03"))
    done = examine(by="command:test", at=AT, today=date(2026, 11, 21))
    page = officer.get("/office/gazetteer/").content.decode()
    number, sentence, _ = done.checks[0]
    assert sentence in page
    assert f"/office/gazetteer/{done.run}/{number}/" in page
    rows = officer.get(f"/office/gazetteer/{done.run}/{number}/").content.decode()
    assert "/office/addresses/" in rows
    assert officer.get(f"/office/gazetteer/{done.run}/1/").status_code == 404
    assert officer.get(f"/office/gazetteer/{done.run}/{number}/?after=x").status_code == 404


@pytest.mark.parametrize("role", ["adviser", "auditor", "resident"])
def test_only_who_keeps_the_gazetteer_sees_its_health(as_role, role):
    assert as_role(role).get("/office/gazetteer/").status_code == 403


def test_review_is_displayed_with_the_records_behind_it(officer):
    assert "has not been reviewed yet" in officer.get("/office/gazetteer/review/").content.decode()
    for _ in range(2):
        review(by="command:test", at=AT, today=date(2026, 11, 21), schedule=example_schedule())
    page = officer.get("/office/gazetteer/review/").content.decode()
    assert "Not known, by schedule example-2017-18" in page  # there are no business premises
    assert "Earlier reviews" in page
    short = officer.get("/office/gazetteer/review/council-tax/").content.decode()
    assert f"/office/addresses/{FIRST + 1}/" in short
    assert "None does" in officer.get("/office/gazetteer/review/streets/").content.decode()
    assert officer.get("/office/gazetteer/review/nothing/").status_code == 404


def test_other_register_is_named_in_full(officer, tmp_path):
    linked = [xref(1, FIRST + 1, reference="CT 12"), xref(2, FIRST + 1, reference="ZZ 9", source="7666ZZ")]
    bring(tmp_path, supply(*linked, kind="C", day="2026-11-03"))
    page = officer.get(f"/office/addresses/{FIRST + 1}/").content.decode()
    assert "Council tax (7666VC): CT 12" in page and "<li>7666ZZ: ZZ 9" in page
