"""Payments for pages and other apps, and ledger consistency checks."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.models import QuerySet, Sum

from borough.foundation.clock import day_starts
from borough.payments.models import Attempt, LedgerLine, Message, Payment, Refund
from borough.payments.types import (
    AttemptDetail,
    Balances,
    FailureReason,
    Line,
    PaymentState,
    PayStatus,
    RefundDetail,
    RefundStatus,
)
from borough.people.public import merged_person_ids

HERE = ZoneInfo("Europe/London")


@dataclass(frozen=True, kw_only=True)
class PaymentFilters:
    """Filters of a payment list; days are in council time, both inclusive."""

    status: str = ""
    first_day: date | None = None
    last_day: date | None = None


def _state(row: Payment) -> PaymentState:
    return PaymentState(
        reference=row.reference,
        status=PayStatus(row.status),
        amount=row.amount,
        refunded=row.refunded,
        refund_reserved=row.refund_reserved,
        purpose=row.purpose,
        description=row.description,
        return_to=row.return_to,
        language=row.language,
        why=FailureReason(row.why) if row.why else None,
        attempts=row.attempts,
        moto=row.moto,
        requested_by=row.requested_by,
        requested_at=row.requested_at,
        expires_at=row.expires_at,
        finished_at=row.finished_at,
    )


def state_of(reference: str) -> PaymentState | None:
    """Return a payment's local status, without asking Pay; None if there is none."""
    row = Payment.objects.filter(reference=reference).first()
    return _state(row) if row else None


def payments_of(purpose: str) -> list[PaymentState]:
    """Return the payments of a purpose, oldest first."""
    return [_state(row) for row in Payment.objects.filter(purpose=purpose).order_by("id")]


def payments_of_person(person_id: int, limit: int = 50, start: int = 0) -> list[PaymentState]:
    """Return a person's payments, latest first; `start` of them are skipped."""
    rows = Payment.objects.filter(person_id__in=merged_person_ids(person_id)).order_by("-id")
    return [_state(row) for row in rows[start : start + limit]]


def recent(filters: PaymentFilters, *, before: int = 0, limit: int = 50) -> list[tuple[int, PaymentState]]:
    """Return payments, latest first, each with the cursor of the following page."""
    rows: QuerySet[Payment] = Payment.objects.order_by("-id")
    if filters.status:
        rows = rows.filter(status=filters.status)
    if filters.first_day:
        rows = rows.filter(requested_at__gte=day_starts(filters.first_day))
    if filters.last_day:
        rows = rows.filter(requested_at__lt=day_starts(filters.last_day + timedelta(days=1)))
    if before:
        rows = rows.filter(pk__lt=before)
    return [(row.pk, _state(row)) for row in rows[:limit]]


def attempts_of(reference: str) -> list[AttemptDetail]:
    """Return the attempts of a payment, in order."""
    rows = Attempt.objects.filter(payment__reference=reference).order_by("number")
    return [
        AttemptDetail(
            number=row.number, status=row.status, code=row.code, begun_at=row.begun_at, finished_at=row.finished_at
        )
        for row in rows
    ]


def refunds_of(reference: str) -> list[RefundDetail]:
    """Return completed and pending refunds, in order."""
    rows = Refund.objects.filter(payment__reference=reference).order_by("id")
    return [
        RefundDetail(
            id=row.pk,
            amount=row.amount,
            status=RefundStatus(row.status),
            reason=row.reason,
            why_not=row.why_not,
            requested_by=row.requested_by,
            requested_at=row.requested_at,
            finished_at=row.finished_at,
        )
        for row in rows
    ]


def lines_of(reference: str) -> list[Line]:
    """Return a payment's ledger lines, in order."""
    return _lines(LedgerLine.objects.filter(payment__reference=reference))


def lines_on(day: date) -> list[Line]:
    """Return the ledger lines of a day in council time, in order."""
    first, after = day_starts(day), day_starts(day + timedelta(days=1))
    return _lines(LedgerLine.objects.filter(happened_at__gte=first, happened_at__lt=after))


def _lines(rows: QuerySet[LedgerLine]) -> list[Line]:
    return [
        Line(
            entry=row.entry,
            account=row.account,
            amount=row.amount,
            happened_at=row.happened_at,
            reference=row.payment.reference,
        )
        for row in rows.select_related("payment").order_by("id")
    ]


def balances() -> Balances:
    """Return each account's balance, and every inconsistency between ledger and payments."""
    accounts = LedgerLine.objects.values_list("account").annotate(pence=Sum("amount")).order_by("account")
    account_totals = {name: int(pence) for name, pence in accounts}
    faults = (
        [f"the accounts sum to {sum(account_totals.values())}p, not to nought"] if sum(account_totals.values()) else []
    )
    uneven = LedgerLine.objects.values("entry").annotate(pence=Sum("amount")).exclude(pence=0)
    faults += [f"entry “{row['entry']}” sums to {row['pence']}p" for row in uneven[:20]]
    totals = Payment.objects.filter(status=PayStatus.SETTLED.value).aggregate(
        settled=Sum("amount"), refunded=Sum("refunded"), reserved=Sum("refund_reserved")
    )
    settled, back, away = (int(totals[name] or 0) for name in ("settled", "refunded", "reserved"))
    expected = {"card provider": settled - back, "refunds due": -(away - back)}
    faults += [
        f"“{name}” holds {account_totals.get(name, 0)}p, but the payments say {pence}p"
        for name, pence in expected.items()
        if account_totals.get(name, 0) != pence
    ]
    return Balances(accounts=account_totals, faults=tuple(faults))


def unknown_messages(at: datetime) -> int:
    """Return the number of Pay's messages about unknown payments in the week before a time."""
    return Message.objects.filter(known=False, received_at__gte=at - timedelta(days=7)).count()
