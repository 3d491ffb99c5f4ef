"""From a returned letter to a new address, by someone whose browser runs no scripts."""

import pytest

from tests.journeys.conftest import faults_of

pytestmark = pytest.mark.journey


def test_returned_letter_becomes_a_searchable_address(visit, site):
    page = visit("gazetteer_officer", scripts=False)
    page.goto(f"/office/gazetteer/candidates/{site.output['objects']['candidate'][0]}/")
    page.get_by_role("button", name="Take in hand").click()
    page.get_by_role("link", name="Add a property").click()
    page.get_by_label("Number (optional)", exact=True).fill("9999")
    page.get_by_label("Classification (optional)").fill("RD02")
    page.get_by_role("button", name="Check before saving").click()
    assert page.get_by_text("A property needs an easting and a northing.").is_visible()
    page.get_by_label("Why is it saved all the same?").select_option("on-site")
    page.get_by_role("button", name="Save").click()
    address = page.locator("h1").inner_text()
    assert address.startswith("9999 ")
    page.goto("/office/addresses/")
    page.get_by_label("Postcode, part of an address, or UPRN").fill(address.split(",")[0])
    page.get_by_role("button", name="Find").click()
    assert page.get_by_role("link", name=address).count() == 1
    page.goto(f"/office/gazetteer/candidates/{site.output['objects']['candidate'][0]}/")
    assert page.get_by_text("Done: closed by Gus Etteer").is_visible()


def test_street_is_numbered_by_keyboard_after_a_preview(visit, site):
    page = visit("gazetteer_officer")
    page.goto(f"/office/gazetteer/streets/{site.output['objects']['usrn'][0]}/number/")
    for label, text in (
        ("First number", "9001"),
        ("Last number", "9004"),
        ("Line of the street", "358000 417000\n358100 417000"),
        ("Classification", "RD02"),
    ):
        page.get_by_label(label, exact=True).fill(text)
    page.get_by_label("Classification", exact=True).press("Enter")
    page.get_by_role("heading", name="4 addresses will be made").wait_for()
    assert faults_of(page) == []
    page.get_by_role("button", name="Make all of them").focus()
    assert page.get_by_role("rowheader").count() == 4
