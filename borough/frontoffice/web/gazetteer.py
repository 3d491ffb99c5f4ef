"""The pages about the health of the gazetteer: what failed in the last run, and the records behind each check."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from borough.access.public import Permission, needs, principal_of
from borough.foundation.clock import now
from borough.places.public import (
    SENTENCES,
    ask_examination,
    example_schedule,
    faults,
    latest,
    level_name,
    reviews,
    short_of,
)
from borough.ui.formats import moment, number

ON_A_PAGE = 50
LARGEST_CURSOR = 2**62


@needs(Permission.PLACES_EDIT, "GET POST")
def health(request: HttpRequest) -> HttpResponse:
    """The last run, and a button for another."""
    if request.method == "POST":
        ask_examination(by=principal_of(request), at=now())
        messages.success(request, "The gazetteer is being checked. Open this page again in a minute.")
        return redirect("frontoffice:gazetteer")
    shown = latest()
    context = {
        "run": shown.run if shown else 0, "records": number(shown.records) if shown else "",
        "faults": number(shown.faults) if shown else "", "when": moment(shown.made_at) if shown else "",
        "checks": [(n, sentence, number(count)) for n, sentence, count in shown.checks] if shown else [],
    }  # fmt: skip
    return render(request, "frontoffice/gazetteer.html", context)


@needs(Permission.PLACES_EDIT)
def check(request: HttpRequest, run: int, check: int) -> HttpResponse:
    """The records that failed one check in a run, fifty at a time."""
    cursor = request.GET.get("after", "0")
    if check not in SENTENCES or not cursor.isdecimal() or int(cursor) > LARGEST_CURSOR or run > LARGEST_CURSOR:
        raise Http404
    rows = faults(run, check, int(cursor), ON_A_PAGE + 1)
    context = {
        "run": run, "number": check, "sentence": SENTENCES[check], "rows": rows[:ON_A_PAGE],
        "after": rows[ON_A_PAGE - 1].id if len(rows) > ON_A_PAGE else 0,
    }  # fmt: skip
    return render(request, "frontoffice/gazetteer_check.html", context)


@needs(Permission.PLACES_EDIT)
def review(request: HttpRequest) -> HttpResponse:
    """The last review, criterion by criterion, and the levels of those before it."""
    kept = reviews()
    if not kept:
        return render(request, "frontoffice/gazetteer_review.html", {"level": ""})
    last, *before = kept
    rows = [
        {
            "name": one.name, "value": one.found,
            "level": level_name(one.level), "counts": one.counts, "open": _behind(one.key),
        }
        for one in last.criteria
    ]  # fmt: skip
    context = {
        "level": level_name(last.level), "schedule": last.schedule, "example": last.example,
        "when": moment(last.made_at), "rows": rows,
        "earlier": [f"{moment(one.made_at)}: {level_name(one.level)}" for one in before],
    }  # fmt: skip
    return render(request, "frontoffice/gazetteer_review.html", context)


def _behind(key: str) -> str:
    """Where the records behind a criterion are."""
    if key == "health-errors":
        return reverse("frontoffice:gazetteer")
    return "" if key == "days-since-change" else reverse("frontoffice:gazetteer_short", args=[key])


@needs(Permission.PLACES_EDIT)
def short(request: HttpRequest, key: str) -> HttpResponse:
    """The properties that fall short of one criterion, fifty at a time."""
    names = {one.key: one.name for one in example_schedule().criteria}
    cursor = request.GET.get("after", "0")
    if key not in names or not cursor.isdecimal() or int(cursor) > LARGEST_CURSOR:
        raise Http404
    rows = short_of(key, int(cursor), ON_A_PAGE + 1)
    after = rows[ON_A_PAGE - 1] if len(rows) > ON_A_PAGE else 0
    context = {"key": key, "name": names[key], "rows": rows[:ON_A_PAGE], "after": after}
    return render(request, "frontoffice/gazetteer_short.html", context)
