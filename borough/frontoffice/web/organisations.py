"""The pages about organisations: one added, opened, corrected, closed; what was sent for it, and who acts for it."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from borough.access.public import Permission, needs, principal_of
from borough.contacts import public as contacts
from borough.foundation.clock import now
from borough.frontoffice.web import presenters
from borough.frontoffice.web.belonging import (
    WHO,
    choose,
    find_people,
    member_row,
    person_id,
    said,
    take_away,
)
from borough.frontoffice.web.belonging_forms import ActingDaysForm, ActingForm, FactsForm, OrganisationForm
from borough.kernel.references import show
from borough.kernel.refusals import Refused, Stale
from borough.people import public as people
from borough.people.types.belonging import (
    HOW_KNOWN,
    ORGANISATION_FACTS,
    ORGANISATIONS,
    REGISTERS,
    OrganisationShown,
)
from borough.staff.public import service_names
from borough.ui.formats import day

ON_A_PAGE = 25
LABELS = {
    "name": "Name", "kind": "Kind", "register": "Registered with", "number": "Number", "email": "Email address",
    "phone": "Phone number", "address": "Address", "uprn": "UPRN",
}  # fmt: skip
CODES = {"kind": ORGANISATIONS, "register": REGISTERS}


def _organisation(reference: str) -> OrganisationShown:
    found = people.organisations.organisation(reference)
    if found is None:
        raise Http404
    return found


def title_of(found: OrganisationShown) -> str:
    """What an organisation is called."""
    return "Erased" if found.erased_at else found.name


def _line(found: dict[str, Any], key: str) -> str:
    value = found.get(key)
    return str(CODES[key].get(str(value), value) if key in CODES else value or "") or "None"


@needs(Permission.PEOPLE_VIEW)
def organisation(request: HttpRequest, organisation: str) -> HttpResponse:
    """An organisation: its details with who said so, what else is held, and who acts for it."""
    found = _organisation(organisation)
    page = presenters.page_of(request)
    members, more = people.organisations.acting_for(found.id, page)
    held = people.organisations.facts(found.id)
    told = vars(found)
    context = {
        "organisation": found, "title": title_of(found), "shown": show(organisation),
        "details": [(LABELS[key], _line(told, key), _said(held.get(key)), key == "uprn") for key in LABELS],
        "facts": [
            (label, str(held[key].value), _said(held[key])) for key, label in ORGANISATION_FACTS.items() if key in held
        ],
        "members": [member_row(one) for one in members], "page": page, "more": more,
    }  # fmt: skip
    return render(request, "frontoffice/organisation.html", context)


def _said(fact: people.Fact | None) -> str:
    if fact is None or fact.source not in HOW_KNOWN:
        return ""
    return f"{HOW_KNOWN[fact.source][0]}, {day(fact.confirmed_at)}"


@needs(Permission.CONTACTS_VIEW)
def organisation_contacts(request: HttpRequest, organisation: str) -> HttpResponse:
    """What was sent and said for an organisation, by itself or as a panel of its page."""
    found = people.organisations.organisation(organisation)
    if found is None:
        raise Http404
    page, services = presenters.page_of(request), service_names()
    entries = contacts.on_behalf.for_organisation(found.id, start=(page - 1) * ON_A_PAGE, limit=ON_A_PAGE + 1)
    rows = [
        presenters.row(one, services) | {"submission": one.source_id if one.source == "services" else ""}
        for one in entries[:ON_A_PAGE]
    ]
    context = {
        "rows": rows, "shown": show(organisation), "reference": organisation, "page": page,
        "more": len(entries) > ON_A_PAGE,
    }  # fmt: skip
    return render(request, "frontoffice/organisation_contacts.html", context)


@needs(Permission.PEOPLE_EDIT, "GET POST")
def add(request: HttpRequest) -> HttpResponse:
    """Write down an organisation."""
    form = OrganisationForm(None, request.POST if request.method == "POST" else None)
    same: list[OrganisationShown] = []
    if form.is_valid() and "another" not in request.POST:
        same = people.organisations.named(form.cleaned_data["name"])
    if form.is_valid() and not same:
        try:
            made = people.organisations.add(by=principal_of(request), at=now(), **form.details(), **form.source())
        except Refused as refused:
            form.add_error(_field(str(refused)), str(refused))
        else:
            said(request, "The organisation is added.")
            return redirect("frontoffice:organisation", made)
    context = {"form": form, "title": "Add an organisation", "back": reverse("frontoffice:people"),
               "from": "People", "remove": "",
               "same": [(one.reference, one.name, one.address or one.email) for one in same]}  # fmt: skip
    return render(request, "frontoffice/organisation_form.html", context)


def _field(words: str) -> str | None:
    return "number" if "number" in words else "register" if "register" in words else None


@needs(Permission.PEOPLE_EDIT, "GET POST")
def correct(request: HttpRequest, organisation: str) -> HttpResponse:
    """Correct an organisation's details; what someone else changed meanwhile is shown beside what was sent."""
    found = _organisation(organisation)
    form = OrganisationForm(found, request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            people.organisations.correct(
                by=principal_of(request), at=now(), reference=organisation, version=form.cleaned_data["version"],
                changes=form.details(), **form.source(),
            )  # fmt: skip
        except Stale:
            return _show_both(request, form, found)
        except Refused as refused:
            form.add_error(_field(str(refused)), str(refused))
        else:
            said(request, "The details are saved.")
            return redirect("frontoffice:organisation", organisation)
    return render(request, "frontoffice/organisation_form.html", _form(form, found, "Correct details of"))


def _form(form: Any, found: OrganisationShown, what: str) -> dict[str, Any]:
    name = title_of(found)
    back = reverse("frontoffice:organisation", args=[found.reference])
    return {"form": form, "title": f"{what} {name}", "back": back, "from": name, "remove": "", "same": []}


def _show_both(request: HttpRequest, form: OrganisationForm, found: OrganisationShown) -> HttpResponse:
    mine, current = form.details(), vars(found)
    pairs = [(LABELS[key], _line(current, key), _line(mine, key)) for key in LABELS]
    context = {
        "rows": [(label, theirs, yours, theirs != yours) for label, theirs, yours in pairs],
        "back": reverse("frontoffice:organisation", args=[found.reference]), "from": title_of(found),
        "what": "this organisation", "again": reverse("frontoffice:organisation_correct", args=[found.reference]),
    }  # fmt: skip
    return render(request, "frontoffice/conflict.html", context, status=409)


@needs(Permission.PEOPLE_EDIT, "GET POST")
def facts(request: HttpRequest, organisation: str) -> HttpResponse:
    """Say what else is known about an organisation."""
    found = _organisation(organisation)
    held = {key: str(one.value) for key, one in people.organisations.facts(found.id).items() if one.value is not None}
    form = FactsForm(held, request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            people.organisations.state_facts(
                by=principal_of(request), at=now(), reference=organisation, facts=form.facts(), **form.source()
            )
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            said(request, "What we hold is saved.")
            return redirect("frontoffice:organisation", organisation)
    return render(request, "frontoffice/organisation_form.html", _form(form, found, "What we hold about"))


@needs(Permission.PEOPLE_EDIT, "POST")
def close(request: HttpRequest, organisation: str) -> HttpResponse:
    """Say that it is no more, or, where that was amiss, that it is."""
    found = _organisation(organisation)
    verb = people.organisations.reopen if found.closed_on else people.organisations.close
    try:
        verb(by=principal_of(request), at=now(), reference=organisation)
    except Refused as refused:
        messages.error(request, f"{refused}.")
    else:
        said(request, "It is open again." if found.closed_on else "It is closed, and nobody acts for it any more.")
    return redirect("frontoffice:organisation", organisation)


@needs(Permission.PEOPLE_EDIT, "GET POST")
def acting_add(request: HttpRequest, organisation: str) -> HttpResponse:
    """Add somebody who acts for it."""
    found = _organisation(organisation)

    def done(form: ActingForm) -> str:
        people.organisations.act_for(
            by=principal_of(request), at=now(), reference=organisation, person_id=person_id(form),
            role=form.cleaned_data["role"], starts_on=form.cleaned_data["starts_on"], **form.source(),
        )  # fmt: skip
        said(request, "They are added.")
        return reverse("frontoffice:organisation", args=[organisation])

    page = _form(None, found, "Add somebody who acts for") | {"button": "Add them", "nobody": "Nobody was found."}
    return choose(request, find=find_people, label=WHO, make=_acting, done=done, page=page)


def _acting(sent: Any, choices: list[tuple[str, str]]) -> ActingForm:
    return ActingForm(sent, choices=choices, label="Who is it?", wrong="Select one of the people found")


@needs(Permission.PEOPLE_EDIT, "GET POST")
def acting_change(request: HttpRequest, organisation: str, number: int) -> HttpResponse:
    """Change in which role somebody acts, from when until when."""
    found = _organisation(organisation)
    one = people.organisations.acting(found.id, number)
    if one is None:
        raise Http404
    first = {"role": one.role, "starts_on": one.starts_on, "ends_on": one.ends_on}
    form = ActingDaysForm(request.POST if request.method == "POST" else None, initial=first)
    if form.is_valid():
        try:
            people.organisations.change_acting(
                by=principal_of(request), at=now(), reference=organisation, number=number, **form.cleaned_data
            )
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            said(request, "It is saved.")
            return redirect("frontoffice:organisation", organisation)
    remove = reverse("frontoffice:acting_remove", args=[organisation, number])
    context = _form(form, found, f"{one.person_name or 'No name'} at") | {"remove": remove, "never": "acted for it"}
    return render(request, "frontoffice/organisation_form.html", context)


@needs(Permission.PEOPLE_EDIT, "POST")
def acting_remove(request: HttpRequest, organisation: str, number: int) -> HttpResponse:
    """Take out what was entered amiss."""
    _organisation(organisation)
    take_away(request, people.organisations.remove_acting, organisation, number)
    return redirect("frontoffice:organisation", organisation)
