"""Pay what a link asks for. Whoever has the link may pay; the card itself is given to GOV.UK Pay, never to us."""

import logging
from collections.abc import Callable
from typing import Any, TypeVar, cast

from csp.decorators import csp_update
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache

from borough.access.public import open_to_all, principal_of, within_limit
from borough.foundation.clock import now
from borough.kernel.references import show
from borough.kernel.refusals import Refused
from borough.kernel.sentences import say
from borough.payments import public as payments
from borough.payments.public import PaymentState, PayStatus, ProviderFault, Why
from borough.services import public as services
from borough.services.public import tongues
from borough.ui.formats import day, pounds

Tongue = tongues.Tongue
TRIES = "30/m/ip"
WHY = {
    Why.DECLINED: say("Your card was declined. No money was taken. Try another card, or ask your bank."),
    Why.EXPIRED: say("The payment was open for too long and ended. No money was taken."),
    Why.CANCELLED: say("The payment was cancelled. No money was taken."),
    Why.ERROR: say("There was a fault at the card company. No money was taken."),
    Why.LAPSED: say("The link ran out. No money was taken."),
}
AWAY = say("We cannot take card payments at this moment. No money was taken. Try again in a few minutes.")
TOO_MANY = say("There were too many tries. Wait a minute and try again.")
_log = logging.getLogger("borough.payments")
View = TypeVar("View", bound=Callable[..., HttpResponse])


def to_pay(view: View) -> View:
    """Let a page's form end at Pay: its policy follows it through redirects, so where they lead is named in it."""
    return cast(View, csp_update({"form-action": list(settings.PAY_PAGES)})(view))


def _of(token: str) -> tuple[PaymentState, bool]:
    """The payment of a link, and whether whoever has it may pay; or no page."""
    held = payments.held_by(token, now())
    found = payments.state_of(held.reference) if held else None
    if held is None or found is None:
        raise Http404
    return found, held.stands


def _ended(request: HttpRequest) -> HttpResponse:
    """A link of a helper who may help no more: nothing of the payment is told."""
    return render(request, "website/pay_ended.html", status=410)


def _tongue(one: PaymentState) -> Tongue:
    """The language it was asked for in, with the words of the service it is for."""
    kind, _, reference = one.purpose.partition(":")
    asked = services.sent(reference) if kind == "services" else None
    return Tongue(services.catalogue().get(asked.service) if asked else None, one.language)


def _facts(one: PaymentState) -> list[tuple[str, str]]:
    return [
        (say("What it is for"), one.description), (say("Amount"), pounds(one.amount)),
        (say("Reference"), show(one.reference)),
    ]  # fmt: skip


def _page(request: HttpRequest, token: str, one: PaymentState, *, error: str = "", status: int = 200) -> HttpResponse:
    lapsed = one.status is PayStatus.LAPSED or (one.status is PayStatus.ASKED and now() >= one.expires_at)
    context: dict[str, Any] = {
        "token": token, "facts": _facts(one), "error": error, "paid": one.status is PayStatus.SETTLED,
        "cancelled": one.status in (PayStatus.CANCELLED, PayStatus.CANCELLING), "lapsed": lapsed,
        "on": one.return_to, "refunded": pounds(one.refunded) if one.refunded else "", "until": day(one.expires_at),
        "tongue": _tongue(one),
        "why": WHY[one.why] if one.why and one.status is PayStatus.ASKED and not error else "",
    }  # fmt: skip
    return render(request, "website/pay.html", context, status=status)


@open_to_all("GET POST")
@never_cache
@to_pay
def pay(request: HttpRequest, token: str) -> HttpResponse:
    """What is asked for, and a button that leads to the card page of GOV.UK Pay."""
    one, stands = _of(token)
    if not stands:
        return _ended(request)
    if request.method != "POST":
        return _page(request, token, one)
    if not within_limit(request, "pay", TRIES):
        return _page(request, token, one, error=TOO_MANY, status=429)
    try:
        onward = payments.begin(by=principal_of(request), at=now(), reference=one.reference)
    except Refused:
        return _page(request, token, _of(token)[0])
    except ProviderFault as fault:
        _log.warning("a payment could not be begun: %s", fault)
        return _page(request, token, _of(token)[0], error=AWAY, status=503)
    return redirect(onward or one.return_to)


@open_to_all()
@never_cache
@to_pay
def back(request: HttpRequest, token: str) -> HttpResponse:
    """Where Pay sends the payer back to, without saying how it went: Pay is asked, and the payer told."""
    one, stands = _of(token)
    known = True
    if one.status in (PayStatus.BEGUN, PayStatus.CANCELLING):
        if not within_limit(request, "pay_back", TRIES):
            return _page(request, token, one, error=TOO_MANY, status=429)
        try:
            payments.check(by=principal_of(request), at=now(), reference=one.reference)
        except ProviderFault as fault:
            _log.warning("a payment could not be looked at: %s", fault)
            known = False
        one, _ = _of(token)
    if not stands:
        return _ended(request)
    if one.status is PayStatus.SETTLED:
        return redirect(one.return_to)
    if one.status is PayStatus.BEGUN:
        context = {"token": token, "facts": _facts(one), "known": known, "tongue": _tongue(one)}
        return render(request, "website/pay_waiting.html", context)
    return _page(request, token, one)
