"""The pages about households: who lives with whom; one begun, joined and left."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from borough.access.public import Permission, needs, principal_of
from borough.foundation.clock import now, today
from borough.frontoffice.web.belonging import (
    WHO,
    choose,
    find_people,
    member_row,
    person_id,
    said,
    since_person,
    take_away,
)
from borough.frontoffice.web.belonging_forms import NEW, DaysForm, FindForm, SinceForm
from borough.kernel.references import show
from borough.kernel.refusals import Refused
from borough.people import public as people
from borough.people.types.belonging import HouseholdShown, LivesWith
from borough.places import public as places

PROPERTY = "Postcode, part of an address, or UPRN of their home"
MOST = 30  # properties to choose from


def address_of(uprn: int) -> str:
    """A property's address in one line, or its number where the gazetteer does not know it."""
    line = places.line_of(uprn)
    return places.single_line(line) if line else f"UPRN {uprn}"


def lived(found: list[LivesWith]) -> list[dict[str, Any]]:
    """Where a person lives and lived, in words: the household, with whom, at which address, since and until when."""
    return [
        {
            "reference": one.household.reference, "at": address_of(one.household.uprn),
            "others": [other.person_name or "somebody with no name" for other in one.others if other.person],
            **member_row(one.how),
        }
        for one in found
    ]  # fmt: skip


def _household(reference: str) -> HouseholdShown:
    found = people.households.household(reference)
    if found is None:
        raise Http404
    return found


@needs(Permission.PEOPLE_VIEW)
def household(request: HttpRequest, household: str) -> HttpResponse:
    """A household: where it is, and who lives and lived there."""
    found = _household(household)
    context = {
        "household": found, "shown": show(household), "at": address_of(found.uprn),
        "members": [member_row(one) for one in found.members],
    }  # fmt: skip
    return render(request, "frontoffice/household.html", context)


@needs(Permission.PEOPLE_EDIT, "GET POST")
def join(request: HttpRequest, household: str) -> HttpResponse:
    """Add somebody to a household."""
    found = _household(household)

    def done(form: SinceForm) -> str:
        people.households.join(
            by=principal_of(request), at=now(), reference=household, person_id=person_id(form),
            starts_on=form.cleaned_data["starts_on"], **form.source(),
        )  # fmt: skip
        said(request, "They are added to the household.")
        return reverse("frontoffice:household", args=[household])

    page = _page(found, f"Add somebody who lives at {address_of(found.uprn)}", button="Add them")
    return choose(request, find=find_people, label=WHO, make=since_person, done=done, page=page)


def _page(found: HouseholdShown, title: str, **more: Any) -> dict[str, Any]:
    back = reverse("frontoffice:household", args=[found.reference])
    told = {"title": title, "back": back, "from": "The household", "nobody": "Nobody was found.", "same": []}
    return told | more


@needs(Permission.PEOPLE_EDIT, "GET POST")
def change(request: HttpRequest, household: str, number: int) -> HttpResponse:
    """Change since when somebody lives there, or say that they left."""
    found = _household(household)
    one = next((row for row in found.members if row.number == number and row.person), None)
    if one is None:
        raise Http404
    first = {"starts_on": one.starts_on, "ends_on": one.ends_on}
    form = DaysForm(request.POST if request.method == "POST" else None, initial=first)
    if form.is_valid():
        try:
            people.households.change(
                by=principal_of(request), at=now(), reference=household, number=number, **form.cleaned_data
            )
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            said(request, "It is saved.")
            return redirect("frontoffice:household", household)
    remove = reverse("frontoffice:living_remove", args=[household, number])
    name = one.person_name or "No name"
    context = _page(found, f"{name} at {address_of(found.uprn)}", form=form, remove=remove, never="lived there")
    return render(request, "frontoffice/organisation_form.html", context)


@needs(Permission.PEOPLE_EDIT, "POST")
def take_out(request: HttpRequest, household: str, number: int) -> HttpResponse:
    """Take out what was entered amiss."""
    _household(household)
    take_away(request, people.households.take_out, household, number)
    return redirect("frontoffice:household", household)


@needs(Permission.PEOPLE_EDIT, "GET POST")
def begin(request: HttpRequest, reference: str) -> HttpResponse:
    """Say where a person lives: in a household of the property, or in one of their own."""
    person = people.details(reference)
    if person is None:
        raise Http404

    def done(form: SinceForm) -> str:
        told = {"starts_on": form.cleaned_data["starts_on"], **form.source()}
        chosen = form.cleaned_data["chosen"]
        if chosen.startswith(NEW):
            uprn = int(chosen.removeprefix(NEW))
            chosen = people.households.make(
                by=principal_of(request), at=now(), uprn=uprn, person_id=person.id, **told
            )  # fmt: skip
        else:
            people.households.join(by=principal_of(request), at=now(), reference=chosen, person_id=person.id, **told)
        said(request, "It is saved.")
        return reverse("frontoffice:household", args=[chosen])

    page = {
        "title": f"Where {person.name or show(reference)} lives", "button": "Save", "nobody": "",
        "back": reverse("frontoffice:person", args=[reference]), "from": person.name or show(reference),
    }  # fmt: skip
    first = str(person.uprn or "")
    return choose(request, find=_at_property, label=PROPERTY, make=_with_whom, done=done, page=page, first=first)


def _at_property(_: HttpRequest, form: FindForm) -> list[tuple[str, str]] | None:
    """The households of a property, and one anew; None where there is none such."""
    if not form.is_valid():
        return None
    found: list[tuple[str, str]] = []
    for uprn, at in _properties(form.cleaned_data["words"]).items():
        found += [(one.reference, f"With {_names(one)}, at {at}") for one in people.households.at_property(uprn)]
        found.append((f"{NEW}{uprn}", f"In a household of their own, at {at}"))
    if not found:
        form.add_error("words", "No address was found. Enter a postcode, part of an address, or a UPRN")
        return None
    return found


def _properties(words: str) -> dict[int, str]:
    """Properties by what is known of their address, at most so many, with their addresses."""
    plain = "".join(words.split())
    if plain.isascii() and plain.isdecimal() and 6 <= len(plain) <= 12:
        return {int(plain): address_of(int(plain))} if places.property_of(int(plain), today()) else {}
    postcode = places.tidy_postcode(words)
    some = places.at_postcode(postcode) if postcode else [one.line for one in places.search(words, limit=MOST).found]
    return {one.uprn: places.single_line(one) for one in some[:MOST]}


def _names(found: HouseholdShown) -> str:
    names = [one.person_name or "somebody with no name" for one in found.members if one.person and not one.ends_on]
    return " and ".join(filter(None, [", ".join(names[:-1]), names[-1]])) if names else "nobody"


def _with_whom(sent: Any, choices: list[tuple[str, str]]) -> SinceForm:
    return SinceForm(sent, choices=choices, label="With whom?", wrong="Select with whom they live")
