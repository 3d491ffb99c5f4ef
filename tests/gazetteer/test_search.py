"""A search finds what the gazetteer holds now, with the index, while it is behind, and without it."""

import shutil

import pytest

from borough.gazetteer.actions import address_search
from borough.gazetteer.public import search, update_index
from tests.gazetteer.supplies import blpu, bring, house, lpi, street, supply

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def home(settings, tmp_path):
    settings.HOME = tmp_path
    address_search._open_cached.cache_clear()


@pytest.fixture
def gazetteer(tmp_path):
    bring(tmp_path, supply(street(), *(house(n) for n in range(1, 30)), kind="F"))


def offsets_for(text, **more):
    return [hit.uprn - 10090000000 for hit in search(text, **more).hits]


def change(tmp_path, *records, day):
    bring(tmp_path, supply(*records, kind="C", day=day))


def test_address_is_matched_and_returned_in_its_preferred_form(gazetteer):
    update_index()
    (first, *_) = search("12 high street").hits
    assert (first.uprn, first.line.primary.start, first.matched_label) == (
        10090000012,
        12,
        "12 HIGH STREET, ADLINGTON, CHORLEY, PR7 4EX",
    )
    assert search("12 high street").up_to_date


def test_change_is_visible_to_the_next_search(gazetteer, tmp_path):
    update_index()
    assert offsets_for("212 high street") != [12]
    change(tmp_path, *lpi(12, 10090000012, "U", number=212), day="2026-11-02")
    assert offsets_for("212 high street") == [12]
    assert 12 not in offsets_for("12 high street")
    change(
        tmp_path,
        *street(change="U"),
        '15,"U",#,90000001,"QUEEN STREET","ADLINGTON","CHORLEY","LANCASHIRE","ENG"',
        day="2026-11-03",
    )
    assert offsets_for("5 queen street") == [5]


def test_many_changes_are_left_to_the_worker(gazetteer, tmp_path, monkeypatch):
    update_index()
    monkeypatch.setattr(address_search, "MAX_INLINE_CHANGES", 3)
    change(
        tmp_path,
        *(record for n in range(1, 9) for record in lpi(n, 10090000000 + n, "U", number=n + 100)),
        day="2026-11-02",
    )
    assert not search("105 high street").up_to_date
    assert (
        not address_search.health_check().is_healthy
        or address_search.health_check().facts["age"] < address_search.LATE_AFTER
    )
    update_index()
    assert offsets_for("105 high street") == [5]


def test_historic_address_leads_to_the_current_address(gazetteer, tmp_path):
    old = lpi(99, 10090000012, number="", text="THE OLD FORGE", status=8, end="2010-01-01")
    change(tmp_path, *old, day="2026-11-02")
    update_index()
    (hit,) = search("the old forge").hits
    assert hit.line.primary.start == 12
    assert hit.matched_label.startswith("THE OLD FORGE")


def test_without_an_index_the_tables_are_searched(gazetteer, tmp_path):
    assert offsets_for("12 high street adlington")[0] == 12
    assert offsets_for("pr7 4ex 7")[0] == 7
    assert offsets_for("74ex") == offsets_for("...") == offsets_for("12 low street") == []
    assert not address_search.health_check().is_healthy
    update_index()
    assert address_search.health_check().is_healthy
    shutil.rmtree(tmp_path / "lookup")
    assert offsets_for("12 high street")[0] == 12


def test_search_of_an_empty_gazetteer_is_empty():
    assert offsets_for("12 high street") == []
    assert address_search.health_check().is_healthy


def test_damaged_index_is_rebuilt(gazetteer, tmp_path):
    update_index()
    for file in (tmp_path / "lookup").rglob("meta.json"):
        file.write_text("{")
    address_search._open_cached.cache_clear()
    assert offsets_for("12 high street")[0] == 12
    update_index()
    assert address_search.health_check().is_healthy


def test_a_search_asks_few_questions(gazetteer, django_assert_max_num_queries):
    update_index()
    with django_assert_max_num_queries(2):
        search("12 high street")


def test_what_letters_do_not_go_to_is_only_for_those_who_ask(gazetteer, tmp_path):
    pump = [
        line.replace('"Y","PR7 4EX","CHORLEY"', '"N","",""') for line in lpi(50, 10090000050, number="", text="PUMP")
    ]
    change(tmp_path, *blpu(10090000050), *pump, day="2026-11-02")
    update_index()
    assert offsets_for("pump high street") == [50]
    assert 50 not in offsets_for("pump high street", postal=True)


def test_the_worker_takes_in_a_few_changes_and_makes_nothing_anew(gazetteer, tmp_path, monkeypatch):
    update_index()
    before = address_search.current_name(address_search.folder())
    change(tmp_path, *lpi(12, 10090000012, "U", number=212), day="2026-11-02")
    assert update_index().lines == 29
    assert address_search.current_name(address_search.folder()) == before
    assert offsets_for("212 high street") == [12]
    monkeypatch.setattr(address_search, "MAX_INLINE_CHANGES", 0)
    change(tmp_path, *lpi(12, 10090000012, "U", number=312), day="2026-11-03")
    update_index()
    assert address_search.current_name(address_search.folder()) != before
    assert offsets_for("312 high street") == [12]
