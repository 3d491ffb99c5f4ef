"""Money back: never more than came, never twice, and the ledger balances whatever happens in between."""

import contextlib
import csv
import io
from datetime import date

import pytest
from django.db import DatabaseError, transaction
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from borough.foundation.clock import now, today
from borough.foundation.models import Event
from borough.kernel.refusals import Refused
from borough.payments import public as payments
from borough.payments.actions import reconcile, refunds
from borough.payments.actions.provider import ProviderError
from borough.payments.models import Payment, Refund
from borough.payments.types import RefundStatus, Reminder
from tests.payments.card_payments import BY, settled

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def refund(reference, amount=1000, key="r1"):
    return payments.refund(by=BY, at=now(), reference=reference, amount=amount, reason="Moved away", key=key)


def send(number):
    return refunds.send_refund(by="system:pay", at=now(), number=number)


def at_pay(pay):
    [record] = pay.memory.payments.values()
    return sum(entry["amount"] for entry in record.refunds if entry["status"] != "error")


def test_partial_refund_is_paid_once(pay):
    reference = settled()
    number = refund(reference)
    assert refund(reference) == number, "the same key is the same refund"
    assert payments.state_of(reference).refundable == 3500
    assert send(number) is send(number) is RefundStatus.COMPLETED
    assert at_pay(pay) == payments.state_of(reference).refunded == 1000
    assert [e.body["amount"] for e in Event.objects.filter(kind="refund-completed")] == [1000]
    assert payments.balances().accounts == {"card provider": 3500, "income:services": -3500, "refunds due": 0}
    assert payments.balances().faults == ()


def test_no_more_goes_back_than_came(pay):
    reference = settled()
    refund(reference, 4000)
    with pytest.raises(Refused, match="5.00"):
        refund(reference, 501, "r2")
    refund(reference, 500, "r3")
    with pytest.raises(Refused, match="already"):
        refund(reference, 1, "r4")
    with pytest.raises(DatabaseError), transaction.atomic():
        Payment.objects.update(refund_reserved=4501)


def test_the_same_key_for_another_amount_is_refused(pay):
    reference = settled()
    refund(reference)
    with pytest.raises(Refused, match="another amount"):
        refund(reference, 999)


def test_refund_with_a_lost_response_is_not_repeated(pay):
    reference = settled()
    number = refund(reference)
    pay.memory.switches.deaf = 1
    with pytest.raises(ProviderError):
        send(number)
    assert Refund.objects.get().status == "requested" and at_pay(pay) == 1000
    assert send(number) is RefundStatus.COMPLETED
    assert at_pay(pay) == 1000 and payments.balances().faults == ()


def test_even_where_pays_list_is_behind_the_amount_believed_guards_it(pay, monkeypatch):
    """The list of refunds comes late: what is sent again is refused for what we believed to be left."""
    reference = settled()
    number = refund(reference)
    pay.memory.switches.deaf = 1
    with pytest.raises(ProviderError):
        send(number)
    real, calls = refunds.provider.refunds, []
    monkeypatch.setattr(
        refunds.provider, "refunds", lambda payment_id: real(payment_id) if calls else calls.append(payment_id) or []
    )
    assert send(number) is RefundStatus.COMPLETED
    assert at_pay(pay) == 1000


def test_refund_from_elsewhere_stops_ours_and_is_reported(pay):
    reference = settled()
    [payment_id] = pay.memory.payments
    pay.memory.refund(payment_id, {"amount": 700})
    assert send(refund(reference)) is RefundStatus.FAILED
    [refund_state] = payments.refunds_of(reference)
    assert "elsewhere" in refund_state.why_not
    assert payments.state_of(reference).refundable == 4500 and payments.balances().faults == ()


def test_single_refund_at_a_time_per_payment(pay):
    reference = settled()
    first, second = refund(reference, 1000, "a"), refund(reference, 1000, "b")
    pay.memory.switches.deaf = 1
    with pytest.raises(ProviderError):
        send(first)
    with pytest.raises(ProviderError, match="another refund"):
        send(second)
    reconcile.reconcile(by="system:pay", at=now())
    assert set(Refund.objects.values_list("status", flat=True)) == {"completed"}
    assert at_pay(pay) == 2000


@pytest.mark.parametrize(("end", "status", "back"), [("success", "completed", 1000), ("error", "failed", 0)])
def test_refund_pending_at_the_bank_is_reconciled(pay, end, status, back):
    reference = settled()
    pay.memory.switches.refunds = "submitted"
    assert send(refund(reference)) is RefundStatus.SUBMITTED
    reconcile.reconcile(by="system:pay", at=now())
    assert Refund.objects.get().status == "submitted"
    pay.memory.end_refunds(end)
    reconcile.reconcile(by="system:pay", at=now())
    assert Refund.objects.get().status == status
    assert payments.state_of(reference).refunded == back and payments.balances().faults == ()
    assert payments.state_of(reference).refundable == 4500 - back


def test_nothing_is_lost_while_pay_is_away(pay):
    number = refund(settled())
    pay.memory.switches.fail = [500, 503]
    for _ in range(2):
        with pytest.raises(ProviderError):
            send(number)
    assert send(number) is RefundStatus.COMPLETED and at_pay(pay) == 1000


@pytest.mark.heavy
@hypothesis_settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.tuples(st.integers(1, 4500), st.sampled_from(["success", "submitted", "error"]), st.booleans()), max_size=5
    ),
    st.sampled_from(["success", "error"]),
)
def test_whatever_goes_back_the_ledger_balances_and_pay_agrees(pay, acts, end):
    pay.memory.payments.clear()
    pay.memory.switches.deaf = 0
    with transaction.atomic():
        reference = settled(key=f"k{len(Payment.objects.all())}")
        for turn, (amount, route, deaf) in enumerate(acts):
            pay.memory.switches.refunds, pay.memory.switches.deaf = route, int(deaf)
            with contextlib.suppress(Refused, ProviderError):
                send(refund(reference, amount, f"{reference} {turn}"))
        pay.memory.switches.deaf = 0
        pay.memory.end_refunds(end)
        for _ in range(6):
            reconcile.reconcile(by="system:pay", at=now())
            pay.memory.end_refunds(end)
        state = payments.state_of(reference)
        assert not Refund.objects.filter(finished_at=None).exists()
        assert state.refunded == state.refund_reserved == at_pay(pay) <= state.amount
        assert payments.balances().faults == ()


def test_the_day_is_a_file_no_spreadsheet_runs(pay):
    reference = settled(purpose="=cmd:x")
    send(refund(reference))
    rows = list(csv.reader(io.StringIO(payments.day_file(by=BY, at=now(), day=today()))))
    assert rows[0] == ["When", "Entry", "Account", "Pounds", "Payment"]
    assert [row[3] for row in rows[1:]] == ["45.00", "-45.00", "10.00", "-10.00", "10.00", "-10.00"]
    assert sum(float(row[3]) for row in rows[1:]) == 0
    assert not any(cell.startswith("=") for row in rows for cell in row)
    assert payments.day_file(by=BY, at=now(), day=date(2020, 1, 1)).splitlines() == [",".join(rows[0])]


def test_renewals_are_a_file_without_bank_details():
    text = payments.direct_debit_file([Reminder(reference="A1", name="=SUM(1)", amount=4505, due_on=date(2027, 4, 1))])
    assert list(csv.reader(io.StringIO(text))) == [
        ["Reference", "Name", "Pounds", "Due on"],
        ["A1", "'=SUM(1)", "45.05", "2027-04-01"],
    ]
