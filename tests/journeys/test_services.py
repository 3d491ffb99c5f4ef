"""Garden waste to the end, by keyboard alone on a narrow screen, with and without scripts; and what goes wrong on the way."""

import subprocess
import sys

import pytest

from tests.journeys.conftest import ROOT, faults_of

pytestmark = pytest.mark.journey
WHERE = """
from borough.gazetteer.public import lines_of
from borough.waste.models import Membership
some = Membership.objects.filter(round__stream="garden").order_by("uprn").values_list("uprn", flat=True)[40:80]
print(next(line.postcode for line in lines_of(list(some)).values() if line.postcode))
"""


@pytest.fixture(scope="module")
def postcode(site):
    command = [sys.executable, "-m", "borough.config.cli", "shell", "-c", WHERE]
    done = subprocess.run(command, env=site.environment, cwd=ROOT, check=True, capture_output=True, text=True)
    return done.stdout.strip().splitlines()[-1]


def press(page, name, scripts):
    """Press a button by keyboard, the page checked before and after."""
    if scripts:
        assert faults_of(page) == []
    page.get_by_role("button", name=name, exact=True).focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    if scripts:
        assert faults_of(page) == []


def begin(page, postcode, scripts):
    """From the start page to the choice of an address, with a mistake on the way."""
    page.goto("/services/garden-waste/")
    press(page, "Start now", scripts)
    press(page, "Continue", scripts)
    assert "Select what you want to do" in page.get_by_role("alert").inner_text()
    assert page.title().startswith("Error: ")
    page.get_by_role("link", name="Select what you want to do").click()
    page.get_by_role("radio", name="Join").check()
    press(page, "Continue", scripts)
    page.get_by_label("Postcode, or the first line of the address").fill(postcode.lower().replace(" ", ""))
    press(page, "Continue", scripts)
    if page.get_by_role("combobox", name="Choose the address").count():
        page.get_by_role("combobox", name="Choose the address").select_option(index=1)
    else:
        page.get_by_role("radio").first.check()
    press(page, "Continue", scripts)


def answer(page, scripts):
    """The other questions, with a number that is none among them."""
    page.get_by_role("radio", name="No").check()
    press(page, "Continue", scripts)
    bins = "How many bins do you want us to empty?"
    page.get_by_label(bins).fill("two")
    press(page, "Continue", scripts)
    assert "must be a number" in page.get_by_role("alert").inner_text()
    assert page.get_by_label(bins).input_value() == "two"
    page.get_by_label(bins).fill("2")
    press(page, "Continue", scripts)
    for label, text in (("full name", "Nell Newcomer"), ("email address", "nell@home.example"), ("phone", "")):
        page.get_by_label(label).fill(text)
        press(page, "Continue", scripts)
    page.get_by_role("checkbox", name="I agree to the terms").check()
    press(page, "Continue", scripts)
    page.get_by_role("link", name="Change bins").click()
    page.get_by_label(bins).fill("3")
    press(page, "Continue", scripts)


@pytest.mark.parametrize("scripts", [True, False])
def test_household_subscribes_pays_and_is_notified(visit, site, postcode, scripts):
    page = visit(scripts=scripts, width=320)
    begin(page, postcode, scripts)
    answer(page, scripts)
    assert page.get_by_role("heading", name="Check your answers before you send them").is_visible()
    press(page, "Continue to payment", scripts)
    page.get_by_role("button", name="Pay now").click()
    page.get_by_label("Card number").fill("4242 4242 4242 4242")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Confirm payment").click()
    page.get_by_role("heading", name="Request complete").wait_for()
    assert page.get_by_text("Your subscription: 3 bins").is_visible()
    if scripts:
        assert faults_of(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.goto("/services/garden-waste/check/")  # the button pressed again: the same confirmation, nothing sent twice
    assert page.get_by_role("heading", name="Request complete").is_visible()


def test_every_page_of_every_service_is_clean(visit, site):
    """The first question page of each service, in a browser, at 320 pixels."""
    page = visit(scripts=True, width=320)
    for key in site.output["objects"]["service"]:
        page.goto(f"/services/{key}/")
        with page.expect_navigation():
            page.locator("main form button").first.click()
        assert faults_of(page) == [], key
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, key


def test_an_adviser_goes_through_it_by_keyboard(visit, site):
    page = visit("adviser", scripts=True)
    page.goto("/office/services/")
    page.locator('form[action$="/start/complaint/"] button[value="phone"]').focus()
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Have you complained to us about this before?").wait_for()
    assert faults_of(page) == []
    page.get_by_role("radio", name="No, this is the first time").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="What is your complaint about?").wait_for()
    assert faults_of(page) == []
