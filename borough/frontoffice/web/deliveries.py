"""What another system was told by the web hook, and how it answered."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from borough.access.public import Permission, needs, principal_of
from borough.foundation import webhooks
from borough.foundation.clock import now
from borough.frontoffice import actions
from borough.frontoffice.web.presenters import page_of
from borough.kernel.refusals import Refused
from borough.ui.formats import short_moment

WHY = {
    "ConnectionRefusedError": "Nobody answers there", "gaierror": "No such host", "TimeoutError": "Too slow",
    "timeout": "Too slow", "SSLCertVerificationError": "Its certificate is not trusted",
}  # fmt: skip


@needs(Permission.JOBS_VIEW)
def told(request: HttpRequest) -> HttpResponse:
    """The log, the latest tried first."""
    page, untaken = page_of(request), request.GET.get("show") == "untaken"
    found, more = webhooks.deliveries(page=page, untaken=untaken)
    rows = [
        {
            "id": one.event_id, "key": one.key, "tries": one.tries, "tried": short_moment(one.tried_at),
            "took": f"{one.milliseconds:,} ms", "answer": _answer(one),
            "taken": one.taken,
        }
        for one in found
    ]  # fmt: skip
    context = {
        "rows": rows, "page": page, "more": more, "untaken": untaken, "hooked": bool(settings.WEBHOOK_URL),
        "may_retry": request.may(Permission.JOBS_RETRY),  # type: ignore[attr-defined] # the gate's, on every request
    }  # fmt: skip
    return render(request, "frontoffice/deliveries.html", context)


def _answer(one: webhooks.Delivered) -> str:
    return f"Answered {one.status}" if one.status else WHY.get(one.why, f"Not reached: {one.why}")


@needs(Permission.JOBS_RETRY, "POST")
def again(request: HttpRequest, event_id: int) -> HttpResponse:
    """Have another system told of an event once more."""
    try:
        actions.tell_again(by=principal_of(request), at=now(), event_id=event_id)
        messages.success(request, "It will be told once more, under the same key.")
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect("frontoffice:deliveries")
