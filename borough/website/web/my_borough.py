"""My Borough: what a resident has sent and begun, their bin days and their garden waste. Only ever their own."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from borough.access.public import AccountKind, principal_of, signed_in, within_limit
from borough.cases import public as cases
from borough.foundation.clock import now, today
from borough.foundation.sessions import kept_with
from borough.kernel.references import show
from borough.kernel.refusals import Refused
from borough.payments.public import link_of
from borough.people import public as people
from borough.places.public import line_of, single_line
from borough.services import public as services
from borough.ui.formats import day, moment, pounds
from borough.waste import public as waste
from borough.website.web.bins import said, when
from borough.website.web.services import BEGINS, account_of, go, remember

ON_A_PAGE = 20
MOST_PAGES = 500
ON_HOME = 5
GARDEN = "garden-waste"
OVER = (waste.State.CANCELLED, waste.State.MOVED)
BECAME = {"open": "We got it", "reopen": "We opened it again"}


@dataclass(frozen=True)
class Mine:
    """Whoever is signed in: their account, and who they are where we know them."""

    account_id: int
    person_id: int | None


def mine(request: HttpRequest) -> Mine:
    """The resident that is signed in; no page for anybody else."""
    account = account_of(request)
    if account is None:
        raise Http404
    return Mine(account, people.person_of_account(account))


def page_number(request: HttpRequest) -> int:
    """Which page of a list is asked for."""
    asked = request.GET.get("page", "1")
    return max(1, min(int(asked), MOST_PAGES)) if asked.isascii() and asked.isdecimal() and len(asked) < 6 else 1


@signed_in()
def home(request: HttpRequest) -> HttpResponse:
    """Everything of a resident's at one look. Staff have an account, but nothing here."""
    if request.principal.kind != AccountKind.RESIDENT:  # type: ignore[attr-defined] # the gate's, set on every request
        return redirect("access:home")
    me = mine(request)
    rows, more = services.requests_of(account_id=me.account_id, person_id=me.person_id, limit=ON_HOME)
    context = {
        "requests": _request_rows(rows, today()), "more": more, "drafts": _drafts(me), "bins": _bins(me),
        "gardens": _gardens(me), "coming": _coming(me),
    }  # fmt: skip
    return render(request, "website/my_borough.html", context)


def _coming(me: Mine) -> list[dict[str, str]]:
    """The next days they are expected, or we come."""
    found = services.appointments_of(account_id=me.account_id, person_id=me.person_id, today=today())
    dated = [one for one in found if one.on][:ON_HOME]
    return [{"on": day(one.on), "words": one.words, "request": one.request} for one in dated if one.on]


def _drafts(me: Mine) -> list[dict[str, str]]:
    """What was begun for oneself and not sent."""
    found = [one for one in services.drafts_of(me.account_id) if one.mode == services.Mode.WEB]
    known = services.catalogue()
    return [
        {
            "reference": one.reference, "name": known[one.service].name, "saved": moment(one.saved_at),
            "until": day(one.expires_at), "helped": "A person is helping you with it" if one.handed_at else "",
        }
        for one in found if one.service in known
    ]  # fmt: skip


def _bins(me: Mine) -> dict[str, Any] | None:
    """The next day of each bin of their property."""
    uprn = _details(me).uprn if me.person_id else None
    line = line_of(uprn) if uprn else None
    if uprn is None or line is None:
        return None
    found = [(one.stream.name, one.coming[0]) for one in waste.bin_days(uprn, today()) if one.coming]
    rows = [(name, when(first.on, today()), said(first)) for name, first in found if first.on]
    return {"uprn": uprn, "address": single_line(line), "rows": rows}


def _details(me: Mine) -> people.Details:
    found = people.details(people.reference_of(me.person_id)) if me.person_id else None
    if found is None:
        raise Http404
    return found


def _gardens(me: Mine) -> list[dict[str, Any]]:
    """Their garden waste subscriptions, and what renewing costs where it can be done today."""
    held = [one for one in waste.subscriptions_of(me.person_id) if one.state not in OVER] if me.person_id else []
    return [_garden(one) for one in held]


def _garden(one: waste.Subscription) -> dict[str, Any]:
    line, last = line_of(one.uprn) if one.uprn else None, one.terms[-1]
    try:
        price, why = pounds(waste.renewal_quote(reference=one.reference, on=today()).pence), ""
    except Refused as refused:
        price, why = "", str(refused)
    return {
        "reference": one.reference, "shown": show(one.reference), "address": single_line(line) if line else "",
        "bins": f"{one.bins} bin{'s' if one.bins > 1 else ''}", "until": day(last.ends_on), "price": price, "why": why,
        "over": last.ends_on <= today(),
    }  # fmt: skip


@signed_in()
def requests(request: HttpRequest) -> HttpResponse:
    """Everything they have sent, a page at a time."""
    me, number = mine(request), page_number(request)
    rows, more = services.requests_of(
        account_id=me.account_id, person_id=me.person_id, start=(number - 1) * ON_A_PAGE, limit=ON_A_PAGE
    )
    context = {"requests": _request_rows(rows, today()), "page": number, "more": more}
    return render(request, "website/my_requests.html", context)


def _request_rows(rows: Any, on: date) -> list[dict[str, str]]:
    found = cases.standings([one.case for one in rows if one.case], on)
    return [
        {
            "reference": one.reference, "name": one.service_name, "when": day(one.submitted_at),
            "standing": services.standing(one.state, found.get(one.case)),
        }
        for one in rows
    ]  # fmt: skip


@signed_in()
def asked(request: HttpRequest, reference: str) -> HttpResponse:
    """One thing they sent: how it stands, its story, and the words they sent."""
    me = mine(request)
    found = services.own_request(reference, account_id=me.account_id, person_id=me.person_id)
    if found is None:
        raise Http404
    case = cases.case_of(found.case, today()) if found.case else None
    facts = [
        ("Reference", show(found.reference)), ("Sent", moment(found.submitted_at)),
        ("Fee", pounds(found.fee) if found.fee else ""),
        ("Promised by", day(found.promised_by) if found.promised_by and not (case and case.state.over) else ""),
    ]  # fmt: skip
    context = {
        "sent": found, "standing": services.standing(found.state, case), "outcome": case.outcome if case else "",
        "facts": [pair for pair in facts if pair[1]], "story": _story(found.case),
        "pay_at": link_of(found.payment) if found.state == "awaiting_payment" else "",
    }  # fmt: skip
    return render(request, "website/my_request.html", context)


def _story(case: str) -> list[dict[str, str]]:
    """What happened, as the customer reads it: steps in plain words, and the notes that are meant for them."""
    lines = cases.story_of(case) if case else []
    told = [(one, _became(one), one.note if one.for_customer else "") for one in lines]
    return [{"when": moment(one.at), "words": words, "note": note} for one, words, note in told if words or note]


def _became(one: cases.StoryLine) -> str:
    return BECAME.get(one.verb) or (cases.PLAIN[cases.State(one.after)] if one.verb in set(cases.Verb) else "")


@signed_in("POST")
def take_up(request: HttpRequest, reference: str) -> HttpResponse:
    """Go on with what was begun, in this browser."""
    me = mine(request)
    draft = next((one for one in services.drafts_of(me.account_id) if one.reference == reference), None)
    if draft is None or draft.mode != services.Mode.WEB:
        raise Http404
    remember(request, draft.service, reference)
    return go(draft.service, services.asking.first(reference=reference, today=today(), at=now()))


@signed_in("POST")
def renew(request: HttpRequest, reference: str) -> HttpResponse:
    """Begin to renew one's own garden waste subscription, named already."""
    me = mine(request)
    owned = waste.subscriptions_of(me.person_id) if me.person_id else []
    if reference not in [one.reference for one in owned if one.state not in OVER]:
        raise Http404
    if not within_limit(request, "service_begin", BEGINS):
        return render(request, "website/service_slow.html", {"service": services.service_of(GARDEN)}, status=429)
    with kept_with(request):
        draft = services.begin(
            by=principal_of(request), at=now(), today=today(), service=GARDEN, mode=services.Mode.WEB,
            account_id=me.account_id, answers={"wish": "renew", "chosen": reference},
        )  # fmt: skip
        remember(request, GARDEN, draft)
    return redirect(reverse("website:service_check", args=[GARDEN]))
