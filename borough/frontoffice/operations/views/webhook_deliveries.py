"""Webhook deliveries and their responses."""

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from borough.access.public import BoroughRequest, Permission, principal_name, requires
from borough.foundation.clock import now
from borough.frontoffice import actions
from borough.frontoffice.presenters import page_of
from borough.kernel.refusals import Refused
from borough.ui.formats import short_moment
from borough.webhooks import delivery_log, endpoints

LONGEST_NUMBER = 18  # digits that always fit a bigint
WHY = {
    "ConnectionRefusedError": "Nobody answers there",
    "gaierror": "No such host",
    "TimeoutError": "Too slow",
    "timeout": "Too slow",
    "SSLCertVerificationError": "Its certificate is not trusted",
    "Inside": "Its name leads into our own network",
}


@requires(Permission.JOBS_VIEW)
def delivery_list(request: BoroughRequest) -> HttpResponse:
    """Show the delivery log, latest attempt first."""
    page, untaken, endpoint = page_of(request), request.GET.get("show") == "untaken", _endpoint(request)
    deliveries, more = delivery_log.list_deliveries(page=page, undelivered=untaken, endpoint_id=endpoint)
    form = WhichForm(request.GET)
    context = {
        "rows": [row(delivery) for delivery in deliveries],
        "page": page,
        "more": more,
        "form": form,
        "query": urlencode({"show": "untaken" if untaken else "", "endpoint": "" if endpoint is None else endpoint}),
        "filtered": untaken or endpoint is not None,
        "hooked": bool(endpoints.list_endpoints()),
        "may_retry": request.may(Permission.JOBS_RETRY),
    }
    return render(request, "frontoffice/operations/webhook_deliveries.html", context)


def _endpoint(request: BoroughRequest) -> int | None:
    """Return the requested endpoint, if one is."""
    text = request.GET.get("endpoint", "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < LONGEST_NUMBER else None


class WhichForm(forms.Form):
    """Filters of the log."""

    endpoint = forms.ChoiceField(label="Webhook", required=False)
    show = forms.ChoiceField(
        label="What to show", required=False, choices=[("", "Everything"), ("untaken", "Not accepted")]
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        endpoint_choices = [(str(endpoint.endpoint_id), endpoint.name) for endpoint in endpoints.list_endpoints()]
        field = self.fields["endpoint"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - tells the type
        field.choices = [
            ("", "Every webhook"),
            *endpoint_choices,
        ]


def row(delivery: delivery_log.DeliverySummary) -> dict[str, Any]:
    """Return a delivery as a table row."""
    return {
        "id": delivery.event_id,
        "key": delivery.key,
        "tries": delivery.tries,
        "tried": short_moment(delivery.tried_at),
        "took": f"{delivery.milliseconds:,} ms",
        "answer": _answer(delivery),
        "accepted": delivery.accepted,
        "endpoint": delivery.endpoint,
        "endpoint_id": delivery.endpoint_id,
    }


def _answer(delivery: delivery_log.DeliverySummary) -> str:
    return f"Answered {delivery.status}" if delivery.status else WHY.get(delivery.why, f"Not reached: {delivery.why}")


@requires(Permission.JOBS_RETRY, "POST")
def retry(request: BoroughRequest, event_id: int) -> HttpResponse:
    """Redeliver an event."""
    endpoint = request.POST.get("endpoint", "")
    endpoint_id = int(endpoint) if endpoint.isascii() and endpoint.isdecimal() and len(endpoint) < LONGEST_NUMBER else 0
    try:
        actions.redeliver(by=principal_name(request), at=now(), event_id=event_id, endpoint_id=endpoint_id)
        messages.success(request, "It will be told once more, under the same key.")
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect("frontoffice:webhook_deliveries")
