"""Households: members; create, join and leave."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from borough.access.public import BoroughRequest, Permission, principal_name, requires
from borough.foundation.clock import now, today
from borough.frontoffice.people.forms.memberships import NEW, DaysForm, FindForm, SinceForm
from borough.frontoffice.people.membership_views import (
    WHO,
    choose,
    find_people,
    flash_success,
    member_row,
    person_id,
    remove_membership,
    since_person,
)
from borough.gazetteer import public as gazetteer
from borough.kernel.references import format_reference
from borough.kernel.refusals import Refused
from borough.people import public as people
from borough.people.types.memberships import HouseholdDetail, HouseholdMembership

PROPERTY = "Postcode, part of an address, or UPRN of their home"
MOST = 30  # maximum properties to choose from


def address_of(uprn: int) -> str:
    """Return a property's address on one line, or its UPRN if unknown."""
    line = gazetteer.line_of(uprn)
    return gazetteer.single_line(line) if line else f"UPRN {uprn}"


def residence_rows(stays: list[HouseholdMembership]) -> list[dict[str, Any]]:
    """Return a person's households as text: members, address, start and end."""
    return [
        {
            "reference": stay.household.reference,
            "at": address_of(stay.household.uprn),
            "others": [other.person_name or "somebody with no name" for other in stay.others if other.person],
            **member_row(stay.how),
        }
        for stay in stays
    ]


def _household(reference: str) -> HouseholdDetail:
    household = people.households.household(reference)
    if household is None:
        raise Http404
    return household


@requires(Permission.PEOPLE_VIEW)
def household(request: BoroughRequest, household: str) -> HttpResponse:
    """Show a household: address, current and former members."""
    detail = _household(household)
    context = {
        "household": detail,
        "display_reference": format_reference(household),
        "at": address_of(detail.uprn),
        "members": [member_row(member) for member in detail.members],
    }
    return render(request, "frontoffice/people/household.html", context)


@requires(Permission.PEOPLE_EDIT, "GET POST")
def join(request: BoroughRequest, household: str) -> HttpResponse:
    """Add a person to a household."""
    detail = _household(household)

    def done(form: SinceForm) -> str:
        people.households.join(
            by=principal_name(request),
            at=now(),
            reference=household,
            person_id=person_id(form),
            starts_on=form.cleaned_data["starts_on"],
            **form.source(),
        )
        flash_success(request, "They are added to the household.")
        return reverse("frontoffice:household", args=[household])

    page = _page(detail, f"Add somebody who lives at {address_of(detail.uprn)}", button="Add them")
    return choose(request, find=find_people, label=WHO, make=since_person, done=done, page=page)


def _page(household: HouseholdDetail, title: str, **more: Any) -> dict[str, Any]:
    back = reverse("frontoffice:household", args=[household.reference])
    page_context = {"title": title, "back": back, "from": "The household", "nobody": "Nobody was found.", "same": []}
    return page_context | more


@requires(Permission.PEOPLE_EDIT, "GET POST")
def change(request: BoroughRequest, household: str, number: int) -> HttpResponse:
    """Change a member's start date, or record that they left."""
    detail = _household(household)
    member = next((row for row in detail.members if row.number == number and row.person), None)
    if member is None:
        raise Http404
    first = {"starts_on": member.starts_on, "ends_on": member.ends_on}
    form = DaysForm(request.POST if request.method == "POST" else None, initial=first)
    if form.is_valid():
        try:
            people.households.change(
                by=principal_name(request), at=now(), reference=household, number=number, **form.cleaned_data
            )
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            flash_success(request, "It is saved.")
            return redirect("frontoffice:household", household)
    remove = reverse("frontoffice:household_member_remove", args=[household, number])
    name = member.person_name or "No name"
    context = _page(detail, f"{name} at {address_of(detail.uprn)}", form=form, remove=remove, never="lived there")
    return render(request, "frontoffice/people/organisation_form.html", context)


@requires(Permission.PEOPLE_EDIT, "POST")
def remove_member(request: BoroughRequest, household: str, number: int) -> HttpResponse:
    """Remove an erroneous entry."""
    _household(household)
    remove_membership(request, people.households.remove_member, household, number)
    return redirect("frontoffice:household", household)


@requires(Permission.PEOPLE_EDIT, "GET POST")
def begin(request: BoroughRequest, reference: str) -> HttpResponse:
    """Record where a person lives: in an existing household of the property, or in a new one."""
    person = people.details(reference)
    if person is None:
        raise Http404

    def done(form: SinceForm) -> str:
        values = {"starts_on": form.cleaned_data["starts_on"], **form.source()}
        chosen = form.cleaned_data["chosen"]
        if chosen.startswith(NEW):
            uprn = int(chosen.removeprefix(NEW))
            chosen = people.households.make(
                by=principal_name(request), at=now(), uprn=uprn, person_id=person.id, **values
            )
        else:
            people.households.join(
                by=principal_name(request), at=now(), reference=chosen, person_id=person.id, **values
            )
        flash_success(request, "It is saved.")
        return reverse("frontoffice:household", args=[chosen])

    page = {
        "title": f"Where {person.name or format_reference(reference)} lives",
        "button": "Save",
        "nobody": "",
        "back": reverse("frontoffice:person", args=[reference]),
        "from": person.name or format_reference(reference),
    }
    first = str(person.uprn or "")
    return choose(request, find=_at_property, label=PROPERTY, make=_with_whom, done=done, page=page, first=first)


def _at_property(_: BoroughRequest, form: FindForm) -> list[tuple[str, str]] | None:
    """Return the households of a property, and a new one, as choices; None if there is no such property."""
    if not form.is_valid():
        return None
    choices: list[tuple[str, str]] = []
    for uprn, at in _properties(form.cleaned_data["query"]).items():
        choices += [
            (household.reference, f"With {_names(household)}, at {at}")
            for household in people.households.at_property(uprn)
        ]
        choices.append((f"{NEW}{uprn}", f"In a household of their own, at {at}"))
    if not choices:
        form.add_error("query", "No address was found. Enter a postcode, part of an address, or a UPRN")
        return None
    return choices


def _properties(query: str) -> dict[int, str]:
    """Return matching properties with their addresses, limited in number."""
    plain = "".join(query.split())
    if plain.isascii() and plain.isdecimal() and 6 <= len(plain) <= 12:
        return {int(plain): address_of(int(plain))} if gazetteer.property_of(int(plain), today()) else {}
    postcode = gazetteer.normalise_postcode(query)
    lines = (
        gazetteer.at_postcode(postcode)
        if postcode
        else [item.line for item in gazetteer.search(query, limit=MOST).hits]
    )
    return {item.uprn: gazetteer.single_line(item) for item in lines[:MOST]}


def _names(household: HouseholdDetail) -> str:
    names = [
        member.person_name or "somebody with no name"
        for member in household.members
        if member.person and not member.ends_on
    ]
    return " and ".join(filter(None, [", ".join(names[:-1]), names[-1]])) if names else "nobody"


def _with_whom(sent: Any, choices: list[tuple[str, str]]) -> SinceForm:
    return SinceForm(sent, choices=choices, label="With whom?", wrong="Select with whom they live")
