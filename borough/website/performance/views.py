"""Council performance: the public performance page, and every figure with its definition and rows."""

from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode

from borough.access.public import BoroughRequest, Permission, public, requires
from borough.kernel.periods import InvalidPeriod, Period, parse_period
from borough.measures.types import UnknownDimension, UnknownMeasure, Which
from borough.staff.public import service_names
from borough.ui.page_cache import cached_public_page
from borough.website import queries

WHICH = {Which.COUNTED: "Counted", Which.REST: "Not counted", Which.OUT_OF: "All"}


@public()
@cached_public_page
def performance(request: BoroughRequest) -> HttpResponse:
    """Show take-up by quarter and service for a council year, with the causes of change."""
    years, current = queries.years()
    if current is None:
        return render(request, "website/performance/performance_empty.html")
    year_key = request.GET.get("year", "")
    chosen = next((year for year in years if year.key == year_key), current)
    if year_key and chosen.key != year_key:
        raise Http404
    context = queries.dashboard(chosen, service_names())
    context["years"] = [(year.key, year == chosen) for year in years]
    return render(request, "website/performance/performance.html", context)


@public()
@cached_public_page
def figure(request: BoroughRequest, measure: str, period: str) -> HttpResponse:
    """Show one figure: definition, query, parts and a link to its rows."""
    year = _period(period)
    try:
        if queries.is_level(measure):
            return _level(request, measure, year)
        context = queries.figure_page(measure, year, request.GET.get("by") or None, service_names())
    except (UnknownMeasure, UnknownDimension) as error:
        raise Http404 from error
    context["may_trace"] = request.may(Permission.MEASURES_TRACE)
    return render(request, "website/performance/figure.html", context)


def _level(request: BoroughRequest, measure: str, period: Period) -> HttpResponse:
    """Show a level and its review; gazetteer staff get links to the failing records."""
    if request.GET.get("by") not in (None, "", "criterion"):
        raise Http404
    context = queries.level_page(measure, period)
    context["may_open"] = request.may(Permission.GAZETTEER_EDIT)
    return render(request, "website/performance/level.html", context)


@requires(Permission.MEASURES_TRACE)
def figure_rows(request: BoroughRequest, measure: str, period: str) -> HttpResponse:
    """Show the contacts behind a figure or one of its parts, one page at a time."""
    year = _period(period)
    which = request.GET.get("which", Which.COUNTED)
    where = {name: request.GET[name] for name in queries.BREAKDOWNS if name in request.GET}
    if which not in list(Which):
        raise Http404
    try:
        context = queries.rows_page(measure, year, Which(which), where, _cursor(request.GET), service_names())
    except (UnknownMeasure, UnknownDimension) as error:
        raise Http404 from error
    filters = {"which": which, **where}
    context["next"] = "?" + urlencode(filters | {"after": context["after"]}) if context["after"] else ""
    context["first"] = "?" + urlencode(filters) if "after" in request.GET else ""
    context["choices"] = [("?" + urlencode({**where, "which": w}), label, w == which) for w, label in WHICH.items()]
    context["may_open"] = request.may(Permission.CONTACTS_VIEW)
    return render(request, "website/performance/figure_rows.html", context)


def _period(key: str) -> Period:
    try:
        return parse_period(key)
    except InvalidPeriod as error:
        raise Http404 from error


def _cursor(values: Mapping[str, Any]) -> int:
    text = str(values.get("after", "0"))
    if not text.isdecimal() or len(text) > 18:
        raise Http404
    return int(text)
