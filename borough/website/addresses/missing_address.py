"""Hand-typed addresses: matched, offered if the match is certain, otherwise kept as typed and queued for review."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render

from borough.access.public import BoroughRequest, principal_name, public, within_limit
from borough.foundation.clock import now
from borough.gazetteer import public as gazetteer
from borough.kernel.refusals import Refused

TRIES = "30/m/ip"
REPORTS = "10/h/ip"  # more than a street of new homes from one library, but no flood
LONGEST_LINE = 100


def _line(label: str, autocomplete: str, *, required: str = "", width: str = "") -> forms.CharField:
    """Return one address line field, as in the GOV.UK Design System."""
    return forms.CharField(
        label=label,
        required=bool(required),
        max_length=LONGEST_LINE,
        error_messages={"required": required, "max_length": f"{label} must be {LONGEST_LINE} characters or less"},
        widget=forms.TextInput(attrs={"autocomplete": autocomplete, "class": width}),
    )


class ByHandForm(forms.Form):
    """Address form, line by line."""

    line_1 = _line("Address line 1", "address-line1", required="Enter address line 1, such as the building and street")
    line_2 = _line("Address line 2", "address-line2")
    town = _line("Town or city", "address-level2", required="Enter a town or city", width="govuk-!-width-two-thirds")
    postcode = forms.CharField(
        label="Postcode",
        max_length=20,
        error_messages={"required": "Enter a postcode", "max_length": "Enter a full UK postcode, like PR7 1DP"},
        widget=forms.TextInput(attrs={"autocomplete": "postal-code", "class": "govuk-input--width-10"}),
    )

    def clean_postcode(self) -> str:
        """Return the postcode in standard format."""
        tidy = gazetteer.normalise_postcode(self.cleaned_data["postcode"])
        if not tidy:
            raise forms.ValidationError("Enter a full UK postcode, like PR7 1DP")
        return tidy

    def lines(self) -> list[str]:
        """Return the filled-in lines, without the postcode."""
        return [self.cleaned_data[name] for name in ("line_1", "line_2", "town") if self.cleaned_data[name]]

    def text(self) -> str:
        """Return the address on one line."""
        return ", ".join(self.lines())


@public("GET POST")
def by_hand(request: BoroughRequest) -> HttpResponse:
    """Ask for an address line by line. The input is posted, so it appears in no URL."""
    form = ByHandForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return _page(request, form)
    if not within_limit(request, "address_by_hand", TRIES):
        form.add_error(None, "There were too many tries. Wait a minute and try again")
        return _page(request, form, status=429)
    answer = gazetteer.match(form.text(), form.cleaned_data["postcode"])
    line = gazetteer.line_of(answer.uprn) if answer.uprn and answer.verdict == "accept" else None
    if line is None:
        return _store_typed(request, form, known=answer.model == gazetteer.STAFF)
    return _offer(request, form, {"uprn": line.uprn, "address": gazetteer.single_line(line)})


@public("POST")
def confirm(request: BoroughRequest) -> HttpResponse:
    """Accept the offered address, or the typed one."""
    form, answer, uprn = ByHandForm(request.POST), request.POST.get("this", ""), request.POST.get("uprn", "")
    is_number = uprn.isascii() and uprn.isdecimal() and len(uprn) <= 12
    line = gazetteer.line_of(int(uprn)) if is_number else None
    if not form.is_valid() or line is None:
        return _page(request, form)
    if answer == "yes":
        return redirect("website:place", line.uprn)
    if answer == "no":
        return _store_typed(request, form, known=False)
    return _offer(request, form, {"uprn": line.uprn, "address": gazetteer.single_line(line)}, unchosen=True)


def _page(request: BoroughRequest, form: ByHandForm, status: int = 200) -> HttpResponse:
    return render(request, "website/addresses/address_by_hand.html", {"form": form}, status=status)


def _offer(
    request: BoroughRequest, form: ByHandForm, offered: dict[str, Any], *, unchosen: bool = False
) -> HttpResponse:
    context = {"form": form, "typed": _typed(form), "unchosen": unchosen, **offered}
    return render(request, "website/addresses/address_is_it.html", context)


def _typed(form: ByHandForm) -> list[str]:
    return [*form.lines(), form.cleaned_data["postcode"]]


def _store_typed(request: BoroughRequest, form: ByHandForm, *, known: bool) -> HttpResponse:
    """Store the address as typed, and queue it for gazetteer review unless staff have already decided on it."""
    if not known and not within_limit(request, "address_report", REPORTS):
        form.add_error(None, "Too many addresses were sent from here. Wait an hour and try again")
        return _page(request, form, status=429)
    if not known:
        try:
            gazetteer.report_missing_address(
                by=principal_name(request), at=now(), text=form.text(), postcode=form.cleaned_data["postcode"]
            )
        except Refused as refused:
            form.add_error(None, str(refused))
            return _page(request, form)
    return render(request, "website/addresses/address_kept.html", {"typed": _typed(form)})
