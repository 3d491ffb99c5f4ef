"""The page where it is paid, the way back from Pay, and Pay's messages."""

import hashlib
import hmac
import json
from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.urls import reverse

from borough.foundation.clock import now
from borough.payments import public as payments
from borough.payments.models import Message, Payment
from borough.payments.types import PayStatus
from tests.payments.card_payments import BY, DECLINED, SECRET, ask, pay_by_card, send, settled

pytestmark = pytest.mark.django_db


CARD_PAGES = ("https://www.payments.service.gov.uk", "https://card.payments.service.gov.uk")


def pay_pages(page):
    """Where the page's forms may end."""
    policy = page.headers["Content-Security-Policy"]
    [form] = [part for part in policy.split(";") if part.strip().startswith("form-action")]
    return form.split()[1:]


def status_of(payment):
    return payments.state_of(payment.reference).status


def test_the_link_is_the_pages_own_address():
    payment = ask()
    assert payments.link_of(payment.reference) == reverse("website:pay", args=[payment.token])


def test_link_page_states_the_request_and_its_form_targets(visitor):
    page = visitor.get(payments.link_of(ask(amount=4550).reference))
    text = page.content.decode()
    assert "Garden waste, 1 bin" in text and "£45.50" in text and "Pay now" in text
    assert pay_pages(page) == ["'self'", *CARD_PAGES]
    assert "no-store" in page.headers["Cache-Control"]
    other = visitor.get("/help/").headers["Content-Security-Policy"]
    assert CARD_PAGES[0] not in other, "no other page may send a form there"


@pytest.mark.parametrize("token", ["x", "0" * 48, "7QK2M9XA01BD4HZT" + "0" * 32])
def test_unknown_link_returns_404(visitor, token):
    assert visitor.get(f"/pay/{token}/").status_code == 404
    assert visitor.post(f"/pay/{token}/").status_code == 404
    assert visitor.get(f"/pay/{token}/return/").status_code == 404


@pytest.mark.slow
def test_a_payer_pays_and_goes_on_where_they_came_from(visitor, pay):
    payment = ask()
    away = visitor.post(payments.link_of(payment.reference))
    assert away.status_code == 302 and away.headers["Location"].startswith(pay.url)
    back = urlsplit(pay_by_card(away.headers["Location"])).path
    home = visitor.get(back)
    assert (home.status_code, home.headers["Location"]) == (302, "/help/")
    assert status_of(payment) is PayStatus.SETTLED
    again = visitor.get(payments.link_of(payment.reference))
    assert "This is paid" in again.content.decode() and "Pay now" not in again.content.decode()
    assert visitor.get(back).headers["Location"] == "/help/"


@pytest.mark.slow
def test_declined_card_is_reported_and_can_be_retried(visitor, pay):
    payment = ask()
    pay_by_card(visitor.post(payments.link_of(payment.reference)).headers["Location"], DECLINED)
    answer = visitor.get(payments.link_of(payment.reference) + "return/")
    assert pay_pages(answer) == ["'self'", *CARD_PAGES], "the form to try again ends at Pay too"
    page = answer.content.decode()
    assert "Your payment was not taken" in page and "declined" in page and "Try again" in page
    assert visitor.post(payments.link_of(payment.reference)).status_code == 302


@pytest.mark.slow
def test_what_is_not_known_yet_is_not_guessed(visitor, pay):
    payment = ask()
    page = visitor.post(payments.link_of(payment.reference)).headers["Location"]
    send(page)
    send(page, act="pay", card="4242424242424242")
    assert "has not finished it yet" in visitor.get(payments.link_of(payment.reference) + "return/").content.decode()
    send(page, act="confirm")
    pay.memory.switches.fail = [503]
    text = visitor.get(payments.link_of(payment.reference) + "return/").content.decode()
    assert "cannot reach GOV.UK Pay" in text and "do not pay again" in text
    assert status_of(payment) is PayStatus.BEGUN


@pytest.mark.slow
def test_when_pay_is_away_nothing_is_lost(visitor, pay):
    pay.memory.switches.fail = [500]
    link = payments.link_of(ask().reference)
    page = visitor.post(link)
    assert page.status_code == 503 and "No money was taken" in page.content.decode()
    assert visitor.post(link).status_code == 302


def test_a_cancelled_payment_and_a_link_that_ran_out_say_so(visitor):
    cancelled, lapsed = ask("a"), ask("b")
    payments.cancel(by=BY, at=now(), reference=cancelled.reference)
    Payment.objects.filter(reference=lapsed.reference).update(expires_at=now())
    for payment, text in ((cancelled, "This payment was cancelled"), (lapsed, "This link has run out")):
        for page in (
            visitor.get(payments.link_of(payment.reference)),
            visitor.post(payments.link_of(payment.reference)),
        ):
            assert text in page.content.decode() and "Pay now" not in page.content.decode()


def test_only_so_many_tries_a_minute(visitor, monkeypatch):
    monkeypatch.setattr("borough.website.payments.views.TRIES", "1/m/ip")
    link = payments.link_of(ask().reference)
    visitor.post(link)
    assert visitor.post(link).status_code == 429


# Pay's messages


def message(payment_id="abc", message_id="m1", kind="card_payment_captured"):
    return {"webhook_message_id": message_id, "event_type": kind, "resource_id": payment_id, "resource_type": "payment"}


def post_message(body, secret=SECRET, client=None):
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    signature = hmac.new(secret.encode(), raw, hashlib.sha256).hexdigest()
    client = client or Client(enforce_csrf_checks=True)
    return client.post(
        "/pay/webhook/", data=raw, content_type="application/json", headers={"Pay-Signature": signature}
    ).status_code


def waiting(name="payments.check"):
    from procrastinate.contrib.django.models import ProcrastinateJob

    return ProcrastinateJob.objects.filter(task_name=name).count()


@pytest.fixture
def secret(settings):
    settings.PAY_WEBHOOK_SECRET = SECRET


def test_forged_message_is_ignored(secret):
    assert post_message(message(), secret="guess") == 401
    assert Client().post("/pay/webhook/", data=b"{}", content_type="application/json").status_code == 401
    assert not Message.objects.exists()


def test_messages_are_ignored_without_a_secret(settings):
    settings.PAY_WEBHOOK_SECRET = ""
    assert post_message(message(), secret="") == 401


@pytest.mark.parametrize(
    "body", [b"[]", b"nonsense", b"{}", b'{"id": 1, "event_type": "x", "resource_id": "y"}', b"\xff"]
)
def test_invalid_message_is_reported(secret, body):
    assert post_message(body) == 400


def test_form_encoded_and_oversized_messages_are_reported(secret):
    assert Client().post("/pay/webhook/", {"a": "b"}).status_code == 413
    assert post_message(b" " * 100_001) == 413
    assert Client().post("/messages/receipts/", {"a": "b"}).status_code == 413


def test_a_message_about_no_payment_of_ours_is_counted_and_left(secret):
    assert post_message(message("somebody-elses")) == 204
    assert Message.objects.get().known is False
    assert waiting() == 0


@pytest.mark.slow
def test_repeated_message_queries_the_provider_once(pay):
    payment = ask()
    pay_by_card(payments.begin(by="nobody", at=now(), reference=payment.reference))
    [payment_id] = pay.memory.payments
    for _ in range(3):
        assert post_message(message(payment_id)) == 204
    assert post_message({"id": "m2", "event_type": "card_payment_succeeded", "resource_id": payment_id}) == 204
    assert waiting() == 2 and status_of(payment) is PayStatus.BEGUN, "a message is not believed: Pay is asked"


@pytest.mark.slow
def test_old_news_of_a_settled_payment_moves_nothing(pay):
    from borough.payments.jobs import check

    reference = settled()
    before = payments.balances()
    [payment_id] = pay.memory.payments
    assert post_message(message(payment_id, "late", "card_payment_expired")) == 204
    check(reference=reference)
    assert payments.balances() == before and payments.state_of(reference).status is PayStatus.SETTLED
