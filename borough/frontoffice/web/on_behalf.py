"""Say of a contact, and so of what was sent with it, for which organisation it was."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from borough.access.public import Permission, needs, principal_of, within_limit
from borough.contacts import public as contacts
from borough.foundation.clock import now
from borough.frontoffice.web.belonging import SEARCHES, SLOW, choose, said
from borough.frontoffice.web.belonging_forms import ChosenForm, FindForm
from borough.kernel.references import show
from borough.kernel.refusals import Refused
from borough.people import public as people

LABEL = "Name, number or reference of the organisation"


def said_for(request: HttpRequest, contact: str) -> dict[str, Any] | None:
    """The organisation that a contact was for, for those who may see it; None where it is not said."""
    held = contacts.on_behalf.behalf_of(contact) if contact else None
    if held is None or not request.may(Permission.PEOPLE_VIEW):  # type: ignore[attr-defined] # the gate's
        return None
    reference, name = people.organisations.names_of([held])[held]
    return {"reference": reference, "name": name}


@needs(Permission.PEOPLE_EDIT, "GET POST")
def say(request: HttpRequest, reference: str) -> HttpResponse:
    """Say for which organisation a contact was."""
    if contacts.entry(reference) is None:
        raise Http404

    def done(form: ChosenForm) -> str:
        found = people.organisations.organisation(form.cleaned_data["chosen"])
        if found is None:
            raise Refused("This organisation is not here any more. Find it again")
        contacts.on_behalf.say(by=principal_of(request), at=now(), reference=reference, organisation_id=found.id)
        said(request, f"It is noted that this was for {found.name}.")
        return reverse("frontoffice:contact", args=[reference])

    page = {
        "title": "For which organisation was it?", "back": reverse("frontoffice:contact", args=[reference]),
        "from": f"Contact {show(reference)}", "button": "Save", "add": reverse("frontoffice:organisation_add"),
        "nobody": "No organisation was found.",
    }  # fmt: skip
    return choose(request, find=_organisations, label=LABEL, make=_chosen, done=done, page=page)


def _organisations(request: HttpRequest, form: FindForm) -> list[tuple[str, str]] | None:
    if not form.is_valid():
        return None
    if not within_limit(request, "people_search", SEARCHES):
        form.add_error("words", SLOW)
        return None
    found = people.organisations.search(by=principal_of(request), at=now(), words=form.cleaned_data["words"])
    return [(one.reference, ", ".join(filter(None, [one.name, one.number]))) for one in found.organisations]


def _chosen(sent: Any, choices: list[tuple[str, str]]) -> ChosenForm:
    return ChosenForm(sent, choices=choices)


@needs(Permission.PEOPLE_EDIT, "POST")
def withdraw(request: HttpRequest, reference: str) -> HttpResponse:
    """Take it back."""
    if contacts.entry(reference) is None:
        raise Http404
    contacts.on_behalf.withdraw(by=principal_of(request), at=now(), reference=reference)
    said(request, "It is not said to be for an organisation any more.")
    return redirect("frontoffice:contact", reference)
