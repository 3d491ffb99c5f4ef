"""Record the organisation a contact, and so any submission with it, was for."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from borough.access.public import BoroughRequest, Permission, principal_name, requires, within_limit
from borough.contacts import public as contacts
from borough.foundation.clock import now
from borough.frontoffice.people.forms.memberships import ChosenForm, FindForm
from borough.frontoffice.people.membership_views import SEARCHES, SLOW, choose, flash_success
from borough.kernel.references import format_reference
from borough.kernel.refusals import Refused
from borough.people import public as people

LABEL = "Name, number or reference of the organisation"


def organisation_for(request: BoroughRequest, contact: str) -> dict[str, Any] | None:
    """Return a contact's organisation to users who may see it; None if not recorded."""
    organisation_id = contacts.on_behalf.organisation_of(contact) if contact else None
    if organisation_id is None or not request.may(Permission.PEOPLE_VIEW):
        return None
    reference, name = people.organisations.names_of([organisation_id])[organisation_id]
    return {"reference": reference, "name": name}


@requires(Permission.PEOPLE_EDIT, "GET POST")
def say(request: BoroughRequest, reference: str) -> HttpResponse:
    """Record the organisation a contact was for."""
    if contacts.find_entry(reference) is None:
        raise Http404

    def done(form: ChosenForm) -> str:
        organisation = people.organisations.organisation(form.cleaned_data["chosen"])
        if organisation is None:
            raise Refused("This organisation is not here any more. Find it again")
        contacts.on_behalf.record_organisation(
            by=principal_name(request), at=now(), reference=reference, organisation_id=organisation.id
        )
        flash_success(request, f"It is noted that this was for {organisation.name}.")
        return reverse("frontoffice:contact", args=[reference])

    page = {
        "title": "For which organisation was it?",
        "back": reverse("frontoffice:contact", args=[reference]),
        "from": f"Contact {format_reference(reference)}",
        "button": "Save",
        "add": reverse("frontoffice:organisation_add"),
        "nobody": "No organisation was found.",
    }
    return choose(request, find=_organisations, label=LABEL, make=_chosen, done=done, page=page)


def _organisations(request: BoroughRequest, form: FindForm) -> list[tuple[str, str]] | None:
    if not form.is_valid():
        return None
    if not within_limit(request, "people_search", SEARCHES):
        form.add_error("query", SLOW)
        return None
    results = people.organisations.search(by=principal_name(request), at=now(), query=form.cleaned_data["query"])
    return [
        (organisation.reference, ", ".join(filter(None, [organisation.name, organisation.number])))
        for organisation in results.organisations
    ]


def _chosen(sent: Any, choices: list[tuple[str, str]]) -> ChosenForm:
    return ChosenForm(sent, choices=choices)


@requires(Permission.PEOPLE_EDIT, "POST")
def withdraw(request: BoroughRequest, reference: str) -> HttpResponse:
    """Withdraw it."""
    if contacts.find_entry(reference) is None:
        raise Http404
    contacts.on_behalf.withdraw(by=principal_name(request), at=now(), reference=reference)
    flash_success(request, "It is not said to be for an organisation any more.")
    return redirect("frontoffice:contact", reference)
