"""A resident's details, with source and date of each, and a form to correct them."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render

from borough.access.public import EMAIL_RULE, BoroughRequest, principal_name, requires_sign_in
from borough.foundation.clock import now
from borough.gazetteer.public import line_of, single_line
from borough.kernel.refusals import Refused, Stale
from borough.people import public as people
from borough.services import public as services
from borough.ui.formats import day
from borough.website.account.views.overview import CurrentResident, current_resident
from borough.website.addresses.views import Finder
from borough.website.addresses.views import chosen as chosen_address
from borough.website.addresses.views import search_page as requested_uprn
from borough.website.addresses.views import suggested as suggested_addresses

SOURCE = "account"
HOMES = Finder(
    heading="Where do you live now?",
    lead="We use it for your bin days and in the forms you fill in. Your Council Tax and your vote stay as they are.",
    ask="website:my_address",
    choose="website:my_address_choose",
    suggest="website:my_address_suggest",
    opens="website:my_address_confirm",
    back=("Details we hold", "website:my_details"),
)
DISPLAYED = ("name", "email", "phone", "prefers")


class DetailsForm(forms.Form):
    """Contact details form. The version identifies what was displayed."""

    version = forms.CharField(widget=forms.HiddenInput, max_length=16, required=False)
    name = forms.CharField(
        label="Full name",
        max_length=200,
        error_messages={"required": "Enter your full name"},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    email = forms.EmailField(
        label="Email address",
        max_length=254,
        required=False,
        error_messages={"invalid": EMAIL_RULE},
        help_text="Where we write to you. How you sign in is changed on your account's page",
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    phone = forms.RegexField(
        r"^[+\d\s()./-]{6,30}$",
        label="Phone number",
        required=False,
        max_length=30,
        error_messages={"invalid": "Enter a phone number, like 01632 960 001"},
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "tel", "class": "govuk-input--width-20"}),
    )
    prefers = forms.ChoiceField(
        label="How do you like to hear from us?",
        choices=list(people.PREFERS.items()),
        required=False,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": "Select how you like to hear from us"},
    )

    def clean(self) -> dict[str, Any]:
        """Reject a preferred channel without matching contact details."""
        cleaned = self.cleaned_data
        if cleaned.get("prefers") == "email" and not cleaned.get("email") and "email" not in self.errors:
            self.add_error("email", "Enter your email address, or select another way to hear from us")
        if cleaned.get("prefers") in ("phone", "text") and not cleaned.get("phone") and "phone" not in self.errors:
            self.add_error("phone", "Enter your phone number, or select another way to hear from us")
        return cleaned

    def changes(self) -> dict[str, str]:
        """Return the submitted details."""
        return {name: self.cleaned_data[name] for name in DISPLAYED}


def _current(me: CurrentResident) -> people.PersonDetail | None:
    return people.details(people.reference_of(me.person_id)) if me.person_id else None


@requires_sign_in()
def details(request: BoroughRequest) -> HttpResponse:
    """Show a resident's details, with source and date of each."""
    me = current_resident(request)
    person = _current(me)
    facts = people.facts_of(me.person_id) if me.person_id else {}
    rows = [
        {
            "name": services.fact_name(fact.key),
            "lines": services.fact_lines(fact.key, fact.value),
            "since": f"{_source(fact.source)}, {day(fact.stated_at)}",
        }
        for fact in facts.values()
    ]
    context = {"rows": rows, "prefers": people.PREFERS[person.prefers] if person else people.PREFERS[""]}
    return render(request, "website/account/my_details.html", context)


def _source(source: str) -> str:
    """Return the source as text."""
    where, _, key = source.partition(":")
    if where == "services":
        service = services.catalogue().get(key)
        return f"You told us: {service.name}" if service else "You told us in a form"
    return "You told us here" if where == SOURCE else "From our records"


@requires_sign_in("GET POST")
def change(request: BoroughRequest) -> HttpResponse:
    """Change name, contact details and preferred channel."""
    me = current_resident(request)
    person = _current(me)
    if request.method != "POST":
        known = {name: getattr(person, name) for name in (*DISPLAYED, "version")} if person else _of_account(request)
        return _form(request, DetailsForm(initial=known))
    form = DetailsForm(request.POST)
    if not form.is_valid():
        return _form(request, form)
    try:
        _save(request, me, form)
    except Stale:
        return _both(request, form, _current(current_resident(request)))
    except Refused as refused:
        form.add_error(None, str(refused))
        return _form(request, form)
    messages.success(request, "Your details are saved.")
    return redirect("website:my_details")


def _of_account(request: BoroughRequest) -> dict[str, str]:
    """Return the account's details for a resident not yet on record as a person."""
    return {"name": getattr(request.user, "name", ""), "email": getattr(request.user, "email", "")}


def _save(request: BoroughRequest, me: CurrentResident, form: DetailsForm) -> None:
    by, at, version = principal_name(request), now(), form.cleaned_data["version"]
    person_id = me.person_id
    if person_id is None:
        first = {name: form.cleaned_data[name] for name in ("name", "email")}
        person_id = people.register_own(by=by, at=at, account_id=me.account_id, **first)
        fresh = people.details(people.reference_of(person_id))
        version = fresh.version if fresh else version
    people.correct(
        by=by,
        at=at,
        person_id=person_id,
        version=version,
        changes=form.changes(),
        source=SOURCE,
        confidence=people.Confidence.STATED,
    )


def _form(request: BoroughRequest, form: DetailsForm) -> HttpResponse:
    return render(request, "website/account/my_details_change.html", {"form": form, "rows": []})


def _both(request: BoroughRequest, form: DetailsForm, person: people.PersonDetail | None) -> HttpResponse:
    """Show the typed values next to the current ones after a conflict; submitting again overwrites."""
    if person is None:
        raise Http404
    again = DetailsForm(form.cleaned_data | {"version": person.version})
    rows = [
        (str(again.fields[name].label), _display(name, getattr(person, name)), _display(name, form.cleaned_data[name]))
        for name in DISPLAYED
        if getattr(person, name) != form.cleaned_data[name]
    ]
    return render(request, "website/account/my_details_change.html", {"form": again, "rows": rows}, status=409)


def _display(name: str, value: str) -> str:
    return people.PREFERS[value] if name == "prefers" else value or "Nothing"


@requires_sign_in("GET POST")
def address(request: BoroughRequest) -> HttpResponse:
    """Search for a new home address."""
    current_resident(request)
    return requested_uprn(request, HOMES)


@requires_sign_in("POST")
def address_choose(request: BoroughRequest) -> HttpResponse:
    """Choose it from a list."""
    current_resident(request)
    return chosen_address(request, HOMES)


@requires_sign_in("POST")
def address_suggest(request: BoroughRequest) -> JsonResponse:
    """Return address suggestions while typing."""
    current_resident(request)
    return suggested_addresses(request, HOMES)


@requires_sign_in("GET POST")
def address_confirm(request: BoroughRequest, uprn: int) -> HttpResponse:
    """Confirm the new address and save it."""
    me, line = current_resident(request), line_of(uprn)
    if line is None:
        raise Http404
    if request.method == "POST":
        text = single_line(line).removesuffix(f", {line.postcode}" if line.postcode else "")
        _keep_address(request, me, {"uprn": uprn, "lines": text.split(", "), "postcode": line.postcode})
        messages.success(request, "Your address is saved.")
        return redirect("website:my_details")
    return render(request, "website/account/my_address.html", {"address": single_line(line)})


def _keep_address(request: BoroughRequest, me: CurrentResident, current: dict[str, Any]) -> None:
    by, at = principal_name(request), now()
    person_id = me.person_id or people.register_own(by=by, at=at, account_id=me.account_id, **_of_account(request))
    people.state_facts(by=by, at=at, person_id=person_id, facts={"address": current}, source=SOURCE)
