"""The services: their list, their start pages, and a way through each, page by page."""

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from borough.access.public import AccountKind, open_to_all, principal_of, within_limit
from borough.foundation.clock import now, today
from borough.foundation.sessions import kept_with
from borough.kernel.references import show
from borough.payments.public import link_of
from borough.people import public as people
from borough.services import public as services
from borough.services.public import tongues

BEGINS = "60/m/ip"
SENDS = "60/m/ip"
MOST_BEFORE = 20  # drafts of one browser whose confirmations it can open again
HELD = services.asking.HELD
Tongue = tongues.Tongue


def service(key: str) -> services.Service:
    """The service of the address, or no page."""
    found = services.catalogue().get(key)
    if found is None:
        raise Http404
    return found


def account_of(request: HttpRequest) -> int | None:
    """The resident's account, when one is signed in."""
    principal = getattr(request, "principal", None)
    return principal.account_id if principal and principal.kind == AccountKind.RESIDENT else None


def reference_of(request: HttpRequest, key: str) -> str | None:
    """The draft of this service that this browser is going through, when it is still there and still theirs."""
    reference = request.session.get("drafts", {}).get(key)
    if not reference:
        return None
    try:
        draft = state_in(request, reference)
    except services.Gone:
        return None
    if draft.service != key or draft.state not in ("open", "handed") or not may_open(request, draft):
        return None
    account = account_of(request)
    if draft.account_id is None and account is not None and draft.mode == services.Mode.WEB:
        services.attach(at=now(), reference=reference, account_id=account)
    return str(reference)


def state_in(request: HttpRequest, reference: str) -> services.DraftState:
    """The draft as it stood when this request came, read once. Raises Gone."""
    known = request.META.setdefault("borough.drafts", {})
    if reference not in known:
        known[reference] = services.state_of(reference)
    found: services.DraftState = known[reference]
    return found


def may_open(request: HttpRequest, draft: services.DraftState) -> bool:
    """Whether it is theirs to go through: begun here or by their account; for another, only while they may help."""
    if draft.mode == services.Mode.HELPER:
        return helped(request, draft.mandate, draft.service) is not None
    return draft.account_id in (None, account_of(request))


def helped(request: HttpRequest, mandate: str, service: str = "") -> people.MandateShown | None:
    """The mandate by which whoever is signed in may do this for somebody now."""
    account = account_of(request)
    return people.standing(mandate, now(), account_id=account, service=service) if account else None


def helping(request: HttpRequest, reference: str) -> str:
    """The name of whoever is helped with a draft; empty when it is one's own, or when nobody is signed in."""
    if account_of(request) is None:
        return ""
    mandate = state_in(request, reference).mandate
    found = people.standing(mandate, now()) if mandate else None
    return found.person_name if found else ""


def with_whom(request: HttpRequest, reference: str) -> dict[str, str]:
    """For whom a draft is, and whether staff were asked to help with it or have it now, as its pages say it."""
    draft = state_in(request, reference)
    with_us = ("taken" if draft.handed_to else "asked") if draft.state == "handed" else ""
    return {"helping": helping(request, reference), "with_us": with_us}


def tongue_of(request: HttpRequest, key: str, reference: str | None = None, language: str = "") -> Tongue:
    """The language to speak: that just asked for (?language=), else that of the draft, or the one asked for before.

    What is asked for is remembered by the browser, and by the draft, whose messages are then in it.
    """
    asked = request.GET.get("language", "") if request.method == "GET" else ""
    found = service(key)
    if asked in found.translations or asked == tongues.ENGLISH:
        language = asked
        if request.COOKIES.get(_cookie()) and asked != _remembered(request):  # nobody gets a session by looking
            request.session["language"] = asked
    elif not language:
        language = state_in(request, reference).language if reference else _remembered(request)
    made = Tongue(found, language)
    if reference and asked == made.language:
        services.asking.speak(reference=reference, language=asked)
    return made


def _remembered(request: HttpRequest) -> str:
    """What was asked for before; a browser without a session has not asked."""
    known = request.session.get("language", "") if request.COOKIES.get(_cookie()) else ""
    return str(known or tongues.ENGLISH)


def remember(request: HttpRequest, key: str, reference: str) -> None:
    """Have this browser go through the draft; those of the service before it are its own still."""
    drafts = request.session.get("drafts", {})
    if drafts.get(key, reference) != reference:
        request.session["drafts_before"] = [*request.session.get("drafts_before", []), drafts[key]][-MOST_BEFORE:]
    request.session["drafts"] = drafts | {key: reference}


def go(key: str, page: str) -> HttpResponse:
    """On to a page of the service."""
    return redirect(address(key, page))


def address(key: str, page: str) -> str:
    """Where a page of the service is."""
    if page == services.CHECK:
        return reverse("website:service_check", args=[key])
    if page in (HELD, services.TASKS):
        return reverse(f"website:service_{page}", args=[key])
    return reverse("website:service_page", args=[key, page])


@open_to_all()
def offered(request: HttpRequest) -> HttpResponse:
    """Every service, by topic."""
    topics: dict[str, list[services.Service]] = {}
    for one in services.catalogue().values():
        topics.setdefault(one.topic or "Other services", []).append(one)
    return render(request, "website/services.html", {"topics": sorted(topics.items())})


@open_to_all("GET POST")
def start(request: HttpRequest, key: str) -> HttpResponse:
    """What a service is, costs and needs, and every way to it; sent, it begins."""
    found = service(key)
    if request.method == "POST":
        return _begin(request, key)
    going = reference_of(request, key) if request.COOKIES.get(_cookie()) else None
    context = {
        "service": found, "going": going is not None, "claims": services.claims(key, today()),
        "helping": helping(request, going) if going else "", "tongue": tongue_of(request, key, going),
    }  # fmt: skip
    return render(request, "website/service_start.html", context)


def _cookie() -> str:
    return str(settings.SESSION_COOKIE_NAME)


def _begin(request: HttpRequest, key: str) -> HttpResponse:
    reference = reference_of(request, key)
    if reference is None or request.POST.get("anew"):
        if not within_limit(request, "service_begin", BEGINS):
            return slow(request, key)
        language = _begun_in(request, key)
        with kept_with(request):
            reference = services.begin(
                by=principal_of(request), at=now(), today=today(), service=key, mode=services.Mode.WEB,
                account_id=account_of(request), language=language,
            )  # fmt: skip
            remember(request, key, reference)
            request.session["language"] = language
    return go(key, services.asking.first(reference=reference, today=today(), at=now()))


def _begun_in(request: HttpRequest, key: str) -> str:
    return Tongue(service(key), request.GET.get("language", "") or _remembered(request)).language


def gone(request: HttpRequest, key: str) -> HttpResponse:
    """The page for answers that are not there any more: nothing is blamed, and the way on is offered."""
    context = {"service": service(key), "tongue": tongue_of(request, key)}
    return render(request, "website/service_gone.html", context, status=410)


def slow(request: HttpRequest, key: str) -> HttpResponse:
    """The page for a connection from which very much is sent."""
    context = {"service": service(key), "tongue": tongue_of(request, key)}
    return render(request, "website/service_slow.html", context, status=429)


def changing_of(request: HttpRequest) -> bool:
    """Whether the page was opened from where answers are checked, and leads back there."""
    return request.GET.get("change") == "1"


@open_to_all("GET POST")
def page(request: HttpRequest, key: str, page: str) -> HttpResponse:
    """One page of questions: shown, or sent and taken."""
    service(key)
    reference = reference_of(request, key)
    if reference is None:
        return gone(request, key)
    changing = changing_of(request)
    heard = None
    if request.method == "POST" and request.POST.get("later") and _left_empty(request):
        return redirect("website:service_later", key)
    if request.method == "POST":
        heard = services.answer(
            by=principal_of(request), at=now(), today=today(), reference=reference, page=page, posted=request.POST,
            files={name: request.FILES.getlist(name) for name in request.FILES}, changing=changing,
        )  # fmt: skip
        if heard.passed:
            if request.POST.get("later"):
                return redirect("website:service_later", key)
            return go(key, heard.next_key)
    by_hand = request.GET.get("by-hand") == "1"
    return draw(request, key, reference, page, heard, changing=changing, by_hand=by_hand)


def _left_empty(request: HttpRequest) -> bool:
    """Whether nothing was answered on the page: whoever comes back later does not have to before."""
    typed = {name: text for name, text in request.POST.items() if name not in ("later", "csrfmiddlewaretoken")}
    return not request.FILES and not any(str(text).strip() for text in typed.values())


def draw(
    request: HttpRequest, key: str, reference: str, page: str, heard: services.Heard | None = None, row: int = 0,
    *, changing: bool = False, by_hand: bool = False,
) -> HttpResponse:  # fmt: skip
    """The page, or on to the one that is to be done first."""
    tongue = tongue_of(request, key, reference)
    shown = services.asking.page(
        reference=reference, page=page, today=today(), at=now(), heard=heard, row=row, by_hand=by_hand
    )
    if isinstance(shown, str):
        return go(key, shown)
    again = "?change=1" if changing else ""
    context: dict[str, Any] = {
        "service": service(key), "shown": shown, "back": _back(key, shown, row, changing=changing),
        "here": f"{address(key, page)}{again}", "changing": changing,
        "by_hand": f"{address(key, page)}?by-hand=1{'&change=1' if changing else ''}",
        "row_url": lambda number: f"{reverse('website:service_row', args=[key, page, number])}{again}",
        "drop_url": lambda number: f"{reverse('website:service_row_drop', args=[key, page, number])}{again}",
        **with_whom(request, reference), "tongue": tongue,
    }  # fmt: skip
    return render(request, "website/service_page.html", context)


def _back(key: str, shown: services.Shown, row: int, *, changing: bool) -> str:
    """Where "Back" leads: from a row to the list of them, from a change to what is checked, else to the page before."""
    if row and shown.rows and (shown.rows["count"] or shown.rows["optional"]):
        return f"{address(key, shown.key)}{'?change=1' if changing else ''}"
    if changing:
        return address(key, services.CHECK)
    return address(key, shown.before) if shown.before else reverse("website:service_start", args=[key])


@open_to_all("GET POST")
def held(request: HttpRequest, key: str) -> HttpResponse:
    """What we hold and will use: shown first, to be changed where it is not right any more."""
    reference = reference_of(request, key)
    if reference is None:
        return gone(request, key)
    if request.method == "POST":
        services.asking.confirm_held(at=now(), reference=reference)
        return go(key, services.asking.first(reference=reference, today=today(), at=now()))
    tongue = tongue_of(request, key, reference)
    rows = services.asking.held(reference=reference, today=today(), at=now())
    context = {
        "service": service(key), "rows": [(one, f"{address(key, one.page)}?change=1") for one in rows],
        **with_whom(request, reference), "tongue": tongue,
    }  # fmt: skip
    return render(request, "website/service_held.html", context)


@open_to_all()
def tasks(request: HttpRequest, key: str) -> HttpResponse:
    """The sections of a long service, to be gone through in whichever order one likes."""
    service(key)
    reference = reference_of(request, key)
    if reference is None:
        return gone(request, key)
    tongue = tongue_of(request, key, reference)
    found = services.asking.tasks(reference=reference, today=today(), at=now())
    if isinstance(found, str):
        return go(key, found)
    context = {
        "service": service(key), **with_whom(request, reference), "rows": found,
        "href": lambda to: address(key, to), "tongue": tongue,
    }  # fmt: skip
    return render(request, "website/service_tasks.html", context)


@open_to_all("GET POST")
def check(request: HttpRequest, key: str) -> HttpResponse:
    """Check your answers, and send them: once, however often the button is pressed."""
    service(key)
    reference = reference_of(request, key)
    if reference is None:
        return _sent_before(request, key) or gone(request, key)
    if request.method == "POST":
        return _send(request, key, reference)
    return _check_page(request, key, reference)


def _send(request: HttpRequest, key: str, reference: str) -> HttpResponse:
    if not within_limit(request, "service_send", SENDS):
        return slow(request, key)
    try:
        receipt = services.submit(by=principal_of(request), at=now(), today=today(), reference=reference)
    except services.NotReady as not_ready:
        return _check_page(request, key, reference, not_ready.why) if not_ready.why else go(key, not_ready.page)
    except services.Gone:
        return gone(request, key)
    return _sent(key, receipt)


def _check_page(request: HttpRequest, key: str, reference: str, why: str = "") -> HttpResponse:
    tongue = tongue_of(request, key, reference)
    shown = services.asking.check(reference=reference, today=today(), at=now())
    if isinstance(shown, str):
        return go(key, shown)
    context = {
        "service": service(key), "shown": shown, "why": tongue(why),
        "back": address(key, shown.before or services.CHECK),
        "change": lambda page: f"{address(key, page)}?change=1", **with_whom(request, reference),
        "tongue": tongue,
    }  # fmt: skip
    return render(request, "website/service_check.html", context, status=409 if why else 200)


def _sent(key: str, receipt: services.Receipt) -> HttpResponse:
    """On to pay, or to the confirmation, which the draft in the session opens again."""
    if receipt.pay_at:
        return redirect(receipt.pay_at)
    return redirect("website:service_sent", key, receipt.reference)


def _sent_before(request: HttpRequest, key: str) -> HttpResponse | None:
    """The confirmation of a draft that was sent meanwhile: the second press of the button, or the browser's back."""
    reference = request.session.get("drafts", {}).get(key)
    try:
        draft = services.state_of(reference) if reference else None
    except services.Gone:
        return None
    if draft is None or not draft.submission or not may_open(request, draft):
        return None
    return _sent(key, services.submit(by=principal_of(request), at=now(), today=today(), reference=draft.reference))


@open_to_all()
def sent(request: HttpRequest, key: str, reference: str) -> HttpResponse:
    """The confirmation, for whoever sent it, from this browser or signed in."""
    found = services.sent(reference)
    if found is None or found.service != key or not _may_see(request, found):
        raise Http404
    helps = helped(request, found.mandate, key) if found.mandate else None
    context = {
        "service": service(key), "sent": found, "helping": helps.person_name if helps else "", "with_us": "",
        **_done(found, by_helper=helps is not None),
        "tongue": Tongue(service(key), found.language),
    }  # fmt: skip
    return render(request, "website/service_sent.html", context)


def _may_see(request: HttpRequest, found: services.Sent) -> bool:
    account = account_of(request)
    if found.mode == services.Mode.HELPER:  # whoever helped sees it while they may; the browser it was sent from, not
        whose = people.person_of_account(account) if account is not None else None
        return (whose is not None and found.person_id in people.same_as(whose)) or helped(
            request, found.mandate, found.service
        ) is not None
    if account is not None and found.account_id == account:
        return True
    begun_here = {*request.session.get("drafts", {}).values(), *request.session.get("drafts_before", [])}
    return found.source == "draft" and found.source_id in begun_here


def _done(found: services.Sent, *, by_helper: bool = False) -> dict[str, Any]:
    """How it stands. by_helper: whoever helped reads it, whose link to pay ends with their mandate."""
    waiting = found.state == "awaiting_payment"
    asked = service(found.service)
    call = Tongue(asked, found.language)(asked.routes.phone).partition(". ")[0].rstrip(".")
    return {
        "call": call,
        "shown": show(found.reference),
        "waiting": waiting,
        "pay_at": link_of(found.payment, found.mandate if by_helper else "") if waiting else "",
    }
