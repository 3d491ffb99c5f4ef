"""Which draft a visitor may open, in whose name and language, and the addresses of its pages."""

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from borough.access.public import AccountKind, BoroughRequest
from borough.foundation.clock import now
from borough.people import public as people
from borough.services import public as services
from borough.services.public import translators

MOST_BEFORE = 20  # drafts of one browser whose confirmations stay accessible
PREFILLED = services.draft_pages.PREFILLED
Translator = translators.Translator


def service(key: str) -> services.Service:
    """Return the service of the URL, or raise 404."""
    service = services.catalogue().get(key)
    if service is None:
        raise Http404
    return service


def account_of(request: BoroughRequest) -> int | None:
    """Return the ID of the signed-in resident's account."""
    principal = getattr(request, "principal", None)
    return principal.account_id if principal and principal.kind == AccountKind.RESIDENT else None


def reference_of(request: BoroughRequest, key: str) -> str | None:
    """Return this browser's draft of the service, if it still exists and still belongs to the user."""
    reference = request.session.get("drafts", {}).get(key)
    if not reference:
        return None
    try:
        draft = draft_state_of(request, reference)
    except services.UnknownDraft:
        return None
    if draft.service != key or draft.state not in ("open", "handed") or not may_open(request, draft):
        return None
    account = account_of(request)
    if draft.account_id is None and account is not None and draft.mode == services.Mode.WEB:
        services.attach(at=now(), reference=reference, account_id=account)
    return str(reference)


def draft_state_of(request: BoroughRequest, reference: str) -> services.DraftState:
    """Return the draft as of the start of this request, read once. Raises UnknownDraft."""
    known = request.META.setdefault("borough.drafts", {})
    if reference not in known:
        known[reference] = services.state_of(reference)
    draft: services.DraftState = known[reference]
    return draft


def may_open(request: BoroughRequest, draft: services.DraftState) -> bool:
    """Return whether the user may open the draft: own, from this browser, or under an active mandate."""
    if draft.mode == services.Mode.HELPER:
        return active_mandate(request, draft.mandate, draft.service) is not None
    return draft.account_id in (None, account_of(request))


def active_mandate(request: BoroughRequest, mandate: str, service: str = "") -> people.MandateDetail | None:
    """Return the mandate that currently allows the signed-in user to act for somebody."""
    account = account_of(request)
    return people.active_mandate(mandate, now(), account_id=account, service=service) if account else None


def helped_person_name(request: BoroughRequest, reference: str) -> str:
    """Return the name of the person helped with a draft; empty for one's own, or when not signed in."""
    if account_of(request) is None:
        return ""
    mandate = draft_state_of(request, reference).mandate
    active = people.active_mandate(mandate, now()) if mandate else None
    return active.person_name if active else ""


def people_context(request: BoroughRequest, reference: str) -> dict[str, str]:
    """Return for whom a draft is, and whether staff help is requested or assigned, for display."""
    draft = draft_state_of(request, reference)
    with_us = ("assigned" if draft.handed_to else "requested") if draft.state == "handed" else ""
    return {"helping": helped_person_name(request, reference), "with_us": with_us}


def translator_of(request: BoroughRequest, key: str, reference: str | None = None, language: str = "") -> Translator:
    """Return the translator: of ?language=, else of the draft, else of the browser's earlier choice.

    A chosen language is stored in the session and in the draft, whose messages then use it.
    """
    requested = request.GET.get("language", "") if request.method == "GET" else ""
    definition = service(key)
    if requested in definition.translations or requested == translators.ENGLISH:
        language = requested
        if request.COOKIES.get(draft_cookie()) and requested != chosen_language(
            request
        ):  # viewing alone creates no session
            request.session["language"] = requested
    elif not language:
        language = draft_state_of(request, reference).language if reference else chosen_language(request)
    chosen = Translator(definition, language)
    if reference and requested == chosen.language:
        services.draft_pages.set_language(reference=reference, language=requested)
    return chosen


def chosen_language(request: BoroughRequest) -> str:
    """Return the earlier choice; a browser without a session has none."""
    known = request.session.get("language", "") if request.COOKIES.get(draft_cookie()) else ""
    return str(known or translators.ENGLISH)


def remember(request: BoroughRequest, key: str, reference: str) -> None:
    """Remember the draft in this browser's session; earlier drafts of the service stay accessible."""
    drafts = request.session.get("drafts", {})
    if drafts.get(key, reference) != reference:
        request.session["drafts_before"] = [*request.session.get("drafts_before", []), drafts[key]][-MOST_BEFORE:]
    request.session["drafts"] = drafts | {key: reference}


def redirect_to(key: str, page: str) -> HttpResponse:
    """Redirect to a page of the service."""
    return redirect(page_url(key, page))


def page_url(key: str, page: str) -> str:
    """Return the URL of a page of the service."""
    if page == services.CHECK:
        return reverse("website:service_check", args=[key])
    if page in (PREFILLED, services.TASKS):
        return reverse(f"website:service_{page}", args=[key])
    return reverse("website:service_page", args=[key, page])


def draft_cookie() -> str:
    """Return the name of the cookie that knows a visitor's drafts."""
    return str(settings.SESSION_COOKIE_NAME)
