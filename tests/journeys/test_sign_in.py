"""Signing in as people do it: with a password and a code, with a passkey, by one click, and by keyboard alone."""

import pyotp
import pytest

pytestmark = pytest.mark.journey


def _sign_in_with_password(page, site, role):
    who = site.output["sign_ins"][role]
    page.goto("/account/login/?next=/office/")
    page.get_by_label("Email address").fill(who["email"])
    page.get_by_label("Password", exact=True).fill(who["password"])
    page.get_by_role("button", name="Sign in", exact=True).click()
    return who


def test_an_officer_signs_in_with_password_and_code(visit, site):
    page = visit()
    who = _sign_in_with_password(page, site, "digital_lead")
    assert page.get_by_role("heading", name="Second step").is_visible()
    page.get_by_label("Code").fill(pyotp.TOTP(who["totp_secret"]).now())
    page.get_by_role("button", name="Sign in", exact=True).click()
    assert page.get_by_role("heading", name="Front office").is_visible()


def test_the_same_without_scripts(visit, site):
    page = visit(scripts=False)
    who = _sign_in_with_password(page, site, "finance_officer")
    page.get_by_label("Code").fill(pyotp.TOTP(who["totp_secret"]).now())
    page.get_by_role("button", name="Sign in", exact=True).click()
    assert page.get_by_role("heading", name="Front office").is_visible()


def test_a_resident_makes_a_passkey_and_signs_in_with_it(visit, site):
    page = visit()
    wire = page.context.new_cdp_session(page)
    wire.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
    wire.send("WebAuthn.addVirtualAuthenticator", {"options": options | {"isUserVerified": True}})
    who = _sign_in_with_password(page, site, "resident:learner")
    page.goto("/account/passkeys/add/")
    page.get_by_label("Password", exact=True).fill(who["password"])
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("button", name="Add passkey").click()
    page.get_by_role("heading", name="Your recovery codes").wait_for()

    page.goto("/account/")
    page.get_by_role("button", name="Sign out").click()
    page.goto("/account/login/?next=/account/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.get_by_role("heading", name="Your account").wait_for()
    assert page.get_by_text(who["email"]).is_visible()


def test_an_adviser_records_a_walk_in_in_two_presses(visit):
    page = visit("adviser")
    page.goto("/office/")
    page.locator("[accesskey=r]").click()  # what the key does; the driver cannot press it
    page.get_by_role("heading", name="Record a contact").wait_for()
    page.locator("[accesskey='1']").click()
    page.get_by_text("is recorded.").wait_for()


def test_the_first_tab_skips_to_the_content(visit):
    page = visit()
    page.goto("/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent.trim()") == "Skip to main content"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main-content"


def test_errors_take_the_focus_and_lead_to_their_fields(visit):
    page = visit()
    page.goto("/account/login/")
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.get_by_role("link", name="Enter your email address").click()
    assert page.evaluate("document.activeElement.name") == "login"
    assert page.title().startswith("Error: ")
