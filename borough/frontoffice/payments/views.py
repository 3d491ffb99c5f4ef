"""Payments: the list, details with ledger lines, refunds, and the ledger's balance."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import urlencode

from borough.access.public import BoroughRequest, Permission, principal_name, requires, staff_names
from borough.foundation.clock import now, today
from borough.frontoffice.payments.forms import (
    REFUNDS,
    STATUSES,
    WHY,
    DayForm,
    LinkForm,
    PaymentFilterForm,
    RefundForm,
)
from borough.frontoffice.presenters import by_whom, cursor_in, subject_link
from borough.kernel.references import format_reference
from borough.kernel.refusals import Refused
from borough.kernel.text import capitalise
from borough.messaging import public as messaging
from borough.payments import public as payments
from borough.payments.public import PaymentFilters, PaymentState, PayStatus
from borough.ui.formats import day, moment, pounds, short_moment

ON_A_PAGE = 50
PAY_LINK = "pay-link"
NO_TEXTS = "Texts cannot be sent from here. Enter an email address, or read the link out"
PAYABLE = (PayStatus.REQUESTED, PayStatus.BEGUN)


@requires(Permission.PAYMENTS_VIEW)
def payment_list(request: BoroughRequest) -> HttpResponse:
    """List payments, latest first, with filters and pages."""
    form = PaymentFilterForm(request.GET or None)
    chosen = form.cleaned_data if form.is_bound and form.is_valid() else {}
    filters = PaymentFilters(
        status=chosen.get("status", ""), first_day=chosen.get("first"), last_day=chosen.get("last")
    )
    before = cursor_in(request, "before")
    rows = payments.recent(filters, before=before, limit=ON_A_PAGE + 1)
    older = ""
    if len(rows) > ON_A_PAGE:
        query_params = {key: str(value) for key, value in request.GET.items() if key != "before" and value}
        older = "?" + urlencode(query_params | {"before": str(rows[ON_A_PAGE - 1][0])})
    context = {
        "form": form,
        "rows": [_row(payment) for _, payment in rows[:ON_A_PAGE]],
        "older": older,
        "paged": before > 0,
    }
    return render(request, "frontoffice/payments/payments.html", context)


def _row(payment: PaymentState) -> dict[str, str]:
    return {
        "reference": payment.reference,
        "display_reference": format_reference(payment.reference),
        "requested": short_moment(payment.requested_at),
        "what": payment.description or "Erased",
        "amount": pounds(payment.amount),
        "status": STATUSES[payment.status],
        "refunded": pounds(payment.refunded) if payment.refunded else "",
    }


def _payment(reference: str) -> PaymentState:
    """Return the payment of the URL, or raise 404."""
    payment = payments.state_of(reference)
    if payment is None:
        raise Http404
    return payment


@requires(Permission.PAYMENTS_VIEW)
def payment(request: BoroughRequest, reference: str) -> HttpResponse:
    """Show a payment: status, attempts, refunds and ledger lines."""
    return _page(request, reference, LinkForm(None))


def _page(request: BoroughRequest, reference: str, form: LinkForm) -> HttpResponse:
    payment = _payment(reference)
    refunds = payments.refunds_of(reference)
    names = staff_names([payment.requested_by, *(each.requested_by for each in refunds)])
    link = f"{settings.PUBLIC_URL}{payments.link_of(reference)}" if payment.status in PAYABLE else ""
    context = {
        "display_reference": format_reference(reference),
        "reference": reference,
        "facts": _facts(payment, names),
        "link": link,
        "form": form,
        "may_cancel": payment.status in PAYABLE,
        "may_refund": payment.refundable > 0,
        "attempts": [_attempt(each) for each in payments.attempts_of(reference)],
        "refunds": [_refund(each, names) for each in refunds],
        "lines": [_line(each) for each in payments.lines_of(reference)],
    }
    return render(request, "frontoffice/payments/payment.html", context)


@requires(Permission.SERVICES_ASSIST, "POST")
def send_link(request: BoroughRequest, reference: str) -> HttpResponse:
    """Send the link to the payer by email or text; can be repeated."""
    payment = _payment(reference)
    form = LinkForm(request.POST)
    if payment.status not in PAYABLE:
        messages.error(request, "This payment is over, so there is no link to send.")
        return redirect("frontoffice:payment", reference)
    if not form.is_valid():
        return _page(request, reference, form)
    to = form.cleaned_data["to"]
    reader, channel = (
        (messaging.Recipient(email=to), messaging.Channel.EMAIL)
        if "@" in to
        else (messaging.Recipient(phone=to), messaging.Channel.TEXT)
    )
    values = {
        "what": payment.description,
        "amount": pounds(payment.amount),
        "until": day(payment.expires_at),
        "link": f"{settings.PUBLIC_URL}{payments.link_of(reference)}",
    }
    try:
        messaging.send(
            by=principal_name(request),
            at=now(),
            key=f"pay link {reference} {form.cleaned_data['key']}",
            template=PAY_LINK,
            to=reader,
            values=values,
            channel=channel,
            case=f"payment:{reference}",
        )
    except Refused as refused:
        form.add_error(
            "to", NO_TEXTS if channel is messaging.Channel.TEXT and messaging.is_mobile(to) else str(refused)
        )
        return _page(request, reference, form)
    messages.success(request, "The link is on its way.")
    if request.may(Permission.PAYMENTS_VIEW):
        return redirect("frontoffice:payment", reference)
    return redirect("frontoffice:services")


def _facts(payment: PaymentState, names: dict[str, str]) -> list[tuple[str, str]]:
    pairs = [
        ("State", STATUSES[payment.status]),
        ("What it is for", payment.description or "Erased"),
        ("Amount", pounds(payment.amount)),
        ("Refunded", pounds(payment.refunded) if payment.refunded else ""),
        (
            "On its way back",
            pounds(payment.refund_reserved - payment.refunded) if payment.refund_reserved > payment.refunded else "",
        ),
        ("Last try", WHY[payment.why] if payment.why else ""),
        subject_link(payment.purpose),
        ("Asked", f"{moment(payment.requested_at)} by {by_whom(payment.requested_by, names)}"),
        ("Asked by phone", "Yes, with a link" if payment.moto else ""),
        ("Link can be used until", day(payment.expires_at) if payment.status in PAYABLE else ""),
        ("Finished", moment(payment.finished_at) if payment.finished_at else ""),
    ]
    return [(key, value) for key, value in pairs if value]


def _attempt(attempt: Any) -> tuple[str, ...]:
    ended = short_moment(attempt.finished_at) if attempt.finished_at else "Open"
    return (str(attempt.number), short_moment(attempt.begun_at), ended, f"{attempt.status} {attempt.code}".strip())


def _refund(refund: Any, names: dict[str, str]) -> dict[str, str]:
    return {
        "amount": pounds(refund.amount),
        "requested": short_moment(refund.requested_at),
        "why_not": refund.why_not,
        "by": capitalise(by_whom(refund.requested_by, names)),
        "reason": refund.reason or "Erased",
        "status": REFUNDS[refund.status],
    }


def _line(line: Any) -> dict[str, str]:
    return {
        "when": short_moment(line.happened_at),
        "entry": line.entry.rsplit(" ", 1)[0].capitalize(),
        "account": _account(line.account),
        "amount": pounds(line.amount),
    }


@requires(Permission.PAYMENTS_REFUND, "GET POST")
def refund(request: BoroughRequest, reference: str) -> HttpResponse:
    """Refund all or part of a payment; a job sends it to Pay."""
    payment = _payment(reference)
    form = RefundForm(payment, request.POST if request.method == "POST" else None)
    if form.is_valid():
        cleaned = form.cleaned_data
        try:
            payments.refund(
                by=principal_name(request),
                at=now(),
                reference=reference,
                amount=cleaned["amount"],
                reason=cleaned["reason"],
                key=f"office {cleaned['key']}",
            )
        except Refused as refused:
            form.add_error("amount" if payment.refundable else None, str(refused))
        else:
            messages.success(request, f"{pounds(cleaned['amount'])} is on its way back. It can take 5 working days.")
            return redirect("frontoffice:payment", reference)
    context = {
        "form": form,
        "display_reference": format_reference(reference),
        "reference": reference,
        "what": payment.description or "Erased",
        "amount": pounds(payment.amount),
        "left": pounds(payment.refundable) if payment.refundable else "",
    }
    return render(request, "frontoffice/payments/payment_refund.html", context)


@requires(Permission.PAYMENTS_REFUND, "POST")
def cancel(request: BoroughRequest, reference: str) -> HttpResponse:
    """Cancel an unpaid payment."""
    _payment(reference)
    try:
        status = payments.cancel(by=principal_name(request), at=now(), reference=reference)
    except Refused as refused:
        messages.error(request, f"{refused}.")
    else:
        over = status is PayStatus.CANCELLED
        outcome = "is cancelled" if over else "is being cancelled. Someone may be paying it at this moment"
        messages.success(request, f"Payment {format_reference(reference)} {outcome}.")
    return redirect("frontoffice:payment", reference)


@requires(Permission.PAYMENTS_VIEW, "GET POST")
def balances(request: BoroughRequest) -> HttpResponse:
    """Show account balances and ledger consistency, and export a day's ledger."""
    form = DayForm(request.POST if request.method == "POST" else None, initial={"day": today()})
    if form.is_valid():
        on = form.cleaned_data["day"]
        text = payments.day_file(by=principal_name(request), at=now(), day=on)
        headers = {"Content-Disposition": f'attachment; filename="payments-{on.isoformat()}.csv"'}
        return HttpResponse(text, content_type="text/csv; charset=utf-8", headers=headers)
    balances = payments.balances()
    context = {
        "form": form,
        "rows": [(_account(name), pounds(pence)) for name, pence in balances.accounts.items()],
        "faults": balances.faults,
        "unknown": payments.unknown_messages(now()),
    }
    return render(request, "frontoffice/payments/payment_balances.html", context)


def _account(name: str) -> str:
    """Return an account's display name; exports use its own name."""
    kind, _, of = name.partition(":")
    return f"{kind.capitalize()} from {of}" if of else kind.capitalize()
