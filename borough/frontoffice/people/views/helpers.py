"""Helpers of a person: shown to staff, recorded on the person's request, and revoked."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from borough.access.public import EMAIL_RULE, BoroughRequest, Permission, principal_name, requires
from borough.foundation.clock import now
from borough.kernel.references import format_reference
from borough.kernel.refusals import Refused
from borough.people import public as people
from borough.services import public as services
from borough.ui.formats import day

HOW = {
    people.MandateChannel.PHONE: "On the phone",
    people.MandateChannel.FACE_TO_FACE: "Face to face",
    people.MandateChannel.PAPER: "On paper",
    people.MandateChannel.ONLINE: "Online",
}
STATUS_LABELS = {
    people.MandateStatus.WAITING: "Waiting for the helper to accept",
    people.MandateStatus.ACTIVE: "Stands",
    people.MandateStatus.EXPIRED: "Its time is over",
    people.MandateStatus.REVOKED: "Taken back",
}


class NoteForm(forms.Form):
    """Form for a mandate granted by phone, on paper or face to face."""

    email = forms.EmailField(
        label="Email address of the person who helps them",
        max_length=254,
        help_text="We write to it, and the helper must accept",
        error_messages={"required": "Enter the email address of the person who helps them", "invalid": EMAIL_RULE},
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    services = forms.MultipleChoiceField(
        label="Services",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Leave all empty for all",
        error_messages={"invalid_choice": "Select services from the list"},
    )
    months = forms.TypedChoiceField(
        label="How long may they help?",
        coerce=int,
        choices=list(people.MONTHS.items()),
        widget=forms.RadioSelect,
        error_messages={"required": "Select how long they may help"},
    )
    how = forms.ChoiceField(
        label="How did the resident tell us?",
        widget=forms.RadioSelect,
        choices=[(key.value, label) for key, label in HOW.items() if key is not people.MandateChannel.ONLINE],
        error_messages={"required": "Select how the resident told us"},
    )
    agreed = forms.BooleanField(
        label="I checked that it is the resident, and they agreed to the words on this page",
        error_messages={"required": "Tick the box once the resident has agreed"},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = self.fields["services"]
        if isinstance(offered, forms.ChoiceField):
            offered.choices = services.service_choices()


def _person(reference: str) -> people.PersonDetail:
    person = people.details(reference)
    if person is None:
        raise Http404
    return person


@requires(Permission.PEOPLE_VIEW)
def helpers(request: BoroughRequest, reference: str) -> HttpResponse:
    """List current and former helpers of this person."""
    person = _person(reference)
    rows = [_row(mandate) for mandate in people.mandates_of(person.id, now())]
    context = {"person": person, "display_reference": format_reference(reference), "rows": rows}
    return render(request, "frontoffice/people/helpers.html", context)


def _row(mandate: people.MandateDetail) -> dict[str, Any]:
    return {
        "reference": mandate.reference,
        "email": mandate.helper_email or "Erased",
        "status": STATUS_LABELS[mandate.status],
        "services": services.service_names(mandate.services),
        "how": HOW[people.MandateChannel(mandate.granted_how)],
        "granted": day(mandate.granted_at),
        "until": day(mandate.expires_at),
        "may_end": mandate.can_revoke,
    }


@requires(Permission.PEOPLE_EDIT, "GET POST")
def note(request: BoroughRequest, reference: str) -> HttpResponse:
    """Record a mandate granted by a person."""
    person = _person(reference)
    form = NoteForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        cleaned = form.cleaned_data
        try:
            people.grant_mandate(
                by=principal_name(request),
                at=now(),
                person_id=person.id,
                helper_email=cleaned["email"],
                months=cleaned["months"],
                how=people.MandateChannel(cleaned["how"]),
                services=cleaned["services"],
            )
        except Refused as refused:
            form.add_error("email", str(refused))
        else:
            messages.success(request, "It is noted. The helper can begin once they accept.")
            return redirect("frontoffice:person_helpers", reference)
    name = person.name or format_reference(reference)
    context = {"form": form, "reference": reference, "name": name, "consent": people.CONSENT}
    return render(request, "frontoffice/people/helper_note.html", context)


@requires(Permission.PEOPLE_EDIT, "POST")
def end(request: BoroughRequest, reference: str, mandate: str) -> HttpResponse:
    """Revoke a mandate at the resident's request."""
    person = _person(reference)
    detail = people.mandate_of(mandate, person.id, now())
    if detail is None:
        raise Http404
    people.revoke_mandate(by=principal_name(request), at=now(), reference=mandate)
    messages.success(request, "The helper cannot do anything for them any more.")
    return redirect("frontoffice:person_helpers", reference)
