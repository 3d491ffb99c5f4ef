"""Gazetteer search, and the full record of a property."""

from typing import Any

from django import forms
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse

from borough.access.public import BoroughRequest, Permission, requires, staff_names
from borough.foundation.clock import today
from borough.frontoffice.presenters import by_whom
from borough.gazetteer.public import (
    STATUSES,
    AreaKind,
    Line,
    PropertyDetail,
    Status,
    area_name,
    at_postcode,
    class_label,
    fact_label,
    history_of,
    lines_of,
    normalise_postcode,
    property_of,
    register_label,
    search,
    single_line,
)
from borough.gazetteer.types import Version
from borough.kernel.text import capitalise
from borough.ui.formats import day, iso_day, moment

MAX_RESULTS = 100
MOST_VERSIONS = 100


class FindForm(forms.Form):
    """Address search form."""

    query = forms.CharField(
        label="Postcode, part of an address, or UPRN",
        max_length=200,
        error_messages={"required": "Enter a postcode, part of an address, or a UPRN"},
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )


@requires(Permission.GAZETTEER_VIEW, "GET POST")
def addresses(request: BoroughRequest) -> HttpResponse:
    """Search addresses. The query is posted, so it is not in the URL."""
    form = FindForm(request.POST if request.method == "POST" else None)
    rows = [_row(line) for line in _search(form.cleaned_data["query"])] if form.is_valid() else None
    return render(request, "frontoffice/gazetteer/addresses.html", {"form": form, "rows": rows})


def _search(query: str) -> list[Line]:
    if query.strip().isdecimal() and 6 <= len(query.strip()) <= 12:
        record = property_of(int(query), today())
        return list(record.addresses[:1]) if record else []
    if postcode := normalise_postcode(query):
        return at_postcode(postcode)[:MAX_RESULTS]
    return [hit.line for hit in search(query, limit=30).hits]


def _row(line: Line) -> dict[str, Any]:
    return {
        "uprn": line.uprn,
        "address": single_line(line),
        "status": STATUSES[line.status],
        "classification": class_label(line.classification),
        "postal": "No" if line.postal == "N" else "Yes",
    }


@requires(Permission.GAZETTEER_VIEW, "POST")
def suggest(request: BoroughRequest) -> JsonResponse:
    """Return address suggestions of every kind while typing."""
    hits = search(request.POST.get("q", "")[:200]).hits
    suggestions = [
        {"address": single_line(hit.line), "open": reverse("frontoffice:place", args=[hit.uprn])} for hit in hits
    ]
    return JsonResponse({"addresses": suggestions})


@requires(Permission.GAZETTEER_VIEW)
def place(request: BoroughRequest, uprn: int) -> HttpResponse:
    """Show a property with every address variant, related properties and history."""
    record = property_of(uprn, today())
    if record is None:
        raise Http404
    versions = history_of(uprn)
    names = staff_names([item.created_by for item in versions[-MOST_VERSIONS:]])
    around = lines_of([*record.children, *record.successors, *filter(None, [record.parent])])

    def near(other: int) -> tuple[int, str]:
        return other, single_line(around[other]) if other in around else str(other)

    context = {
        "uprn": uprn,
        "title": single_line(record.approved) if record.approved else f"Property {uprn}",
        "facts": _facts(uprn, record),
        "addresses": [_row(line) | {"key": line.key} for line in record.addresses],
        "parent": near(record.parent) if record.parent else None,
        "in_use": record.withdrawn_on is None and record.status in (Status.APPROVED, Status.PROVISIONAL),
        "children": [near(item) for item in record.children],
        "links": [(register_label(source), reference) for source, reference in record.cross_references],
        "successors": [near(item) for item in record.successors],
        "versions": [_version(item, before, names) for item, before in _after_another(versions)[-MOST_VERSIONS:]],
        "older": max(0, len(versions) - MOST_VERSIONS),
    }
    return render(request, "frontoffice/gazetteer/place.html", context)


def _after_another(versions: list[Version]) -> list[tuple[Version, Version | None]]:
    """Return each version with the previous version of the same record."""
    pairs = zip(versions, [None, *versions], strict=False)
    return [
        (version, last if last and (last.table, last.key) == (version.table, version.key) else None)
        for version, last in pairs
    ]


def _facts(uprn: int, record: PropertyDetail) -> list[tuple[str, str]]:
    where = f"{record.easting:.2f}, {record.northing:.2f}" if record.easting is not None else "Not known"
    if record.latitude is not None:
        where += f" (latitude {record.latitude:.6f}, longitude {record.longitude:.6f})"
    ward = area_name(AreaKind.WARD, record.ward, today())
    return [
        ("UPRN", str(uprn)),
        ("Status", STATUSES[record.status]),
        ("Classification", class_label(record.classification) or "None"),
        ("Easting, northing", where),
        ("Ward", f"{ward} ({record.ward})" if ward else record.ward or "Not recorded"),
        ("Parish", record.parish or "Not recorded"),
        *((("Withdrawn", day(record.withdrawn_on)),) if record.withdrawn_on else ()),
    ]


RECORDS = {
    "property": "Property",
    "address": "Address",
    "propertyarea": "Ward or parish",
    "provenance": "Provenance",
    "crossreference": "Cross-reference",
    "organisation": "Organisation",
    "classification": "Classification",
    "successor": "Successor",
    "deliverypoint": "Delivery point",
}


def _version(version: Version, before: Version | None, names: dict[str, str]) -> dict[str, Any]:
    return {
        "record": RECORDS.get(version.table, version.table),
        "key": version.key,
        "when": moment(version.created_at),
        "what": version.what,
        "by": capitalise(by_whom(version.created_by, names)),
        "current": version.current,
        "changes": _changes_text(version.table, version.facts, before.facts if before else None),
    }


def _changes_text(table: str, facts: dict[str, str], before: dict[str, str] | None) -> str:
    """Return a version's content: everything for the first version, otherwise the changes."""
    parts = []
    for name in dict.fromkeys([*facts, *(before or {})]):
        now, then = facts.get(name, ""), (before or {}).get(name, "")
        if name == "id" or name.endswith("_id") or (before is not None and now == then):
            continue
        label, value = fact_label(table, name, now)
        was = f" (was {iso_day(fact_label(table, name, then)[1])})" if then else ""
        parts.append(f"{label}: {iso_day(value) or 'none'}{was}")
    return capitalise("; ".join(parts) or "the same as before")
