"""One address is answered by the gazetteer as it is now, without making all anew for what does not concern it."""

import shutil

import pytest

from borough.gazetteer.actions import matching
from borough.gazetteer.public import batch_matcher, match
from tests.gazetteer.supplies import blpu, bring, house, lpi, street, supply

pytestmark = pytest.mark.django_db
FIRST = 10090000000


@pytest.fixture(autouse=True)
def gazetteer(settings, tmp_path):
    settings.HOME = tmp_path / "home"
    matching._matcher.cache_clear()
    other = [
        *street(90000002, "RAKE LANE", locality="RIVINGTON"),
        *lpi(50, FIRST + 50, usrn=90000002, text="ROSE COTTAGE", number="", postcode="BL6 7RT"),
    ]
    bring(tmp_path, supply(street(), *(house(n) for n in range(1, 13)), other[:2], blpu(FIRST + 50), other[2:]))


@pytest.fixture
def preparations(monkeypatch):
    """How often the engine was asked to be made ready."""
    count, real = [], matching.prepare_index
    monkeypatch.setattr(matching, "prepare_index", lambda: count.append(1) or real())
    return count


def change(tmp_path):
    renamed = lpi(50, FIRST + 50, "U", usrn=90000002, text="LILY COTTAGE", number="", postcode="BL6 7RT")
    bring(tmp_path, supply(renamed, kind="C", day="2026-11-02"))


def test_a_change_elsewhere_makes_nothing_anew(tmp_path, preparations):
    assert match("2 High Street, Adlington", "PR7 4EX").uprn == FIRST + 2
    change(tmp_path)
    assert match("3 High Street, Adlington", "PR7 4EX").uprn == FIRST + 3
    assert len(preparations) == 1


@pytest.mark.parametrize("text", ["Lily Cottage, Rake Lane, Rivington", "Rose Cottage, Rake Lane, Rivington"])
def test_what_was_changed_is_answered_as_it_is_now(tmp_path, preparations, text):
    assert match("Rose Cottage, Rake Lane, Rivington").uprn == FIRST + 50
    change(tmp_path)
    answer = match(text)
    assert (answer.verdict == "accept") == text.startswith("Lily")
    assert len(preparations) == 2


def test_new_property_is_matched_at_once(tmp_path, preparations):
    assert match("99 High Street, Adlington", "PR7 4EX").verdict == "not found"
    bring(tmp_path, supply(house(99), kind="C", day="2026-11-02"))
    assert match("99 High Street, Adlington", "PR7 4EX").uprn == FIRST + 99


def test_many_changes_are_applied_completely(tmp_path, preparations, monkeypatch):
    match("2 High Street, Adlington", "PR7 4EX")
    change(tmp_path)
    monkeypatch.setattr(matching, "MAX_OVERLAY_CHANGES", 0)
    match("3 High Street, Adlington", "PR7 4EX")
    assert len(preparations) == 2


def test_deleted_folder_is_recreated(tmp_path, settings):
    match("2 High Street, Adlington", "PR7 4EX")
    change(tmp_path)
    matching._matcher.cache_clear()
    for path in (settings.HOME / "matching").glob("[0-9]*/*"):
        if path.suffix == ".npy":
            path.unlink()
    assert match("3 High Street, Adlington", "PR7 4EX").uprn == FIRST + 3
    shutil.rmtree(settings.HOME / "matching")
    assert match("3 High Street, Adlington", "PR7 4EX").uprn == FIRST + 3


def test_many_are_answered_by_processes_that_stay(monkeypatch):
    monkeypatch.setattr(matching, "SINGLE_PROCESS_ROWS", 2)
    rows = [(f"{n} High Street, Adlington", "PR7 4EX") for n in range(1, 5)]
    with batch_matcher() as answers:
        results = [*answers(rows[:1]), *answers(rows[1:]), *answers(rows[:1])]
    assert [answer.uprn - FIRST for answer in results] == [1, 2, 3, 4, 1]


class TestWithoutAGazetteer:
    @pytest.fixture(autouse=True)
    def gazetteer(self, settings, tmp_path):
        """In the place of the one above: there is none."""
        settings.HOME = tmp_path / "empty"
        matching._matcher.cache_clear()

    @pytest.mark.parametrize("text", ["2 High Street, Adlington", "", "🏠", "x" * 500])
    def test_empty_gazetteer_matches_nothing_and_does_not_fail(self, text):
        assert match(text, "PR7 4EX").verdict == "not found"
