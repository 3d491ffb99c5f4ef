"""A resident's own messages and payments."""

from datetime import datetime
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render

from borough.access.public import BoroughRequest, requires_sign_in
from borough.foundation.clock import now
from borough.kernel.references import format_reference
from borough.messaging import public as messaging
from borough.payments import public as payments
from borough.people.public import merged_person_ids
from borough.ui.formats import day, moment, pounds
from borough.website.account.views.overview import ON_A_PAGE, current_resident, page_number

CHANNELS = {
    messaging.Channel.EMAIL: "Email",
    messaging.Channel.TEXT: "Text message",
    messaging.Channel.LETTER: "Letter",
}
FAILED = {messaging.MessageState.PERMANENT, messaging.MessageState.TEMPORARY, messaging.MessageState.RETURNED}
TO_PAY = (payments.PayStatus.REQUESTED, payments.PayStatus.BEGUN)
STATUS_LABELS = {
    payments.PayStatus.REQUESTED: "To pay",
    payments.PayStatus.BEGUN: "To pay",
    payments.PayStatus.CANCELLING: "Being cancelled",
    payments.PayStatus.SETTLED: "Paid",
    payments.PayStatus.CANCELLED: "Cancelled",
    payments.PayStatus.LAPSED: "Not paid in time",
}


@requires_sign_in()
def messages(request: BoroughRequest) -> HttpResponse:
    """List messages to them, latest first."""
    me, number = current_resident(request), page_number(request)
    start = (number - 1) * ON_A_PAGE
    messages = messaging.messages_of(me.person_id, ON_A_PAGE + 1, start) if me.person_id else []
    rows = [
        {
            "reference": message.reference,
            "subject": _subject(message),
            "how": CHANNELS[message.channel],
            "when": moment(message.created_at),
            "failed": message.state in FAILED,
        }
        for message in messages[:ON_A_PAGE]
    ]
    context = {"rows": rows, "page": number, "more": len(messages) > ON_A_PAGE}
    return render(request, "website/account/my_messages.html", context)


def _subject(message: Any) -> str:
    """Return a message's title in a list: for a text message, its first words."""
    return (
        message.subject
        or (f"{message.source[:60]}…" if len(message.source) > 60 else message.source)
        or CHANNELS[message.channel]
    )


@requires_sign_in()
def message(request: BoroughRequest, reference: str) -> HttpResponse:
    """Show one message as sent."""
    me = current_resident(request)
    message = messaging.message_of(reference)
    if message is None or me.person_id is None or message.person_id not in merged_person_ids(me.person_id):
        raise Http404
    context = {
        "title": message.subject or CHANNELS[message.channel],
        "how": CHANNELS[message.channel],
        "when": moment(message.created_at),
        "to": message.to.replace("\n", ", "),
        "failed": message.state in FAILED,
        "rendered": messaging.render_stored(message.channel, message.subject, message.source)
        if message.source
        else None,
    }
    return render(request, "website/account/my_message.html", context)


@requires_sign_in()
def paid(request: BoroughRequest) -> HttpResponse:
    """List paid and due payments, latest first."""
    me, number, at = current_resident(request), page_number(request), now()
    start = (number - 1) * ON_A_PAGE
    person_payments = payments.payments_of_person(me.person_id, ON_A_PAGE + 1, start) if me.person_id else []
    context = {
        "rows": [_payment(payment, at) for payment in person_payments[:ON_A_PAGE]],
        "page": number,
        "more": len(person_payments) > ON_A_PAGE,
    }
    return render(request, "website/account/my_payments.html", context)


def _payment(payment: payments.PaymentState, at: datetime) -> dict[str, str]:
    due = payment.status in TO_PAY and payment.expires_at > at
    status = STATUS_LABELS[payment.status] if due or payment.status not in TO_PAY else "Not paid in time"
    if payment.refunded:
        status = f"Paid, {pounds(payment.refunded)} of it paid back"
    return {
        "what": payment.description,
        "when": day(payment.requested_at),
        "amount": pounds(payment.amount),
        "status": status,
        "display_reference": format_reference(payment.reference),
        "payment_url": payments.link_of(payment.reference) if due else "",
    }
