"""Gazetteer health: failures of the last run, and the records behind each check."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from borough.access.public import BoroughRequest, Permission, principal_name, requires
from borough.foundation.clock import now
from borough.gazetteer.public import SENTENCES, faults, latest, request_examination
from borough.ui.formats import moment, number

ON_A_PAGE = 50
LARGEST_CURSOR = 2**62


@requires(Permission.GAZETTEER_EDIT, "GET POST")
def health(request: BoroughRequest) -> HttpResponse:
    """Show the last run, and a button for a new one."""
    if request.method == "POST":
        request_examination(by=principal_name(request), at=now())
        messages.success(request, "The gazetteer is being checked. Open this page again in a minute.")
        return redirect("frontoffice:gazetteer")
    latest_run = latest()
    context = {
        "run": latest_run.run if latest_run else 0,
        "records": number(latest_run.records) if latest_run else "",
        "faults": number(latest_run.faults) if latest_run else "",
        "when": moment(latest_run.created_at) if latest_run else "",
        "checks": [(n, sentence, number(count)) for n, sentence, count in latest_run.checks] if latest_run else [],
    }
    return render(request, "frontoffice/gazetteer/gazetteer.html", context)


@requires(Permission.GAZETTEER_EDIT)
def check(request: BoroughRequest, run: int, check: int) -> HttpResponse:
    """List the records that failed a check in a run, fifty at a time."""
    cursor = request.GET.get("after", "0")
    if check not in SENTENCES or not cursor.isdecimal() or int(cursor) > LARGEST_CURSOR or run > LARGEST_CURSOR:
        raise Http404
    rows = faults(run, check, int(cursor), ON_A_PAGE + 1)
    context = {
        "run": run,
        "number": check,
        "sentence": SENTENCES[check],
        "rows": rows[:ON_A_PAGE],
        "after": rows[ON_A_PAGE - 1].id if len(rows) > ON_A_PAGE else 0,
    }
    return render(request, "frontoffice/gazetteer/gazetteer_check.html", context)
