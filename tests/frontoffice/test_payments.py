"""Payments in the front office: the list, one of them, refunds, and who may do what."""

import pytest

from borough.foundation.clock import now
from borough.foundation.models import AuditEntry
from borough.messaging.models import Message
from borough.payments import public as payments
from borough.payments.models import Payment, Refund
from borough.payments.types import PayStatus
from tests.payments.card_payments import BY, ask, pay, settled  # noqa: F401 - a fixture

pytestmark = pytest.mark.django_db


@pytest.fixture
def finance(as_role):
    return as_role("finance_officer")


def address(reference, act=""):
    return f"/office/payments/{reference}/{act}"


def test_the_list_is_narrowed_and_paged(finance, monkeypatch):
    monkeypatch.setattr("borough.frontoffice.payments.views.ON_A_PAGE", 2)
    references = [ask(f"k{n}", description=f"Thing {n}") for n in range(5)]
    payments.cancel(by=BY, at=now(), reference=references[0].reference)
    first = finance.get("/office/payments/")
    assert "Thing 4" in first.content.decode() and "Thing 2" not in first.content.decode()
    before = Payment.objects.order_by("-id")[1].pk
    assert f"before={before}" in first.content.decode()
    assert "Thing 2" in finance.get(f"/office/payments/?before={before}").content.decode()
    cancelled = finance.get("/office/payments/?status=cancelled").content.decode()
    assert "Thing 0" in cancelled and "Thing 1" not in cancelled
    none = finance.get("/office/payments/?last-day=1&last-month=1&last-year=2020").content.decode()
    assert "No payments match" in none


@pytest.mark.parametrize("wrong", ["x", "9" * 30, "-1", "²"])
def test_a_cursor_that_is_none_is_no_page(finance, wrong):
    assert finance.get("/office/payments/", {"before": wrong}).status_code == 404


def test_an_open_payment_shows_its_link_to_send(finance):
    payment = ask(moto=True)
    text = finance.get(address(payment.reference)).content.decode()
    assert payments.link_of(payment.reference) in text and "Never take a card number" in text
    assert finance.post(address(payment.reference, "cancel/")).status_code == 302
    assert payments.state_of(payment.reference).status is PayStatus.CANCELLED
    assert payments.link_of(payment.reference) not in finance.get(address(payment.reference)).content.decode()


@pytest.mark.slow
def test_refund_is_requested_with_a_reason_and_only_once(finance, pay):  # noqa: F811
    reference = settled()
    form = finance.get(address(reference, "refund/")).content.decode()
    assert "£45</strong> can be refunded" in form and 'value="45.00"' in form
    sent = {"key": "k" * 22, "amount": "£10.50", "reason": "Moved away", "sure": "on"}
    for _ in range(2):
        assert finance.post(address(reference, "refund/"), sent).status_code == 302
    [row] = Refund.objects.all()
    assert (row.amount, row.reason) == (1050, "Moved away")
    assert "Moved" not in "".join(AuditEntry.objects.values_list("detail", flat=True))
    page = finance.get(address(reference)).content.decode()
    assert "Moved away" in page and "£10.50" in page and "Asked for" in page


@pytest.mark.slow
@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"amount": "45.01"}, "from £0.01 to £45.00"),
        ({"amount": "ten"}, "pounds and pence"),
        ({"amount": ""}, "Enter the amount"),
        ({"reason": ""}, "Enter why"),
        ({"sure": ""}, "Tick the box"),
    ],
)
def test_invalid_refund_shows_an_error_and_retains_input(finance, pay, wrong, message):  # noqa: F811
    reference = settled()
    sent = {"key": "k" * 22, "amount": "1.00", "reason": "Typed with care", "sure": "on"} | wrong
    text = finance.post(address(reference, "refund/"), sent).content.decode()
    assert message in text and not Refund.objects.exists()
    assert "reason" in wrong or "Typed with care" in text


def test_what_was_not_paid_cannot_be_refunded(finance):
    text = finance.get(address(ask().reference, "refund/")).content.decode()
    assert "Nothing of this payment can be refunded" in text


def test_an_adviser_sees_and_does_not_refund(as_role):
    adviser, payment = as_role("adviser"), ask()
    text = adviser.get(address(payment.reference)).content.decode()
    assert payments.link_of(payment.reference) in text and "Cancel this payment" not in text
    assert adviser.get(address(payment.reference, "refund/")).status_code == 403
    assert adviser.post(address(payment.reference, "cancel/")).status_code == 403


def test_others_see_nothing(as_role):
    assert as_role("digital_lead").get(address(ask().reference)).status_code == 403


@pytest.mark.parametrize("act", ["", "refund/"])
def test_there_is_no_page_of_no_payment(finance, act):
    assert finance.get(address("0" * 16, act)).status_code == 404


@pytest.mark.slow
def test_the_accounts_balance_and_a_day_is_a_file(finance, pay):  # noqa: F811
    settled()
    page = finance.get("/office/payments/balances/").content.decode()
    assert "agrees with the payments" in page and "Income from services" in page
    day = now().date()
    file = finance.post(
        "/office/payments/balances/", {"day-day": day.day, "day-month": day.month, "day-year": day.year}
    )
    assert file.headers["Content-Type"].startswith("text/csv") and b"card provider,45.00" in file.content
    assert AuditEntry.objects.filter(verb="payments.export_day").count() == 1
    Payment.objects.filter().update(refunded=1, refund_reserved=1)
    assert "do not agree" in finance.get("/office/payments/balances/").content.decode()


def link_to(adviser, reference, to, key="k" * 22):
    return adviser.post(address(reference, "link/"), {"key": key, "to": to})


def test_payment_link_is_sent_once_per_click(as_role):
    adviser, payment = as_role("adviser"), ask()
    for _ in range(2):
        assert link_to(adviser, payment.reference, "rosa@home.example").status_code == 302
    [sent] = Message.objects.all()
    assert (sent.to, sent.channel) == ("rosa@home.example", "email")
    assert f"[Pay by card](http://127.0.0.1:8000{payments.link_of(payment.reference)})" in sent.source
    assert "Pay for Garden waste, 1 bin" in sent.subject
    link_to(adviser, payment.reference, "rosa@home.example", key="other" * 4)
    assert Message.objects.count() == 2, "a press of its own is a message of its own"


@pytest.mark.parametrize(
    ("to", "message"),
    [
        ("", "Enter an email address or a mobile number"),
        ("rosa@", "hold no email address"),
        ("12", "hold no mobile number"),
        ("07700 900982", "Texts cannot be sent from here"),
    ],
)
def test_undeliverable_payment_link_shows_an_error_and_retains_input(as_role, to, message):
    page = link_to(as_role("adviser"), ask().reference, to).content.decode()
    assert message in page and (not to or f'value="{to}"' in page) and not Message.objects.exists()


def test_no_link_is_sent_of_what_is_over(as_role):
    payment = ask()
    payments.cancel(by=BY, at=now(), reference=payment.reference)
    assert "over" in as_role("adviser").post(address(payment.reference, "link/"), follow=True).content.decode()
    assert as_role("finance_officer").post(address(payment.reference, "link/")).status_code == 403
