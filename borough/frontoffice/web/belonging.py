"""What the pages of organisations and households share: finding somebody to choose, and rows of those who belong."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from borough.access.public import principal_of, within_limit
from borough.foundation.clock import now
from borough.frontoffice.web.belonging_forms import FindForm, SinceForm
from borough.kernel.refusals import Refused
from borough.people import public as people
from borough.people.types.belonging import HOW_KNOWN, ROLES, Belongs
from borough.ui.formats import day

WHO = "Name, email address, phone number or reference of the person"
SEARCHES = "60/m/user"  # more than a person makes by hand, fewer than copying out everyone would need
SLOW = "There were too many searches. Wait a minute and try again"
Pairs = list[tuple[str, str]]


def member_row(one: Belongs) -> dict[str, Any]:
    """Somebody who belongs, as a row."""
    how = HOW_KNOWN.get(one.source)
    return {
        "number": one.number, "person": one.person, "name": one.person_name or ("No name" if one.person else ""),
        "role": ROLES.get(one.role, ""), "since": day(one.starts_on), "until": day(one.ends_on) if one.ends_on else "",
        "how": how[0] if how else "",
        "said": day(one.said_at),
    }  # fmt: skip


def find_people(request: HttpRequest, form: FindForm) -> Pairs | None:
    """People to choose from, by reference; None before anything was looked for, or where that is wrong."""
    if not form.is_valid():
        return None
    if not within_limit(request, "people_search", SEARCHES):
        form.add_error("words", SLOW)
        return None
    try:
        found = people.search(by=principal_of(request), at=now(), words=form.cleaned_data["words"])
    except Refused as refused:
        form.add_error("words", str(refused))
        return None
    return [
        (one.reference, ", ".join(filter(None, [one.name or "No name", one.address or one.email or one.phone])))
        for one in found.people
        if not one.erased_at
    ]


def choose(
    request: HttpRequest, *, find: Callable[[HttpRequest, FindForm], Pairs | None], label: str,
    make: Callable[[Any, Pairs], Form], done: Callable[[Any], str], page: dict[str, Any], first: str = "",
) -> HttpResponse:  # fmt: skip
    """Find, choose of what was found, and say the rest, on one page. What is looked for is sent, never in an address.

    make: the form of what was sent, of the choices. done: does it and answers the address to go to; raises Refused.
    first: what is looked for before anything is typed.
    """
    sent = request.POST if request.method == "POST" else {"words": first} if first else None
    finding = FindForm(sent, label=label)
    choices = find(request, finding)
    saving = request.method == "POST" and "save" in request.POST
    form = make(request.POST if saving else None, choices) if choices else None
    if form is not None and saving and form.is_valid():
        try:
            return redirect(done(form))
        except Refused as refused:
            form.add_error(None, str(refused))
    words = finding["words"].value() or ""
    context = {"add": ""} | page | {"finding": finding, "form": form, "words": words, "empty": choices == []}
    return render(request, "frontoffice/choose.html", context)


def since_person(sent: Any, choices: Pairs) -> SinceForm:
    """Somebody of those found, since a day."""
    return SinceForm(sent, choices=choices, label="Who is it?", wrong="Select one of the people found")


def person_id(form: SinceForm) -> int:
    """Whom was chosen."""
    found = people.find(form.cleaned_data["chosen"])
    if found is None:
        raise Refused("This person is not here any more. Find them again")
    return found


def said(request: HttpRequest, words: str) -> None:
    """Say on the next page that it is done."""
    messages.success(request, words)


def take_away(request: HttpRequest, verb: Callable[..., None], reference: str, number: int) -> None:
    """Take out of a household or an organisation what was entered amiss, and say so, or why not."""
    try:
        verb(by=principal_of(request), at=now(), reference=reference, number=number)
    except Refused as refused:
        messages.error(request, f"{refused}.")
    else:
        said(request, "It is taken out.")
