"""What we wrote to a resident, and what they paid or are to pay. Only ever their own."""

from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from borough.access.public import signed_in
from borough.foundation.clock import now
from borough.kernel.references import show
from borough.payments import public as payments
from borough.people.public import same_as
from borough.post import public as post
from borough.ui.formats import day, moment, pounds
from borough.website.web.my_borough import ON_A_PAGE, mine, page_number

CHANNELS = {post.Channel.EMAIL: "Email", post.Channel.TEXT: "Text message", post.Channel.LETTER: "Letter"}
FAILED = {post.MessageState.PERMANENT, post.MessageState.TEMPORARY, post.MessageState.RETURNED}
TO_PAY = (payments.PayStatus.ASKED, payments.PayStatus.BEGUN)
STANDING = {
    payments.PayStatus.ASKED: "To pay", payments.PayStatus.BEGUN: "To pay",
    payments.PayStatus.CANCELLING: "Being cancelled", payments.PayStatus.SETTLED: "Paid",
    payments.PayStatus.CANCELLED: "Cancelled", payments.PayStatus.LAPSED: "Not paid in time",
}  # fmt: skip


@signed_in()
def messages(request: HttpRequest) -> HttpResponse:
    """What we wrote to them, the latest first."""
    me, number = mine(request), page_number(request)
    start = (number - 1) * ON_A_PAGE
    found = post.messages_of(me.person_id, ON_A_PAGE + 1, start) if me.person_id else []
    rows = [
        {
            "reference": one.reference, "subject": _subject(one), "how": CHANNELS[one.channel],
            "when": moment(one.made_at), "failed": one.state in FAILED,
        }
        for one in found[:ON_A_PAGE]
    ]  # fmt: skip
    context = {"rows": rows, "page": number, "more": len(found) > ON_A_PAGE}
    return render(request, "website/my_messages.html", context)


def _subject(one: Any) -> str:
    """What a message is called in a list: a text message by its first words."""
    return one.subject or (f"{one.source[:60]}…" if len(one.source) > 60 else one.source) or CHANNELS[one.channel]


@signed_in()
def message(request: HttpRequest, reference: str) -> HttpResponse:
    """One message, as it was sent."""
    me = mine(request)
    one = post.message_of(reference)
    if one is None or me.person_id is None or one.person_id not in same_as(me.person_id):
        raise Http404
    context = {
        "title": one.subject or CHANNELS[one.channel], "how": CHANNELS[one.channel], "when": moment(one.made_at),
        "to": one.to.replace("\n", ", "), "failed": one.state in FAILED,
        "said": post.shown(one.channel, one.subject, one.source) if one.source else None,
    }  # fmt: skip
    return render(request, "website/my_message.html", context)


@signed_in()
def paid(request: HttpRequest) -> HttpResponse:
    """What they paid and are to pay, the latest first."""
    me, number, at = mine(request), page_number(request), now()
    start = (number - 1) * ON_A_PAGE
    found = payments.payments_of_person(me.person_id, ON_A_PAGE + 1, start) if me.person_id else []
    context = {
        "rows": [_payment(one, at) for one in found[:ON_A_PAGE]], "page": number, "more": len(found) > ON_A_PAGE,
    }  # fmt: skip
    return render(request, "website/my_payments.html", context)


def _payment(one: payments.PaymentState, at: datetime) -> dict[str, str]:
    due = one.status in TO_PAY and one.expires_at > at
    words = STANDING[one.status] if due or one.status not in TO_PAY else "Not paid in time"
    if one.refunded:
        words = f"Paid, {pounds(one.refunded)} of it paid back"
    return {
        "what": one.description, "when": day(one.asked_at), "amount": pounds(one.amount), "standing": words,
        "shown": show(one.reference), "pay_at": payments.link_of(one.reference) if due else "",
    }  # fmt: skip
