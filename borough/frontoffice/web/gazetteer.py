"""The pages about the health of the gazetteer: what failed in the last run, and the records behind each check."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from borough.access.public import Permission, needs, principal_of
from borough.foundation.clock import now
from borough.places.public import SENTENCES, ask_examination, faults, latest
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
