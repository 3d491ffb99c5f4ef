"""How services do page by page, and the ways to each as somebody tried them."""

from datetime import timedelta

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from borough.access.public import Permission, needs, principal_of
from borough.foundation.clock import now, today
from borough.frontoffice.web.service_forms import TestForm
from borough.kernel.refusals import Refused
from borough.services import public as services
from borough.ui.formats import day

STRETCH = timedelta(days=28)
ROUTES = {
    services.Route.WEB: "Website", services.Route.PHONE: "Phone", services.Route.FACE_TO_FACE: "Face to face",
    services.Route.POST: "Post", services.Route.ASSISTED: "With help online",
}  # fmt: skip
STANDINGS = {
    services.Standing.TESTED: ("Tested", "green"), services.Standing.AGEING: ("Test it again", "yellow"),
    services.Standing.UNTESTED: ("Not vouched for", "red"),
}  # fmt: skip


@needs(Permission.MEASURES_TRACE)
def figures(request: HttpRequest) -> HttpResponse:
    """Every service in the last four weeks: begun, completed, left."""
    start = today() - STRETCH + timedelta(days=1)
    found = services.figures(start, today() + timedelta(days=1))
    rows = [
        {"key": one.service, "name": one.name, "begun": one.begun, "sent": one.sent, "ended": one.ended,
         "left": one.left, "share": _share(one.completed, one.begun)}
        for one in found
    ]  # fmt: skip
    return render(request, "frontoffice/service_figures.html", {"rows": rows, "since": day(start)})


def _share(part: int, whole: int) -> str:
    """A share in words; of fewer than ten nothing is said, for it would say nothing."""
    return f"{round(100 * part / whole)}%" if whole >= 10 else "–"


@needs(Permission.MEASURES_TRACE)
def figure(request: HttpRequest, key: str) -> HttpResponse:
    """One service, page by page."""
    if key not in services.catalogue():
        raise Http404
    start = today() - STRETCH + timedelta(days=1)
    [found] = services.figures(start, today() + timedelta(days=1), key)
    names = {one.key: one.heading for one in services.catalogue()[key].pages} | {services.CHECK: "Check your answers"}
    rows = [
        {"page": names.get(one.page) or one.page, "shown": one.shown, "passed": one.passed,
         "refused": one.refused, "left": one.left,
         "wrong": _share(one.refused, one.passed + one.refused)}
        for one in found.pages
    ]  # fmt: skip
    return render(request, "frontoffice/service_figure.html", {"name": found.name, "rows": rows, "since": day(start)})


@needs(Permission.SERVICES_TEST, "GET POST")
def ways(request: HttpRequest) -> HttpResponse:
    """Every way to every service, with when it was tried; and a form for one more try."""
    names = [(key, one.name) for key, one in services.catalogue().items()]
    form = TestForm(request.POST if request.method == "POST" else None, services=names, routes=list(ROUTES.items()))
    if form.is_valid():
        given = form.cleaned_data
        try:
            services.record_test(
                by=principal_of(request), at=now(), today=today(), service=given["service"],
                route=services.Route(given["route"]), tested_on=given["tested_on"], worked=given["worked"] == "yes",
                found=given["found"],
            )  # fmt: skip
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "The test is written down.")
            return redirect("frontoffice:service_ways")
    rows: dict[str, list[dict[str, str]]] = {}
    for one in services.ways(today()):
        label, colour = STANDINGS[one.standing]
        rows.setdefault(one.name, []).append(
            {"route": ROUTES[one.route], "label": label, "colour": colour, "found": one.found,
             "tested": day(one.tested_on) if one.tested_on else "Never"}
        )  # fmt: skip
    return render(request, "frontoffice/service_ways.html", {"form": form, "rows": rows})
