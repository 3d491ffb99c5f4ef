"""Address search: a postcode or any part, a list to choose from, and the property's public data."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from borough.access.public import BoroughRequest, public, within_limit
from borough.foundation.clock import today
from borough.gazetteer.public import (
    AreaKind,
    Line,
    area_name,
    at_postcode,
    normalise_postcode,
    property_of,
    search,
    single_line,
)

TRIES = "60/m/ip"
OFFERS = "400/m/ip"  # enough for fast typing
MAX_RESULTS = 100
MOST_RADIOS = 8
LONGEST = 200
LONGEST_UPRN = 12


@dataclass(frozen=True, kw_only=True)
class Finder:
    """The purpose of an address search: texts, and the routes of its pages."""

    heading: str
    lead: str
    ask: str
    choose: str
    suggest: str
    opens: str
    back: tuple[str, str] = ("", "")  # the referring page: its name and route


ADDRESSES = Finder(
    heading="Find your address",
    lead="",
    ask="website:address",
    choose="website:address_choose",
    suggest="website:address_suggest",
    opens="website:place",
)


class AddressForm(forms.Form):
    """Address search form."""

    query = forms.CharField(
        label="Postcode, or the first line of your address",
        max_length=LONGEST,
        help_text="For example, PR7 1DP or 10 Market Street",
        error_messages={
            "required": "Enter your postcode or the first line of your address",
            "max_length": "Enter 200 characters or less",
        },
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )


def _matches(query: str) -> list[Line]:
    """Return all addresses of a postcode in order, or the search results."""
    if postcode := normalise_postcode(query):
        return at_postcode(postcode)[:MAX_RESULTS]
    return [hit.line for hit in search(query, limit=20, postal=True).hits]


def _page(
    request: BoroughRequest, finder: Finder, form: AddressForm, *, unchosen: bool = False, status: int = 200
) -> HttpResponse:
    """Return the search form, with the results to choose from if it is valid."""
    query = form.cleaned_data["query"] if form.is_valid() else ""
    choices = [{"value": str(line.uprn), "text": single_line(line)} for line in _matches(query)] if query else []
    context: dict[str, Any] = {
        "form": form,
        "query": query,
        "postcode": normalise_postcode(query),
        "choices": choices,
        "finder": finder,
        "radios": len(choices) <= MOST_RADIOS,
        "unchosen": unchosen and bool(choices),
    }
    return render(request, "website/addresses/address.html", context, status=status)


def search_page(request: BoroughRequest, finder: Finder) -> HttpResponse:
    """Search, and offer the results. The input is posted, so it appears in no URL."""
    form = AddressForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and not within_limit(request, "address_find", TRIES):
        form.add_error(None, "There were too many tries. Wait a minute and try again")
        return _page(request, finder, form, status=429)
    return _page(request, finder, form)


def chosen(request: BoroughRequest, finder: Finder) -> HttpResponse:
    """Redirect to the chosen address; without a choice, show the same list again."""
    uprn = request.POST.get("uprn", "")
    if uprn.isascii() and uprn.isdecimal() and len(uprn) <= LONGEST_UPRN:
        return redirect(finder.opens, int(uprn))
    return _page(request, finder, AddressForm(request.POST), unchosen=True)


def suggested(request: BoroughRequest, finder: Finder) -> JsonResponse:
    """Return suggestions while typing; posted, so that no log or history has half-typed addresses."""
    query = request.POST.get("q", "")[:LONGEST]
    if not within_limit(request, "address_suggest", OFFERS):
        return JsonResponse({"addresses": []}, status=429)
    lines = [hit.line for hit in search(query, postal=True).hits] if query.strip() else []
    suggestions = [{"address": single_line(line), "open": reverse(finder.opens, args=[line.uprn])} for line in lines]
    answer = JsonResponse({"addresses": suggestions})
    answer["Cache-Control"] = "no-store"
    return answer


@public("GET POST")
def find(request: BoroughRequest) -> HttpResponse:
    """Search for any address."""
    return search_page(request, ADDRESSES)


@public("POST")
def choose(request: BoroughRequest) -> HttpResponse:
    """Redirect to the chosen address."""
    return chosen(request, ADDRESSES)


@public("POST")
def suggest(request: BoroughRequest) -> JsonResponse:
    """Return address suggestions."""
    return suggested(request, ADDRESSES)


@public()
def place(request: BoroughRequest, uprn: int) -> HttpResponse:
    """Show an address's public data."""
    record = property_of(uprn, today())
    if record is None or record.approved is None:
        raise Http404
    facts = [
        ("Address", single_line(record.approved)),
        ("Ward", area_name(AreaKind.WARD, record.ward, today()) or "Not recorded"),
        ("Unique property reference number", str(record.uprn)),
    ]
    if record.parent:
        facts.append(("Part of property", str(record.parent)))
    context = {"facts": facts, "uprn": uprn, "withdrawn": record.withdrawn_on or record.status == 8}
    return render(request, "website/addresses/place.html", context)
