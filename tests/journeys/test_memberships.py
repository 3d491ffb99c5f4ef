"""An organisation is found and gets a trustee, and a household a member, by keyboard, wide and narrow, without scripts."""

import pytest

from tests.journeys.conftest import faults_of

pytestmark = pytest.mark.journey


def go(page, kind, name):
    page.get_by_role(kind, name=name).first.focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")


def sound(page, scripts):
    if scripts:
        assert faults_of(page) == []
    wide = page.evaluate("document.documentElement.scrollWidth") if scripts else 0
    assert wide <= page.viewport_size["width"]


@pytest.mark.parametrize(("width", "scripts"), [(1280, True), (320, True), (1280, False)])
def test_somebody_is_added_to_an_organisation_and_a_household_by_keyboard(visit, width, scripts):
    page = visit(role="adviser", width=width, scripts=scripts)
    page.goto("/office/people/")
    page.get_by_label("Name, email").focus()
    page.keyboard.type("bowls")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    sound(page, scripts)
    go(page, "link", "Invented Bowls Club")
    sound(page, scripts)
    assert "Phil Phone" in page.locator("main").inner_text()
    if scripts:
        page.get_by_role("link", name="What was sent").wait_for()
    _add(page, "Max Stranger", scripts, role=("Trustee", "Volunteer", "Employee")[(width == 320) + 2 * (not scripts)])
    page.goto("/office/people/")
    page.get_by_label("Name, email").focus()
    page.keyboard.type("Caro Helper")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    go(page, "link", "Caro Helper")
    assert "Lives with Lena Learner" in page.locator("main").inner_text()
    sound(page, scripts)
    go(page, "link", "The household")
    sound(page, scripts)
    if width == 320:
        _add(page, "Wanda Website", scripts)
    assert page.errors == []


def _add(page, name, scripts, role=""):
    go(page, "button" if page.get_by_role("button", name="Add somebody").count() else "link", "Add somebody")
    page.get_by_label("Name, email address").focus()
    page.keyboard.type(name)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    for choice in filter(None, (name, role, "They told us")):
        page.get_by_role("radio", name=choice).first.focus()
        page.keyboard.press("Space")
    sound(page, scripts)
    go(page, "button", "Add them")
    sound(page, scripts)
    assert "added" in page.locator("main").inner_text() and name in page.locator("main").inner_text()
