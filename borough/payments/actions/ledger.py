"""Ledger entries: each a set of lines that adds up to zero."""

from datetime import datetime

from borough.payments.models import LedgerLine, Payment, Refund
from borough.payments.rules import income_account

PROVIDER, DUE = "card provider", "refunds due"


def _write(payment: Payment, entry: str, at: datetime, *, to: str, debit_account: str, amount: int) -> None:
    lines = [(to, amount), (debit_account, -amount)]
    LedgerLine.objects.bulk_create(
        LedgerLine(entry=entry, account=account, amount=pence, payment=payment, happened_at=at)
        for account, pence in lines
    )


def write_settled(payment: Payment, at: datetime) -> None:
    """Record a settled payment: Pay holds the money, and it is income."""
    income = income_account(payment.purpose)
    _write(payment, f"settled {payment.reference}", at, to=PROVIDER, debit_account=income, amount=payment.amount)


def write_refund_requested(refund: Refund, at: datetime) -> None:
    """Record a requested refund: no longer income but owed."""
    income = income_account(refund.payment.purpose)
    _write(refund.payment, f"refund asked {refund.pk}", at, to=income, debit_account=DUE, amount=refund.amount)


def write_refund_completed(refund: Refund, at: datetime) -> None:
    """Record a completed refund: paid out of what Pay holds, and no longer owed."""
    _write(refund.payment, f"refund made {refund.pk}", at, to=DUE, debit_account=PROVIDER, amount=refund.amount)


def write_refund_failed(refund: Refund, at: datetime) -> None:
    """Record a failed refund: income again until staff find another way."""
    income = income_account(refund.payment.purpose)
    _write(refund.payment, f"refund failed {refund.pk}", at, to=DUE, debit_account=income, amount=refund.amount)
