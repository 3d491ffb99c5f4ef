"""How long things are kept: what is due, what was disposed of, and what is on hold."""

from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from borough.access.public import Permission, names_of, needs, principal_of
from borough.foundation import retention as kept
from borough.foundation.clock import now, today
from borough.frontoffice.web.waste import cell
from borough.kernel.references import show, tidy
from borough.kernel.refusals import Refused
from borough.services.public import disposing
from borough.ui.formats import day, number

BACK = timedelta(days=365)
SCHEDULE = ["Class", "Kept", "Why", "Services", "Due now"]
OTHERS = ["Class", "Kept", "Why", "Due now"]
GONE = ["Month", "Class", "What was sent", "Other cases"]
GONE_OTHERS = ["Month", "Class", "Records"]


class HoldForm(forms.Form):
    """Something to keep beyond its time."""

    reference = forms.CharField(
        label="Reference of what was sent, the case, message, payment or subscription", max_length=40,
        error_messages={"required": "Enter the reference"},
    )  # fmt: skip
    why = forms.CharField(
        label="Why it is kept", max_length=200, help_text="Without names. Read by whoever is asked to erase the person",
        error_messages={"required": "Enter why it is kept", "max_length": "Why must be 200 characters or less"},
    )  # fmt: skip

    def clean_reference(self) -> str:
        """The reference as it is kept."""
        found = tidy(self.cleaned_data["reference"])
        if found is None:
            raise forms.ValidationError("Enter a reference like 7QK2-M9XA-01BD-4HZT")
        return found


@needs(Permission.RETENTION_VIEW)
def retention(request: HttpRequest) -> HttpResponse:
    """The schedule with what is due, what was disposed of by month, and holds."""
    return _page(request, HoldForm())


def _page(request: HttpRequest, form: HoldForm, status: int = 200) -> HttpResponse:
    context: dict[str, Any] = {
        "form": form, "schedule_columns": SCHEDULE, "gone_columns": GONE, "holds": _holds(),
        "schedule": [
            [cell(_name(one.key)), cell(f"{one.years} years after {one.trigger}"), cell(one.basis),
             cell(", ".join(one.services) or "None"), cell(number(one.due))]
            for one in disposing.schedule(today())
        ],
        "gone": [
            [cell(f"{one.month:%B %Y}"), cell(_name(one.key)), cell(number(one.submissions)), cell(number(one.cases))]
            for one in disposing.gone(today() - BACK)
        ],
        "other_columns": OTHERS, "others": [_other(one) for one in kept.classes()],
        "gone_other_columns": GONE_OTHERS, "gone_others": _gone_others(),
    }  # fmt: skip
    return render(request, "frontoffice/retention.html", context, status=status)


def _other(one: kept.Class) -> list[dict[str, Any]]:
    why = f"{one.kept.basis}. {one.law}, whoever asks for them to be erased" if one.law else one.kept.basis
    due = kept.count_due(one, today())
    return [cell(one.what), cell(f"{one.kept.years} years after {one.kept.trigger}"), cell(why), cell(number(due))]


def _gone_others() -> list[list[dict[str, Any]]]:
    names = {one.key: one.what for one in kept.classes()}
    return [
        [cell(f"{month:%B %Y}"), cell(names.get(key, _name(key))), cell(number(count))]
        for month, key, count in kept.gone(today() - BACK)
    ]


def _holds() -> list[dict[str, Any]]:
    found = disposing.holds()
    names = names_of({one.by for one in found})
    return [
        {"number": one.number, "shown": show(one.reference), "why": one.why, "since": day(one.made_at.date()),
         "by": names.get(one.by, "Borough")}
        for one in found
    ]  # fmt: skip


def _name(key: str) -> str:
    return key.replace("-", " ").capitalize()


@needs(Permission.RETENTION_HOLD, "POST")
def hold(request: HttpRequest) -> HttpResponse:
    """Put something on hold."""
    form = HoldForm(request.POST)
    if form.is_valid():
        try:
            disposing.hold(by=principal_of(request), at=now(), today=today(), **form.cleaned_data)
        except Refused as refused:
            form.add_error("reference", str(refused))
        else:
            messages.success(request, "It is on hold, and kept until the hold is lifted.")
            return redirect("frontoffice:retention")
    return _page(request, form, 400)


@needs(Permission.RETENTION_HOLD, "POST")
def lift(request: HttpRequest, number: int) -> HttpResponse:
    """Lift a hold."""
    disposing.lift(by=principal_of(request), at=now(), number=number)
    messages.success(request, "The hold is lifted.")
    return redirect("frontoffice:retention")
