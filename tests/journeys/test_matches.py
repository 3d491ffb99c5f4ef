"""An officer decides on one address after another by keyboard; a resident types theirs by hand, without scripts."""

import pytest

from tests.journeys.conftest import faults_of

pytestmark = pytest.mark.journey


def test_an_officer_decides_by_the_keyboard_and_the_next_address_opens(visit, site):
    page = visit("gazetteer_officer")
    first, second = site.output["objects"]["match"][1:3]
    page.goto(f"/office/addresses/matches/{first}/")
    heading = page.locator("h1").inner_text()
    page.get_by_role("button", name="1 This one").focus()
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/matches/{second}/")
    assert "will be answered so from now on" in page.locator("main").inner_text()
    assert page.locator("h1").inner_text() != heading
    page.goto(f"/office/addresses/matches/{first}/")
    assert faults_of(page) == []
    page.get_by_role("button", name="Undo this decision").click()
    assert "The decision is undone" in page.locator("main").inner_text()


def test_an_address_typed_by_hand_is_offered_without_scripts(visit, site):
    page = visit(scripts=False)
    page.goto(f"/address/{site.output['objects']['uprn'][0]}/")
    *lines, town, postcode = page.locator("dd").first.inner_text().split(", ")
    page.goto("/address/manual/")
    page.get_by_label("Address line 1").fill(", ".join(lines))
    page.get_by_label("Town or city").fill(town)
    page.get_by_label("Postcode").fill(postcode.lower())
    page.get_by_role("button", name="Continue").click()
    assert page.locator("h1").inner_text() == "Is it this address?"
    page.get_by_label("Yes, it is this address").check()
    page.get_by_role("button", name="Continue").click()
    page.wait_for_url(f"**/address/{site.output['objects']['uprn'][0]}/")
