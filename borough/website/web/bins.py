"""Bin days: find a property, and see when each bin is collected, what goes in it, and what changes."""

from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse

from borough.access.public import open_to_all
from borough.foundation.clock import today
from borough.places.public import line_of, single_line
from borough.ui.formats import day
from borough.ui.shared import shared
from borough.waste.public import BinDays, Collection, Why, bin_days
from borough.website.web.address import Finder, asked, chosen, suggested

BINS = Finder(
    heading="Find your bin days",
    lead="See when your bins are collected, and put the days in your calendar.",
    ask="website:bins", choose="website:bins_choose", suggest="website:bins_suggest", opens="website:bin_days",
)  # fmt: skip
WHY = {
    Why.HOLIDAY: "because of a bank holiday", Why.SEASON: "because garden waste pauses for the season",
    Why.CATCH_UP: "to catch up on a missed collection", Why.DISRUPTION: "because of disruption to the rounds",
}  # fmt: skip


@open_to_all("GET POST")
def find(request: HttpRequest) -> HttpResponse:
    """Find the property whose bin days are wanted."""
    return asked(request, BINS)


@open_to_all("POST")
def choose(request: HttpRequest) -> HttpResponse:
    """Open the bin days of the address chosen."""
    return chosen(request, BINS)


@open_to_all("POST")
def suggest(request: HttpRequest) -> JsonResponse:
    """Offer addresses."""
    return suggested(request, BINS)


@open_to_all()
@shared
def days(request: HttpRequest, uprn: int) -> HttpResponse:
    """The next collections of every bin of a property."""
    line = line_of(uprn)
    if line is None:
        raise Http404
    now, found = today(), bin_days(uprn, today())
    bins = [_shown(one, now) for one in found]
    first = min((one.coming[0].on for one in found if one.coming and one.coming[0].on), default=None)
    feed = reverse("bins-ics", args=[uprn])
    context: dict[str, Any] = {
        "address": single_line(line), "bins": bins, "uprn": uprn, "feed": feed,
        "address_of_feed": request.build_absolute_uri(feed), "garden": any(one["subscribed"] for one in bins),
        "next": f"{when(first, now)}: {_together(found, first)}" if first else "",
    }  # fmt: skip
    return render(request, "website/bin_days.html", context)


def _together(found: list[BinDays], first: date) -> str:
    names = [one.stream.name.lower() for one in found if one.coming and one.coming[0].on == first]
    return " and ".join(filter(None, [", ".join(names[:-1]), names[-1]]))


def _shown(one: BinDays, now: date) -> dict[str, Any]:
    """A stream as the page has it. The date stands first; what is said of it stands beside, never in its place."""
    return {
        "key": one.stream.key, "name": one.stream.name, "container": one.stream.container,
        "subscribed": one.stream.subscribed, "takes": one.stream.takes, "leaves": one.stream.leaves,
        "coming": [{"when": when(c.on, now), "said": said(c)} for c in one.coming if c.on],
        "dropped": [f"No collection on {weekday(c.usual_on)}{_because(c)}." for c in one.dropped],
    }  # fmt: skip


def weekday(value: date) -> str:
    """A day with its weekday: Monday 5 January 2026."""
    return f"{value:%A} {day(value)}"


def when(value: date, now: date) -> str:
    """A day as it is told for bins: today and tomorrow are named."""
    near = {0: "Today, ", 1: "Tomorrow, "}.get((value - now).days, "")
    return near + weekday(value)


def _because(one: Collection) -> str:
    reason = f" {WHY[one.why]}" if one.why else ""
    return f"{reason}: {one.note}" if one.note else reason


def said(one: Collection) -> str:
    """Why a collection is not on its usual day; empty when it is."""
    if one.why is None or one.on is None:
        return ""
    if one.on == one.usual_on:
        return f"An extra collection{_because(one)}."
    away = (one.on - one.usual_on).days
    later = f"{abs(away)} day{'s' if abs(away) > 1 else ''} {'later' if away > 0 else 'earlier'} than usual"
    return f"{later}{_because(one)}. It would have been {weekday(one.usual_on)}."
