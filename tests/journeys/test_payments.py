"""A payer with a link: declined, then paid, by keyboard and without scripts, on a narrow screen."""

import subprocess
import sys

import pytest

from tests.journeys.conftest import ROOT, faults_of

pytestmark = pytest.mark.journey
ASK = """
from borough.foundation.clock import now
from borough.payments import public as payments
payment = payments.request_payment(by="staff:1", at=now(), key="{key}", purpose="services:7QK2M9XA01BD4HZT", amount=4550,
                   description="Garden waste, 1 bin", return_to="/help/", moto=True)
print(payments.link_of(payment.reference))
"""


def link(site, key):
    command = [sys.executable, "-m", "borough.config.cli", "shell", "-c", ASK.format(key=key)]
    done = subprocess.run(command, env=site.environment, cwd=ROOT, check=True, capture_output=True, text=True)
    return done.stdout.strip().splitlines()[-1]


@pytest.mark.parametrize("scripts", [True, False])
def test_a_declined_card_then_another(visit, site, scripts):
    page = visit(scripts=scripts, width=320)
    address = link(site, f"journey {scripts}")
    page.goto(address)
    if scripts:
        assert faults_of(page) == []
    page.get_by_role("button", name="Pay now").focus()
    page.keyboard.press("Enter")
    page.get_by_label("Card number").fill("4000 0000 0000 0002")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Go back to the council").click()
    page.get_by_role("heading", name="Your payment was not taken").wait_for()
    page.get_by_role("button", name="Try again").click()
    page.get_by_label("Card number").fill("4242 4242 4242 4242")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Confirm your payment").wait_for()
    if scripts:
        assert faults_of(page) == []
    page.get_by_role("button", name="Confirm payment").click()
    page.wait_for_url("**/help/")
    page.goto(address)
    assert page.get_by_text("This is paid").is_visible() and page.get_by_role("button", name="Pay now").count() == 0
    assert page.errors == []
