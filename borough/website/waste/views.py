"""Bin days: find a property, and see when each bin is collected, what goes in it, and changes."""

from datetime import date
from typing import Any

from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse

from borough.access.public import BoroughRequest, public
from borough.foundation.clock import today
from borough.gazetteer.public import line_of, single_line
from borough.ui.formats import day
from borough.ui.page_cache import cached_public_page
from borough.waste.public import BinDays, ChangeReason, Collection, bin_days
from borough.website.addresses.views import Finder, chosen, search_page, suggested

BINS = Finder(
    heading="Find your bin days",
    lead="See when your bins are collected, and put the days in your calendar.",
    ask="website:bins",
    choose="website:bins_choose",
    suggest="website:bins_suggest",
    opens="website:bin_days",
)
WHY = {
    ChangeReason.HOLIDAY: "because of a bank holiday",
    ChangeReason.SEASON: "because garden waste pauses for the season",
    ChangeReason.CATCH_UP: "to catch up on a missed collection",
    ChangeReason.DISRUPTION: "because of disruption to the rounds",
}


@public("GET POST")
def find(request: BoroughRequest) -> HttpResponse:
    """Search for the property whose bin days are wanted."""
    return search_page(request, BINS)


@public("POST")
def choose(request: BoroughRequest) -> HttpResponse:
    """Redirect to the bin days of the chosen address."""
    return chosen(request, BINS)


@public("POST")
def suggest(request: BoroughRequest) -> JsonResponse:
    """Return address suggestions."""
    return suggested(request, BINS)


@public()
@cached_public_page
def days(request: BoroughRequest, uprn: int) -> HttpResponse:
    """Show the next collections of every bin of a property."""
    line = line_of(uprn)
    if line is None:
        raise Http404
    now, by_stream = today(), bin_days(uprn, today())
    bins = [_stream_row(item, now) for item in by_stream]
    first = min((item.coming[0].on for item in by_stream if item.coming and item.coming[0].on), default=None)
    feed = reverse("bins-ics", args=[uprn])
    context: dict[str, Any] = {
        "address": single_line(line),
        "bins": bins,
        "uprn": uprn,
        "feed": feed,
        "address_of_feed": request.build_absolute_uri(feed),
        "garden": any(item["subscribed"] for item in bins),
        "next": f"{when(first, now)}: {_together(by_stream, first)}" if first else "",
    }
    return render(request, "website/waste/bin_days.html", context)


def _together(by_stream: list[BinDays], first: date) -> str:
    names = [
        stream_days.stream.name.lower()
        for stream_days in by_stream
        if stream_days.coming and stream_days.coming[0].on == first
    ]
    return " and ".join(filter(None, [", ".join(names[:-1]), names[-1]]))


def _stream_row(stream_days: BinDays, now: date) -> dict[str, Any]:
    """Return a stream for display. The date comes first; notes are shown next to it, never instead."""
    return {
        "key": stream_days.stream.key,
        "name": stream_days.stream.name,
        "container": stream_days.stream.container,
        "subscribed": stream_days.stream.subscribed,
        "takes": stream_days.stream.takes,
        "leaves": stream_days.stream.leaves,
        "coming": [{"when": when(c.on, now), "note": change_note(c)} for c in stream_days.coming if c.on],
        "dropped": [f"No collection on {weekday(c.usual_on)}{_change_reason(c)}." for c in stream_days.dropped],
    }


def weekday(value: date) -> str:
    """Format a date with its weekday: Monday 5 January 2026."""
    return f"{value:%A} {day(value)}"


def when(value: date, now: date) -> str:
    """Format a bin day, with today and tomorrow by name."""
    near = {0: "Today, ", 1: "Tomorrow, "}.get((value - now).days, "")
    return near + weekday(value)


def _change_reason(collection: Collection) -> str:
    reason = f" {WHY[collection.why]}" if collection.why else ""
    return f"{reason}: {collection.note}" if collection.note else reason


def change_note(collection: Collection) -> str:
    """Return why a collection is not on its usual day; empty if it is."""
    if collection.why is None or collection.on is None:
        return ""
    if collection.on == collection.usual_on:
        return f"An extra collection{_change_reason(collection)}."
    away = (collection.on - collection.usual_on).days
    later = f"{abs(away)} day{'s' if abs(away) > 1 else ''} {'later' if away > 0 else 'earlier'} than usual"
    return f"{later}{_change_reason(collection)}. It would have been {weekday(collection.usual_on)}."
