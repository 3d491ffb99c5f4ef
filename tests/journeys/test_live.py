"""Staff are told of contacts that come while their page is open; strangers and those without the permission are not."""

import json
import uuid

import pytest
from playwright.sync_api import expect

from tests.system import own_system

pytestmark = [pytest.mark.journey, pytest.mark.heavy]


@pytest.fixture(scope="module")
def served():
    with own_system() as instance:
        instance.summary = json.loads(instance.run("demo", "--scale", "0.05", "--json").stdout.strip().splitlines()[-1])
        instance.start("up")
        instance.wait_ready(60)
        yield instance


def post_contact(system):
    body = {
        "client_reference": str(uuid.uuid4()),
        "channel": "phone",
        "service": "noise",
        "nature": "enquiry",
        "outcome": "completed",
    }
    headers = {"Authorization": f"Bearer {system.summary['tokens']['contacts']}", "Idempotency-Key": str(uuid.uuid4())}
    assert system.ask("/api/v1/contacts", body, headers)[0] == 201


def sign_in(page, base, name):
    page.goto(f"{base}/demo/sign-in/")
    page.get_by_role("row", name=name).get_by_role("button").click()
    page.goto(f"{base}/office/")


@pytest.fixture
def page(chromium):
    context = chromium.new_context()
    yield context.new_page()
    context.close()


def test_an_adviser_sees_that_contacts_have_come(served, page):
    base = f"http://127.0.0.1:{served.port}"
    with page.expect_response(lambda answer: answer.url.endswith("/live")) as listening:
        sign_in(page, base, "Ada Viser")
    assert listening.value.status == 200
    post_contact(served)
    post_contact(served)
    expect(page.get_by_text("2 new contacts.")).to_be_visible(timeout=10_000)
    page.get_by_role("link", name="Show the latest").click()
    expect(page.get_by_text("new contact")).to_be_hidden()


def test_who_may_not_see_contacts_hears_nothing(served, page):
    sign_in(page, f"http://127.0.0.1:{served.port}", "Fi Nance")
    live = f"http://127.0.0.1:{served.environment['BOROUGH_LIVE_PORT']}/live"
    assert page.request.get(live).status == 403
