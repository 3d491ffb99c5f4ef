"""A signed-in resident's own data, to view and download. No URL contains a personal identifier."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render

from borough.access.public import BoroughRequest, principal_name, requires_sign_in, within_limit
from borough.foundation.clock import now, today
from borough.foundation.files import subject_access_export
from borough.kernel.refusals import Refused
from borough.people import public as people
from borough.people.public import answer_own_request, sections
from borough.website.account.views.overview import CurrentResident, current_resident
from borough.website.services.draft_access import account_of

COPIES = "20/h/user"


class ErasureForm(forms.Form):
    """Confirmation form for an erasure request."""

    sure = forms.BooleanField(
        label="I want the council to erase what it holds about me. I know that this cannot be undone",
        error_messages={"required": "Tick the box to show that you mean it"},
    )


@requires_sign_in()
def my_data(request: BoroughRequest) -> HttpResponse:
    """Show the options, and the status of an erasure request."""
    person_id = _person(request)
    erasure_request = people.erasure_of(person_id) if person_id else None
    return render(
        request,
        "website/account/my_data.html",
        {"erasure_request": erasure_request, "resident": account_of(request) is not None},
    )


def _person(request: BoroughRequest) -> int | None:
    """Return the person ID of the signed-in account, if known."""
    account = request.principal.account_id
    return people.person_of_account(account) if account is not None else None


@requires_sign_in("GET POST")
def erasure(request: BoroughRequest) -> HttpResponse:
    """Request erasure: explain it, show current obstacles, and accept the request."""
    me = current_resident(request)
    form = ErasureForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            _request_erasure(request, me)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "We have your request.")
            return redirect("website:my_data")
    holds = people.erasure_blockers(me.person_id, to_themselves=True) if me.person_id else ()
    retained = people.legal_retention_notes(me.person_id) if me.person_id else ()
    return render(request, "website/account/my_erasure.html", {"form": form, "holds": holds, "retained": retained})


def _request_erasure(request: BoroughRequest, me: CurrentResident) -> None:
    by, at = principal_name(request), now()
    person_id = me.person_id or people.register_own(
        by=by,
        at=at,
        account_id=me.account_id,
        name=getattr(request.user, "name", ""),
        email=getattr(request.user, "email", ""),
    )
    people.request_erasure(by=by, at=at, today=today(), person_id=person_id)


@requires_sign_in("POST")
def erasure_withdraw(request: BoroughRequest) -> HttpResponse:
    """Withdraw the request."""
    me = current_resident(request)
    if me.person_id is None:
        raise Http404
    try:
        people.withdraw_erasure(by=principal_name(request), at=now(), person_id=me.person_id)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, "You took your request back. Nothing is erased.")
    return redirect("website:my_data")


@requires_sign_in()
def everything(request: BoroughRequest) -> HttpResponse:
    """Show all data, to read or print."""
    data = _personal_data(request)
    if data is None:
        return _too_many(request)
    return render(request, "website/account/my_everything.html", {"sections": sections(data), "created_at": now()})


@requires_sign_in()
def everything_file(request: BoroughRequest) -> HttpResponse:
    """Download all data in machine-readable form: UK GDPR article 20."""
    data = _personal_data(request)
    if data is None:
        return _too_many(request)
    answer = JsonResponse(data, json_dumps_params={"indent": 1, "ensure_ascii": False})
    answer["Content-Disposition"] = 'attachment; filename="my-data.json"'
    return answer


@requires_sign_in()
def everything_archive(request: BoroughRequest) -> HttpResponse | FileResponse:
    """Download all data with the files they sent; files attached by staff are reviewed before release."""
    data = _personal_data(request)
    return _too_many(request) if data is None else subject_access_export.archive_response(data, "my-data.zip", own=True)


def _personal_data(request: BoroughRequest) -> dict[str, Any] | None:
    """Return the data of the signed-in account only; None after too many downloads."""
    if not within_limit(request, "my_data", COPIES):
        return None
    account = request.principal.account_id
    if account is None:
        return None
    return answer_own_request(by=principal_name(request), at=now(), account_id=account)


def _too_many(request: BoroughRequest) -> HttpResponse:
    context = {"heading": "Too many copies in a short time", "lines": ["Wait an hour, then try again."]}
    return render(request, "website/error.html", context, status=429)
