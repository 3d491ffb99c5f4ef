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
from borough.payments.types import PayStatus, FailureReason
from tests.payments.paying import BROKEN, BY, DECLINED, ask, begin, pay_by_card, send, settled

pytestmark = pytest.mark.django_db


def told(kind):
    return [event.body for event in Event.objects.filter(kind=kind).order_by("id")]


def check(reference):
    return payments.check(by="nobody", at=now(), reference=reference)


def reconcile(at=None):
    return reconcile.reconcile(by="system:pay", at=at or now())


def test_the_same_thing_is_asked_for_once():
    first, second = ask(), ask()
    assert first == second
    assert Payment.objects.count() == AuditEntry.objects.filter(verb="payments.ask").count() == 1
    with pytest.raises(Refused, match="another amount"):
        ask(amount=1)


def test_a_link_is_known_by_its_code_alone():
    one = ask()
    assert payments.link_of(one.reference) == f"/pay/{one.token}/"
    assert payments.resolve_token(one.token, now()) == LinkAccess(one.reference, can_pay=True)
    wrong = one.token[:-1] + ("0" if one.token[-1] != "0" else "1")
    for token in (
        wrong,
        one.reference,
        one.token + "0",
        "",
        one.token.lower(),
        token_of("0" * 16)[:16] + one.token[16:],
    ):
        assert payments.resolve_token(token, now()) is None


def test_asking_sends_nothing_anywhere_and_says_nothing_of_the_payer(pay):
    one = ask(email="rosa@home.example", description="For Rosa")
    assert pay.memory.payments == {}
    entry = AuditEntry.objects.get(verb="payments.ask")
    assert "osa" not in entry.detail + entry.subject and one.reference in entry.subject


@pytest.mark.slow
def test_it_is_paid(pay):
    one = ask(email="rosa@home.example")
    back = pay_by_card(begin(one.reference))
    assert back.endswith(f"/pay/{one.token}/return/")
    assert check(one.reference) is check(one.reference) is PayStatus.SETTLED
    state = payments.state_of(one.reference)
    assert (state.status, state.refundable, state.why) == (PayStatus.SETTLED, 4500, None)
    assert Payment.objects.get().email == "", "Pay has sent the receipt, and we need it no longer"
    assert told("payment-settled") == [
        {"reference": one.reference, "purpose": "services:7QK2M9XA01BD4HZT", "amount": 4500}
    ]
    lines = [(line.account, line.amount) for line in payments.lines_of(one.reference)]
    assert lines == [("card provider", 4500), ("income:services", -4500)]
    assert payments.balances().faults == ()
    with pytest.raises(Refused, match="paid already"):
        begin(one.reference)


@pytest.mark.slow
@pytest.mark.parametrize(("card", "why"), [(DECLINED, FailureReason.DECLINED), (BROKEN, FailureReason.ERROR)])
def test_a_card_that_will_not_do_leaves_it_to_be_tried_again(pay, card, why):
    one = ask()
    pay_by_card(begin(one.reference), card)
    assert check(one.reference) is PayStatus.REQUESTED
    assert payments.state_of(one.reference).why is why
    assert [(e["why"], e["attempt"], e["over"]) for e in told("payment-failed")] == [(why, 1, False)]
    pay_by_card(begin(one.reference))
    assert check(one.reference) is PayStatus.SETTLED
    assert payments.state_of(one.reference).attempts == 2


@pytest.mark.slow
def test_a_payer_who_comes_back_is_sent_to_the_same_payment(pay):
    one = ask()
    first = begin(one.reference)
    send(first)
    assert begin(one.reference) == first
    assert len(pay.memory.payments) == Attempt.objects.count() == 1


@pytest.mark.slow
def test_paid_meanwhile_is_noticed_when_it_is_begun_again(pay):
    one = ask()
    pay_by_card(begin(one.reference))
    assert begin(one.reference) == ""
    assert payments.state_of(one.reference).status is PayStatus.SETTLED


@pytest.mark.slow
def test_an_answer_that_is_lost_leaves_one_payment_at_pay(pay):
    """The crash between Pay's doing and our knowing: the same key finds the same payment."""
    one = ask()
    pay.memory.switches.deaf = 1
    with pytest.raises(payments.ProviderError):
        begin(one.reference)
    assert Attempt.objects.get().status == "sending"
    pay_by_card(begin(one.reference))
    assert check(one.reference) is PayStatus.SETTLED
    assert len(pay.memory.payments) == 1


@pytest.mark.slow
@pytest.mark.parametrize("status", [429, 500, 503])
def test_bad_days_of_pay_change_nothing(pay, status):
    one = ask()
    pay.memory.switches.fail = [status]
    with pytest.raises(payments.ProviderError):
        begin(one.reference)
    assert payments.state_of(one.reference).status is PayStatus.BEGUN
    assert begin(one.reference).startswith(pay.url)


@pytest.mark.slow
def test_a_key_used_up_for_another_body_is_followed_by_a_new_attempt(pay):
    one = ask(email="rosa@home.example")
    pay.memory.switches.deaf = 1
    with pytest.raises(payments.ProviderError):
        begin(one.reference)
    Payment.objects.update(email="")  # as erasure does between
    assert begin(one.reference).startswith(pay.url)
    assert list(Attempt.objects.order_by("number").values_list("status", "code")) == [
        ("error", "P0191"),
        ("created", ""),
    ]


def test_without_a_key_no_card_is_taken(settings):
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
def test_whoever_never_came_back_is_asked_after(pay):
    paid, left = ask("a").reference, ask("b").reference
    pay_by_card(begin(paid))
    send(begin(left))
    assert reconcile() == {"payments": 2, "refunds": 0, "not answered": 0, "lapsed": 0}
    assert payments.state_of(paid).status is PayStatus.SETTLED
    assert payments.state_of(left).status is PayStatus.BEGUN
    pay.memory.switches.ahead = 5401
    reconcile()
    assert (payments.state_of(left).status, payments.state_of(left).why) == (PayStatus.REQUESTED, FailureReason.EXPIRED)


@pytest.mark.slow
def test_one_that_pay_does_not_answer_for_does_not_hold_up_the_others(pay):
    for key in "ab":
        pay_by_card(begin(ask(key).reference))
    pay.memory.switches.fail = [500]
    assert reconcile()["not answered"] == 1
    reconcile()
    assert set(Payment.objects.values_list("status", flat=True)) == {"settled"}


@pytest.mark.slow
def test_an_attempt_pay_knows_nothing_of_is_closed_once_its_time_is_over(pay):
    sending, lost = ask("a").reference, ask("b").reference
    pay.memory.switches.fail = [500]
    with pytest.raises(payments.ProviderError):
        begin(sending)
    begin(lost)
    pay.memory.payments.clear()
    reconcile()
    assert payments.state_of(lost).status is payments.state_of(sending).status is PayStatus.BEGUN
    reconcile(now() + timedelta(minutes=91))
    assert payments.state_of(lost).status is payments.state_of(sending).status is PayStatus.REQUESTED


def test_a_link_that_ran_out_ends_the_payment():
    one = ask(email="rosa@home.example")
    assert reconcile(now() + timedelta(days=29))["lapsed"] == 1
    assert reconcile(now() + timedelta(days=29))["lapsed"] == 0
    assert payments.state_of(one.reference).status is PayStatus.LAPSED
    assert [(e["why"], e["over"]) for e in told("payment-failed")] == [("lapsed", True)]
    assert Payment.objects.get().email == ""


def test_what_nobody_began_is_cancelled_at_once():
    one = ask()
    for _ in range(2):
        assert payments.cancel(by=BY, at=now(), reference=one.reference) is PayStatus.CANCELLED
    assert [(e["why"], e["over"]) for e in told("payment-failed")] == [("cancelled", True)]


@pytest.mark.slow
def test_what_is_being_paid_is_cancelled_at_pay(pay):
    one = ask()
    page = begin(one.reference)
    assert payments.cancel(by=BY, at=now(), reference=one.reference) is PayStatus.CANCELLING
    with pytest.raises(Refused, match="cancelled"):
        begin(one.reference)
    jobs.cancel_at_pay(reference=one.reference)
    assert payments.state_of(one.reference).status is PayStatus.CANCELLED
    assert "The payment was cancelled" in send(page)
    assert [e["over"] for e in told("payment-failed")] == [True]


@pytest.mark.slow
def test_a_payer_who_is_faster_than_the_cancelling_has_paid(pay):
    one = ask()
    page = begin(one.reference)
    payments.cancel(by=BY, at=now(), reference=one.reference)
    pay_by_card(page)
    reconcile()
    assert payments.state_of(one.reference).status is PayStatus.SETTLED
    with pytest.raises(Refused, match="Refund it"):
        payments.cancel(by=BY, at=now(), reference=one.reference)


@pytest.mark.slow
def test_another_amount_than_was_asked_for_is_not_believed(pay):
    one = ask()
    page = begin(one.reference)
    pay_by_card(page)
    next(iter(pay.memory.payments.values())).told["amount"] = 1
    with pytest.raises(payments.ProviderError, match="another amount"):
        check(one.reference)
    assert payments.state_of(one.reference).status is PayStatus.BEGUN


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
        Payment.objects.update(status="asked")
    assert payments.balances().faults == ()
