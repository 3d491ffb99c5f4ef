"""Services by phone, at the counter and from a letter: an adviser enters the resident's answers."""

from contextlib import suppress
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from borough.access.public import BoroughRequest, Permission, principal_name, requires, staff_names
from borough.foundation import files
from borough.foundation.clock import now, today
from borough.frontoffice.contacts.organisation_views import organisation_for
from borough.frontoffice.payments.forms import LinkForm
from borough.frontoffice.people.forms.people import SearchForm
from borough.frontoffice.services.forms import BeginForm
from borough.kernel.references import format_reference
from borough.payments.public import link_of
from borough.people import public as people
from borough.services import public as services
from borough.ui.formats import short_moment

PREFILLED = services.draft_pages.PREFILLED
STAFF_MODES = (services.Mode.PHONE, services.Mode.COUNTER, services.Mode.POST)


@requires(Permission.SERVICES_ASSIST)
def service_list(request: BoroughRequest) -> HttpResponse:
    """List drafts awaiting help, this adviser's drafts, and every service."""
    person = _person(request)
    waiting = services.drafts_awaiting_help()
    names = staff_names({draft.handed_to for draft in waiting})
    context = {
        "services": list(services.catalogue().values()),
        "person": person,
        "find": SearchForm() if request.may(Permission.PEOPLE_VIEW) else None,
        "waiting": [_draft_row(draft, names) for draft in waiting],
        "mine": [_draft_row(draft, {}) for draft in services.drafts_begun_by(principal_name(request))],
    }
    return render(request, "frontoffice/services/services.html", context)


def _person(request: BoroughRequest) -> people.PersonDetail | None:
    reference = request.GET.get("person", "") or request.POST.get("person", "")
    return people.details(reference) if reference and request.may(Permission.PEOPLE_VIEW) else None


def _draft_row(draft: services.DraftState, names: dict[str, str]) -> dict[str, Any]:
    return {
        "reference": draft.reference,
        "display_reference": format_reference(draft.reference),
        "service": services.name_of(draft.service),
        "since": short_moment(draft.handed_at or draft.saved_at),
        "how": draft.handed_how,
        "details": draft.handed_details,
        "who": names.get(draft.handed_to, ""),
        "assigned": bool(draft.handed_to),
    }


@requires(Permission.SERVICES_ASSIST, "POST")
def begin(request: BoroughRequest, key: str) -> HttpResponse:
    """Start a service for someone: by phone, at the counter or from a letter."""
    if key not in services.catalogue():
        raise Http404
    form = BeginForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Select whether they call, are at the counter or wrote.")
        return redirect("frontoffice:services")
    person = _person(request)
    reference = services.begin(
        by=principal_name(request),
        at=now(),
        today=today(),
        service=key,
        mode=services.Mode(form.cleaned_data["mode"]),
        person_id=person.id if person else None,
    )
    return go(reference, services.draft_pages.first_page(reference=reference, today=today(), at=now()))


def draft_of(request: BoroughRequest, reference: str) -> services.DraftState:
    """Return a draft this adviser started or took on; otherwise raise 404."""
    try:
        draft = services.state_of(reference)
    except services.UnknownDraft:
        raise Http404 from None
    me = principal_name(request)
    begun = draft.mode in STAFF_MODES and draft.begun_by == me
    if draft.mandate and people.active_mandate(draft.mandate, now(), service=draft.service) is None:
        raise Http404  # the helper's mandate has ended, and nobody may act in their place
    if draft.state not in ("open", "handed") or not (begun or (draft.state == "handed" and draft.handed_to == me)):
        raise Http404
    return draft


def go(reference: str, page: str) -> HttpResponse:
    """Redirect to a page of the draft."""
    return redirect(address(reference, page))


def address(reference: str, page: str) -> str:
    """Return the URL of a page of the draft."""
    if page in (services.CHECK, PREFILLED, services.TASKS):
        return reverse(f"frontoffice:service_{page}", args=[reference])
    return reverse("frontoffice:service_page", args=[reference, page])


@requires(Permission.SERVICES_ASSIST, "POST")
def take(request: BoroughRequest, reference: str) -> HttpResponse:
    """Take on a draft awaiting help."""
    try:
        services.take_on(by=principal_name(request), at=now(), reference=reference)
    except services.UnknownDraft:
        messages.error(request, "Someone else has taken it on, or it was sent.")
        return redirect("frontoffice:services")
    return go(reference, services.draft_pages.first_page(reference=reference, today=today(), at=now()))


@requires(Permission.SERVICES_ASSIST, "POST")
def give_back(request: BoroughRequest, reference: str) -> HttpResponse:
    """Return a draft to the resident, who continues alone."""
    draft_of(request, reference)
    with suppress(services.UnknownDraft):
        services.hand_back(by=principal_name(request), at=now(), reference=reference)
        messages.success(request, "The resident can go on by themselves.")
    return redirect("frontoffice:services")


@requires(Permission.SERVICES_ASSIST, "GET POST")
def page(request: BoroughRequest, reference: str, page: str) -> HttpResponse:
    """Show or submit a page of questions."""
    draft_of(request, reference)
    changing, result = request.GET.get("change") == "1", None
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
            return go(reference, result.next_key)
    return _draw(request, reference, page, result, changing=changing, by_hand=request.GET.get("by-hand") == "1")


def _draw(
    request: BoroughRequest,
    reference: str,
    page: str,
    result: services.PageResult | None = None,
    row: int = 0,
    *,
    changing: bool = False,
    by_hand: bool = False,
) -> HttpResponse:
    view = services.draft_pages.page(
        reference=reference,
        page=page,
        today=today(),
        at=now(),
        result=result,
        row=row,
        by_hand=by_hand,
        language=services.translators.ENGLISH,
    )
    if isinstance(view, str):
        return go(reference, view)
    query = "?change=1" if changing else ""
    context = {
        **_about(reference),
        "view": view,
        "here": f"{address(reference, page)}{query}",
        "back": _back(reference, view, changing=changing),
        "by_hand": f"{address(reference, page)}?by-hand=1{'&change=1' if changing else ''}",
        "row_url": lambda number: reverse("frontoffice:service_row", args=[reference, page, number]),
        "drop_url": lambda number: reverse("frontoffice:service_row_drop", args=[reference, page, number]),
    }
    return render(request, "frontoffice/services/service_page.html", context)


def _back(reference: str, view: services.PageView, *, changing: bool) -> str:
    if changing:
        return address(reference, services.CHECK)
    return address(reference, view.before) if view.before else reverse("frontoffice:services")


def _about(reference: str) -> dict[str, Any]:
    draft = services.state_of(reference)
    person = people.reference_of(draft.person_id) if draft.person_id else ""
    details = people.details(person) if person else None
    return {
        "service": services.service_of(draft.service),
        "reference": reference,
        "person": details,
        "mode": MODE_LABELS[draft.mode],
        "letter": draft.mode == services.Mode.POST,
        "handed": draft.state == "handed",
        "details": draft.handed_details,
        "language": language_of(draft.language),
    }


def language_of(code: str) -> str:
    """Return the name of the resident's language; empty for English."""
    return "" if code == services.translators.ENGLISH else services.translators.LANGUAGES.get(code, code)


MODE_LABELS = {
    "web": "The resident began this on the website",
    "phone": "On the phone",
    "counter": "At the counter",
    "helper": "A helper began this",
    "post": "From a letter",
    "machine": "From another system",
}


@requires(Permission.SERVICES_ASSIST, "GET POST")
def row(request: BoroughRequest, reference: str, page: str, number: int) -> HttpResponse:
    """Show or save one row of a repeatable question."""
    draft_of(request, reference)
    result = None
    if request.method == "POST":
        try:
            result = services.save_row(
                by=principal_name(request),
                at=now(),
                today=today(),
                reference=reference,
                page=page,
                number=number,
                posted=request.POST,
            )
        except services.UnknownDraft:
            return go(reference, page)
        if result.is_accepted:
            return go(reference, page)
    return _draw(request, reference, page, result, max(number, 1))


@requires(Permission.SERVICES_ASSIST, "POST")
def row_drop(request: BoroughRequest, reference: str, page: str, number: int) -> HttpResponse:
    """Delete a row."""
    draft_of(request, reference)
    with suppress(services.UnknownDraft):
        services.drop_row(at=now(), today=today(), reference=reference, page=page, number=number)
    return go(reference, page)


@requires(Permission.SERVICES_ASSIST, "GET POST")
def prefilled(request: BoroughRequest, reference: str) -> HttpResponse:
    """Show the person's stored data, to read out and change."""
    draft_of(request, reference)
    if request.method == "POST":
        services.draft_pages.confirm_prefilled(at=now(), reference=reference)
        return go(reference, services.draft_pages.first_page(reference=reference, today=today(), at=now()))
    rows = services.draft_pages.prefilled_rows(
        reference=reference, today=today(), at=now(), language=services.translators.ENGLISH
    )
    context = {**_about(reference), "rows": [(row, f"{address(reference, row.page)}?change=1") for row in rows]}
    return render(request, "frontoffice/services/service_held.html", context)


@requires(Permission.SERVICES_ASSIST)
def tasks(request: BoroughRequest, reference: str) -> HttpResponse:
    """Show the task list of a long service."""
    draft_of(request, reference)
    result = services.draft_pages.tasks(
        reference=reference, today=today(), at=now(), language=services.translators.ENGLISH
    )
    if isinstance(result, str):
        return go(reference, result)
    context = {**_about(reference), "rows": result, "href": lambda to: address(reference, to)}
    return render(request, "frontoffice/services/service_tasks.html", context)


@requires(Permission.SERVICES_ASSIST, "GET POST")
def check(request: BoroughRequest, reference: str) -> HttpResponse:
    """Show the answers to read out, and submit them: once, however often the button is clicked."""
    why = ""
    sent = _sent_by(request, reference) if request.method == "POST" else ""
    if sent:
        return redirect("frontoffice:submission", sent)
    draft_of(request, reference)
    if request.method == "POST":
        try:
            receipt = services.submit(by=principal_name(request), at=now(), today=today(), reference=reference)
        except services.NotReady as not_ready:
            if not not_ready.why:
                return go(reference, not_ready.page)
            why = not_ready.why
        else:
            return redirect("frontoffice:submission", receipt.reference)
    summary = services.draft_pages.check(
        reference=reference, today=today(), at=now(), language=services.translators.ENGLISH
    )
    if isinstance(summary, str):
        return go(reference, summary)
    context = {
        **_about(reference),
        "summary": summary,
        "why": why,
        "back": address(reference, summary.before or services.CHECK),
        "change": lambda page: f"{address(reference, page)}?change=1",
    }
    return render(request, "frontoffice/services/service_check.html", context, status=409 if why else 200)


def _sent_by(request: BoroughRequest, reference: str) -> str:
    """Return this adviser's submission of the draft: after a double click."""
    try:
        draft = services.state_of(reference)
    except services.UnknownDraft:
        return ""
    return draft.submission if principal_name(request) in (draft.begun_by, draft.handed_to) else ""


@requires(Permission.SERVICES_ASSIST)
def submission(request: BoroughRequest, reference: str) -> HttpResponse:
    """Show a submission: answers, status, and the payment link if a fee is due."""
    submission = services.submission_of(reference)
    if submission is None:
        raise Http404
    waiting = submission.state == "awaiting_payment"
    person = people.reference_of(submission.person_id) if submission.person_id else ""
    known = people.details(person) if person and request.may(Permission.PEOPLE_VIEW) else None
    context = {
        "sent": submission,
        "display_reference": format_reference(reference),
        "language": language_of(submission.language),
        "waiting": waiting,
        "mode": MODE_LABELS[submission.mode],
        "payment_url": link_of(submission.payment) if waiting else "",
        "public_url": settings.PUBLIC_URL,
        "person": person,
        "person_name": known.name if known else "",
        "link_form": LinkForm(None, to=(known.email or known.phone) if known else "") if waiting else None,
        "files": services.files_of(reference),
        "file_address": lambda number: reverse("frontoffice:submission_file", args=[reference, number]),
        "case": submission.case,
        "display_case": format_reference(submission.case) if submission.case else "",
        "behalf": organisation_for(request, submission.contact),
    }
    return render(request, "frontoffice/services/submission.html", context)


@requires(Permission.SERVICES_ASSIST)
def submission_file(request: BoroughRequest, reference: str, number: str) -> FileResponse:
    """Download a submitted file, once it may be opened."""
    file = next((item for item in services.files_of(reference) if item.reference == number), None)
    answer = files.download_response(file) if file else None
    if answer is None:
        raise Http404
    services.record_file_opened(by=principal_name(request), at=now(), submission=reference, file=number)
    return answer
