"""The pages on which the gazetteer officer creates, amends, retires, splits and merges properties."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render

from borough.access.public import Permission, needs, principal_of
from borough.foundation.clock import now, today
from borough.frontoffice.web.edit_forms import (
    AmendForm,
    MergeForm,
    OthersForm,
    PropertyForm,
    RangeForm,
    RetireForm,
    SplitForm,
    street_label,
)
from borough.frontoffice.web.saving import EMPTY, Edit, answered, bring_up
from borough.kernel.refusals import Refused
from borough.places import public as places
from borough.places.public import maintenance
from borough.places.types.numbers import NumberKind
from borough.ui.formats import number

PAGE = "frontoffice/edit_property.html"


def _sent(request: HttpRequest) -> Mapping[str, Any] | None:
    return request.POST if request.method == "POST" else None


def _held(uprn: int) -> tuple[maintenance.Described, int]:
    found = maintenance.described_as(uprn, today())
    if found is None:
        raise Http404
    return found


def _told(of: maintenance.Described) -> dict[str, Any]:
    """A property as its form shows it."""
    street = next(iter(maintenance.streets_named(str(of.usrn))), None)
    same = ("postcode", "post_town", "postal", "official", "organisation", "classification", "parent", "easting",
            "northing", "start_on", "ward", "parish")  # fmt: skip
    return {
        "street": street_label(street) if street else str(of.usrn or ""), "number": maintenance.number(of.primary),
        "building": of.primary.text, "flat_number": maintenance.number(of.secondary), "flat_name": of.secondary.text,
        "status": str(int(of.status)), "state": str(of.state or ""), "rpc": str(of.rpc or ""),
        **{name: getattr(of, name) for name in same},
    }  # fmt: skip


def _title(uprn: int) -> str:
    line = places.line_of(uprn)
    return places.single_line(line) if line else f"Property {uprn}"


def _opened_with(request: HttpRequest) -> dict[str, Any]:
    """The candidate an edit is made for, as its link names it."""
    return {"candidate": request.GET.get("candidate", "")[:16]}


@needs(Permission.PLACES_EDIT, "GET POST")
def create(request: HttpRequest) -> HttpResponse:
    """Create a property, with a UPRN of the council's own."""
    initial = _opened_with(request)
    if one := places.candidate(initial["candidate"]):
        street = next(iter(maintenance.streets_named(str(one.usrn))), None) if one.usrn else None
        town = {"street": street_label(street), "post_town": street.town} if street else {}
        initial |= {"postcode": one.postcode, **town}
    form = PropertyForm(_sent(request), today=today(), initial=initial)
    edit = Edit(
        lambda: maintenance.look_at_new(form.described(), today=today()),
        lambda saving: maintenance.create_property(saving=saving, of=form.described()),
        PAGE, "The property is in the gazetteer.",
    )  # fmt: skip
    return answered(request, form, edit, {"title": "Add a property", "uprn": 0, "columns": form.columns})


@needs(Permission.PLACES_EDIT, "GET POST")
def amend(request: HttpRequest, uprn: int) -> HttpResponse:
    """Amend a property's facts and address; what someone else changed meanwhile is shown beside what was sent."""
    of, version = _held(uprn)
    initial = _told(of) | {"version": version, "old": maintenance.Old.HISTORIC.value} | _opened_with(request)
    form = AmendForm(_sent(request), today=today(), initial=initial)

    def read() -> dict[str, Any]:
        told = form.cleaned_data
        return {"version": told["version"], "of": form.described(), "old": maintenance.Old(told["old"])}

    edit = Edit(
        lambda: maintenance.look_at_amended(uprn, today=today(), **read()),
        lambda saving: maintenance.amend_property(saving=saving, uprn=uprn, **read()),
        PAGE, "The property is changed.", lambda: {"both": _both(form, initial)},
    )  # fmt: skip
    return answered(
        request, form, edit, {"title": f"Amend {_title(uprn)}", "uprn": uprn, "columns": form.columns}
    )  # fmt: skip


def _both(form: AmendForm, now_held: dict[str, Any]) -> list[tuple[str, str, str, bool]]:
    """Each fact as it is now and as it was sent; the form is brought up to what is there, so that it can be saved."""
    rows = []
    for name in (name for column in PropertyForm.columns for name in column):
        field = form.fields[name]
        words = dict(getattr(field, "choices", ()))
        held, sent = str(now_held.get(name) or ""), str(form.cleaned_data.get(name) or "")
        rows.append((str(field.label), words.get(held, held) or "None", words.get(sent, sent) or "None", held != sent))
    bring_up(form, version=str(now_held["version"]))
    return rows


@needs(Permission.PLACES_EDIT, "GET POST")
def retire(request: HttpRequest, uprn: int) -> HttpResponse:
    """End a property on a day."""
    _, version = _held(uprn)
    form = RetireForm(_sent(request), {"version": version, "on": today()} | _opened_with(request))

    def stale() -> dict[str, Any]:
        bring_up(form, version=str(version))
        return {}

    edit = Edit(
        lambda: maintenance.look_at_retired(
            uprn, version=form.cleaned_data["version"], on=form.cleaned_data["on"], today=today()
        ),
        lambda saving: maintenance.retire_property(
            saving=saving, uprn=uprn, version=form.cleaned_data["version"], on=form.cleaned_data["on"]
        ),
        PAGE, "The property is historic now.", stale,
    )  # fmt: skip
    return answered(
        request, form, edit, {"title": f"Retire {_title(uprn)}", "uprn": uprn, "columns": (("on",),)}
    )  # fmt: skip


@needs(Permission.PLACES_EDIT, "GET POST")
def split(request: HttpRequest, uprn: int) -> HttpResponse:
    """Split a property into several."""
    of, version = _held(uprn)
    form = SplitForm(_sent(request), {"version": version, "classification": "RD06"} | _opened_with(request))

    def stale() -> dict[str, Any]:
        bring_up(form, version=str(version))
        return {}

    def told() -> dict[str, Any]:
        return {"version": form.cleaned_data["version"], "keep": form.cleaned_data["keep"] == "flats"}

    edit = Edit(
        lambda: maintenance.look_at_split(uprn, form.described(of, today()), today=today(), **told()),
        lambda saving: maintenance.split_property(
            saving=saving, uprn=uprn, parts=form.described(of, today()), **told()
        ),
        PAGE, "The property is split.", stale,
    )  # fmt: skip
    columns = (("keep", "parts", "classification"),)
    return answered(request, form, edit, {"title": f"Split {_title(uprn)}", "uprn": uprn, "columns": columns})


@needs(Permission.PLACES_EDIT, "GET POST")
def merge(request: HttpRequest, uprn: int) -> HttpResponse:
    """Merge a property with others: first which, then what they become."""
    of, version = _held(uprn)
    if "versions" not in request.POST:
        return _others(request, uprn, of, version)
    form = MergeForm(_sent(request), today=today(), initial=_told(of))  # for the codes its lists must offer

    def stale() -> dict[str, Any]:
        held = {one: maintenance.described_as(one, today()) for one in form.merged()}
        bring_up(form, versions=",".join(f"{one}:{found[1] if found else 0}" for one, found in held.items()))
        return {}

    edit = Edit(
        lambda: maintenance.look_at_merge(form.merged(), form.described(), today=today()),
        lambda saving: maintenance.merge_properties(saving=saving, versions=form.merged(), of=form.described()),
        PAGE, "The properties are merged.", stale,
    )  # fmt: skip
    return answered(request, form, edit, _merging(uprn, form))


def _merging(uprn: int, form: MergeForm) -> dict[str, Any]:
    pairs = str(form["versions"].value() or "").split(",")
    uprns = [int(one.partition(":")[0]) for one in pairs if one.partition(":")[0].isdecimal()]
    lines = places.lines_of(uprns)
    named = [places.single_line(lines[one]) if one in lines else f"Property {one}" for one in uprns]
    return {"title": "What they become", "uprn": uprn, "columns": form.columns, "merged": named}


def _others(request: HttpRequest, uprn: int, of: maintenance.Described, version: int) -> HttpResponse:
    others = OthersForm(_sent(request))
    if others.is_valid():
        held = {one: maintenance.described_as(one, today()) for one in others.cleaned_data["others"] if one != uprn}
        if lost := [one for one, found in held.items() if found is None]:
            others.add_error("others", f"There is no property {lost[0]} in use. Check the UPRN")
        elif not held:
            others.add_error("others", "Enter the UPRN of at least one other property")
        else:
            versions = ",".join([f"{uprn}:{version}", *(f"{one}:{found[1]}" for one, found in held.items() if found)])
            initial = _told(of) | {"versions": versions, "start_on": today(), "organisation": ""}
            form = MergeForm(None, today=today(), initial=initial | _opened_with(request))
            return render(request, PAGE, EMPTY | {"form": form} | _merging(uprn, form))
    context = {"form": others, "uprn": uprn, "title": f"Merge {_title(uprn)} with others"}
    return render(request, "frontoffice/edit_others.html", context)


@needs(Permission.PLACES_EDIT, "POST")
def suggest_street(request: HttpRequest) -> JsonResponse:
    """Streets to offer as one is typed."""
    found = maintenance.streets_named(" ".join(request.POST.get("q", "")[:200].split()))
    return JsonResponse({"places": [{"address": street_label(one), "open": ""} for one in found]})


@needs(Permission.PLACES_EDIT, "GET POST")
def ranges(request: HttpRequest) -> HttpResponse:
    """The council's ranges of references, and a form for another."""
    form = RangeForm(_sent(request))
    if form.is_valid():
        told = form.cleaned_data
        try:
            maintenance.add_range(
                by=principal_of(request), at=now(), kind=NumberKind(told["kind"]), first=told["first"],
                last=told["last"],
            )  # fmt: skip
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "The range is added.")
            return redirect("frontoffice:number_ranges")
    rows = [(one.kind.upper(), one.first, one.last, number(one.left)) for one in maintenance.ranges()]
    return render(request, "frontoffice/number_ranges.html", {"form": form, "rows": rows})
