"""Organisations: add, view, correct and close; their contacts and roles."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from borough.access.public import BoroughRequest, Permission, principal_name, requires
from borough.contacts import public as contacts
from borough.foundation.clock import now
from borough.frontoffice import presenters
from borough.frontoffice.people.forms.memberships import ActingDaysForm, ActingForm, FactsForm, OrganisationForm
from borough.frontoffice.people.membership_views import (
    WHO,
    choose,
    find_people,
    flash_success,
    member_row,
    person_id,
    remove_membership,
)
from borough.kernel.references import format_reference
from borough.kernel.refusals import Refused, Stale
from borough.people import public as people
from borough.people.types.memberships import (
    FACT_SOURCES,
    ORGANISATION_FACTS,
    ORGANISATIONS,
    REGISTERS,
    OrganisationDetail,
)
from borough.staff.public import service_names
from borough.ui.formats import day

ON_A_PAGE = 25
LABELS = {
    "name": "Name",
    "kind": "Kind",
    "register": "Registered with",
    "number": "Number",
    "email": "Email address",
    "phone": "Phone number",
    "address": "Address",
    "uprn": "UPRN",
}
CODES = {"kind": ORGANISATIONS, "register": REGISTERS}


def _organisation(reference: str) -> OrganisationDetail:
    organisation = people.organisations.organisation(reference)
    if organisation is None:
        raise Http404
    return organisation


def title_of(organisation: OrganisationDetail) -> str:
    """Return an organisation's title."""
    return "Erased" if organisation.erased_at else organisation.name


def _line(values: dict[str, Any], key: str) -> str:
    value = values.get(key)
    return str(CODES[key].get(str(value), value) if key in CODES else value or "") or "None"


@requires(Permission.PEOPLE_VIEW)
def organisation(request: BoroughRequest, organisation: str) -> HttpResponse:
    """Show an organisation: details with sources, facts and roles."""
    detail = _organisation(organisation)
    page = presenters.page_of(request)
    members, more = people.organisations.list_roles(detail.id, page)
    known = people.organisations.facts(detail.id)
    values = vars(detail)
    context = {
        "organisation": detail,
        "title": title_of(detail),
        "display_reference": format_reference(organisation),
        "details": [(LABELS[key], _line(values, key), _fact_text(known.get(key)), key == "uprn") for key in LABELS],
        "facts": [
            (label, str(known[key].value), _fact_text(known[key]))
            for key, label in ORGANISATION_FACTS.items()
            if key in known
        ],
        "members": [member_row(member) for member in members],
        "page": page,
        "more": more,
    }
    return render(request, "frontoffice/people/organisation.html", context)


def _fact_text(fact: people.Fact | None) -> str:
    if fact is None or fact.source not in FACT_SOURCES:
        return ""
    return f"{FACT_SOURCES[fact.source][0]}, {day(fact.confirmed_at)}"


@requires(Permission.CONTACTS_VIEW)
def organisation_contacts(request: BoroughRequest, organisation: str) -> HttpResponse:
    """Show the contacts for an organisation, as a page or a panel."""
    detail = people.organisations.organisation(organisation)
    if detail is None:
        raise Http404
    page, services = presenters.page_of(request), service_names()
    entries = contacts.on_behalf.for_organisation(detail.id, start=(page - 1) * ON_A_PAGE, limit=ON_A_PAGE + 1)
    rows = [
        presenters.row(entry, services) | {"submission": entry.source_id if entry.source == "services" else ""}
        for entry in entries[:ON_A_PAGE]
    ]
    context = {
        "rows": rows,
        "display_reference": format_reference(organisation),
        "reference": organisation,
        "page": page,
        "more": len(entries) > ON_A_PAGE,
    }
    return render(request, "frontoffice/people/organisation_contacts.html", context)


@requires(Permission.PEOPLE_EDIT, "GET POST")
def add(request: BoroughRequest) -> HttpResponse:
    """Add an organisation."""
    form = OrganisationForm(None, request.POST if request.method == "POST" else None)
    same: list[OrganisationDetail] = []
    if form.is_valid() and "another" not in request.POST:
        same = people.organisations.find_namesakes(form.cleaned_data["name"])
    if form.is_valid() and not same:
        try:
            reference = people.organisations.add(
                by=principal_name(request), at=now(), **form.details(), **form.source()
            )
        except Refused as refused:
            form.add_error(_field(str(refused)), str(refused))
        else:
            flash_success(request, "The organisation is added.")
            return redirect("frontoffice:organisation", reference)
    context = {
        "form": form,
        "title": "Add an organisation",
        "back": reverse("frontoffice:people"),
        "from": "People",
        "remove": "",
        "same": [
            (organisation.reference, organisation.name, organisation.address or organisation.email)
            for organisation in same
        ],
    }
    return render(request, "frontoffice/people/organisation_form.html", context)


def _field(label: str) -> str | None:
    return "number" if "number" in label else "register" if "register" in label else None


@requires(Permission.PEOPLE_EDIT, "GET POST")
def correct(request: BoroughRequest, organisation: str) -> HttpResponse:
    """Correct an organisation's details; on a conflict, show the other change next to the input."""
    detail = _organisation(organisation)
    form = OrganisationForm(detail, request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            people.organisations.correct(
                by=principal_name(request),
                at=now(),
                reference=organisation,
                version=form.cleaned_data["version"],
                changes=form.details(),
                **form.source(),
            )
        except Stale:
            return _show_both(request, form, detail)
        except Refused as refused:
            form.add_error(_field(str(refused)), str(refused))
        else:
            flash_success(request, "The details are saved.")
            return redirect("frontoffice:organisation", organisation)
    return render(request, "frontoffice/people/organisation_form.html", _form(form, detail, "Correct details of"))


def _form(form: Any, organisation: OrganisationDetail, what: str) -> dict[str, Any]:
    name = title_of(organisation)
    back = reverse("frontoffice:organisation", args=[organisation.reference])
    return {"form": form, "title": f"{what} {name}", "back": back, "from": name, "remove": "", "same": []}


def _show_both(request: BoroughRequest, form: OrganisationForm, organisation: OrganisationDetail) -> HttpResponse:
    mine, current = form.details(), vars(organisation)
    pairs = [(LABELS[key], _line(current, key), _line(mine, key)) for key in LABELS]
    context = {
        "rows": [(label, theirs, yours, theirs != yours) for label, theirs, yours in pairs],
        "back": reverse("frontoffice:organisation", args=[organisation.reference]),
        "from": title_of(organisation),
        "what": "this organisation",
        "again": reverse("frontoffice:organisation_correct", args=[organisation.reference]),
    }
    return render(request, "frontoffice/people/conflict.html", context, status=409)


@requires(Permission.PEOPLE_EDIT, "GET POST")
def facts(request: BoroughRequest, organisation: str) -> HttpResponse:
    """Record further facts about an organisation."""
    detail = _organisation(organisation)
    existing = {
        key: str(fact.value) for key, fact in people.organisations.facts(detail.id).items() if fact.value is not None
    }
    form = FactsForm(existing, request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            people.organisations.state_facts(
                by=principal_name(request), at=now(), reference=organisation, facts=form.facts(), **form.source()
            )
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            flash_success(request, "What we hold is saved.")
            return redirect("frontoffice:organisation", organisation)
    return render(request, "frontoffice/people/organisation_form.html", _form(form, detail, "What we hold about"))


@requires(Permission.PEOPLE_EDIT, "POST")
def close(request: BoroughRequest, organisation: str) -> HttpResponse:
    """Close an organisation, or reopen it."""
    detail = _organisation(organisation)
    verb = people.organisations.reopen if detail.closed_on else people.organisations.close
    try:
        verb(by=principal_name(request), at=now(), reference=organisation)
    except Refused as refused:
        messages.error(request, f"{refused}.")
    else:
        flash_success(
            request, "It is open again." if detail.closed_on else "It is closed, and nobody acts for it any more."
        )
    return redirect("frontoffice:organisation", organisation)


@requires(Permission.PEOPLE_EDIT, "GET POST")
def acting_add(request: BoroughRequest, organisation: str) -> HttpResponse:
    """Add a person's role."""
    detail = _organisation(organisation)

    def done(form: ActingForm) -> str:
        people.organisations.add_role(
            by=principal_name(request),
            at=now(),
            reference=organisation,
            person_id=person_id(form),
            role=form.cleaned_data["role"],
            starts_on=form.cleaned_data["starts_on"],
            **form.source(),
        )
        flash_success(request, "They are added.")
        return reverse("frontoffice:organisation", args=[organisation])

    page = _form(None, detail, "Add somebody who acts for") | {"button": "Add them", "nobody": "Nobody was found."}
    return choose(request, find=find_people, label=WHO, make=_acting, done=done, page=page)


def _acting(sent: Any, choices: list[tuple[str, str]]) -> ActingForm:
    return ActingForm(sent, choices=choices, label="Who is it?", wrong="Select one of the people found")


@requires(Permission.PEOPLE_EDIT, "GET POST")
def acting_change(request: BoroughRequest, organisation: str, number: int) -> HttpResponse:
    """Change a person's role, start date and end date."""
    detail = _organisation(organisation)
    member = people.organisations.find_role(detail.id, number)
    if member is None:
        raise Http404
    first = {"role": member.role, "starts_on": member.starts_on, "ends_on": member.ends_on}
    form = ActingDaysForm(request.POST if request.method == "POST" else None, initial=first)
    if form.is_valid():
        try:
            people.organisations.change_role(
                by=principal_name(request), at=now(), reference=organisation, number=number, **form.cleaned_data
            )
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            flash_success(request, "It is saved.")
            return redirect("frontoffice:organisation", organisation)
    remove = reverse("frontoffice:organisation_role_remove", args=[organisation, number])
    context = _form(form, detail, f"{member.person_name or 'No name'} at") | {"remove": remove, "never": "acted for it"}
    return render(request, "frontoffice/people/organisation_form.html", context)


@requires(Permission.PEOPLE_EDIT, "POST")
def acting_remove(request: BoroughRequest, organisation: str, number: int) -> HttpResponse:
    """Remove an erroneous entry."""
    _organisation(organisation)
    remove_membership(request, people.organisations.remove_role, organisation, number)
    return redirect("frontoffice:organisation", organisation)
