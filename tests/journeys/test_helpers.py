"""One resident helps another in a browser: asked, accepted, begun, sent, seen by both, and taken back."""

import pytest

from tests.journeys.conftest import faults_of

pytestmark = pytest.mark.journey
ANSWERS = (
    ("What is the problem?", "Graffiti"),
    ("Is it a danger to people now?", "No"),
)


def press(page, name, exact=True):
    page.get_by_role("button", name=name, exact=exact).click()
    page.wait_for_load_state()


def sent_for_them(helper):
    """The whole way of a report, with whom it is for said on every page."""
    assert "What we have already" in helper.locator("h1").inner_text()
    press(helper, "Continue")
    for heading, answer in ANSWERS:
        assert heading in helper.locator("h1").inner_text()
        assert "You are helping Phil Phone" in helper.get_by_role("region", name="Helping").inner_text()
        helper.get_by_role("radio", name=answer).check()
        press(helper, "Continue")
    helper.get_by_label("Street, address or postcode near it").fill("By the bus shelter of nowhere")
    press(helper, "Continue")
    while "/check/" not in helper.url:
        assert "You are helping Phil Phone" in helper.locator("main").inner_text()
        press(helper, "Continue")
    assert faults_of(helper) == []
    press(helper, "Send the report")
    return helper.url


def test_helper_acts_for_a_resident_who_sees_it_and_revokes_it(visit):
    helper, helped = visit(role="resident:carer", width=320), visit(role="resident:caller")
    helper.goto("/account/my/helping/")
    press(helper, "Accept helping Phil Phone")
    helper.goto("/account/my/helping/")
    helper.get_by_role("link", name="Phil Phone").click()
    here = helper.url
    helper.get_by_role("radio", name="Report a problem in a street").check()
    press(helper, "Begin")
    confirmation = sent_for_them(helper)
    assert "Report sent" in helper.locator("main").inner_text()

    helped.goto("/account/my/")
    assert "Report a problem in a street" in helped.locator("main").inner_text()
    helped.goto("/account/my/helpers/")
    helped.get_by_role("link", name="What they did").first.click()
    helped.wait_for_load_state()
    assert faults_of(helped) == []
    assert "Report a problem in a street" in helped.locator("ol").inner_text()
    press(helped, "Take it back")

    for address in (here, confirmation):
        assert helper.goto(address).status == 404
    assert not [fault for fault in helper.errors + helped.errors if "404" not in fault]
