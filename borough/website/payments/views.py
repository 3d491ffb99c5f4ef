"""Payment by link. Anyone with the link may pay; card details go to GOV.UK Pay, never to us."""

import logging
from collections.abc import Callable
from typing import Any, TypeVar, cast

from csp.decorators import csp_update
from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache

from borough.access.public import BoroughRequest, principal_name, public, within_limit
from borough.foundation.clock import now
from borough.kernel.messages import msg
from borough.kernel.references import format_reference
from borough.kernel.refusals import Refused
from borough.payments import public as payments
from borough.payments.public import FailureReason, PaymentState, PayStatus, ProviderError
from borough.services import public as services
from borough.services.public import translators
from borough.ui.formats import day, pounds

Translator = translators.Translator
TRIES = "30/m/ip"
WHY = {
    FailureReason.DECLINED: msg("Your card was declined. No money was taken. Try another card, or ask your bank."),
    FailureReason.EXPIRED: msg("The payment was open for too long and ended. No money was taken."),
    FailureReason.CANCELLED: msg("The payment was cancelled. No money was taken."),
    FailureReason.ERROR: msg("There was a fault at the card company. No money was taken."),
    FailureReason.LAPSED: msg("The link ran out. No money was taken."),
}
AWAY = msg("We cannot take card payments at this moment. No money was taken. Try again in a few minutes.")
TOO_MANY = msg("There were too many tries. Wait a minute and try again.")
_log = logging.getLogger("borough.payments")
View = TypeVar("View", bound=Callable[..., HttpResponse])


def to_pay(view: View) -> View:
    """Allow a page's form to redirect to Pay: the CSP's form-action covers redirects, so Pay's hosts are listed."""
    return cast(View, csp_update({"form-action": list(settings.PAY_PAGES)})(view))


def _payment_of_link(token: str) -> tuple[PaymentState, bool]:
    """Return the payment of a link, and whether its holder may pay; 404 if invalid."""
    link = payments.resolve_token(token, now())
    payment = payments.state_of(link.reference) if link else None
    if link is None or payment is None:
        raise Http404
    return payment, link.can_pay


def _ended(request: BoroughRequest) -> HttpResponse:
    """Show that a helper's link has ended, without any payment details."""
    return render(request, "website/payments/pay_ended.html", status=410)


def _translator(payment: PaymentState) -> Translator:
    """Return the translator in the payment's language, with its service's texts."""
    kind, _, reference = payment.purpose.partition(":")
    submission = services.submission_of(reference) if kind == "services" else None
    return Translator(services.catalogue().get(submission.service) if submission else None, payment.language)


def _facts(payment: PaymentState) -> list[tuple[str, str]]:
    return [
        (msg("What it is for"), payment.description),
        (msg("Amount"), pounds(payment.amount)),
        (msg("Reference"), format_reference(payment.reference)),
    ]


def _page(
    request: BoroughRequest, token: str, payment: PaymentState, *, error: str = "", status: int = 200
) -> HttpResponse:
    lapsed = payment.status is PayStatus.LAPSED or (
        payment.status is PayStatus.REQUESTED and now() >= payment.expires_at
    )
    context: dict[str, Any] = {
        "token": token,
        "facts": _facts(payment),
        "error": error,
        "paid": payment.status is PayStatus.SETTLED,
        "cancelled": payment.status in (PayStatus.CANCELLED, PayStatus.CANCELLING),
        "lapsed": lapsed,
        "on": payment.return_to,
        "refunded": pounds(payment.refunded) if payment.refunded else "",
        "until": day(payment.expires_at),
        "translator": _translator(payment),
        "why": WHY[payment.why] if payment.why and payment.status is PayStatus.REQUESTED and not error else "",
    }
    return render(request, "website/payments/pay.html", context, status=status)


@public("GET POST")
@never_cache
@to_pay
def pay(request: BoroughRequest, token: str) -> HttpResponse:
    """Show the payment, and a button to GOV.UK Pay's card page."""
    payment, can_pay = _payment_of_link(token)
    if not can_pay:
        return _ended(request)
    if request.method != "POST":
        return _page(request, token, payment)
    if not within_limit(request, "pay", TRIES):
        return _page(request, token, payment, error=TOO_MANY, status=429)
    try:
        onward = payments.begin(by=principal_name(request), at=now(), reference=payment.reference)
    except Refused:
        return _page(request, token, _payment_of_link(token)[0])
    except ProviderError as fault:
        _log.warning("a payment could not be begun: %s", fault)
        return _page(request, token, _payment_of_link(token)[0], error=AWAY, status=503)
    return redirect(onward or payment.return_to)


@public()
@never_cache
@to_pay
def return_from_pay(request: BoroughRequest, token: str) -> HttpResponse:
    """Handle the return from Pay, which does not state the result: check with Pay, then show it."""
    payment, can_pay = _payment_of_link(token)
    known = True
    if payment.status in (PayStatus.BEGUN, PayStatus.CANCELLING):
        if not within_limit(request, "pay_back", TRIES):
            return _page(request, token, payment, error=TOO_MANY, status=429)
        try:
            payments.check(by=principal_name(request), at=now(), reference=payment.reference)
        except ProviderError as fault:
            _log.warning("a payment could not be looked at: %s", fault)
            known = False
        payment, _ = _payment_of_link(token)
    if not can_pay:
        return _ended(request)
    if payment.status is PayStatus.SETTLED:
        return redirect(payment.return_to)
    if payment.status is PayStatus.BEGUN:
        context = {"token": token, "facts": _facts(payment), "known": known, "translator": _translator(payment)}
        return render(request, "website/payments/pay_waiting.html", context)
    return _page(request, token, payment)
