"""The pages about the gazetteer: finding an address, and a property with everything that has been written of it."""

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse

from borough.access.public import Permission, names_of, needs
from borough.foundation.clock import today
from borough.frontoffice.web.presenters import by_whom
from borough.kernel.text import capitalised
from borough.places.public import (
    STATUSES,
    AreaKind,
    Line,
    PropertyShown,
    Status,
    area_name,
    at_postcode,
    class_words,
    fact_words,
    history_of,
    lines_of,
    property_of,
    register_words,
    search,
    single_line,
    tidy_postcode,
)
from borough.places.types import Version
from borough.ui.formats import day, day_kept, moment

MOST_SHOWN = 100
MOST_VERSIONS = 100


class FindForm(forms.Form):
    """What of an address is known."""

    words = forms.CharField(
        label="Postcode, part of an address, or UPRN", max_length=200,
        error_messages={"required": "Enter a postcode, part of an address, or a UPRN"},
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )  # fmt: skip


@needs(Permission.PLACES_VIEW, "GET POST")
def addresses(request: HttpRequest) -> HttpResponse:
    """Find addresses. What is looked for is sent, not put in the address of the page."""
    form = FindForm(request.POST if request.method == "POST" else None)
    rows = [_row(line) for line in _found(form.cleaned_data["words"])] if form.is_valid() else None
    return render(request, "frontoffice/addresses.html", {"form": form, "rows": rows})


def _found(words: str) -> list[Line]:
    if words.strip().isdecimal() and 6 <= len(words.strip()) <= 12:
        held = property_of(int(words), today())
        return list(held.addresses[:1]) if held else []
    if postcode := tidy_postcode(words):
        return at_postcode(postcode)[:MOST_SHOWN]
    return [one.line for one in search(words, limit=30).found]


def _row(line: Line) -> dict[str, Any]:
    return {
        "uprn": line.uprn, "address": single_line(line), "status": STATUSES[line.status],
        "classification": class_words(line.classification), "postal": "No" if line.postal == "N" else "Yes",
    }  # fmt: skip


@needs(Permission.PLACES_VIEW, "POST")
def suggest(request: HttpRequest) -> JsonResponse:
    """Addresses to offer as one is typed, of every kind."""
    found = search(request.POST.get("q", "")[:200]).found
    told = [{"address": single_line(one.line), "open": reverse("frontoffice:place", args=[one.uprn])} for one in found]
    return JsonResponse({"places": told})


@needs(Permission.PLACES_VIEW)
def place(request: HttpRequest, uprn: int) -> HttpResponse:
    """A property with every way its address is written, what hangs from it, and its history."""
    held = property_of(uprn, today())
    if held is None:
        raise Http404
    versions = history_of(uprn)
    names = names_of([one.made_by for one in versions[-MOST_VERSIONS:]])
    around = lines_of([*held.children, *held.successors, *filter(None, [held.parent])])

    def near(other: int) -> tuple[int, str]:
        return other, single_line(around[other]) if other in around else str(other)

    context = {
        "uprn": uprn, "title": single_line(held.approved) if held.approved else f"Property {uprn}",
        "facts": _facts(uprn, held),
        "addresses": [_row(line) | {"key": line.key} for line in held.addresses],
        "parent": near(held.parent) if held.parent else None,
        "in_use": held.withdrawn_on is None and held.status in (Status.APPROVED, Status.PROVISIONAL),
        "children": [near(one) for one in held.children],
        "links": [(register_words(source), reference) for source, reference in held.cross_references],
        "successors": [near(one) for one in held.successors],
        "versions": [_version(one, before, names) for one, before in _after_another(versions)[-MOST_VERSIONS:]],
        "older": max(0, len(versions) - MOST_VERSIONS),
    }  # fmt: skip
    return render(request, "frontoffice/place.html", context)


def _after_another(versions: list[Version]) -> list[tuple[Version, Version | None]]:
    """Each version with the one before it of the same record."""
    pairs = zip(versions, [None, *versions], strict=False)
    return [(one, last if last and (last.table, last.key) == (one.table, one.key) else None) for one, last in pairs]


def _facts(uprn: int, held: PropertyShown) -> list[tuple[str, str]]:
    where = f"{held.easting:.2f}, {held.northing:.2f}" if held.easting is not None else "Not known"
    if held.latitude is not None:
        where += f" (latitude {held.latitude:.6f}, longitude {held.longitude:.6f})"
    ward = area_name(AreaKind.WARD, held.ward, today())
    return [
        ("UPRN", str(uprn)), ("Status", STATUSES[held.status]),
        ("Classification", class_words(held.classification) or "None"), ("Easting, northing", where),
        ("Ward", f"{ward} ({held.ward})" if ward else held.ward or "Not recorded"),
        ("Parish", held.parish or "Not recorded"),
        *((("Withdrawn", day(held.withdrawn_on)),) if held.withdrawn_on else ()),
    ]  # fmt: skip


RECORDS = {
    "property": "Property", "address": "Address", "propertyarea": "Ward or parish", "provenance": "Provenance",
    "crossreference": "Cross-reference", "organisation": "Organisation", "classification": "Classification",
    "successor": "Successor", "deliverypoint": "Delivery point",
}  # fmt: skip


def _version(one: Version, before: Version | None, names: dict[str, str]) -> dict[str, Any]:
    return {
        "record": RECORDS.get(one.table, one.table), "key": one.key, "when": moment(one.made_at), "what": one.what,
        "by": capitalised(by_whom(one.made_by, names)), "current": one.current,
        "said": _said(one.table, one.facts, before.facts if before else None),
    }  # fmt: skip


def _said(table: str, facts: dict[str, str], before: dict[str, str] | None) -> str:
    """What a version says: everything where it is the first of its record, else what is another than before."""
    told = []
    for name in dict.fromkeys([*facts, *(before or {})]):
        now, then = facts.get(name, ""), (before or {}).get(name, "")
        if name == "id" or name.endswith("_id") or (before is not None and now == then):
            continue
        label, value = fact_words(table, name, now)
        was = f" (was {day_kept(fact_words(table, name, then)[1])})" if then else ""
        told.append(f"{label}: {day_kept(value) or 'none'}{was}")
    return capitalised("; ".join(told) or "the same as before")
