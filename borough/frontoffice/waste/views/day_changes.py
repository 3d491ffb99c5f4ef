"""Changes of collection days with a preview, and capacities of bulky days."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from borough.access.public import BoroughRequest, Permission, principal_name, requires
from borough.foundation.clock import now, today
from borough.frontoffice.waste.forms import KINDS, WHYS, BulkyForm, ChangeForm
from borough.frontoffice.waste.views.rounds import cell, counted
from borough.kernel.refusals import Refused
from borough.ui.formats import day, number
from borough.waste.public import bulky, rounds, streams
from borough.waste.types import Change, ChangeKind, ChangeReason

YEAR = timedelta(days=366)
MOVED = ["Round", "What", "Properties", "Now", "Instead"]


@dataclass(frozen=True)
class Wanted:
    """A change as entered."""

    kind: ChangeKind
    why: ChangeReason
    starts_on: date
    ends_on: date
    days: int
    stream: str
    round_code: str

    def as_change(self) -> Change:
        """Return the change it would create."""
        return Change(
            id=0,
            kind=self.kind,
            why=self.why,
            starts_on=self.starts_on,
            ends_on=self.ends_on,
            days=self.days,
            stream=self.stream,
            round=self.round_code,
            created_at=now(),
        )


def _wanted(cleaned: dict[str, Any]) -> Wanted:
    kind = ChangeKind(cleaned["kind"])
    days = (cleaned["days"] or 0) if kind is ChangeKind.SHIFT else 0
    last = cleaned["first"] if kind is ChangeKind.EXTRA else cleaned["last"]
    return Wanted(
        kind,
        ChangeReason(cleaned["why"]),
        cleaned["first"],
        last + timedelta(days=1),
        days,
        cleaned["stream"],
        cleaned["round"].strip(),
    )


@requires(Permission.WASTE_VIEW)
def changes(request: BoroughRequest) -> HttpResponse:
    """List current and future changes of collection days."""
    rows = [(_change_row(change), change.id) for change in rounds.changes_from(today())]
    columns = ["What happens", "Why", "First day", "Last day", "Of", "Note"]
    return render(request, "frontoffice/waste/waste_days.html", {"rows": rows, "columns": columns})


def _change_row(change: Change) -> list[dict[str, str]]:
    happens = {
        ChangeKind.SHIFT: f"Moved {abs(change.days)} day{'s' if abs(change.days) > 1 else ''} "
        f"{'later' if change.days > 0 else 'earlier'}",
        ChangeKind.SUSPEND: "Dropped",
        ChangeKind.EXTRA: "Added",
    }[change.kind]
    of = change.round or (streams()[change.stream].name if change.stream else "Everything")
    last = change.ends_on - timedelta(days=1)
    return [
        cell(happens),
        cell(WHYS[change.why]),
        cell(day(change.starts_on)),
        cell(day(last)),
        cell(of),
        cell(change.note),
    ]


@requires(Permission.WASTE_EDIT, "GET POST")
def change(request: BoroughRequest) -> HttpResponse:
    """Preview a change, then create it."""
    form = ChangeForm(request.POST if request.method == "POST" else None)
    moved = None
    if form.is_valid():
        wanted = _wanted(form.cleaned_data)
        try:
            rounds.check_change(**vars(wanted))
            if "save" in request.POST:
                note = form.cleaned_data["note"]
                rounds.change_days(by=principal_name(request), at=now(), note=note, **vars(wanted))
                messages.success(request, "The days are changed. Calendars follow by themselves.")
                return redirect("frontoffice:waste_days")
            moved = _moved([wanted.as_change()])
        except Refused as refused:
            form.add_error(None, str(refused))
    context = {"form": form, "moved": moved, "columns": MOVED, "kinds": KINDS}
    return render(request, "frontoffice/waste/waste_change.html", context)


def _moved(wanted: list[Change]) -> list[list[dict[str, str]]]:
    return [
        [
            cell(move.round),
            cell(streams()[move.stream].name),
            cell(number(move.properties)),
            cell(_when(move.before)),
            cell(_when(move.after)),
        ]
        for move in rounds.preview(wanted)
    ]


def _when(value: date | None) -> str:
    return f"{value:%a} {day(value)}" if value else "None"


@requires(Permission.WASTE_EDIT, "GET POST")
def holidays(request: BoroughRequest) -> HttpResponse:
    """Propose the usual changes for next year's bank holidays, with a button to create them."""
    until = today() + YEAR
    there = rounds.changes_from(today())
    runs = [
        run
        for run in rounds.holiday_runs(today(), until)
        if not any(c.why is ChangeReason.HOLIDAY and c.starts_on < run[1] and run[0] < c.ends_on for c in there)
    ]
    if request.method == "POST" and runs:
        rounds.change_days_by(by=principal_name(request), at=now(), runs=runs)
        messages.success(request, "The days are changed. Calendars follow by themselves.")
        return redirect("frontoffice:waste_days")
    proposed = [
        Change(
            id=0,
            kind=ChangeKind.SHIFT,
            why=ChangeReason.HOLIDAY,
            starts_on=start,
            ends_on=end,
            days=days,
            created_at=now(),
        )
        for start, end, days in runs
    ]
    context = {
        "rows": [_change_row(change)[:4] for change in proposed],
        "moved": _moved(proposed) if proposed else [],
        "columns": MOVED,
        "until": day(until),
    }
    return render(request, "frontoffice/waste/waste_holidays.html", context)


@requires(Permission.WASTE_VIEW, "GET")
def bulky_days(request: BoroughRequest) -> HttpResponse:
    """List bulky collection days with their bookings."""
    return _bulky(request, BulkyForm())


@requires(Permission.WASTE_EDIT, "POST")
def set_bulky(request: BoroughRequest) -> HttpResponse:
    """Set the capacity of a day."""
    form = BulkyForm(request.POST)
    if form.is_valid():
        cleaned = form.cleaned_data
        try:
            bulky.set_bulky_day(
                by=principal_name(request),
                at=now(),
                day=cleaned["day"],
                capacity=cleaned["capacity"],
                area=cleaned["area"].strip(),
            )
            messages.success(request, f"{day(cleaned['day'])} has {cleaned['capacity']} places.")
            return redirect("frontoffice:waste_bulky")
        except Refused as refused:
            form.add_error(None, str(refused))
    return _bulky(request, form)


def _bulky(request: BoroughRequest, form: BulkyForm) -> HttpResponse:
    rows = [
        [
            cell(f"{bulky_day.day:%a} {day(bulky_day.day)}"),
            cell(bulky_day.area or "Everywhere"),
            counted(bulky_day.capacity),
            counted(bulky_day.places_booked),
            counted(bulky_day.left),
        ]
        for bulky_day in bulky.all_bulky_days(today(), today() + YEAR, now())
    ]
    columns = ["Day", "Ward", "Places", "Taken", "Left"]
    return render(request, "frontoffice/waste/waste_bulky.html", {"form": form, "rows": rows, "columns": columns})


@requires(Permission.WASTE_EDIT, "POST")
def withdraw(request: BoroughRequest, change: int) -> HttpResponse:
    """Withdraw a change of collection days."""
    try:
        rounds.withdraw_change(by=principal_name(request), at=now(), change=change)
        messages.success(request, "The change was withdrawn. Calendars follow by themselves.")
    except Refused as refused:
        messages.error(request, f"{refused}.")
    return redirect("frontoffice:waste_days")
