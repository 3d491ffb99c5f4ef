"""People a resident helps: accept mandates, start services for them, and see drafts and submissions."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from borough.access.public import BoroughRequest, principal_name, requires_sign_in, within_limit
from borough.foundation.clock import now, today
from borough.foundation.db.sessions import session_transaction
from borough.kernel.refusals import Refused
from borough.people import public as people
from borough.services import public as services
from borough.ui.formats import day, moment
from borough.website.account.views.overview import current_resident
from borough.website.services.draft_access import active_mandate, redirect_to, remember
from borough.website.services.views.services import BEGINS


def _mandate(request: BoroughRequest, reference: str) -> people.MandateDetail:
    """Return the mandate if it is active for the signed-in user; otherwise 404."""
    current_resident(request)
    mandate = active_mandate(request, reference)
    if mandate is None:
        raise Http404
    return mandate


@requires_sign_in()
def people_helped(request: BoroughRequest) -> HttpResponse:
    """List the people they may help, and pending offers."""
    me = current_resident(request)
    context = {
        "active": [_row(mandate) for mandate in people.mandates_for_helper(me.account_id, now())],
        "offered": [_row(mandate) for mandate in people.offered_mandates(me.account_id, now())],
    }
    return render(request, "website/account/my_helping.html", context)


def _row(mandate: people.MandateDetail) -> dict[str, str]:
    name = mandate.person_name or "Someone whose name we do not hold"
    return {
        "reference": mandate.reference,
        "name": name,
        "services": services.service_names(mandate.services),
        "until": day(mandate.expires_at),
    }


@requires_sign_in()
def person_helped(request: BoroughRequest, reference: str) -> HttpResponse:
    """Show one person they help: available services, drafts and submissions."""
    return _helped_page(request, reference)


def _helped_page(request: BoroughRequest, reference: str, wrong: str = "") -> HttpResponse:
    mandate = _mandate(request, reference)
    known = services.catalogue()
    covered = sorted((definition.name, key) for key, definition in known.items() if mandate.covers(key))
    context: dict[str, Any] = {
        "mandate": _row(mandate),
        "wrong": wrong,
        "choices": [{"value": key, "text": name} for name, key in covered],
        "drafts": [
            {"reference": draft.reference, "name": known[draft.service].name, "saved": moment(draft.saved_at)}
            for draft in services.drafts_by(reference)
            if draft.service in known
        ],
        "requests": [
            {
                "reference": sent.reference,
                "service": sent.service,
                "name": sent.service_name,
                "when": day(sent.submitted_at),
            }
            for sent in services.requests_by(reference)
        ],
    }
    return render(request, "website/account/my_helped.html", context)


@requires_sign_in("POST")
def accept(request: BoroughRequest, reference: str) -> HttpResponse:
    """Accept a mandate."""
    me = current_resident(request)
    if reference not in [mandate.reference for mandate in people.offered_mandates(me.account_id, now())]:
        raise Http404
    try:
        people.accept_mandate(by=principal_name(request), at=now(), reference=reference, account_id=me.account_id)
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("website:people_i_help")
    return redirect("website:person_i_help", reference)


@requires_sign_in("POST")
def stop(request: BoroughRequest, reference: str) -> HttpResponse:
    """Decline or end a mandate."""
    me = current_resident(request)
    offered = [mandate.reference for mandate in people.offered_mandates(me.account_id, now())]
    if reference not in offered and active_mandate(request, reference) is None:
        raise Http404
    people.revoke_mandate(by=principal_name(request), at=now(), reference=reference)
    messages.success(request, "You do not help them here any more.")
    return redirect("website:people_i_help")


@requires_sign_in("POST")
def begin(request: BoroughRequest, reference: str) -> HttpResponse:
    """Start a service for the person."""
    mandate = _mandate(request, reference)
    key = request.POST.get("service", "")
    if not key:
        return _helped_page(request, reference, "Select the service to begin")
    if key not in services.catalogue() or not mandate.covers(key):
        raise Http404
    if not within_limit(request, "service_begin", BEGINS):
        return render(request, "website/service_slow.html", {"service": services.service_of(key)}, status=429)
    with session_transaction(request):
        draft = services.begin(
            by=principal_name(request),
            at=now(),
            today=today(),
            service=key,
            mode=services.Mode.HELPER,
            account_id=mandate.helper_id,
            mandate=reference,
        )
        remember(request, key, draft)
    return _on(key, draft)


@requires_sign_in("POST")
def go_on(request: BoroughRequest, reference: str, draft: str) -> HttpResponse:
    """Resume the person's draft in this browser."""
    mandate = _mandate(request, reference)
    selected = next((row for row in services.drafts_by(reference) if row.reference == draft), None)
    if selected is None or not mandate.covers(selected.service):
        raise Http404
    remember(request, selected.service, draft)
    return _on(selected.service, draft)


def _on(key: str, draft: str) -> HttpResponse:
    return redirect_to(key, services.draft_pages.first_page(reference=draft, today=today(), at=now()))
