"""Services: list, start pages, and the page-by-page flow of each."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from borough.access.public import BoroughRequest, principal_name, public, within_limit
from borough.foundation.clock import now, today
from borough.foundation.db.sessions import session_transaction
from borough.kernel.references import format_reference
from borough.payments.public import link_of
from borough.people import public as people
from borough.services import public as services
from borough.website.services.draft_access import (
    Translator,
    account_of,
    active_mandate,
    chosen_language,
    draft_cookie,
    helped_person_name,
    may_open,
    page_url,
    people_context,
    redirect_to,
    reference_of,
    remember,
    service,
    translator_of,
)

BEGINS = "60/m/ip"
SENDS = "60/m/ip"


@public()
def service_list(request: BoroughRequest) -> HttpResponse:
    """List every service, by topic."""
    topics: dict[str, list[services.Service]] = {}
    for offered in services.catalogue().values():
        topics.setdefault(offered.topic or "Other services", []).append(offered)
    return render(request, "website/services/services.html", {"topics": sorted(topics.items())})


@public("GET POST")
def start(request: BoroughRequest, key: str) -> HttpResponse:
    """Show a service's description, fee, requirements and access routes; POST starts it."""
    definition = service(key)
    if request.method == "POST":
        return _begin(request, key)
    going = reference_of(request, key) if request.COOKIES.get(draft_cookie()) else None
    context = {
        "service": definition,
        "going": going is not None,
        "claims": services.tested_routes(key, today()),
        "helping": helped_person_name(request, going) if going else "",
        "translator": translator_of(request, key, going),
    }
    return render(request, "website/services/service_start.html", context)


def _begin(request: BoroughRequest, key: str) -> HttpResponse:
    reference = reference_of(request, key)
    if reference is None or request.POST.get("anew"):
        if not within_limit(request, "service_begin", BEGINS):
            return too_slow_page(request, key)
        language = _begun_in(request, key)
        with session_transaction(request):
            reference = services.begin(
                by=principal_name(request),
                at=now(),
                today=today(),
                service=key,
                mode=services.Mode.WEB,
                account_id=account_of(request),
                language=language,
            )
            remember(request, key, reference)
            request.session["language"] = language
    return redirect_to(key, services.draft_pages.first_page(reference=reference, today=today(), at=now()))


def _begun_in(request: BoroughRequest, key: str) -> str:
    return Translator(service(key), request.GET.get("language", "") or chosen_language(request)).language


def draft_missing_page(request: BoroughRequest, key: str) -> HttpResponse:
    """Return the page for a missing draft, without blame and with a way to continue."""
    context = {"service": service(key), "translator": translator_of(request, key)}
    return render(request, "website/services/service_gone.html", context, status=410)


def too_slow_page(request: BoroughRequest, key: str) -> HttpResponse:
    """Return the page for a rate-limited connection."""
    context = {"service": service(key), "translator": translator_of(request, key)}
    return render(request, "website/service_slow.html", context, status=429)


def is_changing(request: BoroughRequest) -> bool:
    """Return whether the page was opened from check your answers, and returns there."""
    return request.GET.get("change") == "1"


@public("GET POST")
def page(request: BoroughRequest, key: str, page: str) -> HttpResponse:
    """Show or submit a page of questions."""
    service(key)
    reference = reference_of(request, key)
    if reference is None:
        return draft_missing_page(request, key)
    changing = is_changing(request)
    result = None
    if request.method == "POST" and request.POST.get("later") and _left_empty(request):
        return redirect("website:service_save", key)
    if request.method == "POST":
        result = services.answer(
            by=principal_name(request),
            at=now(),
            today=today(),
            reference=reference,
            page=page,
            posted=request.POST,
            files={name: request.FILES.getlist(name) for name in request.FILES},
            changing=changing,
        )
        if result.is_accepted:
            if request.POST.get("later"):
                return redirect("website:service_save", key)
            return redirect_to(key, result.next_key)
    by_hand = request.GET.get("by-hand") == "1"
    return render_page(request, key, reference, page, result, changing=changing, by_hand=by_hand)


def _left_empty(request: BoroughRequest) -> bool:
    """Return whether nothing was answered on the page: saving for later then skips validation."""
    typed = {name: text for name, text in request.POST.items() if name not in ("later", "csrfmiddlewaretoken")}
    return not request.FILES and not any(str(text).strip() for text in typed.values())


def render_page(
    request: BoroughRequest,
    key: str,
    reference: str,
    page: str,
    result: services.PageResult | None = None,
    row: int = 0,
    *,
    changing: bool = False,
    by_hand: bool = False,
) -> HttpResponse:
    """Render the page, or redirect to the first incomplete one."""
    translator = translator_of(request, key, reference)
    view = services.draft_pages.page(
        reference=reference, page=page, today=today(), at=now(), result=result, row=row, by_hand=by_hand
    )
    if isinstance(view, str):
        return redirect_to(key, view)
    again = "?change=1" if changing else ""
    context: dict[str, Any] = {
        "service": service(key),
        "view": view,
        "back": _back(key, view, row, changing=changing),
        "here": f"{page_url(key, page)}{again}",
        "changing": changing,
        "by_hand": f"{page_url(key, page)}?by-hand=1{'&change=1' if changing else ''}",
        "row_url": lambda number: f"{reverse('website:service_row', args=[key, page, number])}{again}",
        "drop_url": lambda number: f"{reverse('website:service_row_drop', args=[key, page, number])}{again}",
        **people_context(request, reference),
        "translator": translator,
    }
    return render(request, "website/services/service_page.html", context)


def _back(key: str, view: services.PageView, row: int, *, changing: bool) -> str:
    """Return the back link: from a row to its list, from a change to check your answers, else to the previous page."""
    if row and view.rows and (view.rows["count"] or view.rows["optional"]):
        return f"{page_url(key, view.key)}{'?change=1' if changing else ''}"
    if changing:
        return page_url(key, services.CHECK)
    return page_url(key, view.before) if view.before else reverse("website:service_start", args=[key])


@public("GET POST")
def prefilled(request: BoroughRequest, key: str) -> HttpResponse:
    """Show the stored data that will be used, with links to change it."""
    reference = reference_of(request, key)
    if reference is None:
        return draft_missing_page(request, key)
    if request.method == "POST":
        services.draft_pages.confirm_prefilled(at=now(), reference=reference)
        return redirect_to(key, services.draft_pages.first_page(reference=reference, today=today(), at=now()))
    translator = translator_of(request, key, reference)
    rows = services.draft_pages.prefilled_rows(reference=reference, today=today(), at=now())
    context = {
        "service": service(key),
        "rows": [(row, f"{page_url(key, row.page)}?change=1") for row in rows],
        **people_context(request, reference),
        "translator": translator,
    }
    return render(request, "website/services/service_held.html", context)


@public()
def tasks(request: BoroughRequest, key: str) -> HttpResponse:
    """Show the task list of a long service."""
    service(key)
    reference = reference_of(request, key)
    if reference is None:
        return draft_missing_page(request, key)
    translator = translator_of(request, key, reference)
    result = services.draft_pages.tasks(reference=reference, today=today(), at=now())
    if isinstance(result, str):
        return redirect_to(key, result)
    context = {
        "service": service(key),
        **people_context(request, reference),
        "rows": result,
        "href": lambda to: page_url(key, to),
        "translator": translator,
    }
    return render(request, "website/services/service_tasks.html", context)


@public("GET POST")
def check(request: BoroughRequest, key: str) -> HttpResponse:
    """Show check your answers, and submit them: once, however often the button is clicked."""
    service(key)
    reference = reference_of(request, key)
    if reference is None:
        return _sent_before(request, key) or draft_missing_page(request, key)
    if request.method == "POST":
        return _send(request, key, reference)
    return _check_page(request, key, reference)


def _send(request: BoroughRequest, key: str, reference: str) -> HttpResponse:
    if not within_limit(request, "service_send", SENDS):
        return too_slow_page(request, key)
    try:
        receipt = services.submit(by=principal_name(request), at=now(), today=today(), reference=reference)
    except services.NotReady as not_ready:
        return (
            _check_page(request, key, reference, not_ready.why) if not_ready.why else redirect_to(key, not_ready.page)
        )
    except services.UnknownDraft:
        return draft_missing_page(request, key)
    return _sent(key, receipt)


def _check_page(request: BoroughRequest, key: str, reference: str, why: str = "") -> HttpResponse:
    translator = translator_of(request, key, reference)
    view = services.draft_pages.check(reference=reference, today=today(), at=now())
    if isinstance(view, str):
        return redirect_to(key, view)
    context = {
        "service": service(key),
        "summary": view,
        "why": translator(why),
        "back": page_url(key, view.before or services.CHECK),
        "change": lambda page: f"{page_url(key, page)}?change=1",
        **people_context(request, reference),
        "translator": translator,
    }
    return render(request, "website/services/service_check.html", context, status=409 if why else 200)


def _sent(key: str, receipt: services.Receipt) -> HttpResponse:
    """Redirect to payment, or to the confirmation, which the session gives access to."""
    if receipt.payment_url:
        return redirect(receipt.payment_url)
    return redirect("website:service_confirmation", key, receipt.reference)


def _sent_before(request: BoroughRequest, key: str) -> HttpResponse | None:
    """Return the confirmation of a draft submitted meanwhile: after a double click or the back button."""
    reference = request.session.get("drafts", {}).get(key)
    try:
        draft = services.state_of(reference) if reference else None
    except services.UnknownDraft:
        return None
    if draft is None or not draft.submission or not may_open(request, draft):
        return None
    return _sent(key, services.submit(by=principal_name(request), at=now(), today=today(), reference=draft.reference))


@public()
def sent(request: BoroughRequest, key: str, reference: str) -> HttpResponse:
    """Show the confirmation to its submitter, in this browser or signed in."""
    submission = services.submission_of(reference)
    if submission is None or submission.service != key or not _may_see(request, submission):
        raise Http404
    helps = active_mandate(request, submission.mandate, key) if submission.mandate else None
    context = {
        "service": service(key),
        "sent": submission,
        "helping": helps.person_name if helps else "",
        "with_us": "",
        **_done(submission, by_helper=helps is not None),
        "translator": Translator(service(key), submission.language),
    }
    return render(request, "website/services/service_sent.html", context)


def _may_see(request: BoroughRequest, submission: services.SubmissionDetail) -> bool:
    account = account_of(request)
    if submission.mode == services.Mode.HELPER:  # a helper has access during the mandate; the browser used does not
        whose = people.person_of_account(account) if account is not None else None
        return (whose is not None and submission.person_id in people.merged_person_ids(whose)) or active_mandate(
            request, submission.mandate, submission.service
        ) is not None
    if account is not None and submission.account_id == account:
        return True
    begun_here = {*request.session.get("drafts", {}).values(), *request.session.get("drafts_before", [])}
    return submission.source == "draft" and submission.source_id in begun_here


def _done(submission: services.SubmissionDetail, *, by_helper: bool = False) -> dict[str, Any]:
    """Return the status. by_helper: for the helper, whose payment link ends with their mandate."""
    waiting = submission.state == "awaiting_payment"
    definition = service(submission.service)
    call = Translator(definition, submission.language)(definition.routes.phone).partition(". ")[0].rstrip(".")
    return {
        "call": call,
        "display_reference": format_reference(submission.reference),
        "waiting": waiting,
        "payment_url": link_of(submission.payment, submission.mandate if by_helper else "") if waiting else "",
    }
