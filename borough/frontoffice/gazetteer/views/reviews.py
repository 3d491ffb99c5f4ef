"""Gazetteer quality: reviews, schedules, and distances from homes to services."""

import csv
import io
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from borough.access.public import BoroughRequest, Permission, principal_name, requires
from borough.foundation.clock import now, today
from borough.gazetteer.public import AreaKind, reviews
from borough.kernel.refusals import Refused
from borough.kernel.text import formula_safe, join_list
from borough.ui.formats import day, moment, number

ON_A_PAGE = 50
LARGEST_CURSOR = 2**62
MOST_SPOTS = 200
DISTANCES = {800: "Within half a mile", 1600: "Within a mile", 3200: "Within two miles"}
NOT_SHARES = {"health-errors": "frontoffice:gazetteer", "days-since-change": ""}


@requires(Permission.GAZETTEER_EDIT, "GET POST")
def review(request: BoroughRequest) -> HttpResponse:
    """Show the last review by criterion, earlier levels, and a button for a new one."""
    if request.method == "POST":
        reviews.request_review(by=principal_name(request), at=now())
        messages.success(request, "The gazetteer is being reviewed. Open this page again in a minute.")
        return redirect("frontoffice:gazetteer_review")
    in_force = reviews.schedule_on(today())
    context: dict[str, Any] = {"level": "", "in_force": in_force.version, "example": in_force.example}
    if past_reviews := reviews.reviews():
        last, *before = past_reviews
        context |= {
            "level": reviews.level_name(last.level),
            "schedule": last.schedule,
            "example": last.example,
            "when": moment(last.created_at),
            "rows": [_criterion(item) for item in last.criteria],
            "earlier": [f"{moment(item.created_at)}: {reviews.level_name(item.level)}" for item in before],
        }
    return render(request, "frontoffice/gazetteer/gazetteer_review.html", context)


def _criterion(criterion: Any) -> dict[str, Any]:
    """Return a criterion with links to its records."""
    page = NOT_SHARES.get(criterion.key, "frontoffice:gazetteer_shortfall")
    arguments = [criterion.key] if page.endswith("shortfall") else []
    return {
        "name": criterion.name,
        "value": criterion.display_value,
        "level": reviews.level_name(criterion.level),
        "counts": criterion.counts,
        "open": reverse(page, args=arguments) if page else "",
    }


@requires(Permission.GAZETTEER_EDIT)
def short(request: BoroughRequest, key: str) -> HttpResponse:
    """List the properties failing a criterion of the last review, fifty at a time."""
    names = reviews.criterion_names()
    cursor = request.GET.get("after", "0")
    if key not in names or not cursor.isdecimal() or int(cursor) > LARGEST_CURSOR:
        raise Http404
    rows = reviews.failing_uprns(key, int(cursor), ON_A_PAGE + 1)
    after = rows[ON_A_PAGE - 1] if len(rows) > ON_A_PAGE else 0
    context = {"key": key, "name": names[key], "rows": rows[:ON_A_PAGE], "after": after}
    return render(request, "frontoffice/gazetteer/gazetteer_short.html", context)


class ScheduleForm(forms.Form):
    """Form for a schedule text."""

    text = forms.CharField(
        label="The schedule",
        widget=forms.Textarea(attrs={"rows": 18, "spellcheck": "false"}),
        help_text="In TOML, as the example is: a version, the days it holds, and each criterion with its thresholds.",
        error_messages={"required": "Enter the schedule"},
    )


@requires(Permission.GAZETTEER_EDIT, "GET POST")
def schedules(request: BoroughRequest) -> HttpResponse:
    """Show the schedules, with a form for a new one; existing ones are never changed."""
    form = ScheduleForm(request.POST if request.method == "POST" else None, initial={"text": reviews.example_text()})
    if form.is_valid():
        try:
            added = reviews.add_schedule(by=principal_name(request), at=now(), text=form.cleaned_data["text"])
        except Refused as refused:
            form.add_error("text", str(refused))
        else:
            messages.success(request, f"The schedule {added.version} is kept.")
            return redirect("frontoffice:gazetteer_schedules")
    rows = [
        (
            schedule.version,
            schedule.title,
            f"{day(schedule.since)} to {day(schedule.until)}",
            moment(schedule.created_at),
        )
        for schedule in reviews.schedules()
    ]
    in_force = reviews.schedule_on(today())
    context = {"form": form, "rows": rows, "in_force": in_force.version, "example": in_force.example}
    return render(request, "frontoffice/gazetteer/gazetteer_schedules.html", context)


class CoverageForm(forms.Form):
    """Form for the places to measure distances to, and the areas to count by."""

    spots = forms.CharField(
        label="Places",
        widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "false"}),
        help_text="One a line: a postcode, a UPRN, or an easting and a northing.",
        error_messages={"required": "Enter a place, such as a postcode"},
    )
    kind = forms.ChoiceField(
        label="Count by",
        choices=[(AreaKind.WARD.value, "Ward"), (AreaKind.PARISH.value, "Parish")],
        initial=AreaKind.WARD.value,
        widget=forms.RadioSelect,
    )

    def clean_spots(self) -> list[reviews.Spot]:
        """Return the location of each place; unknown ones are named in the error."""
        lines = list(dict.fromkeys(line.strip() for line in self.cleaned_data["spots"].splitlines() if line.strip()))
        if len(lines) > MOST_SPOTS:
            raise forms.ValidationError(f"Enter {MOST_SPOTS} places or fewer")
        located = [(line, reviews.located(line)) for line in lines]
        if strange := [line for line, spot in located if spot is None]:
            raise forms.ValidationError(
                f"It is not known where {join_list(strange[:5])} is. Correct the line or remove it"
            )
        return [spot for _, spot in located if spot]


@requires(Permission.GAZETTEER_VIEW, "GET POST")
def coverage(request: BoroughRequest) -> HttpResponse:
    """Show distances from homes to the nearest place, by ward or parish, as a table or a file."""
    form = CoverageForm(request.POST if request.method == "POST" else None)
    rows: list[reviews.Reach] | None = None
    if form.is_valid():
        kind = AreaKind(form.cleaned_data["kind"])
        rows = reviews.coverage(form.cleaned_data["spots"], kind=kind, on=today(), limits=list(DISTANCES))
        if "file" in request.POST:
            return _as_file(rows)
    context = {
        "form": form,
        "heads": list(DISTANCES.values()),
        "submitted": rows is not None,
        "rows": [_reach(row) for row in rows or ()],
    }
    return render(request, "frontoffice/gazetteer/coverage.html", context)


def _reach(of: reviews.Reach) -> dict[str, Any]:
    within = [f"{number(count)} ({count / of.homes:.0%})" for count in of.within.values()]
    facts = (number(of.homes), *(f"{number(metres)} m" for metres in (of.median, of.nine_in_ten, of.furthest)), *within)
    return {"area": of.area, "facts": facts}


def _as_file(rows: list[reviews.Reach]) -> HttpResponse:
    out = io.StringIO()
    writer = csv.writer(out)
    head = [f"Homes {label.lower()}" for label in DISTANCES.values()]
    writer.writerow(["Area", "Homes", "Median metres", "Nine in ten within metres", "Furthest metres", *head])
    for row in rows:
        cells = (row.area, row.homes, row.median, row.nine_in_ten, row.furthest, *row.within.values())
        writer.writerow([formula_safe(str(cell)) for cell in cells])
    return HttpResponse(
        out.getvalue(),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="coverage.csv"'},
    )
