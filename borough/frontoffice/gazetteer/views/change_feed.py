"""Change feed: receivers of gazetteer changes, and the supplies made for them."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.text import slugify

from borough.access.public import BoroughRequest, Permission, principal_name, requires, staff_names
from borough.foundation.clock import now
from borough.frontoffice.presenters import by_whom
from borough.gazetteer.public import maintenance
from borough.gazetteer.types.change_feed import FeedState, FeedSupplyDetail, ReceiverDetail
from borough.kernel.refusals import Refused
from borough.kernel.text import capitalise
from borough.ui.formats import moment, number, short_moment

ON_A_PAGE = 20
LARGEST = 2**62
LAYOUTS = [("dtf-7.3", "DTF 7.3"), ("addressbase-premium", "AddressBase Premium")]
STATES = {
    FeedState.REQUESTED: "Being made",
    FeedState.CREATED: "Made, not given",
    FeedState.DELIVERED: "Given",
    FeedState.DROPPED: "Dropped",
}
KINDS = {
    "street": "Streets",
    "streetname": "Street names",
    "streetlink": "Street cross references",
    "property": "Properties",
    "address": "Addresses",
    "provenance": "Provenances",
    "crossreference": "Cross references",
    "organisation": "Organisations",
    "classification": "Classifications",
    "successor": "Successors",
    "deliverypoint": "Delivery points",
}


class ReceiverForm(forms.Form):
    """Form for a receiver and its layout."""

    name = forms.CharField(label="Who receives it", max_length=60, error_messages={"required": "Enter who receives it"})
    layout = forms.ChoiceField(label="Layout", choices=LAYOUTS)


@requires(Permission.GAZETTEER_EDIT, "GET POST")
def receivers(request: BoroughRequest) -> HttpResponse:
    """List all receivers, with a form for a new one."""
    form = ReceiverForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        cleaned = form.cleaned_data
        try:
            receiver_id = maintenance.add_receiver(
                by=principal_name(request), at=now(), name=cleaned["name"], layout=cleaned["layout"]
            )
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            return redirect("frontoffice:receiver", receiver_id)
    rows = [
        (receiver.id, receiver.name, dict(LAYOUTS).get(receiver.layout, receiver.layout), _since(receiver))
        for receiver in maintenance.receivers()
    ]
    return render(request, "frontoffice/gazetteer/receivers.html", {"form": form, "rows": rows})


def _since(receiver: ReceiverDetail) -> str:
    return f"changes up to {moment(receiver.at)}" if receiver.at else "nothing yet"


def _receiver(number: int) -> ReceiverDetail:
    receiver = maintenance.receiver(number) if number <= LARGEST else None
    if receiver is None:
        raise Http404
    return receiver


@requires(Permission.GAZETTEER_EDIT)
def receiver(request: BoroughRequest, receiver: int) -> HttpResponse:
    """Show a receiver: pending changes, the open supply, and earlier ones, twenty at a time."""
    detail = _receiver(receiver)
    cursor = request.GET.get("before", "0")
    if not (cursor.isascii() and cursor.isdecimal()) or int(cursor) > LARGEST:
        raise Http404
    supplies = maintenance.feed_supplies(receiver, before=int(cursor), limit=ON_A_PAGE + 1)
    names = staff_names([name for row in supplies for name in (row.requested_by, row.settled_by)])
    due = maintenance.pending_changes(maintenance.layout_of(detail.layout), detail.since)
    context = {
        "receiver": detail,
        "layout": dict(LAYOUTS).get(detail.layout, detail.layout),
        "since": _since(detail),
        "first": not detail.since,
        "due": [(KINDS[name], *(number(counts.get(change, 0)) for change in "IUD")) for name, counts in due],
        "open": _row(open_supply, names) if (open_supply := maintenance.open_feed_supply(receiver)) else None,
        "rows": [_row(row, names) for row in supplies[:ON_A_PAGE]],
        "older": supplies[ON_A_PAGE - 1].id if len(supplies) > ON_A_PAGE else 0,
    }
    return render(request, "frontoffice/gazetteer/receiver.html", context)


def _row(row: FeedSupplyDetail, names: dict[str, str]) -> dict[str, Any]:
    when = f"{short_moment(row.settled_at)} by {by_whom(row.settled_by, names)}" if row.settled_at else ""
    return {
        "id": row.id,
        "state": STATES[row.state],
        "requested": short_moment(row.requested_at),
        "requested_by": capitalise(by_whom(row.requested_by, names)),
        "settled": when,
        "sha256": row.sha256,
        "records": "" if row.records is None else number(row.records),
        "ready": row.state is FeedState.CREATED,
        "size": "" if row.size is None else f"{number(max(1, row.size // 1024))} kB",
        "file": bool(row.sha256),
        "created_at": moment(row.created_at) if row.created_at else "",
    }


@requires(Permission.GAZETTEER_EDIT, "POST")
def make(request: BoroughRequest, receiver: int) -> HttpResponse:
    """Request a supply of the pending changes."""
    _receiver(receiver)
    message = "The supply is being made. Open this page again in a minute."
    return _done(
        request, receiver, lambda by: maintenance.request_feed_supply(by=by, at=now(), receiver=receiver), message
    )


def _done(request: BoroughRequest, receiver: int, act: Callable[[str], object], message: str) -> HttpResponse:
    try:
        act(principal_name(request))
    except Refused as refused:
        messages.error(request, f"{refused}.")
    else:
        messages.success(request, message)
    return redirect("frontoffice:receiver", receiver)


def _supply(receiver: int, supply: int) -> FeedSupplyDetail:
    """Return the supply if it belongs to that receiver."""
    _receiver(receiver)
    supplies = maintenance.feed_supplies(receiver, before=supply + 1, limit=1) if supply < LARGEST else []
    if not supplies or supplies[0].id != supply:
        raise Http404
    return supplies[0]


@requires(Permission.GAZETTEER_EDIT, "POST")
def settle(request: BoroughRequest, receiver: int, supply: int) -> HttpResponse:
    """Mark a supply as delivered, or discard it."""
    detail = _supply(receiver, supply)
    if "drop" in request.POST:
        message = "The supply is dropped. What was in it is still due."
        return _done(
            request, receiver, lambda by: maintenance.drop_feed_supply(by=by, at=now(), number=detail.id), message
        )
    message = "The supply is given. The next one begins after it."
    return _done(
        request, receiver, lambda by: maintenance.deliver_feed_supply(by=by, at=now(), number=detail.id), message
    )


@requires(Permission.GAZETTEER_EDIT)
def file(request: BoroughRequest, receiver: int, supply: int) -> HttpResponse | FileResponse:
    """Download the file of a supply."""
    detail, to = _supply(receiver, supply), _receiver(receiver)
    try:
        path = maintenance.open_feed_file(by=principal_name(request), at=now(), receiver=receiver, number=supply)
    except Refused as refused:
        messages.error(request, f"{refused}.")
        return redirect("frontoffice:receiver", receiver)
    if path is None:
        raise Http404
    name = f"{slugify(to.name) or 'changes'}-{detail.created_at:%Y-%m-%d}-{supply}.csv"
    return FileResponse(path.open("rb"), as_attachment=True, filename=name, content_type="text/csv")
