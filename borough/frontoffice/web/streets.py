"""The pages of street naming and numbering: find a street, name one, number it, and approve what is built."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from borough.access.public import Permission, needs
from borough.foundation.clock import today
from borough.frontoffice.web.edit_forms import street_label, streets_meant
from borough.frontoffice.web.saving import Edit, answered
from borough.frontoffice.web.street_forms import ApproveForm, FindStreetForm, NumberForm, StreetForm
from borough.places import public as places
from borough.places.public import maintenance
from borough.places.types import StreetShown

LARGEST_USRN = 99_999_999
STATES = {1: "Under construction", 2: "Open", 4: "Permanently closed", 5: "Open with a restriction"}


@needs(Permission.PLACES_EDIT, "GET POST")
def find(request: HttpRequest) -> HttpResponse:
    """Find a street by its name."""
    form = FindStreetForm(request.POST if request.method == "POST" else None)
    found = streets_meant(form.cleaned_data["street"]) if form.is_valid() else None
    rows = [(one.usrn, street_label(one), STATES.get(one.state or 0, "")) for one in found] if found else []
    return render(request, "frontoffice/streets.html", {"form": form, "rows": rows, "looked": found is not None})


@needs(Permission.PLACES_EDIT, "GET POST")
def create(request: HttpRequest) -> HttpResponse:
    """Name a new street."""
    form = StreetForm(request.POST if request.method == "POST" else None, today=today())
    edit = Edit(
        lambda: maintenance.look_at_street(form.described(), today=today()),
        lambda saving: maintenance.create_street(saving=saving, of=form.described()),
        "frontoffice/edit_property.html", "The street is in the gazetteer.", leads_to="frontoffice:street",
    )  # fmt: skip
    return answered(request, form, edit, {"title": "Name a street", "uprn": 0, "columns": form.columns})


def _street(usrn: int) -> StreetShown:
    held = [one for one in places.street_of(usrn) if not one.withdrawn] if usrn <= LARGEST_USRN else []
    if not held:
        raise Http404
    return next((one for one in held if one.language == "ENG"), held[0])


@needs(Permission.PLACES_EDIT, "GET POST")
def street(request: HttpRequest, usrn: int) -> HttpResponse:
    """A street, and its provisional addresses, which are approved when they are built."""
    held = _street(usrn)
    waiting = maintenance.provisional_on(usrn)
    choices = [
        (str(uprn), f"{maintenance.written(address)} {held.name}, {address['postcode'] or 'no postcode'}")
        for uprn, (_, address) in waiting.items()
    ]
    form = ApproveForm(request.POST if request.method == "POST" else None, choices)

    def uprns() -> list[int]:
        return list(form.cleaned_data["uprns"])

    edit = Edit(
        lambda: maintenance.look_at_approval(usrn, uprns(), today=today()),
        lambda saving: maintenance.approve_addresses(saving=saving, usrn=usrn, uprns=uprns()),
        "frontoffice/street.html", "The addresses are approved.",
    )  # fmt: skip
    facts = [
        ("USRN", str(usrn)), ("Locality", held.locality), ("Town", held.town),
        ("Administrative area", held.administrative_area), ("State", STATES.get(held.state or 0, "Not said")),
    ]  # fmt: skip
    context = {"title": held.name, "usrn": usrn, "facts": [pair for pair in facts if pair[1]], "waiting": choices}
    return answered(request, form, edit, context)


@needs(Permission.PLACES_EDIT, "GET POST")
def number(request: HttpRequest, usrn: int) -> HttpResponse:
    """Number a street: every address and its checks before anything is written."""
    held = _street(usrn)
    town = {"post_town": held.town}
    form = NumberForm(request.POST if request.method == "POST" else None, today=today(), initial=town)
    edit = Edit(
        lambda: maintenance.look_at_numbers(form.described(usrn), form.scheme(), today=today()),
        lambda saving: maintenance.number_street(saving=saving, of=form.described(usrn), scheme=form.scheme()),
        "frontoffice/street_number.html", "The street is numbered.", present=lambda plan: _addresses(plan, held),
    )  # fmt: skip
    context = {"title": f"Number {held.name}", "usrn": usrn, "columns": form.columns}
    return answered(request, form, edit, context)


def _addresses(plan: maintenance.Plan, held: StreetShown) -> dict[str, Any]:
    """Every address that would be made, with where it stands and the checks it would fail."""
    at = {facts["uprn"]: facts for facts in plan.of("property")}
    failed: dict[str, list[str]] = {}
    for fault in plan.faults:
        where, _, other = fault.where.partition(", as property ")
        failed.setdefault(where, []).append(f"{fault.sentence} ({fault.check}{', property ' * bool(other)}{other})")
    rows = []
    for facts in plan.of("address"):
        place, words = at[facts["uprn"]], maintenance.written(facts)
        found = failed.get(f"address {words}", []) + failed.get(f"property {facts['uprn']}", [])
        told = ", ".join(filter(None, [f"{words} {held.name}", held.locality, facts["postcode"]]))
        rows.append((facts["uprn"], told, f"{place['easting']}, {place['northing']}", " ".join(found) or "None"))
    known = {f"address {maintenance.written(facts)}" for facts in plan.of("address")}
    known |= {f"property {uprn}" for uprn in at}
    rest = [
        (fault.check, fault.sentence, fault.where)
        for fault in plan.faults
        if fault.where.partition(", as")[0] not in known
    ]
    return {"rows": rows, "faults": plan.faults, "rest": rest, "notes": plan.notes, "count": len(rows)}
