"""Shared by organisation and household pages: search for a record, and membership rows."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render

from borough.access.public import BoroughRequest, principal_name, within_limit
from borough.foundation.clock import now
from borough.frontoffice.people.forms.memberships import FindForm, SinceForm
from borough.kernel.refusals import Refused
from borough.people import public as people
from borough.people.types.memberships import FACT_SOURCES, ROLES, Membership
from borough.ui.formats import day

WHO = "Name, email address, phone number or reference of the person"
SEARCHES = "60/m/user"  # more than manual work needs, but too few to copy all records
SLOW = "There were too many searches. Wait a minute and try again"
Pairs = list[tuple[str, str]]


def member_row(member: Membership) -> dict[str, Any]:
    """Return a membership as a row."""
    how = FACT_SOURCES.get(member.source)
    return {
        "number": member.number,
        "person": member.person,
        "name": member.person_name or ("No name" if member.person else ""),
        "role": ROLES.get(member.role, ""),
        "since": day(member.starts_on),
        "until": day(member.ends_on) if member.ends_on else "",
        "how": how[0] if how else "",
        "stated": day(member.stated_at),
    }


def find_people(request: BoroughRequest, form: FindForm) -> Pairs | None:
    """Return matching people as choices by reference; None before a search, or if it is invalid."""
    if not form.is_valid():
        return None
    if not within_limit(request, "people_search", SEARCHES):
        form.add_error("query", SLOW)
        return None
    try:
        results = people.search(by=principal_name(request), at=now(), query=form.cleaned_data["query"])
    except Refused as refused:
        form.add_error("query", str(refused))
        return None
    return [
        (
            person.reference,
            ", ".join(filter(None, [person.name or "No name", person.address or person.email or person.phone])),
        )
        for person in results.people
        if not person.erased_at
    ]


def choose(
    request: BoroughRequest,
    *,
    find: Callable[[BoroughRequest, FindForm], Pairs | None],
    label: str,
    make: Callable[[Any, Pairs], Form],
    done: Callable[[Any], str],
    page: dict[str, Any],
    first: str = "",
) -> HttpResponse:
    """Search, choose a result and fill in the rest on one page. The query is posted, never in the URL.

    make: returns the form for the posted data and the choices. done: performs the action and returns the redirect
    URL; raises Refused. first: the initial query.
    """
    sent = request.POST if request.method == "POST" else {"query": first} if first else None
    finding = FindForm(sent, label=label)
    choices = find(request, finding)
    saving = request.method == "POST" and "save" in request.POST
    form = make(request.POST if saving else None, choices) if choices else None
    if form is not None and saving and form.is_valid():
        try:
            return redirect(done(form))
        except Refused as refused:
            form.add_error(None, str(refused))
    query = finding["query"].value() or ""
    context = {"add": ""} | page | {"finding": finding, "form": form, "query": query, "empty": choices == []}
    return render(request, "frontoffice/people/choose.html", context)


def since_person(sent: Any, choices: Pairs) -> SinceForm:
    """Return the form for one of the people found, with a start date."""
    return SinceForm(sent, choices=choices, label="Who is it?", wrong="Select one of the people found")


def person_id(form: SinceForm) -> int:
    """Return the ID of the chosen person."""
    matched_id = people.find(form.cleaned_data["chosen"])
    if matched_id is None:
        raise Refused("This person is not here any more. Find them again")
    return matched_id


def flash_success(request: BoroughRequest, text: str) -> None:
    """Show a success message on the next page."""
    messages.success(request, text)


def remove_membership(request: BoroughRequest, verb: Callable[..., None], reference: str, number: int) -> None:
    """Remove an erroneous membership, and show the result or the refusal."""
    try:
        verb(by=principal_name(request), at=now(), reference=reference, number=number)
    except Refused as refused:
        messages.error(request, f"{refused}.")
    else:
        flash_success(request, "It is taken out.")
