"""How the council is doing: the public performance page, and every figure with its definition and its rows."""

from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode

from borough.access.public import Permission, needs, open_to_all
from borough.kernel.periods import NotAPeriod, Period, parse_period
from borough.measures.types import UnknownDimension, UnknownMeasure, Which
from borough.staff.public import service_names
from borough.ui.shared import shared
from borough.website import queries

WHICH = {Which.COUNTED: "Counted", Which.REST: "Not counted", Which.OUT_OF: "All"}


@open_to_all()
@shared
def performance(request: HttpRequest) -> HttpResponse:
    """Take-up by quarter and by service for one council year, with what moved it."""
    years, shown = queries.years()
    if shown is None:
        return render(request, "website/performance_empty.html")
    asked = request.GET.get("year", "")
    chosen = next((year for year in years if year.key == asked), shown)
    if asked and chosen.key != asked:
        raise Http404
    context = queries.dashboard(chosen, service_names())
    context["years"] = [(year.key, year == chosen) for year in years]
    return render(request, "website/performance.html", context)


@open_to_all()
@shared
def figure(request: HttpRequest, measure: str, period: str) -> HttpResponse:
    """One figure: what it counts, the very question asked, its parts, and where its rows are."""
    asked = _period(period)
    try:
        if queries.is_level(measure):
            return _level(request, measure, asked)
        context = queries.figure_page(measure, asked, request.GET.get("by") or None, service_names())
    except (UnknownMeasure, UnknownDimension) as error:
        raise Http404 from error
    context["may_trace"] = request.may(Permission.MEASURES_TRACE)  # type: ignore[attr-defined]
    return render(request, "website/figure.html", context)


def _level(request: HttpRequest, measure: str, period: Period) -> HttpResponse:
    """A level with the review behind it; who keeps the gazetteer is led on to the records that fall short."""
    if request.GET.get("by") not in (None, "", "criterion"):
        raise Http404
    context = queries.level_page(measure, period)
    context["may_open"] = request.may(Permission.PLACES_EDIT)  # type: ignore[attr-defined]
    return render(request, "website/level.html", context)


@needs(Permission.MEASURES_TRACE)
def figure_rows(request: HttpRequest, measure: str, period: str) -> HttpResponse:
    """The contacts behind a figure, or behind one part of it, a page at a time."""
    asked = _period(period)
    which = request.GET.get("which", Which.COUNTED)
    where = {name: request.GET[name] for name in queries.BREAKDOWNS if name in request.GET}
    if which not in list(Which):
        raise Http404
    try:
        context = queries.rows_page(measure, asked, Which(which), where, _cursor(request.GET), service_names())
    except (UnknownMeasure, UnknownDimension) as error:
        raise Http404 from error
    kept = {"which": which, **where}
    context["next"] = "?" + urlencode(kept | {"after": context["after"]}) if context["after"] else ""
    context["first"] = "?" + urlencode(kept) if "after" in request.GET else ""
    context["choices"] = [("?" + urlencode({**where, "which": w}), words, w == which) for w, words in WHICH.items()]
    context["may_open"] = request.may(Permission.CONTACTS_VIEW)  # type: ignore[attr-defined]
    return render(request, "website/figure_rows.html", context)


def _period(key: str) -> Period:
    try:
        return parse_period(key)
    except NotAPeriod as error:
        raise Http404 from error


def _cursor(given: Mapping[str, Any]) -> int:
    text = str(given.get("after", "0"))
    if not text.isdecimal() or len(text) > 18:
        raise Http404
    return int(text)
