"""What other systems were told by web hooks, and how they answered."""

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from borough.access.public import Permission, needs, principal_of
from borough.foundation import readers, webhooks
from borough.foundation.clock import now
from borough.frontoffice import actions
from borough.frontoffice.web.presenters import page_of
from borough.kernel.refusals import Refused
from borough.ui.formats import short_moment

LONGEST_NUMBER = 18  # figures a bigint surely holds
WHY = {
    "ConnectionRefusedError": "Nobody answers there", "gaierror": "No such host", "TimeoutError": "Too slow",
    "timeout": "Too slow", "SSLCertVerificationError": "Its certificate is not trusted",
    "Inside": "Its name leads into our own network",
}  # fmt: skip
IN_SETTINGS = "The address in the settings"


@needs(Permission.JOBS_VIEW)
def told(request: HttpRequest) -> HttpResponse:
    """The log, the latest tried first."""
    page, untaken, reader = page_of(request), request.GET.get("show") == "untaken", _reader(request)
    found, more = webhooks.deliveries(page=page, untaken=untaken, reader_id=reader)
    form = WhichForm(request.GET)
    context = {
        "rows": [row(one) for one in found], "page": page, "more": more, "form": form,
        "query": urlencode({"show": "untaken" if untaken else "", "reader": "" if reader is None else reader}),
        "filtered": untaken or reader is not None, "hooked": bool(settings.WEBHOOK_URL or readers.listed()),
        "may_retry": request.may(Permission.JOBS_RETRY),  # type: ignore[attr-defined] # the gate's, on every request
    }  # fmt: skip
    return render(request, "frontoffice/deliveries.html", context)


def _reader(request: HttpRequest) -> int | None:
    """The reader asked for: 0 for the one in the settings."""
    text = request.GET.get("reader", "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < LONGEST_NUMBER else None


class WhichForm(forms.Form):
    """Which part of the log to show."""

    reader = forms.ChoiceField(label="Who was told", required=False)
    show = forms.ChoiceField(
        label="What to show", required=False, choices=[("", "Everything"), ("untaken", "What was not taken")]
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kept = [(str(one.reader_id), one.name) for one in readers.listed()]
        field = self.fields["reader"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - tells the type
        field.choices = [("", "Every reader"), *kept, *([("0", IN_SETTINGS)] if settings.WEBHOOK_URL else [])]


def row(one: webhooks.Delivered) -> dict[str, Any]:
    """A delivery as a line of a table."""
    return {
        "id": one.event_id, "key": one.key, "tries": one.tries, "tried": short_moment(one.tried_at),
        "took": f"{one.milliseconds:,} ms", "answer": _answer(one), "taken": one.taken,
        "reader": one.reader or IN_SETTINGS, "reader_id": one.reader_id or 0,
    }  # fmt: skip


def _answer(one: webhooks.Delivered) -> str:
    return f"Answered {one.status}" if one.status else WHY.get(one.why, f"Not reached: {one.why}")


@needs(Permission.JOBS_RETRY, "POST")
def again(request: HttpRequest, event_id: int) -> HttpResponse:
    """Have another system told of an event once more."""
    reader = request.POST.get("reader", "")
    reader_id = int(reader) if reader.isascii() and reader.isdecimal() and len(reader) < LONGEST_NUMBER else 0
    try:
        actions.tell_again(by=principal_of(request), at=now(), event_id=event_id, reader_id=reader_id or None)
        messages.success(request, "It will be told once more, under the same key.")
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect("frontoffice:deliveries")
