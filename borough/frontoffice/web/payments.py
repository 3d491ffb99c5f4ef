"""The pages about payments: the list, one of them with its ledger, refunds, and whether it all balances."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import urlencode

from borough.access.public import Permission, names_of, needs, principal_of
from borough.foundation.clock import now, today
from borough.frontoffice.web.payment_forms import (
    REFUNDS,
    STATUSES,
    WHY,
    DayForm,
    LinkForm,
    PaymentFilterForm,
    RefundForm,
)
from borough.frontoffice.web.presenters import belongs, by_whom, cursor_in
from borough.kernel.references import show
from borough.kernel.refusals import Refused
from borough.kernel.text import capitalised
from borough.payments import public as payments
from borough.payments.public import PaymentFilters, PaymentState, PayStatus
from borough.post import public as post
from borough.ui.formats import day, moment, pounds, short_moment

ON_A_PAGE = 50
PAY_LINK = "pay-link"
NO_TEXTS = "Texts cannot be sent from here. Enter an email address, or read the link out"
PAYABLE = (PayStatus.ASKED, PayStatus.BEGUN)


@needs(Permission.PAYMENTS_VIEW)
def listed(request: HttpRequest) -> HttpResponse:
    """Payments, latest first, narrowed and a page at a time."""
    form = PaymentFilterForm(request.GET or None)
    chosen = form.cleaned_data if form.is_bound and form.is_valid() else {}
    filters = PaymentFilters(
        status=chosen.get("status", ""), first_day=chosen.get("first"), last_day=chosen.get("last")
    )  # fmt: skip
    before = cursor_in(request, "before")
    found = payments.recent(filters, before=before, limit=ON_A_PAGE + 1)
    older = ""
    if len(found) > ON_A_PAGE:
        kept = {key: str(value) for key, value in request.GET.items() if key != "before" and value}
        older = "?" + urlencode(kept | {"before": str(found[ON_A_PAGE - 1][0])})
    context = {
        "form": form, "rows": [_row(one) for _, one in found[:ON_A_PAGE]], "older": older, "paged": before > 0,
    }  # fmt: skip
    return render(request, "frontoffice/payments.html", context)


def _row(one: PaymentState) -> dict[str, str]:
    return {
        "reference": one.reference, "shown": show(one.reference), "asked": short_moment(one.asked_at),
        "what": one.description or "Erased", "amount": pounds(one.amount), "status": STATUSES[one.status],
        "refunded": pounds(one.refunded) if one.refunded else "",
    }  # fmt: skip


def _payment(reference: str) -> PaymentState:
    """The payment of the address, or no page."""
    found = payments.state_of(reference)
    if found is None:
        raise Http404
    return found


@needs(Permission.PAYMENTS_VIEW)
def payment(request: HttpRequest, reference: str) -> HttpResponse:
    """One payment: how it stands, what was tried, what went back, and its lines of the ledger."""
    return _page(request, reference, LinkForm(None))


def _page(request: HttpRequest, reference: str, form: LinkForm) -> HttpResponse:
    one = _payment(reference)
    refunds = payments.refunds_of(reference)
    names = names_of([one.asked_by, *(each.asked_by for each in refunds)])
    link = f"{settings.PUBLIC_URL}{payments.link_of(reference)}" if one.status in PAYABLE else ""
    context = {
        "shown": show(reference), "reference": reference, "facts": _facts(one, names), "link": link,
        "form": form, "may_cancel": one.status in PAYABLE, "may_refund": one.refundable > 0,
        "attempts": [_attempt(each) for each in payments.attempts_of(reference)],
        "refunds": [_refund(each, names) for each in refunds],
        "lines": [_line(each) for each in payments.lines_of(reference)],
    }  # fmt: skip
    return render(request, "frontoffice/payment.html", context)


@needs(Permission.SERVICES_ASSIST, "POST")
def send_link(request: HttpRequest, reference: str) -> HttpResponse:
    """Send the link to whoever is to pay, by email or text; it can be sent as often as it is asked for."""
    one = _payment(reference)
    form = LinkForm(request.POST)
    if one.status not in PAYABLE:
        messages.error(request, "This payment is over, so there is no link to send.")
        return redirect("frontoffice:payment", reference)
    if not form.is_valid():
        return _page(request, reference, form)
    to = form.cleaned_data["to"]
    reader, way = (
        (post.Recipient(email=to), post.Channel.EMAIL) if "@" in to else (post.Recipient(phone=to), post.Channel.TEXT)
    )
    words = {
        "what": one.description, "amount": pounds(one.amount), "until": day(one.expires_at),
        "link": f"{settings.PUBLIC_URL}{payments.link_of(reference)}",
    }  # fmt: skip
    try:
        post.send(
            by=principal_of(request), at=now(), key=f"pay link {reference} {form.cleaned_data['key']}",
            template=PAY_LINK, to=reader, words=words, channel=way, case=f"payment:{reference}",
        )  # fmt: skip
    except Refused as refused:
        form.add_error("to", NO_TEXTS if way is post.Channel.TEXT and post.is_mobile(to) else str(refused))
        return _page(request, reference, form)
    messages.success(request, "The link is on its way.")
    if request.may(Permission.PAYMENTS_VIEW):  # type: ignore[attr-defined] # the gate's, set on every request
        return redirect("frontoffice:payment", reference)
    return redirect("frontoffice:services")


def _facts(one: PaymentState, names: dict[str, str]) -> list[tuple[str, str]]:
    pairs = [
        ("State", STATUSES[one.status]), ("What it is for", one.description or "Erased"),
        ("Amount", pounds(one.amount)),
        ("Refunded", pounds(one.refunded) if one.refunded else ""),
        ("On its way back", pounds(one.held - one.refunded) if one.held > one.refunded else ""),
        ("Last try", WHY[one.why] if one.why else ""), belongs(one.purpose),
        ("Asked", f"{moment(one.asked_at)} by {by_whom(one.asked_by, names)}"),
        ("Asked by phone", "Yes, with a link" if one.moto else ""),
        ("Link can be used until", day(one.expires_at) if one.status in PAYABLE else ""),
        ("Finished", moment(one.finished_at) if one.finished_at else ""),
    ]  # fmt: skip
    return [(key, value) for key, value in pairs if value]


def _attempt(one: Any) -> tuple[str, ...]:
    ended = short_moment(one.finished_at) if one.finished_at else "Open"
    return (str(one.number), short_moment(one.begun_at), ended, f"{one.status} {one.code}".strip())


def _refund(one: Any, names: dict[str, str]) -> dict[str, str]:
    return {
        "amount": pounds(one.amount), "asked": short_moment(one.asked_at), "why_not": one.why_not,
        "by": capitalised(by_whom(one.asked_by, names)), "reason": one.reason or "Erased",
        "status": REFUNDS[one.status],
    }  # fmt: skip


def _line(one: Any) -> dict[str, str]:
    return {
        "when": short_moment(one.happened_at), "entry": one.entry.rsplit(" ", 1)[0].capitalize(),
        "account": _account(one.account), "amount": pounds(one.amount),
    }  # fmt: skip


@needs(Permission.PAYMENTS_REFUND, "GET POST")
def refund(request: HttpRequest, reference: str) -> HttpResponse:
    """Send money back, all of it or some; a job tells Pay."""
    one = _payment(reference)
    form = RefundForm(one, request.POST if request.method == "POST" else None)
    if form.is_valid():
        told = form.cleaned_data
        try:
            payments.refund(
                by=principal_of(request), at=now(), reference=reference, amount=told["amount"], reason=told["reason"],
                key=f"office {told['key']}",
            )  # fmt: skip
        except Refused as refused:
            form.add_error("amount" if one.refundable else None, str(refused))
        else:
            messages.success(request, f"{pounds(told['amount'])} is on its way back. It can take 5 working days.")
            return redirect("frontoffice:payment", reference)
    context = {
        "form": form, "shown": show(reference), "reference": reference, "what": one.description or "Erased",
        "amount": pounds(one.amount), "left": pounds(one.refundable) if one.refundable else "",
    }  # fmt: skip
    return render(request, "frontoffice/payment_refund.html", context)


@needs(Permission.PAYMENTS_REFUND, "POST")
def cancel(request: HttpRequest, reference: str) -> HttpResponse:
    """Take a payment back that nobody has paid."""
    _payment(reference)
    try:
        status = payments.cancel(by=principal_of(request), at=now(), reference=reference)
    except Refused as refused:
        messages.error(request, f"{refused}.")
    else:
        over = status is PayStatus.CANCELLED
        said = "is cancelled" if over else "is being cancelled. Someone may be paying it at this moment"
        messages.success(request, f"Payment {show(reference)} {said}.")
    return redirect("frontoffice:payment", reference)


@needs(Permission.PAYMENTS_VIEW, "GET POST")
def balances(request: HttpRequest) -> HttpResponse:
    """What stands in each account, whether the ledger agrees with the payments, and the ledger of a day as a file."""
    form = DayForm(request.POST if request.method == "POST" else None, initial={"day": today()})
    if form.is_valid():
        on = form.cleaned_data["day"]
        text = payments.day_file(by=principal_of(request), at=now(), day=on)
        headers = {"Content-Disposition": f'attachment; filename="payments-{on.isoformat()}.csv"'}
        return HttpResponse(text, content_type="text/csv; charset=utf-8", headers=headers)
    found = payments.balances()
    context = {
        "form": form, "rows": [(_account(name), pounds(pence)) for name, pence in found.accounts.items()],
        "faults": found.faults, "unknown": payments.unknown_messages(now()),
    }  # fmt: skip
    return render(request, "frontoffice/payment_balances.html", context)


def _account(name: str) -> str:
    """An account of the ledger as people read it; files keep its own name."""
    kind, _, of = name.partition(":")
    return f"{kind.capitalize()} from {of}" if of else kind.capitalize()
