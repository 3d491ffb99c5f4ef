"""Two records of one person are put together by keyboard in the office, and taken apart again as they were."""

import pytest

from tests.journeys.conftest import faults_of

pytestmark = pytest.mark.journey


def press(page, name):
    page.get_by_role("button", name=name).focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert faults_of(page) == []


def test_a_pair_is_merged_by_keyboard_and_undone(visit):
    page = visit(role="team_manager")
    page.goto("/office/people/duplicates/")
    pair = page.get_by_role("link", name="Wanda Website").first
    pair.focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    before = page.locator("main").inner_text()
    here = page.url
    assert faults_of(page) == []
    press(page, "Merge them")
    assert "The records are merged" in page.locator("main").inner_text()
    press(page, "Undo the merging")
    page.goto(here)
    assert page.locator("main").inner_text() == before
    assert page.errors == []
