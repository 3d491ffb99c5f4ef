"""Street naming and numbering: find, name and number a street, and approve built properties."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render

from borough.access.public import BoroughRequest, Permission, requires
from borough.foundation.clock import today
from borough.frontoffice.gazetteer.edit_flow import Edit, edit_response
from borough.frontoffice.gazetteer.forms.properties import street_label, streets_meant
from borough.frontoffice.gazetteer.forms.streets import ApproveForm, FindStreetForm, NumberForm, StreetForm
from borough.gazetteer import public as gazetteer
from borough.gazetteer.public import maintenance
from borough.gazetteer.types import StreetDetail

LARGEST_USRN = 99_999_999
STATES = {1: "Under construction", 2: "Open", 4: "Permanently closed", 5: "Open with a restriction"}


@requires(Permission.GAZETTEER_EDIT, "GET POST")
def find(request: BoroughRequest) -> HttpResponse:
    """Find a street by name."""
    form = FindStreetForm(request.POST if request.method == "POST" else None)
    streets = streets_meant(form.cleaned_data["street"]) if form.is_valid() else None
    rows = (
        [(street.usrn, street_label(street), STATES.get(street.state or 0, "")) for street in streets]
        if streets
        else []
    )
    return render(
        request, "frontoffice/gazetteer/streets.html", {"form": form, "rows": rows, "looked": streets is not None}
    )


@requires(Permission.GAZETTEER_EDIT, "GET POST")
def create(request: BoroughRequest) -> HttpResponse:
    """Name a new street."""
    form = StreetForm(request.POST if request.method == "POST" else None, today=today())
    edit = Edit(
        lambda: maintenance.preview_street(form.described(), today=today()),
        lambda saving: maintenance.create_street(saving=saving, of=form.described()),
        "frontoffice/gazetteer/edit_property.html",
        "The street is in the gazetteer.",
        leads_to="frontoffice:street",
    )
    return edit_response(request, form, edit, {"title": "Name a street", "uprn": 0, "columns": form.columns})


def _street(usrn: int) -> StreetDetail:
    streets = [street for street in gazetteer.street_of(usrn) if not street.withdrawn] if usrn <= LARGEST_USRN else []
    if not streets:
        raise Http404
    return next((street for street in streets if street.language == "ENG"), streets[0])


@requires(Permission.GAZETTEER_EDIT, "GET POST")
def street(request: BoroughRequest, usrn: int) -> HttpResponse:
    """Show a street with its provisional addresses, which are approved once built."""
    street = _street(usrn)
    waiting = maintenance.provisional_on(usrn)
    choices = [
        (str(uprn), f"{maintenance.address_text(address)} {street.name}, {address['postcode'] or 'no postcode'}")
        for uprn, (_, address) in waiting.items()
    ]
    form = ApproveForm(request.POST if request.method == "POST" else None, choices)

    def uprns() -> list[int]:
        return list(form.cleaned_data["uprns"])

    edit = Edit(
        lambda: maintenance.preview_approval(usrn, uprns(), today=today()),
        lambda saving: maintenance.approve_addresses(saving=saving, usrn=usrn, uprns=uprns()),
        "frontoffice/gazetteer/street.html",
        "The addresses are approved.",
    )
    facts = [
        ("USRN", str(usrn)),
        ("Locality", street.locality),
        ("Town", street.town),
        ("Administrative area", street.administrative_area),
        ("State", STATES.get(street.state or 0, "Not said")),
    ]
    context = {"title": street.name, "usrn": usrn, "facts": [pair for pair in facts if pair[1]], "waiting": choices}
    return edit_response(request, form, edit, context)


@requires(Permission.GAZETTEER_EDIT, "GET POST")
def number(request: BoroughRequest, usrn: int) -> HttpResponse:
    """Number a street, with a preview of every address and its checks."""
    street = _street(usrn)
    town = {"post_town": street.town}
    form = NumberForm(request.POST if request.method == "POST" else None, today=today(), initial=town)
    edit = Edit(
        lambda: maintenance.preview_numbering(form.described(usrn), form.scheme(), today=today()),
        lambda saving: maintenance.number_street(saving=saving, of=form.described(usrn), scheme=form.scheme()),
        "frontoffice/gazetteer/street_number.html",
        "The street is numbered.",
        present=lambda plan: _addresses(plan, street),
    )
    context = {"title": f"Number {street.name}", "usrn": usrn, "columns": form.columns}
    return edit_response(request, form, edit, context)


def _addresses(plan: maintenance.EditPlan, street: StreetDetail) -> dict[str, Any]:
    """Return every planned address, with its position and failed checks."""
    at = {facts["uprn"]: facts for facts in plan.of("property")}
    failed: dict[str, list[str]] = {}
    for fault in plan.faults:
        where, _, other = fault.where.partition(", as property ")
        failed.setdefault(where, []).append(f"{fault.sentence} ({fault.check}{', property ' * bool(other)}{other})")
    rows = []
    for facts in plan.of("address"):
        place, text = at[facts["uprn"]], maintenance.address_text(facts)
        failures = failed.get(f"address {text}", []) + failed.get(f"property {facts['uprn']}", [])
        label = ", ".join(filter(None, [f"{text} {street.name}", street.locality, facts["postcode"]]))
        rows.append((facts["uprn"], label, f"{place['easting']}, {place['northing']}", " ".join(failures) or "None"))
    known = {f"address {maintenance.address_text(facts)}" for facts in plan.of("address")}
    known |= {f"property {uprn}" for uprn in at}
    rest = [
        (fault.check, fault.sentence, fault.where)
        for fault in plan.faults
        if fault.where.partition(", as")[0] not in known
    ]
    return {"rows": rows, "faults": plan.faults, "rest": rest, "notes": plan.notes, "count": len(rows)}
