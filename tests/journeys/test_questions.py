"""What scripts add to questions: where one is by the telephone's finder, and long lists found by typing."""

import pytest

from tests.journeys.conftest import faults_of

pytestmark = pytest.mark.journey
LIST = """() => {
  document.querySelector("main").innerHTML =
    '<label class="govuk-label" for="colour">Which colour?</label><select class="govuk-select" id="colour" name="colour"' +
    ' data-pick="yes"><option value="">Choose one</option><option value="r">Dark red</option>' +
    '<option value="b">Light blue</option></select>';
}"""


def to_the_spot(page):
    page.goto("/services/report-it/")
    page.get_by_role("button", name="Report it now").click()
    page.get_by_role("radio", name="Graffiti").check()
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("radio", name="No").check()
    page.get_by_role("button", name="Continue").click()


def test_report_at_the_current_location_needs_no_street(visit):
    page = visit(width=320)
    page.context.grant_permissions(["geolocation"])
    page.context.set_geolocation({"latitude": 53.6531, "longitude": -2.6315, "accuracy": 11.2})
    to_the_spot(page)
    page.get_by_role("button", name="Use where I am now").click()
    page.get_by_text("We have where you are, to within 12 metres").wait_for()
    assert faults_of(page) == []
    page.get_by_role("button", name="Continue").click()
    page.wait_for_url("**/more/")
    for _ in range(4):
        page.get_by_role("button", name="Continue").click()
        page.wait_for_load_state()
    assert "National Grid 358358, 417584" in page.locator("main").inner_text()
    assert page.errors == []


def test_denied_geolocation_falls_back_to_the_street_question(visit):
    page = visit()
    to_the_spot(page)
    page.get_by_role("button", name="Use where I am now").click()
    page.get_by_text("We could not find where you are").wait_for()
    assert page.get_by_label("Street, address or postcode near it").is_editable()


def test_without_scripts_there_is_no_button_that_does_nothing(visit):
    page = visit(scripts=False)
    to_the_spot(page)
    assert page.get_by_label("Street, address or postcode near it").is_visible()
    assert not page.get_by_role("button", name="Use where I am now").is_visible()


@pytest.mark.parametrize("scripts", [True, False])
def test_a_spot_is_marked_on_the_map_by_keyboard_alone(visit, scripts):
    page = visit(width=320, scripts=scripts)
    to_the_spot(page)
    page.get_by_role("button", name="Show a map").focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    for name in ("Move east", "Zoom in", "Place marker here"):
        page.get_by_role("button", name=name).focus()
        with page.expect_navigation():
            page.keyboard.press("Enter")
    assert "A spot is marked" in page.locator("main").inner_text()
    if scripts:
        assert faults_of(page) == []
        assert page.errors == []
    page.get_by_label("Street, address or postcode near it").focus()
    with page.expect_navigation(url="**/more/"):
        page.keyboard.press("Enter")


def test_a_press_on_the_map_marks_the_spot(visit):
    page = visit()
    to_the_spot(page)
    page.get_by_role("button", name="Show a map").click()
    page.locator(".borough-map__large").click(position={"x": 150, "y": 450})
    assert "A spot is marked" in page.locator("main").inner_text()
    assert page.locator(".borough-map__small").is_hidden()
    assert faults_of(page) == []


def test_long_list_is_searched_by_typing_and_stores_its_own_value(visit, site):
    page = visit()
    page.goto("/services/")
    page.evaluate(LIST)
    for name in ("autocomplete", "questions"):
        page.add_script_tag(url=f"{site.url}/static/ui/{name}.js")
    box = page.get_by_role("combobox", name="Which colour?")
    box.fill("blue")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    assert page.locator("select[name=colour]").input_value() == "b"
    assert faults_of(page) == []
    box.fill("none of these")
    page.keyboard.press("Tab")
    assert page.locator("select[name=colour]").input_value() == ""
