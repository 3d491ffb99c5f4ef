"""An address is found by keyboard alone, with offers as one types, and without scripts by a list."""

import pytest

from tests.journeys.conftest import faults_of

pytestmark = pytest.mark.journey
FIELD = "Postcode, or the first line of your address"


def tab_to(page, locator, most=25):
    """Press Tab until the element has the focus, as someone without a mouse does."""
    for _ in range(most):
        if locator.evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError("Tab does not lead there")


def known(visit, site):
    """An address of the demonstration, as its own page tells it."""
    page = visit()
    page.goto(f"/address/{site.output['objects']['uprn'][0]}/")
    return page.locator("dd").first.inner_text()


@pytest.mark.parametrize("width", [1280, 320])
def test_a_resident_without_a_mouse_is_offered_the_address_and_opens_it(visit, site, width):
    address = known(visit, site)
    page = visit(width=width)
    page.goto("/address/")
    field = page.get_by_label(FIELD)
    tab_to(page, field)
    page.keyboard.type(address[: len(address) // 2], delay=30)
    options = page.get_by_role("option")
    options.first.wait_for()
    assert field.get_attribute("aria-expanded") == "true"
    assert faults_of(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    for at in range(options.count()):
        page.keyboard.press("ArrowDown")
        chosen = page.locator('[role=option][aria-selected="true"]')
        if chosen.inner_text().strip().startswith(address):
            break
        assert at < 9, "the address is not offered"
    page.keyboard.press("Enter")
    page.wait_for_url("**/address/*/")
    assert page.locator("dd").first.inner_text() == address


def test_escape_leaves_what_was_typed_and_the_form_still_works(visit, site):
    page = visit()
    page.goto("/address/")
    field = page.get_by_label(FIELD)
    field.focus()
    page.keyboard.type("flat 1", delay=30)
    page.get_by_role("option").first.wait_for()
    page.keyboard.press("Escape")
    assert field.input_value() == "flat 1"
    tab_to(page, page.get_by_role("button", name="Find address"))
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Choose your address").wait_for()
    assert faults_of(page) == []


def test_an_adviser_without_a_mouse_opens_a_property_from_the_offers(visit, site):
    address = known(visit, site)
    page = visit("adviser")
    page.goto("/office/addresses/")
    field = page.get_by_label("Postcode, part of an address, or UPRN")
    tab_to(page, field)
    page.keyboard.type(address, delay=15)
    page.get_by_role("option").first.wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/office/addresses/*/")
    assert page.locator("h1").inner_text().split(",")[0] == address.split(",")[0]


def test_without_scripts_the_postcode_gives_a_list_to_choose_from(visit, site):
    address = known(visit, site)
    page = visit(scripts=False)
    page.goto("/address/")
    page.get_by_label(FIELD).fill(" ".join(address.split(" ")[-2:]))
    page.get_by_role("button", name="Find address").click()
    assert page.locator("h1").inner_text() == "Choose your address"
    if page.locator("select").count():
        page.get_by_label("Your address").select_option(label=address)
    else:
        page.get_by_label(address, exact=True).check()
    page.get_by_role("button", name="Continue").click()
    assert page.locator("dd").first.inner_text() == address


@pytest.mark.parametrize("width", [1280, 320])
def test_the_button_takes_the_first_press_while_addresses_are_offered(visit, site, width):
    address = known(visit, site)
    page = visit(width=width)
    page.goto("/address/")
    page.get_by_label(FIELD).click()
    page.keyboard.type(address[: len(address) // 2], delay=30)
    page.get_by_role("option").first.wait_for()
    with page.expect_navigation():
        page.get_by_role("button", name="Find address").click()
