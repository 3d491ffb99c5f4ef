"""Service performance page by page, and tests of access routes."""

from datetime import timedelta

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from borough.access.public import BoroughRequest, Permission, principal_name, requires
from borough.foundation.clock import now, today
from borough.frontoffice.services.forms import TestForm
from borough.kernel.refusals import Refused
from borough.services import public as services
from borough.ui.formats import day

STRETCH = timedelta(days=28)
ROUTES = {
    services.AccessRoute.WEB: "Website",
    services.AccessRoute.PHONE: "Phone",
    services.AccessRoute.FACE_TO_FACE: "Face to face",
    services.AccessRoute.POST: "Post",
    services.AccessRoute.ASSISTED: "With help online",
}
STANDINGS = {
    services.RouteStatus.TESTED: ("Tested", "green"),
    services.RouteStatus.AGEING: ("Test it again", "yellow"),
    services.RouteStatus.UNTESTED: ("Not vouched for", "red"),
}


@requires(Permission.MEASURES_TRACE)
def figures(request: BoroughRequest) -> HttpResponse:
    """Show every service in the last four weeks: started, completed, abandoned."""
    start = today() - STRETCH + timedelta(days=1)
    figures = services.figures(start, today() + timedelta(days=1))
    rows = [
        {
            "key": figure.service,
            "name": figure.name,
            "begun": figure.begun,
            "sent": figure.sent,
            "ended": figure.ended,
            "left": figure.left,
            "share": _share(figure.completed, figure.begun),
        }
        for figure in figures
    ]
    return render(request, "frontoffice/services/service_figures.html", {"rows": rows, "since": day(start)})


def _share(part: int, total: int) -> str:
    """Format a share; empty below ten cases, where it has no meaning."""
    return f"{round(100 * part / total)}%" if total >= 10 else "–"


@requires(Permission.MEASURES_TRACE)
def figure(request: BoroughRequest, key: str) -> HttpResponse:
    """Show one service, page by page."""
    if key not in services.catalogue():
        raise Http404
    start = today() - STRETCH + timedelta(days=1)
    [figure] = services.figures(start, today() + timedelta(days=1), key)
    names = {item.key: item.heading for item in services.catalogue()[key].pages} | {
        services.CHECK: "Check your answers"
    }
    rows = [
        {
            "page": names.get(item.page) or item.page,
            "views": item.views,
            "passed": item.passed,
            "refused": item.refused,
            "left": item.left,
            "wrong": _share(item.refused, item.passed + item.refused),
        }
        for item in figure.pages
    ]
    return render(
        request, "frontoffice/services/service_figure.html", {"name": figure.name, "rows": rows, "since": day(start)}
    )


@requires(Permission.SERVICES_TEST, "GET POST")
def access_routes(request: BoroughRequest) -> HttpResponse:
    """Show every access route with its latest test, and a form for a new test."""
    names = [(key, item.name) for key, item in services.catalogue().items()]
    form = TestForm(request.POST if request.method == "POST" else None, services=names, routes=list(ROUTES.items()))
    if form.is_valid():
        cleaned = form.cleaned_data
        try:
            services.record_test(
                by=principal_name(request),
                at=now(),
                today=today(),
                service=cleaned["service"],
                route=services.AccessRoute(cleaned["route"]),
                tested_on=cleaned["tested_on"],
                worked=cleaned["worked"] == "yes",
                finding=cleaned["finding"],
            )
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "The test is written down.")
            return redirect("frontoffice:service_routes")
    rows: dict[str, list[dict[str, str]]] = {}
    for item in services.access_routes(today()):
        label, colour = STANDINGS[item.status]
        rows.setdefault(item.name, []).append(
            {
                "route": ROUTES[item.route],
                "label": label,
                "colour": colour,
                "finding": item.finding,
                "tested": day(item.tested_on) if item.tested_on else "Never",
            }
        )
    return render(request, "frontoffice/services/service_ways.html", {"form": form, "rows": rows})
