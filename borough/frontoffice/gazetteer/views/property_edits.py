"""Property edits: create, amend, retire, split and merge."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render

from borough.access.public import BoroughRequest, Permission, principal_name, requires
from borough.foundation.clock import now, today
from borough.frontoffice.gazetteer.edit_flow import EMPTY, Edit, edit_response, refresh_form
from borough.frontoffice.gazetteer.forms.properties import (
    AmendForm,
    MergeForm,
    OthersForm,
    PropertyForm,
    RangeForm,
    RetireForm,
    SplitForm,
    street_label,
)
from borough.gazetteer import public as gazetteer
from borough.gazetteer.public import maintenance
from borough.gazetteer.types.numbers import NumberKind
from borough.kernel.refusals import Refused
from borough.ui.formats import number

PAGE = "frontoffice/gazetteer/edit_property.html"


def _sent(request: BoroughRequest) -> Mapping[str, Any] | None:
    return request.POST if request.method == "POST" else None


def _described(uprn: int) -> tuple[maintenance.PropertyDescription, int]:
    described = maintenance.describe(uprn, today())
    if described is None:
        raise Http404
    return described


def _initial(of: maintenance.PropertyDescription) -> dict[str, Any]:
    """Return a property's form values."""
    street = next(iter(maintenance.streets_named(str(of.usrn))), None)
    same = (
        "postcode",
        "post_town",
        "postal",
        "official",
        "organisation",
        "classification",
        "parent",
        "easting",
        "northing",
        "start_on",
        "ward",
        "parish",
    )
    return {
        "street": street_label(street) if street else str(of.usrn or ""),
        "number": maintenance.number(of.primary),
        "building": of.primary.text,
        "flat_number": maintenance.number(of.secondary),
        "flat_name": of.secondary.text,
        "status": str(int(of.status)),
        "state": str(of.state or ""),
        "rpc": str(of.rpc or ""),
        **{name: getattr(of, name) for name in same},
    }


def _title(uprn: int) -> str:
    line = gazetteer.line_of(uprn)
    return gazetteer.single_line(line) if line else f"Property {uprn}"


def _opened_with(request: BoroughRequest) -> dict[str, Any]:
    """Return the candidate given in the link of an edit."""
    return {"candidate": request.GET.get("candidate", "")[:16]}


@requires(Permission.GAZETTEER_EDIT, "GET POST")
def create(request: BoroughRequest) -> HttpResponse:
    """Create a property with a UPRN from the council's range."""
    initial = _opened_with(request)
    if candidate := gazetteer.candidate(initial["candidate"]):
        street = next(iter(maintenance.streets_named(str(candidate.usrn))), None) if candidate.usrn else None
        town = {"street": street_label(street), "post_town": street.town} if street else {}
        initial |= {"postcode": candidate.postcode, **town}
    form = PropertyForm(_sent(request), today=today(), initial=initial)
    edit = Edit(
        lambda: maintenance.preview_new_property(form.described(), today=today()),
        lambda saving: maintenance.create_property(saving=saving, of=form.described()),
        PAGE,
        "The property is in the gazetteer.",
    )
    return edit_response(request, form, edit, {"title": "Add a property", "uprn": 0, "columns": form.columns})


@requires(Permission.GAZETTEER_EDIT, "GET POST")
def amend(request: BoroughRequest, uprn: int) -> HttpResponse:
    """Amend a property's fields and address; on a conflict, show the other change next to the input."""
    of, version = _described(uprn)
    initial = _initial(of) | {"version": version, "old": maintenance.OldAddress.HISTORIC.value} | _opened_with(request)
    form = AmendForm(_sent(request), today=today(), initial=initial)

    def read() -> dict[str, Any]:
        cleaned = form.cleaned_data
        return {"version": cleaned["version"], "of": form.described(), "old": maintenance.OldAddress(cleaned["old"])}

    edit = Edit(
        lambda: maintenance.preview_amendment(uprn, today=today(), **read()),
        lambda saving: maintenance.amend_property(saving=saving, uprn=uprn, **read()),
        PAGE,
        "The property is changed.",
        lambda: {"both": _both(form, initial)},
    )
    return edit_response(request, form, edit, {"title": f"Amend {_title(uprn)}", "uprn": uprn, "columns": form.columns})


def _both(form: AmendForm, current: dict[str, Any]) -> list[tuple[str, str, str, bool]]:
    """Return each field's current and submitted value, and update the form's version, so that it can be saved."""
    rows = []
    for name in (name for column in PropertyForm.columns for name in column):
        field = form.fields[name]
        labels = dict(getattr(field, "choices", ()))
        stored, sent = str(current.get(name) or ""), str(form.cleaned_data.get(name) or "")
        rows.append(
            (str(field.label), labels.get(stored, stored) or "None", labels.get(sent, sent) or "None", stored != sent)
        )
    refresh_form(form, version=str(current["version"]))
    return rows


@requires(Permission.GAZETTEER_EDIT, "GET POST")
def retire(request: BoroughRequest, uprn: int) -> HttpResponse:
    """Retire a property on a day."""
    _, version = _described(uprn)
    form = RetireForm(_sent(request), {"version": version, "on": today()} | _opened_with(request))

    def stale() -> dict[str, Any]:
        refresh_form(form, version=str(version))
        return {}

    edit = Edit(
        lambda: maintenance.preview_retirement(
            uprn, version=form.cleaned_data["version"], on=form.cleaned_data["on"], today=today()
        ),
        lambda saving: maintenance.retire_property(
            saving=saving, uprn=uprn, version=form.cleaned_data["version"], on=form.cleaned_data["on"]
        ),
        PAGE,
        "The property is historic now.",
        stale,
    )
    return edit_response(request, form, edit, {"title": f"Retire {_title(uprn)}", "uprn": uprn, "columns": (("on",),)})


@requires(Permission.GAZETTEER_EDIT, "GET POST")
def split(request: BoroughRequest, uprn: int) -> HttpResponse:
    """Split a property into several."""
    of, version = _described(uprn)
    form = SplitForm(_sent(request), {"version": version, "classification": "RD06"} | _opened_with(request))

    def stale() -> dict[str, Any]:
        refresh_form(form, version=str(version))
        return {}

    def split_options() -> dict[str, Any]:
        return {"version": form.cleaned_data["version"], "keep": form.cleaned_data["keep"] == "flats"}

    edit = Edit(
        lambda: maintenance.preview_split(uprn, form.described(of, today()), today=today(), **split_options()),
        lambda saving: maintenance.split_property(
            saving=saving, uprn=uprn, parts=form.described(of, today()), **split_options()
        ),
        PAGE,
        "The property is split.",
        stale,
    )
    columns = (("keep", "parts", "classification"),)
    return edit_response(request, form, edit, {"title": f"Split {_title(uprn)}", "uprn": uprn, "columns": columns})


@requires(Permission.GAZETTEER_EDIT, "GET POST")
def merge(request: BoroughRequest, uprn: int) -> HttpResponse:
    """Merge a property with others: first select them, then describe the result."""
    of, version = _described(uprn)
    if "versions" not in request.POST:
        return _others(request, uprn, of, version)
    form = MergeForm(_sent(request), today=today(), initial=_initial(of))  # for the choices of its lists

    def stale() -> dict[str, Any]:
        described = {item: maintenance.describe(item, today()) for item in form.merged()}
        refresh_form(
            form, versions=",".join(f"{item}:{current[1] if current else 0}" for item, current in described.items())
        )
        return {}

    edit = Edit(
        lambda: maintenance.preview_merge(form.merged(), form.described(), today=today()),
        lambda saving: maintenance.merge_properties(saving=saving, versions=form.merged(), of=form.described()),
        PAGE,
        "The properties are merged.",
        stale,
    )
    return edit_response(request, form, edit, _merging(uprn, form))


def _merging(uprn: int, form: MergeForm) -> dict[str, Any]:
    pairs = str(form["versions"].value() or "").split(",")
    uprns = [int(item.partition(":")[0]) for item in pairs if item.partition(":")[0].isdecimal()]
    lines = gazetteer.lines_of(uprns)
    named = [gazetteer.single_line(lines[item]) if item in lines else f"Property {item}" for item in uprns]
    return {"title": "What they become", "uprn": uprn, "columns": form.columns, "merged": named}


def _others(request: BoroughRequest, uprn: int, of: maintenance.PropertyDescription, version: int) -> HttpResponse:
    others = OthersForm(_sent(request))
    if others.is_valid():
        described = {
            item: maintenance.describe(item, today()) for item in others.cleaned_data["others"] if item != uprn
        }
        if lost := [item for item, current in described.items() if current is None]:
            others.add_error("others", f"There is no property {lost[0]} in use. Check the UPRN")
        elif not described:
            others.add_error("others", "Enter the UPRN of at least one other property")
        else:
            versions = ",".join(
                [f"{uprn}:{version}", *(f"{item}:{current[1]}" for item, current in described.items() if current)]
            )
            initial = _initial(of) | {"versions": versions, "start_on": today(), "organisation": ""}
            form = MergeForm(None, today=today(), initial=initial | _opened_with(request))
            return render(request, PAGE, EMPTY | {"form": form} | _merging(uprn, form))
    context = {"form": others, "uprn": uprn, "title": f"Merge {_title(uprn)} with others"}
    return render(request, "frontoffice/gazetteer/edit_others.html", context)


@requires(Permission.GAZETTEER_EDIT, "POST")
def suggest_street(request: BoroughRequest) -> JsonResponse:
    """Return street suggestions while typing."""
    streets = maintenance.streets_named(" ".join(request.POST.get("q", "")[:200].split()))
    return JsonResponse({"addresses": [{"address": street_label(street), "open": ""} for street in streets]})


@requires(Permission.GAZETTEER_EDIT, "GET POST")
def ranges(request: BoroughRequest) -> HttpResponse:
    """Show the council's reference ranges, with a form for a new one."""
    form = RangeForm(_sent(request))
    if form.is_valid():
        cleaned = form.cleaned_data
        try:
            maintenance.add_range(
                by=principal_name(request),
                at=now(),
                kind=NumberKind(cleaned["kind"]),
                first=cleaned["first"],
                last=cleaned["last"],
            )
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "The range is added.")
            return redirect("frontoffice:number_ranges")
    rows = [
        (range_row.kind.upper(), range_row.first, range_row.last, number(range_row.left))
        for range_row in maintenance.ranges()
    ]
    return render(request, "frontoffice/gazetteer/number_ranges.html", {"form": form, "rows": rows})
