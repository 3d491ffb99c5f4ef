"""My Borough: a resident's own requests, drafts, bin days and garden waste."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from borough.access.public import AccountKind, BoroughRequest, principal_name, requires_sign_in, within_limit
from borough.cases import public as cases
from borough.foundation.clock import now, today
from borough.foundation.db.sessions import session_transaction
from borough.gazetteer.public import line_of, single_line
from borough.kernel.references import format_reference
from borough.kernel.refusals import Refused
from borough.payments.public import link_of
from borough.people import public as people
from borough.services import public as services
from borough.ui.formats import day, moment, pounds
from borough.waste import public as waste
from borough.website.services.draft_access import account_of, redirect_to, remember
from borough.website.services.views.services import BEGINS
from borough.website.waste.views import change_note, when

ON_A_PAGE = 20
MOST_PAGES = 500
ON_HOME = 5
GARDEN = "garden-waste"
OVER = (waste.State.CANCELLED, waste.State.MOVED)
BECAME = {"open": "We got it", "reopen": "We opened it again"}


@dataclass(frozen=True)
class CurrentResident:
    """The signed-in resident: account, and person if known."""

    account_id: int
    person_id: int | None


def current_resident(request: BoroughRequest) -> CurrentResident:
    """Return the signed-in resident; 404 for anybody else."""
    account = account_of(request)
    if account is None:
        raise Http404
    return CurrentResident(account, people.person_of_account(account))


def page_number(request: BoroughRequest) -> int:
    """Return the requested page number of a list."""
    page_text = request.GET.get("page", "1")
    return (
        max(1, min(int(page_text), MOST_PAGES))
        if page_text.isascii() and page_text.isdecimal() and len(page_text) < 6
        else 1
    )


@requires_sign_in()
def home(request: BoroughRequest) -> HttpResponse:
    """Show a resident's overview. Staff have an account but no overview."""
    if request.principal.kind != AccountKind.RESIDENT:
        return redirect("access:home")
    me = current_resident(request)
    rows, more = services.requests_of(account_id=me.account_id, person_id=me.person_id, limit=ON_HOME)
    context = {
        "requests": _request_rows(rows, today()),
        "more": more,
        "drafts": _drafts(me),
        "bins": _bins(me),
        "gardens": _gardens(me),
        "coming": _next_appointments(me),
    }
    return render(request, "website/account/my_borough.html", context)


def _next_appointments(me: CurrentResident) -> list[dict[str, str]]:
    """Return the next appointments."""
    appointments = services.appointments_of(account_id=me.account_id, person_id=me.person_id, today=today())
    dated = [appointment for appointment in appointments if appointment.on][:ON_HOME]
    return [
        {"on": day(appointment.on), "text": appointment.text, "request": appointment.request}
        for appointment in dated
        if appointment.on
    ]


def _drafts(me: CurrentResident) -> list[dict[str, str]]:
    """Return the resident's own unsubmitted drafts."""
    drafts = [draft for draft in services.drafts_of(me.account_id) if draft.mode == services.Mode.WEB]
    known = services.catalogue()
    return [
        {
            "reference": draft.reference,
            "name": known[draft.service].name,
            "saved": moment(draft.saved_at),
            "until": day(draft.expires_at),
            "helped": "A person is helping you with it" if draft.handed_at else "",
        }
        for draft in drafts
        if draft.service in known
    ]


def _bins(me: CurrentResident) -> dict[str, Any] | None:
    """Return the next collection of each bin at their property."""
    uprn = _details(me).uprn if me.person_id else None
    line = line_of(uprn) if uprn else None
    if uprn is None or line is None:
        return None
    coming = [
        (stream_days.stream.name, stream_days.coming[0])
        for stream_days in waste.bin_days(uprn, today())
        if stream_days.coming
    ]
    rows = [(name, when(first.on, today()), change_note(first)) for name, first in coming if first.on]
    return {"uprn": uprn, "address": single_line(line), "rows": rows}


def _details(me: CurrentResident) -> people.PersonDetail:
    person = people.details(people.reference_of(me.person_id)) if me.person_id else None
    if person is None:
        raise Http404
    return person


def _gardens(me: CurrentResident) -> list[dict[str, Any]]:
    """Return their garden waste subscriptions, with the renewal price if it can be renewed today."""
    subscriptions = (
        [subscription for subscription in waste.subscriptions_of(me.person_id) if subscription.state not in OVER]
        if me.person_id
        else []
    )
    return [_garden(subscription) for subscription in subscriptions]


def _garden(subscription: waste.Subscription) -> dict[str, Any]:
    line, last = line_of(subscription.uprn) if subscription.uprn else None, subscription.terms[-1]
    try:
        price, why = pounds(waste.renewal_quote(reference=subscription.reference, on=today()).pence), ""
    except Refused as refused:
        price, why = "", str(refused)
    return {
        "reference": subscription.reference,
        "display_reference": format_reference(subscription.reference),
        "address": single_line(line) if line else "",
        "bins": f"{subscription.bins} bin{'s' if subscription.bins > 1 else ''}",
        "until": day(last.ends_on),
        "price": price,
        "why": why,
        "over": last.ends_on <= today(),
    }


@requires_sign_in()
def requests(request: BoroughRequest) -> HttpResponse:
    """List everything they submitted, one page at a time."""
    me, number = current_resident(request), page_number(request)
    rows, more = services.requests_of(
        account_id=me.account_id, person_id=me.person_id, start=(number - 1) * ON_A_PAGE, limit=ON_A_PAGE
    )
    context = {"requests": _request_rows(rows, today()), "page": number, "more": more}
    return render(request, "website/account/my_requests.html", context)


def _request_rows(rows: Any, on: date) -> list[dict[str, str]]:
    cases_by_reference = cases.cases_by_reference([row.case for row in rows if row.case], on)
    return [
        {
            "reference": row.reference,
            "name": row.service_name,
            "when": day(row.submitted_at),
            "status": services.status_text(row.state, cases_by_reference.get(row.case)),
        }
        for row in rows
    ]


@requires_sign_in()
def request_detail(request: BoroughRequest, reference: str) -> HttpResponse:
    """Show one request: status, history and submitted answers."""
    me = current_resident(request)
    submission = services.own_request(reference, account_id=me.account_id, person_id=me.person_id)
    if submission is None:
        raise Http404
    case = cases.case_of(submission.case, today()) if submission.case else None
    facts = [
        ("Reference", format_reference(submission.reference)),
        ("Sent", moment(submission.submitted_at)),
        ("Fee", pounds(submission.fee) if submission.fee else ""),
        (
            "Promised by",
            day(submission.promised_by) if submission.promised_by and not (case and case.state.over) else "",
        ),
    ]
    context = {
        "sent": submission,
        "status": services.status_text(submission.state, case),
        "outcome": case.outcome if case else "",
        "facts": [pair for pair in facts if pair[1]],
        "story": _history(submission.case),
        "payment_url": link_of(submission.payment) if submission.state == "awaiting_payment" else "",
    }
    return render(request, "website/account/my_request.html", context)


def _history(case: str) -> list[dict[str, str]]:
    """Return the history in customer wording, with the notes meant for the customer."""
    lines = cases.history_of(case) if case else []
    history = [(entry, _step_text(entry), entry.note if entry.for_customer else "") for entry in lines]
    return [{"when": moment(entry.at), "text": text, "note": note} for entry, text, note in history if text or note]


def _step_text(entry: cases.HistoryEntry) -> str:
    return BECAME.get(entry.verb) or (
        cases.CUSTOMER_STATUS[cases.State(entry.after)] if entry.verb in set(cases.Verb) else ""
    )


@requires_sign_in("POST")
def resume_draft(request: BoroughRequest, reference: str) -> HttpResponse:
    """Resume a draft in this browser."""
    me = current_resident(request)
    draft = next(
        (candidate for candidate in services.drafts_of(me.account_id) if candidate.reference == reference), None
    )
    if draft is None or draft.mode != services.Mode.WEB:
        raise Http404
    remember(request, draft.service, reference)
    return redirect_to(draft.service, services.draft_pages.first_page(reference=reference, today=today(), at=now()))


@requires_sign_in("POST")
def renew(request: BoroughRequest, reference: str) -> HttpResponse:
    """Start the renewal of one's own garden waste subscription, preselected."""
    me = current_resident(request)
    owned = waste.subscriptions_of(me.person_id) if me.person_id else []
    if reference not in [subscription.reference for subscription in owned if subscription.state not in OVER]:
        raise Http404
    if not within_limit(request, "service_begin", BEGINS):
        return render(request, "website/service_slow.html", {"service": services.service_of(GARDEN)}, status=429)
    with session_transaction(request):
        draft = services.begin(
            by=principal_name(request),
            at=now(),
            today=today(),
            service=GARDEN,
            mode=services.Mode.WEB,
            account_id=me.account_id,
            answers={"wish": "renew", "chosen": reference},
        )
        remember(request, GARDEN, draft)
    return redirect(reverse("website:service_check", args=[GARDEN]))
