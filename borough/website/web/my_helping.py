"""The people a resident helps: accept, begin a service for them, and what was begun and sent while they may."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from borough.access.public import principal_of, signed_in, within_limit
from borough.foundation.clock import now, today
from borough.foundation.sessions import kept_with
from borough.kernel.refusals import Refused
from borough.people import public as people
from borough.services import public as services
from borough.ui.formats import day, moment
from borough.website.web.my_borough import mine
from borough.website.web.services import BEGINS, go, helped, remember


def _mandate(request: HttpRequest, reference: str) -> people.MandateShown:
    """The mandate of the address while it stands for whoever is signed in; else no page."""
    mine(request)
    found = helped(request, reference)
    if found is None:
        raise Http404
    return found


@signed_in()
def people_helped(request: HttpRequest) -> HttpResponse:
    """Whom they may help, and who asks them to."""
    me = mine(request)
    context = {
        "standing": [_row(one) for one in people.helping(me.account_id, now())],
        "offered": [_row(one) for one in people.offered_to(me.account_id, now())],
    }  # fmt: skip
    return render(request, "website/my_helping.html", context)


def _row(one: people.MandateShown) -> dict[str, str]:
    name = one.person_name or "Someone whose name we do not hold"
    return {
        "reference": one.reference, "name": name, "services": services.service_names(one.services),
        "until": day(one.expires_at),
    }  # fmt: skip


@signed_in()
def person_helped(request: HttpRequest, reference: str) -> HttpResponse:
    """One person they help: what they can begin, go on with, and what they sent."""
    return _helped_page(request, reference)


def _helped_page(request: HttpRequest, reference: str, wrong: str = "") -> HttpResponse:
    one = _mandate(request, reference)
    known = services.catalogue()
    covered = sorted((found.name, key) for key, found in known.items() if one.covers(key))
    context: dict[str, Any] = {
        "one": _row(one), "wrong": wrong, "choices": [{"value": key, "text": name} for name, key in covered],
        "drafts": [
            {"reference": draft.reference, "name": known[draft.service].name, "saved": moment(draft.saved_at)}
            for draft in services.drafts_by(reference) if draft.service in known
        ],
        "requests": [
            {
                "reference": sent.reference, "service": sent.service, "name": sent.service_name,
                "when": day(sent.submitted_at),
            }
            for sent in services.requests_by(reference)
        ],
    }  # fmt: skip
    return render(request, "website/my_helped.html", context)


@signed_in("POST")
def accept(request: HttpRequest, reference: str) -> HttpResponse:
    """Say that one will help."""
    me = mine(request)
    if reference not in [one.reference for one in people.offered_to(me.account_id, now())]:
        raise Http404
    try:
        people.accept_mandate(by=principal_of(request), at=now(), reference=reference, account_id=me.account_id)
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("website:my_helping")
    return redirect("website:my_helped", reference)


@signed_in("POST")
def stop(request: HttpRequest, reference: str) -> HttpResponse:
    """Say that one will not help, or not any more."""
    me = mine(request)
    offered = [one.reference for one in people.offered_to(me.account_id, now())]
    if reference not in offered and helped(request, reference) is None:
        raise Http404
    people.revoke_mandate(by=principal_of(request), at=now(), reference=reference)
    messages.success(request, "You do not help them here any more.")
    return redirect("website:my_helping")


@signed_in("POST")
def begin(request: HttpRequest, reference: str) -> HttpResponse:
    """Begin a service for the person."""
    one = _mandate(request, reference)
    key = request.POST.get("service", "")
    if not key:
        return _helped_page(request, reference, "Select the service to begin")
    if key not in services.catalogue() or not one.covers(key):
        raise Http404
    if not within_limit(request, "service_begin", BEGINS):
        return render(request, "website/service_slow.html", {"service": services.service_of(key)}, status=429)
    with kept_with(request):
        draft = services.begin(
            by=principal_of(request), at=now(), today=today(), service=key, mode=services.Mode.HELPER,
            account_id=one.helper_id, mandate=reference,
        )  # fmt: skip
        remember(request, key, draft)
    return _on(key, draft)


@signed_in("POST")
def go_on(request: HttpRequest, reference: str, draft: str) -> HttpResponse:
    """Go on with what was begun for the person, in this browser."""
    one = _mandate(request, reference)
    found = next((row for row in services.drafts_by(reference) if row.reference == draft), None)
    if found is None or not one.covers(found.service):
        raise Http404
    remember(request, found.service, draft)
    return _on(found.service, draft)


def _on(key: str, draft: str) -> HttpResponse:
    return go(key, services.asking.first(reference=draft, today=today(), at=now()))
