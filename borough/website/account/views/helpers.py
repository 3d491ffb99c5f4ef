"""A resident's helpers: grant, review and revoke mandates."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from borough.access.public import EMAIL_RULE, BoroughRequest, principal_name, requires_sign_in, within_limit
from borough.foundation.clock import now
from borough.kernel.refusals import Refused
from borough.people import public as people
from borough.services import public as services
from borough.ui.formats import day, moment
from borough.website.account.views.overview import CurrentResident, current_resident

GIVES = "10/d/user"  # each sends an email, so this prevents flooding of inboxes
HOW = {
    people.MandateChannel.ONLINE: "on this website",
    people.MandateChannel.PHONE: "on the phone",
    people.MandateChannel.PAPER: "on paper",
    people.MandateChannel.FACE_TO_FACE: "face to face",
}


class MandateForm(forms.Form):
    """Form for a mandate: helper, services and duration."""

    email = forms.EmailField(
        label="Email address of the person who helps you",
        max_length=254,
        help_text="We will ask them if they want to. They need an account with this address, or can make one",
        error_messages={"required": "Enter the email address of the person who helps you", "invalid": EMAIL_RULE},
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    which = forms.ChoiceField(
        label="What may they do for you?",
        widget=forms.RadioSelect,
        choices=[("all", "Every service"), ("chosen", "Only the services I choose")],
        error_messages={"required": "Select what they may do for you"},
    )
    services = forms.MultipleChoiceField(
        label="Services, if you choose some",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "Select services from the list"},
    )
    months = forms.TypedChoiceField(
        label="How long may they help?",
        coerce=int,
        choices=list(people.MONTHS.items()),
        widget=forms.RadioSelect,
        help_text="A year at most. You can take it back on any day",
        error_messages={"required": "Select how long they may help"},
    )
    agree = forms.BooleanField(
        label=people.CONSENT, error_messages={"required": "Tick the box if you agree that they may help you"}
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = self.fields["services"]
        if isinstance(offered, forms.ChoiceField):
            offered.choices = services.service_choices()

    def clean(self) -> dict[str, Any]:
        """Require at least one service unless all are granted."""
        cleaned = self.cleaned_data
        if cleaned.get("which") == "chosen" and not cleaned.get("services") and "services" not in self.errors:
            self.add_error("services", "Select the services they may use, or select every service")
        return cleaned

    def wanted(self) -> list[str]:
        """Return the chosen services; empty for all."""
        return self.cleaned_data["services"] if self.cleaned_data["which"] == "chosen" else []


@requires_sign_in()
def helpers(request: BoroughRequest) -> HttpResponse:
    """List active, pending and former helpers."""
    me = current_resident(request)
    mandates = people.mandates_of(me.person_id, now()) if me.person_id else []
    return render(request, "website/account/my_helpers.html", {"rows": [_row(mandate) for mandate in mandates]})


def _row(mandate: people.MandateDetail) -> dict[str, Any]:
    return {
        "reference": mandate.reference,
        "email": mandate.helper_email or "Someone whose details were erased",
        "services": services.service_names(mandate.services),
        "status": _status(mandate),
        "may_end": mandate.can_revoke,
    }


def _status(mandate: people.MandateDetail) -> str:
    if mandate.revoked_at:
        return f"Ended on {day(mandate.revoked_at)}"
    if mandate.status is people.MandateStatus.EXPIRED:
        return f"Ended on {day(mandate.expires_at)}"
    return f"{'May help' if mandate.accepted_at else 'We have asked them. May help'} until {day(mandate.expires_at)}"


@requires_sign_in("GET POST")
def grant(request: BoroughRequest) -> HttpResponse:
    """Grant a mandate. The response does not reveal whether the email address is known."""
    me = current_resident(request)
    form = MandateForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        if not within_limit(request, "mandate_give", GIVES):
            form.add_error(None, "You have asked many people today. Wait until tomorrow, or call us")
            return render(request, "website/account/my_helper_give.html", {"form": form}, status=429)
        try:
            _grant(request, me, form)
        except Refused as refused:
            form.add_error("email", str(refused))
        else:
            messages.success(request, "We have written to them. They can help once they accept.")
            return redirect("website:my_helpers")
    return render(request, "website/account/my_helper_give.html", {"form": form})


def _grant(request: BoroughRequest, me: CurrentResident, form: MandateForm) -> None:
    by, at, data = principal_name(request), now(), form.cleaned_data
    person_id = me.person_id or people.register_own(
        by=by,
        at=at,
        account_id=me.account_id,
        name=getattr(request.user, "name", ""),
        email=getattr(request.user, "email", ""),
    )
    people.grant_mandate(
        by=by,
        at=at,
        person_id=person_id,
        helper_email=data["email"],
        services=form.wanted(),
        months=data["months"],
        how=people.MandateChannel.ONLINE,
    )


def _mandate(me: CurrentResident, reference: str) -> people.MandateDetail:
    mandate = people.mandate_of(reference, me.person_id, now()) if me.person_id else None
    if mandate is None:
        raise Http404
    return mandate


@requires_sign_in()
def helper(request: BoroughRequest, reference: str) -> HttpResponse:
    """Show one helper's mandate and everything done under it."""
    mandate = _mandate(current_resident(request), reference)
    lines = [_line(line, mandate, principal_name(request)) for line in people.journal_of(reference)]
    context = {
        "mandate": _row(mandate),
        "consent": mandate.consent,
        "how": HOW[people.MandateChannel(mandate.granted_how)],
        "lines": lines,
    }
    return render(request, "website/account/my_helper.html", context)


def _line(line: people.JournalLine, mandate: people.MandateDetail, me: str) -> dict[str, str]:
    known = services.catalogue()
    what = known[line.service].name if line.service in known else line.service
    labels = {
        people.MandateAction.GRANTED: "You let them help"
        if line.created_by == me
        else "We noted that you let them help",
        people.MandateAction.ACCEPTED: "They accepted",
        people.MandateAction.BEGAN: f"They began: {what}",
        people.MandateAction.SENT: f"They sent: {what}",
        people.MandateAction.REVOKED: "You took it back" if line.created_by == me else _ended(line, mandate),
    }
    about = line.about if line.what is people.MandateAction.SENT else ""
    return {"when": moment(line.created_at), "text": labels[line.what], "request": about}


def _ended(line: people.JournalLine, mandate: people.MandateDetail) -> str:
    return "They stopped helping" if line.created_by == f"resident:{mandate.helper_id}" else "We ended it"


@requires_sign_in("POST")
def take_back(request: BoroughRequest, reference: str) -> HttpResponse:
    """Revoke it immediately."""
    mandate = _mandate(current_resident(request), reference)
    people.revoke_mandate(by=principal_name(request), at=now(), reference=mandate.reference)
    messages.success(request, "They cannot help you here any more. What they had begun is deleted.")
    return redirect("website:my_helpers")
