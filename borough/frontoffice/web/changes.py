"""The pages about what is due: who receives changes of the gazetteer, and every supply made for them."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.text import slugify

from borough.access.public import Permission, names_of, needs, principal_of
from borough.foundation.clock import now
from borough.frontoffice.web.presenters import by_whom
from borough.kernel.refusals import Refused
from borough.kernel.text import capitalised
from borough.places.public import maintenance
from borough.places.types.due import DueShown, DueState, ReceiverShown
from borough.ui.formats import moment, number, short_moment

ON_A_PAGE = 20
LARGEST = 2**62
LAYOUTS = [("dtf-7.3", "DTF 7.3"), ("addressbase-premium", "AddressBase Premium")]
STATES = {
    DueState.ASKED: "Being made", DueState.MADE: "Made, not given", DueState.GIVEN: "Given",
    DueState.DROPPED: "Dropped",
}  # fmt: skip
KINDS = {
    "street": "Streets", "streetname": "Street names", "streetlink": "Street cross references",
    "property": "Properties", "address": "Addresses", "provenance": "Provenances",
    "crossreference": "Cross references", "organisation": "Organisations", "classification": "Classifications",
    "successor": "Successors", "deliverypoint": "Delivery points",
}  # fmt: skip


class ReceiverForm(forms.Form):
    """Who receives changes, and in which layout."""

    name = forms.CharField(
        label="Who receives it", max_length=60, error_messages={"required": "Enter who receives it"}
    )  # fmt: skip
    layout = forms.ChoiceField(label="Layout", choices=LAYOUTS)


@needs(Permission.PLACES_EDIT, "GET POST")
def receivers(request: HttpRequest) -> HttpResponse:
    """Everyone who receives changes, and a form for another."""
    form = ReceiverForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        told = form.cleaned_data
        try:
            made = maintenance.add_receiver(
                by=principal_of(request), at=now(), name=told["name"], layout=told["layout"]
            )
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            return redirect("frontoffice:receiver", made)
    rows = [
        (one.id, one.name, dict(LAYOUTS).get(one.layout, one.layout), _since(one)) for one in maintenance.receivers()
    ]
    return render(request, "frontoffice/receivers.html", {"form": form, "rows": rows})


def _since(one: ReceiverShown) -> str:
    return f"changes up to {moment(one.at)}" if one.at else "nothing yet"


def _receiver(given: int) -> ReceiverShown:
    found = maintenance.receiver(given) if given <= LARGEST else None
    if found is None:
        raise Http404
    return found


@needs(Permission.PLACES_EDIT)
def receiver(request: HttpRequest, receiver: int) -> HttpResponse:
    """One receiver: what is due, the supply that is open, and those before it, twenty at a time."""
    one = _receiver(receiver)
    cursor = request.GET.get("before", "0")
    if not (cursor.isascii() and cursor.isdecimal()) or int(cursor) > LARGEST:
        raise Http404
    found = maintenance.supplies_to(receiver, before=int(cursor), limit=ON_A_PAGE + 1)
    names = names_of([name for row in found for name in (row.asked_by, row.settled_by)])
    due = maintenance.due_since(maintenance.layout_of(one.layout), one.since)
    context = {
        "one": one, "layout": dict(LAYOUTS).get(one.layout, one.layout), "since": _since(one), "first": not one.since,
        "due": [(KINDS[name], *(number(counts.get(change, 0)) for change in "IUD")) for name, counts in due],
        "open": _row(found_open, names) if (found_open := maintenance.open_supply(receiver)) else None,
        "rows": [_row(row, names) for row in found[:ON_A_PAGE]],
        "older": found[ON_A_PAGE - 1].id if len(found) > ON_A_PAGE else 0,
    }  # fmt: skip
    return render(request, "frontoffice/receiver.html", context)


def _row(row: DueShown, names: dict[str, str]) -> dict[str, Any]:
    when = f"{short_moment(row.settled_at)} by {by_whom(row.settled_by, names)}" if row.settled_at else ""
    return {
        "id": row.id, "state": STATES[row.state], "asked": short_moment(row.asked_at),
        "asked_by": capitalised(by_whom(row.asked_by, names)), "settled": when, "sha256": row.sha256,
        "records": "" if row.records is None else number(row.records), "made": row.state is DueState.MADE,
        "size": "" if row.size is None else f"{number(max(1, row.size // 1024))} kB", "file": bool(row.sha256),
        "made_at": moment(row.made_at) if row.made_at else "",
    }  # fmt: skip


@needs(Permission.PLACES_EDIT, "POST")
def make(request: HttpRequest, receiver: int) -> HttpResponse:
    """Ask for a supply of what is due."""
    _receiver(receiver)
    said = "The supply is being made. Open this page again in a minute."
    return _done(request, receiver, lambda by: maintenance.ask_due(by=by, at=now(), receiver=receiver), said)


def _done(request: HttpRequest, receiver: int, act: Callable[[str], object], said: str) -> HttpResponse:
    try:
        act(principal_of(request))
    except Refused as refused:
        messages.error(request, f"{refused}.")
    else:
        messages.success(request, said)
    return redirect("frontoffice:receiver", receiver)


def _supply(receiver: int, supply: int) -> DueShown:
    """The supply, if it is one to that receiver."""
    _receiver(receiver)
    found = maintenance.supplies_to(receiver, before=supply + 1, limit=1) if supply < LARGEST else []
    if not found or found[0].id != supply:
        raise Http404
    return found[0]


@needs(Permission.PLACES_EDIT, "POST")
def settle(request: HttpRequest, receiver: int, supply: int) -> HttpResponse:
    """Mark a supply as given, or drop it."""
    held = _supply(receiver, supply)
    if "drop" in request.POST:
        said = "The supply is dropped. What was in it is still due."
        return _done(request, receiver, lambda by: maintenance.drop_due(by=by, at=now(), number=held.id), said)
    said = "The supply is given. The next one begins after it."
    return _done(request, receiver, lambda by: maintenance.give_due(by=by, at=now(), number=held.id), said)


@needs(Permission.PLACES_EDIT)
def file(request: HttpRequest, receiver: int, supply: int) -> HttpResponse | FileResponse:
    """The file of a supply."""
    held, to = _supply(receiver, supply), _receiver(receiver)
    try:
        path = maintenance.open_due(by=principal_of(request), at=now(), receiver=receiver, number=supply)
    except Refused as refused:
        messages.error(request, f"{refused}.")
        return redirect("frontoffice:receiver", receiver)
    if path is None:
        raise Http404
    name = f"{slugify(to.name) or 'changes'}-{held.made_at:%Y-%m-%d}-{supply}.csv"
    return FileResponse(path.open("rb"), as_attachment=True, filename=name, content_type="text/csv")
