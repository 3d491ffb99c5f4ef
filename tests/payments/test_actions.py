"""Asked, paid, failed, cancelled, lapsed: what is written, told and left on the ledger."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from borough.foundation.clock import now
from borough.foundation.models import AuditEntry, Event
from borough.kernel.refusals import Refused
from borough.payments import jobs
from borough.payments import public as payments
from borough.payments.actions import reconcile
from borough.payments.actions.links import LinkAccess, token_of
from borough.payments.models import Attempt, LedgerLine, Payment
from borough.payments.types import FailureReason, PayStatus
from tests.payments.card_payments import BROKEN, BY, DECLINED, ask, begin, pay_by_card, send, settled

pytestmark = pytest.mark.django_db


def event_bodies(kind):
    return [event.body for event in Event.objects.filter(kind=kind).order_by("id")]


def check(reference):
    return payments.check(by="nobody", at=now(), reference=reference)


def run_reconcile(at=None):
    return reconcile.reconcile(by="system:pay", at=at or now())


def test_same_key_requests_a_single_payment():
    first, second = ask(), ask()
    assert first == second
    assert Payment.objects.count() == AuditEntry.objects.filter(verb="payments.request").count() == 1
    with pytest.raises(Refused, match="another amount"):
        ask(amount=1)


def test_a_link_is_known_by_its_code_alone():
    payment = ask()
    assert payments.link_of(payment.reference) == f"/pay/{payment.token}/"
    assert payments.resolve_token(payment.token, now()) == LinkAccess(payment.reference, can_pay=True)
    wrong = payment.token[:-1] + ("0" if payment.token[-1] != "0" else "1")
    for token in (
        wrong,
        payment.reference,
        payment.token + "0",
        "",
        payment.token.lower(),
        token_of("0" * 16)[:16] + payment.token[16:],
    ):
        assert payments.resolve_token(token, now()) is None


def test_request_contacts_nobody_and_reveals_nothing_of_the_payer(pay):
    payment = ask(email="rosa@home.example", description="For Rosa")
    assert pay.memory.payments == {}
    entry = AuditEntry.objects.get(verb="payments.request")
    assert "osa" not in entry.detail + entry.subject and payment.reference in entry.subject


@pytest.mark.slow
def test_it_is_paid(pay):
    payment = ask(email="rosa@home.example")
    back = pay_by_card(begin(payment.reference))
    assert back.endswith(f"/pay/{payment.token}/return/")
    assert check(payment.reference) is check(payment.reference) is PayStatus.SETTLED
    state = payments.state_of(payment.reference)
    assert (state.status, state.refundable, state.why) == (PayStatus.SETTLED, 4500, None)
    assert Payment.objects.get().email == "", "Pay has sent the receipt, and we need it no longer"
    assert event_bodies("payment-settled") == [
        {"reference": payment.reference, "purpose": "services:7QK2M9XA01BD4HZT", "amount": 4500}
    ]
    lines = [(line.account, line.amount) for line in payments.lines_of(payment.reference)]
    assert lines == [("card provider", 4500), ("income:services", -4500)]
    assert payments.balances().faults == ()
    with pytest.raises(Refused, match="paid already"):
        begin(payment.reference)


@pytest.mark.slow
@pytest.mark.parametrize(("card", "why"), [(DECLINED, FailureReason.DECLINED), (BROKEN, FailureReason.ERROR)])
def test_a_card_that_will_not_do_leaves_it_to_be_tried_again(pay, card, why):
    payment = ask()
    pay_by_card(begin(payment.reference), card)
    assert check(payment.reference) is PayStatus.REQUESTED
    assert payments.state_of(payment.reference).why is why
    assert [(e["why"], e["attempt"], e["over"]) for e in event_bodies("payment-failed")] == [(why, 1, False)]
    pay_by_card(begin(payment.reference))
    assert check(payment.reference) is PayStatus.SETTLED
    assert payments.state_of(payment.reference).attempts == 2


@pytest.mark.slow
def test_a_payer_who_comes_back_is_sent_to_the_same_payment(pay):
    payment = ask()
    first = begin(payment.reference)
    send(first)
    assert begin(payment.reference) == first
    assert len(pay.memory.payments) == Attempt.objects.count() == 1


@pytest.mark.slow
def test_paid_meanwhile_is_noticed_when_it_is_begun_again(pay):
    payment = ask()
    pay_by_card(begin(payment.reference))
    assert begin(payment.reference) == ""
    assert payments.state_of(payment.reference).status is PayStatus.SETTLED


@pytest.mark.slow
def test_lost_response_leaves_a_single_payment_at_the_provider(pay):
    """The crash between Pay's doing and our knowing: the same key finds the same payment."""
    payment = ask()
    pay.memory.switches.deaf = 1
    with pytest.raises(payments.ProviderError):
        begin(payment.reference)
    assert Attempt.objects.get().status == "sending"
    pay_by_card(begin(payment.reference))
    assert check(payment.reference) is PayStatus.SETTLED
    assert len(pay.memory.payments) == 1


@pytest.mark.slow
@pytest.mark.parametrize("status", [429, 500, 503])
def test_bad_days_of_pay_change_nothing(pay, status):
    payment = ask()
    pay.memory.switches.fail = [status]
    with pytest.raises(payments.ProviderError):
        begin(payment.reference)
    assert payments.state_of(payment.reference).status is PayStatus.BEGUN
    assert begin(payment.reference).startswith(pay.url)


@pytest.mark.slow
def test_a_key_used_up_for_another_body_is_followed_by_a_new_attempt(pay):
    payment = ask(email="rosa@home.example")
    pay.memory.switches.deaf = 1
    with pytest.raises(payments.ProviderError):
        begin(payment.reference)
    Payment.objects.update(email="")  # as erasure does between
    assert begin(payment.reference).startswith(pay.url)
    assert list(Attempt.objects.order_by("number").values_list("status", "code")) == [
        ("error", "P0191"),
        ("created", ""),
    ]


def test_without_an_api_key_no_card_payment_is_possible(settings):
    settings.PAY_KEY = ""
    with pytest.raises(payments.ProviderError):
        begin(ask().reference)
    assert not Attempt.objects.exists()


@pytest.mark.slow
def test_pages_of_another_host_are_not_led_to(pay, settings):
    settings.PAY_PAGES = ("https://card.example",)
    with pytest.raises(payments.ProviderError, match="BOROUGH_PAY_PAGES"):
        begin(ask().reference)


@pytest.mark.slow
def test_abandoned_payment_is_reconciled(pay):
    paid, left = ask("a").reference, ask("b").reference
    pay_by_card(begin(paid))
    send(begin(left))
    assert run_reconcile() == {"payments": 2, "refunds": 0, "not answered": 0, "lapsed": 0}
    assert payments.state_of(paid).status is PayStatus.SETTLED
    assert payments.state_of(left).status is PayStatus.BEGUN
    pay.memory.switches.ahead = 5401
    run_reconcile()
    assert (payments.state_of(left).status, payments.state_of(left).why) == (PayStatus.REQUESTED, FailureReason.EXPIRED)


@pytest.mark.slow
def test_unanswered_reconciliation_does_not_delay_the_others(pay):
    for key in "ab":
        pay_by_card(begin(ask(key).reference))
    pay.memory.switches.fail = [500]
    assert run_reconcile()["not answered"] == 1
    run_reconcile()
    assert set(Payment.objects.values_list("status", flat=True)) == {"settled"}


@pytest.mark.slow
def test_an_attempt_pay_knows_nothing_of_is_closed_once_its_time_is_over(pay):
    sending, lost = ask("a").reference, ask("b").reference
    pay.memory.switches.fail = [500]
    with pytest.raises(payments.ProviderError):
        begin(sending)
    begin(lost)
    pay.memory.payments.clear()
    run_reconcile()
    assert payments.state_of(lost).status is payments.state_of(sending).status is PayStatus.BEGUN
    run_reconcile(now() + timedelta(minutes=91))
    assert payments.state_of(lost).status is payments.state_of(sending).status is PayStatus.REQUESTED


def test_a_link_that_ran_out_ends_the_payment():
    payment = ask(email="rosa@home.example")
    assert run_reconcile(now() + timedelta(days=29))["lapsed"] == 1
    assert run_reconcile(now() + timedelta(days=29))["lapsed"] == 0
    assert payments.state_of(payment.reference).status is PayStatus.LAPSED
    assert [(e["why"], e["over"]) for e in event_bodies("payment-failed")] == [("lapsed", True)]
    assert Payment.objects.get().email == ""


def test_what_nobody_began_is_cancelled_at_once():
    payment = ask()
    for _ in range(2):
        assert payments.cancel(by=BY, at=now(), reference=payment.reference) is PayStatus.CANCELLED
    assert [(e["why"], e["over"]) for e in event_bodies("payment-failed")] == [("cancelled", True)]


@pytest.mark.slow
def test_what_is_being_paid_is_cancelled_at_pay(pay):
    payment = ask()
    page = begin(payment.reference)
    assert payments.cancel(by=BY, at=now(), reference=payment.reference) is PayStatus.CANCELLING
    with pytest.raises(Refused, match="cancelled"):
        begin(payment.reference)
    jobs.cancel_at_pay(reference=payment.reference)
    assert payments.state_of(payment.reference).status is PayStatus.CANCELLED
    assert "The payment was cancelled" in send(page)
    assert [e["over"] for e in event_bodies("payment-failed")] == [True]


@pytest.mark.slow
def test_a_payer_who_is_faster_than_the_cancelling_has_paid(pay):
    payment = ask()
    page = begin(payment.reference)
    payments.cancel(by=BY, at=now(), reference=payment.reference)
    pay_by_card(page)
    run_reconcile()
    assert payments.state_of(payment.reference).status is PayStatus.SETTLED
    with pytest.raises(Refused, match="Refund it"):
        payments.cancel(by=BY, at=now(), reference=payment.reference)


@pytest.mark.slow
def test_provider_amount_that_differs_is_not_accepted(pay):
    payment = ask()
    page = begin(payment.reference)
    pay_by_card(page)
    next(iter(pay.memory.payments.values())).request["amount"] = 1
    with pytest.raises(payments.ProviderError, match="another amount"):
        check(payment.reference)
    assert payments.state_of(payment.reference).status is PayStatus.BEGUN


@pytest.mark.slow
def test_the_database_refuses_lines_that_do_not_balance_and_any_change(pay):
    settled()
    payment = Payment.objects.get()
    with pytest.raises(DatabaseError, match="nought"), transaction.atomic():
        LedgerLine.objects.create(entry="odd", account="card provider", amount=5, payment=payment, happened_at=now())
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    with pytest.raises(DatabaseError), transaction.atomic():
        LedgerLine.objects.update(amount=7)
    with pytest.raises(DatabaseError), transaction.atomic():
        Payment.objects.update(status="requested")
    assert payments.balances().faults == ()
