"""People: search, record, corrections, access requests and erasure."""

from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from borough.access.public import BoroughRequest, Permission, principal_name, requires, within_limit
from borough.cases import public as cases
from borough.contacts import public as contacts
from borough.foundation.clock import now, today
from borough.foundation.files import subject_access_export
from borough.frontoffice import presenters
from borough.frontoffice.cases.views.cases import case_rows
from borough.frontoffice.people.forms.people import CorrectionForm, EraseForm, ReferenceForm, RefuseForm, SearchForm
from borough.frontoffice.people.membership_views import SEARCHES, member_row
from borough.frontoffice.people.views.households import residence_rows
from borough.kernel.references import format_reference, parse_reference
from borough.kernel.refusals import Refused, Stale
from borough.people import public as people
from borough.people.types.memberships import OrganisationsPage
from borough.staff.public import service_names

FULL_COPIES = "20/h/user"
ON_A_PAGE = 50
ERASURES_PER_PAGE = 50  # requests on a page, each checked for erasure blockers


@requires(Permission.PEOPLE_VIEW, "GET POST")
def search(request: BoroughRequest) -> HttpResponse:
    """Search people. The query is posted, so it is not in URLs, histories or logs."""
    form = SearchForm(request.POST if request.method == "POST" else None)
    results, firms = None, None
    if form.is_valid():
        if not within_limit(request, "people_search", SEARCHES):
            form.add_error(None, "There were too many searches. Wait a minute and try again")
            return render(request, "frontoffice/people/people.html", _results(form, None), status=429)
        search_args = {"query": form.cleaned_data["query"], "page": form.cleaned_data["page"] or 1}
        try:
            results = people.search(by=principal_name(request), at=now(), **search_args)
            firms = people.organisations.search(by=principal_name(request), at=now(), **search_args)
        except Refused as refused:
            form.add_error("query", str(refused))
    return render(request, "frontoffice/people/people.html", _results(form, results, firms))


def _results(
    form: SearchForm, results: people.PeoplePage | None, firms: OrganisationsPage | None = None
) -> dict[str, Any]:
    page = form.cleaned_data.get("page") or 1 if form.is_bound and form.is_valid() else 1
    rows = [presenters.person_row(item) for item in results.people] if results else None
    more = (results and results.more) or (firms and firms.more)
    pages = {"earlier": page - 1, "later": page + 1 if more else 0}
    organisations = [presenters.organisation_row(item) for item in firms.organisations] if firms else []
    return {"form": form, "rows": rows, "organisations": organisations, "query": form["query"].value() or "", **pages}


def _person(reference: str) -> people.PersonDetail:
    """Return the canonical person of the URL, or raise 404."""
    person = people.details(reference)
    if person is not None and person.merged_into_id is not None:
        person = people.details(people.reference_of(person.id))
    if person is None:
        raise Http404
    return person


@requires(Permission.PEOPLE_VIEW)
def person(request: BoroughRequest, reference: str) -> HttpResponse:
    """Show a person's record."""
    person = people.open_record(by=principal_name(request), at=now(), reference=reference)
    if person is None:
        raise Http404
    if person.merged_into_id is not None:
        messages.info(request, f"Record {format_reference(reference)} was merged into this one.")
        return redirect("frontoffice:person", people.reference_of(person.id))
    context = {"person": person, **presenters.person(person), "merged": presenters.merged(people.merges_of(person.id))}
    context["lived"] = residence_rows(people.households.households_of(person.id))
    context["acts"] = [
        {
            "organisation": role.organisation.reference,
            "organisation_name": role.organisation.name,
            **member_row(role.how),
        }
        for role in people.organisations.organisations_of(person.id)
    ]
    may_see = request.may(Permission.CASES_VIEW)
    context["cases"] = case_rows(cases.cases_of_person(person.id, today())) if may_see else None
    return render(request, "frontoffice/people/person.html", context)


@requires(Permission.CONTACTS_VIEW)
def person_contacts(request: BoroughRequest, reference: str) -> HttpResponse:
    """Show a person's latest contacts, as a page or a panel of their record."""
    person_id = people.find(reference)
    if person_id is None:
        raise Http404
    services = service_names()
    entries = contacts.list_recent(contacts.Filters(person_id=person_id), limit=ON_A_PAGE)
    context = {
        "rows": [presenters.row(entry, services) for entry in entries],
        "display_reference": format_reference(reference),
        "most": ON_A_PAGE,
    }
    return render(request, "frontoffice/people/person_contacts.html", context)


@requires(Permission.PEOPLE_EDIT, "GET POST")
def correct(request: BoroughRequest, reference: str) -> HttpResponse:
    """Correct a person's details; on a conflict, show the other change next to the input."""
    person = _person(reference)
    form = CorrectionForm(person, request.POST if request.method == "POST" else None)
    conflict = False
    if form.is_valid():
        try:
            people.correct(
                by=principal_name(request),
                at=now(),
                person_id=person.id,
                version=form.cleaned_data["version"],
                changes=form.changes(),
            )
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
        "form": form,
        "reference": reference,
        "name": person.name or format_reference(reference),
        "erased": person.erased_at,
    }
    return render(request, "frontoffice/people/person_correct.html", context)


def _show_both(request: BoroughRequest, form: CorrectionForm, reference: str) -> HttpResponse:
    current = _person(reference)
    rows = presenters.compare_values(form.changes(), current)
    context = {
        "rows": rows,
        "what": "these details",
        "from": current.name or f"Person {format_reference(reference)}",
        "back": reverse("frontoffice:person", args=[reference]),
        "again": reverse("frontoffice:correct_person", args=[reference]),
    }
    return render(request, "frontoffice/people/conflict.html", context, status=409)


@requires(Permission.PEOPLE_EDIT)
def everything(request: BoroughRequest, reference: str) -> HttpResponse:
    """Show all data about a person, to read or print."""
    data = _everything(request, reference)
    if data is None:
        return _too_many(request)
    name = _person(reference).name
    context = {
        "sections": people.sections(data),
        "display_reference": format_reference(reference),
        "name": name,
        "created_at": now(),
    }
    return render(request, "frontoffice/people/person_everything.html", context)


@requires(Permission.PEOPLE_EDIT)
def everything_file(request: BoroughRequest, reference: str) -> HttpResponse:
    """Download all data about a person in machine-readable form."""
    data = _everything(request, reference)
    if data is None:
        return _too_many(request)
    answer = JsonResponse(data, json_dumps_params={"indent": 1, "ensure_ascii": False})
    answer["Content-Disposition"] = f'attachment; filename="person-{reference}.json"'
    return answer


@requires(Permission.PEOPLE_EDIT)
def everything_archive(request: BoroughRequest, reference: str) -> HttpResponse | FileResponse:
    """Download all data about a person with every file, for review by staff."""
    data = _everything(request, reference)
    return (
        _too_many(request)
        if data is None
        else subject_access_export.archive_response(data, f"person-{reference}.zip", own=False)
    )


def _everything(request: BoroughRequest, reference: str) -> dict[str, Any] | None:
    """Return all data; None if the user has made too many downloads."""
    person = _person(reference)
    if not within_limit(request, "people_everything", FULL_COPIES):
        return None
    return people.answer_access_request(by=principal_name(request), at=now(), person_id=person.id)


def _too_many(request: BoroughRequest) -> HttpResponse:
    context = {"heading": "Too many copies in a short time", "lines": ["Wait an hour, then try again."]}
    return render(request, "ui/office_error.html", context, status=429)


@requires(Permission.PEOPLE_ERASE, "GET POST")
def erasures(request: BoroughRequest) -> HttpResponse:
    """Choose a person to erase by reference; users with this permission need not see the record."""
    form = ReferenceForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        reference = parse_reference(form.cleaned_data["reference"]) or ""
        if people.find(reference) is not None:
            return redirect("frontoffice:erase_person", reference)
        form.add_error("reference", "There is no person with this reference. Check it and try again")
    requests = [
        {
            "reference": erasure.reference,
            "person": erasure.person,
            "display_reference": format_reference(erasure.person),
            "requested": erasure.requested_at,
            "answer_by": erasure.answer_by,
            "near": people.deadline_text(erasure.answer_by, today()),
            "late": erasure.answer_by < today(),
            "holds": people.erasure_blockers(erasure.person_id),
            "retained": people.legal_retention_notes(erasure.person_id),
        }
        for erasure in people.pending_erasures(ERASURES_PER_PAGE)
    ]
    return render(request, "frontoffice/people/erasures.html", {"form": form, "requests": requests})


@requires(Permission.PEOPLE_ERASE, "GET POST")
def refuse_erasure(request: BoroughRequest, reference: str) -> HttpResponse:
    """Refuse a request, with a statutory reason."""
    erasure = next((row for row in people.pending_erasures() if row.reference == reference), None)
    if erasure is None:
        raise Http404
    form = RefuseForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            people.refuse_erasure(
                by=principal_name(request), at=now(), reference=reference, reason=form.cleaned_data["reason"]
            )
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "They are told that there is an answer.")
            return redirect("frontoffice:erasures")
    context = {"form": form, "display_reference": format_reference(erasure.person), "requested": erasure.requested_at}
    return render(request, "frontoffice/people/erasure_refuse.html", context)


@requires(Permission.PEOPLE_ERASE, "GET POST")
def erase(request: BoroughRequest, reference: str) -> HttpResponse:
    """Erase a person, with a ground and a confirmation."""
    person = _person(reference)
    form = EraseForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            people.erase(by=principal_name(request), at=now(), person_id=person.id, ground=form.cleaned_data["ground"])
        except (people.ErasureBlocked, Refused) as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, f"Person {format_reference(reference)} is erased.")
            return redirect("frontoffice:erasures")
    context = {
        "form": form,
        "display_reference": format_reference(reference),
        "erased": person.erased_at,
        "created_at": person.created_at,
        "holds": people.erasure_blockers(person.id),
        "retained": people.legal_retention_notes(person.id),
    }
    return render(request, "frontoffice/people/erase.html", context)
