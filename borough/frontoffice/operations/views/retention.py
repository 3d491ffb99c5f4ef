"""Retention: due records, disposals and legal holds."""

from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from borough.access.public import BoroughRequest, Permission, principal_name, requires, staff_names
from borough.foundation import retention as retention_app
from borough.foundation.clock import now, today
from borough.frontoffice.waste.views.rounds import cell
from borough.kernel.references import format_reference, parse_reference
from borough.kernel.refusals import Refused
from borough.services.public import disposal
from borough.ui.formats import day, number

BACK = timedelta(days=365)
SCHEDULE = ["Class", "Kept", "Why", "Services", "Due now"]
OTHERS = ["Class", "Kept", "Why", "Due now"]
DISPOSED_COLUMNS = ["Month", "Class", "What was sent", "Other cases"]
DISPOSED_OTHER_COLUMNS = ["Month", "Class", "Records"]


class HoldForm(forms.Form):
    """Form for a legal hold."""

    reference = forms.CharField(
        label="Reference of what was sent, the case, message, payment or subscription",
        max_length=40,
        error_messages={"required": "Enter the reference"},
    )
    why = forms.CharField(
        label="Why it is kept",
        max_length=200,
        help_text="Without names. Read by whoever is asked to erase the person",
        error_messages={"required": "Enter why it is kept", "max_length": "Why must be 200 characters or less"},
    )

    def clean_reference(self) -> str:
        """Return the reference in stored form."""
        reference = parse_reference(self.cleaned_data["reference"])
        if reference is None:
            raise forms.ValidationError("Enter a reference like 7QK2-M9XA-01BD-4HZT")
        return reference


@requires(Permission.RETENTION_VIEW)
def retention(request: BoroughRequest) -> HttpResponse:
    """Show the retention schedule with due records, disposals by month, and holds."""
    return _page(request, HoldForm())


def _page(request: BoroughRequest, form: HoldForm, status: int = 200) -> HttpResponse:
    context: dict[str, Any] = {
        "form": form,
        "schedule_columns": SCHEDULE,
        "disposed_columns": DISPOSED_COLUMNS,
        "holds": _holds(),
        "schedule": [
            [
                cell(_name(item.key)),
                cell(f"{item.years} years after {item.trigger}"),
                cell(item.basis),
                cell(", ".join(item.services) or "None"),
                cell(number(item.due)),
            ]
            for item in disposal.schedule(today())
        ],
        "disposed": [
            [
                cell(f"{item.month:%B %Y}"),
                cell(_name(item.key)),
                cell(number(item.submissions)),
                cell(number(item.cases)),
            ]
            for item in disposal.disposal_counts(today() - BACK)
        ],
        "other_columns": OTHERS,
        "others": [_other(item) for item in retention_app.classes()],
        "disposed_other_columns": DISPOSED_OTHER_COLUMNS,
        "disposed_others": _disposed_others(),
    }
    return render(request, "frontoffice/operations/retention.html", context, status=status)


def _other(retention_class: retention_app.RetentionClass) -> list[dict[str, Any]]:
    why = (
        f"{retention_class.retention.basis}. {retention_class.law}, whoever asks for them to be erased"
        if retention_class.law
        else retention_class.retention.basis
    )
    due = retention_app.count_due(retention_class, today())
    return [
        cell(retention_class.what),
        cell(f"{retention_class.retention.years} years after {retention_class.retention.trigger}"),
        cell(why),
        cell(number(due)),
    ]


def _disposed_others() -> list[list[dict[str, Any]]]:
    names = {retention_class.key: retention_class.what for retention_class in retention_app.classes()}
    return [
        [cell(f"{month:%B %Y}"), cell(names.get(key, _name(key))), cell(number(count))]
        for month, key, count in retention_app.disposed_counts(today() - BACK)
    ]


def _holds() -> list[dict[str, Any]]:
    holds = disposal.holds()
    names = staff_names({hold.by for hold in holds})
    return [
        {
            "number": hold.number,
            "display_reference": format_reference(hold.reference),
            "why": hold.why,
            "since": day(hold.created_at.date()),
            "by": names.get(hold.by, "Borough"),
        }
        for hold in holds
    ]


def _name(key: str) -> str:
    return key.replace("-", " ").capitalize()


@requires(Permission.RETENTION_HOLD, "POST")
def hold(request: BoroughRequest) -> HttpResponse:
    """Place a legal hold."""
    form = HoldForm(request.POST)
    if form.is_valid():
        try:
            disposal.hold(by=principal_name(request), at=now(), today=today(), **form.cleaned_data)
        except Refused as refused:
            form.add_error("reference", str(refused))
        else:
            messages.success(request, "It is on hold, and kept until the hold is lifted.")
            return redirect("frontoffice:retention")
    return _page(request, form, 400)


@requires(Permission.RETENTION_HOLD, "POST")
def lift(request: BoroughRequest, number: int) -> HttpResponse:
    """Lift a legal hold."""
    disposal.lift(by=principal_name(request), at=now(), number=number)
    messages.success(request, "The hold is lifted.")
    return redirect("frontoffice:retention")
