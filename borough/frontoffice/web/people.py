"""The pages about people: finding one, their record, corrections, everything we hold, and erasure."""

from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from borough.access.public import Permission, needs, principal_of, within_limit
from borough.cases import public as cases
from borough.contacts import public as contacts
from borough.foundation import taking_away
from borough.foundation.clock import now, today
from borough.frontoffice.web import presenters
from borough.frontoffice.web.belonging import SEARCHES, member_row
from borough.frontoffice.web.cases import case_rows
from borough.frontoffice.web.households import lived
from borough.frontoffice.web.person_forms import CorrectionForm, EraseForm, ReferenceForm, RefuseForm, SearchForm
from borough.kernel.references import show, tidy
from borough.kernel.refusals import Refused, Stale
from borough.people import public as people
from borough.people.types.belonging import OrganisationsFound
from borough.staff.public import service_names

FULL_COPIES = "20/h/user"
ON_A_PAGE = 50
ASKED = 50  # requests on a page, each looked at for what holds it


@needs(Permission.PEOPLE_VIEW, "GET POST")
def search(request: HttpRequest) -> HttpResponse:
    """Find people. What is looked for is sent, not put in the address, which histories and logs would keep."""
    form = SearchForm(request.POST if request.method == "POST" else None)
    found, firms = None, None
    if form.is_valid():
        if not within_limit(request, "people_search", SEARCHES):
            form.add_error(None, "There were too many searches. Wait a minute and try again")
            return render(request, "frontoffice/people.html", _results(form, None), status=429)
        told = {"words": form.cleaned_data["words"], "page": form.cleaned_data["page"] or 1}
        try:
            found = people.search(by=principal_of(request), at=now(), **told)
            firms = people.organisations.search(by=principal_of(request), at=now(), **told)
        except Refused as refused:
            form.add_error("words", str(refused))
    return render(request, "frontoffice/people.html", _results(form, found, firms))


def _results(
    form: SearchForm, found: people.Found | None, firms: OrganisationsFound | None = None
) -> dict[str, Any]:  # fmt: skip
    page = form.cleaned_data.get("page") or 1 if form.is_bound and form.is_valid() else 1
    rows = [presenters.person_row(one) for one in found.people] if found else None
    more = (found and found.more) or (firms and firms.more)
    pages = {"earlier": page - 1, "later": page + 1 if more else 0}
    some = [presenters.organisation_row(one) for one in firms.organisations] if firms else []
    return {"form": form, "rows": rows, "organisations": some, "words": form["words"].value() or "", **pages}


def _person(reference: str) -> people.Details:
    """The person of the address, by the record that stands for them; or no page."""
    found = people.details(reference)
    if found is not None and found.merged_into_id is not None:
        found = people.details(people.reference_of(found.id))
    if found is None:
        raise Http404
    return found


@needs(Permission.PEOPLE_VIEW)
def person(request: HttpRequest, reference: str) -> HttpResponse:
    """A person's record."""
    found = people.look(by=principal_of(request), at=now(), reference=reference)
    if found is None:
        raise Http404
    if found.merged_into_id is not None:
        messages.info(request, f"Record {show(reference)} was merged into this one.")
        return redirect("frontoffice:person", people.reference_of(found.id))
    context = {"person": found, **presenters.person(found), "merged": presenters.merged(people.merges_of(found.id))}
    context["lived"] = lived(people.households.lives_with(found.id))
    context["acts"] = [
        {"organisation": one.organisation.reference, "organisation_name": one.organisation.name, **member_row(one.how)}
        for one in people.organisations.acts_for(found.id)
    ]
    may_see = request.may(Permission.CASES_VIEW)  # type: ignore[attr-defined]
    context["cases"] = case_rows(cases.of_person(found.id, today())) if may_see else None
    return render(request, "frontoffice/person.html", context)


@needs(Permission.CONTACTS_VIEW)
def person_contacts(request: HttpRequest, reference: str) -> HttpResponse:
    """The latest contacts of a person, by themselves or as a panel of their record."""
    person_id = people.find(reference)
    if person_id is None:
        raise Http404
    services = service_names()
    entries = contacts.recent(contacts.Filters(person_id=person_id), limit=ON_A_PAGE)
    context = {
        "rows": [presenters.row(entry, services) for entry in entries],
        "shown": show(reference),
        "most": ON_A_PAGE,
    }
    return render(request, "frontoffice/person_contacts.html", context)


@needs(Permission.PEOPLE_EDIT, "GET POST")
def correct(request: HttpRequest, reference: str) -> HttpResponse:
    """Correct a person's details; what someone else changed meanwhile is shown beside what was sent."""
    found = _person(reference)
    form = CorrectionForm(found, request.POST if request.method == "POST" else None)
    conflict = False
    if form.is_valid():
        try:
            people.correct(
                by=principal_of(request), at=now(), person_id=found.id, version=form.cleaned_data["version"],
                changes=form.changes(),
            )  # fmt: skip
        except Stale:
            conflict = True
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "The details are saved.")
            return redirect("frontoffice:person", reference)
    if conflict:
        return _show_both(request, form, reference)
    context = {
        "form": form, "reference": reference, "name": found.name or show(reference), "erased": found.erased_at,
    }  # fmt: skip
    return render(request, "frontoffice/person_correct.html", context)


def _show_both(request: HttpRequest, form: CorrectionForm, reference: str) -> HttpResponse:
    current = _person(reference)
    rows = presenters.both(form.changes(), current)
    context = {
        "rows": rows, "what": "these details", "from": current.name or f"Person {show(reference)}",
        "back": reverse("frontoffice:person", args=[reference]),
        "again": reverse("frontoffice:correct_person", args=[reference]),
    }  # fmt: skip
    return render(request, "frontoffice/conflict.html", context, status=409)


@needs(Permission.PEOPLE_EDIT)
def everything(request: HttpRequest, reference: str) -> HttpResponse:
    """Everything we hold about a person, to read or print."""
    held = _everything(request, reference)
    if held is None:
        return _too_many(request)
    name = _person(reference).name
    context = {"sections": people.sections(held), "shown": show(reference), "name": name, "made_at": now()}
    return render(request, "frontoffice/person_everything.html", context)


@needs(Permission.PEOPLE_EDIT)
def everything_file(request: HttpRequest, reference: str) -> HttpResponse:
    """Everything we hold about a person, for machines."""
    held = _everything(request, reference)
    if held is None:
        return _too_many(request)
    answer = JsonResponse(held, json_dumps_params={"indent": 1, "ensure_ascii": False})
    answer["Content-Disposition"] = f'attachment; filename="person-{reference}.json"'
    return answer


@needs(Permission.PEOPLE_EDIT)
def everything_archive(request: HttpRequest, reference: str) -> HttpResponse | FileResponse:
    """Everything we hold about a person with every file, for whoever answers their request to look through."""
    held = _everything(request, reference)
    return _too_many(request) if held is None else taking_away.handed_out(held, f"person-{reference}.zip", own=False)


def _everything(request: HttpRequest, reference: str) -> dict[str, Any] | None:
    """All that is held; None when the reader has taken too many copies."""
    found = _person(reference)
    if not within_limit(request, "people_everything", FULL_COPIES):
        return None
    return people.answer_access_request(by=principal_of(request), at=now(), person_id=found.id)


def _too_many(request: HttpRequest) -> HttpResponse:
    context = {"heading": "Too many copies in a short time", "lines": ["Wait an hour, then try again."]}
    return render(request, "ui/office_error.html", context, status=429)


@needs(Permission.PEOPLE_ERASE, "GET POST")
def erasures(request: HttpRequest) -> HttpResponse:
    """Say by its reference whom to erase; those who erase need see nothing else of the person."""
    form = ReferenceForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        reference = tidy(form.cleaned_data["reference"]) or ""
        if people.find(reference) is not None:
            return redirect("frontoffice:erase_person", reference)
        form.add_error("reference", "There is no person with this reference. Check it and try again")
    asked = [
        {
            "reference": one.reference, "person": one.person, "shown": show(one.person), "asked": one.asked_at,
            "answer_by": one.answer_by, "near": people.how_near(one.answer_by, today()),
            "late": one.answer_by < today(), "holds": people.what_holds(one.person_id),
            "kept": people.what_law_keeps(one.person_id),
        }
        for one in people.erasures_asked(ASKED)
    ]  # fmt: skip
    return render(request, "frontoffice/erasures.html", {"form": form, "asked": asked})


@needs(Permission.PEOPLE_ERASE, "GET POST")
def refuse_erasure(request: HttpRequest, reference: str) -> HttpResponse:
    """Say no to a request, with the law's reason."""
    one = next((row for row in people.erasures_asked() if row.reference == reference), None)
    if one is None:
        raise Http404
    form = RefuseForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            people.refuse_erasure(
                by=principal_of(request), at=now(), reference=reference, reason=form.cleaned_data["reason"]
            )
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "They are told that there is an answer.")
            return redirect("frontoffice:erasures")
    context = {"form": form, "shown": show(one.person), "asked": one.asked_at}
    return render(request, "frontoffice/erasure_refuse.html", context)


@needs(Permission.PEOPLE_ERASE, "GET POST")
def erase(request: HttpRequest, reference: str) -> HttpResponse:
    """Erase a person, with a ground and a tick that it is meant."""
    found = _person(reference)
    form = EraseForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            people.erase(by=principal_of(request), at=now(), person_id=found.id, ground=form.cleaned_data["ground"])
        except (people.Held, Refused) as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, f"Person {show(reference)} is erased.")
            return redirect("frontoffice:erasures")
    context = {
        "form": form, "shown": show(reference), "erased": found.erased_at, "made_at": found.made_at,
        "holds": people.what_holds(found.id), "kept": people.what_law_keeps(found.id),
    }  # fmt: skip
    return render(request, "frontoffice/erase.html", context)
