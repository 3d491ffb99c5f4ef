"""The pages about change candidates: the queue, one of them, taking it in hand, deciding it, and raising one."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import urlencode

from borough.access.public import Permission, names_of, needs, principal_of
from borough.foundation.clock import now, today
from borough.frontoffice.web.candidate_forms import SOURCES, STATES, DecideForm, QueueForm, RaiseForm
from borough.frontoffice.web.presenters import by_whom
from borough.kernel.references import show
from borough.kernel.refusals import Refused
from borough.kernel.text import capitalised
from borough.places import public as places
from borough.places.types import CandidateShown, CandidateSource, CandidateState
from borough.ui.formats import number, short_moment

ON_A_PAGE = 50
LARGEST_CURSOR = 2**62
LIKELY = 5


@needs(Permission.PLACES_EDIT)
def queue(request: HttpRequest) -> HttpResponse:
    """Change candidates, the oldest first, those that are open unless others are asked for."""
    form = QueueForm(request.GET or None)
    chosen = form.cleaned_data if form.is_bound and form.is_valid() else {}
    states = (CandidateState(chosen["state"]),) if chosen.get("state") else places.OPEN
    cursor = request.GET.get("after", "0")
    if not (cursor.isascii() and cursor.isdecimal()) or int(cursor) > LARGEST_CURSOR:
        raise Http404
    found = places.candidates(
        states=states, source=CandidateSource(chosen["source"]) if chosen.get("source") else None,
        after=int(cursor), limit=ON_A_PAGE + 1,
    )  # fmt: skip
    more = ""
    if len(found) > ON_A_PAGE:
        kept = {name: value for name, value in chosen.items() if value}
        more = "?" + urlencode(kept | {"after": str(found[ON_A_PAGE - 1].id)})
    counts = places.count_candidates()
    context = {
        "form": form, "rows": _rows(found[:ON_A_PAGE]), "more": more, "paged": cursor != "0",
        "waiting": number(counts[CandidateState.WAITING]), "in_hand": number(counts[CandidateState.IN_HAND]),
    }  # fmt: skip
    return render(request, "frontoffice/candidates.html", context)


def _rows(found: list[CandidateShown]) -> list[dict[str, Any]]:
    names, at = names_of([one.taken_by for one in found]), now()
    return [
        {
            "reference": one.reference, "address": address_of(one), "source": SOURCES[one.source],
            "raised": short_moment(one.raised_at), "age": age(one.raised_at, at), "state": STATES[one.state],
            "with": capitalised(by_whom(one.taken_by, names)),
        }
        for one in found
    ]  # fmt: skip


def age(since: datetime, at: datetime) -> str:
    """How long something has waited, in whole days."""
    days = (at - since).days
    return "today" if days < 1 else "1 day" if days == 1 else f"{number(days)} days"


def address_of(one: CandidateShown) -> str:
    """What a candidate is called on a page."""
    told = ", ".join(filter(None, [one.text, one.postcode if one.postcode not in one.text else ""]))
    return told or (f"Property {one.uprn}" if one.uprn else f"Candidate {show(one.reference)}")


def found_or_404(reference: str) -> CandidateShown:
    """The candidate of the address, or no page."""
    one = places.candidate(reference)
    if one is None:
        raise Http404
    return one


@needs(Permission.PLACES_EDIT)
def shown(request: HttpRequest, candidate: str) -> HttpResponse:
    """One candidate: what was told, what it may mean, its history, and what can be done with it."""
    one = found_or_404(candidate)
    there = request.GET.get("there", "")
    told = {"state": CandidateState.ALREADY_THERE.value, "uprn": there} if there.isdecimal() else None
    return _page(request, one, DecideForm(initial=told))


def _page(request: HttpRequest, one: CandidateShown, form: DecideForm, status: int = 200) -> HttpResponse:
    names = names_of([one.raised_by, one.taken_by, one.decided_by])
    history = [
        (moment, f"{what} {by_whom(who, names)}")
        for moment, what, who in (
            (one.raised_at, "Raised by", one.raised_by), (one.taken_at, "Taken in hand by", one.taken_by),
            (one.decided_at, f"{STATES[one.state]}: closed by", one.decided_by),
        ) if moment
    ]  # fmt: skip
    facts = [
        ("Address as told", one.text or "None, or erased"), ("Postcode as told", one.postcode),
        ("Found by", SOURCES[one.source]), ("Their reference", one.source_id), ("Note", one.note),
        ("State", STATES[one.state]), ("What came of it", one.outcome),
    ]  # fmt: skip
    mine = one.state is CandidateState.IN_HAND and one.taken_by == principal_of(request)
    context = {
        "one": one, "title": address_of(one), "facts": [pair for pair in facts if pair[1]], "history": history,
        "form": form, "waiting": one.state is CandidateState.WAITING, "in_hand": one.state is CandidateState.IN_HAND,
        "deciding": mine or form.is_bound, "mine": mine,
        "street": next(iter(places.street_of(one.usrn)), None) if one.usrn else None,
    }  # fmt: skip
    return render(request, "frontoffice/candidate.html", context, status=status)


@needs(Permission.PLACES_EDIT)
def likely(request: HttpRequest, candidate: str) -> HttpResponse:
    """The properties an address as told may mean, by itself or as a panel of the candidate."""
    one = found_or_404(candidate)
    answer = places.match(one.text, one.postcode) if one.text else None
    found = answer.candidates[:LIKELY] if answer else ()
    lines = places.lines_of([each.uprn for each in found])
    rows = [
        {"uprn": each.uprn, "address": places.single_line(lines[each.uprn]), "sure": f"{each.probability:.0%}"}
        for each in found if each.uprn in lines
    ]  # fmt: skip
    context = {
        "one": one, "title": address_of(one), "rows": rows, "reasons": ", ".join(answer.reasons) if answer else "",
        "mine": one.state is CandidateState.IN_HAND and one.taken_by == principal_of(request),
    }  # fmt: skip
    return render(request, "frontoffice/candidate_likely.html", context)


@needs(Permission.PLACES_EDIT, "POST")
def take(request: HttpRequest, candidate: str) -> HttpResponse:
    """Take one in hand, or put it back."""
    found_or_404(candidate)
    verb = places.put_back_candidate if "back" in request.POST else places.take_candidate
    try:
        verb(by=principal_of(request), at=now(), reference=candidate)
    except Refused as refused:
        messages.error(request, f"{refused}.")
    return redirect("frontoffice:candidate", candidate)


@needs(Permission.PLACES_EDIT, "POST")
def decide(request: HttpRequest, candidate: str) -> HttpResponse:
    """Close one; what cannot be is said, with everything that was typed."""
    one = found_or_404(candidate)
    form = DecideForm(request.POST)
    status = 200
    if form.is_valid():
        told = form.cleaned_data
        try:
            places.decide_candidate(
                by=principal_of(request), at=now(), reference=candidate, state=CandidateState(told["state"]),
                outcome=told["outcome"], uprn=told["uprn"],
            )  # fmt: skip
        except Refused as refused:
            form.add_error(None, str(refused))
            one = found_or_404(candidate)
            status = 200 if one.state is CandidateState.IN_HAND else 409
        else:
            messages.success(request, "The candidate is closed.")
            return redirect("frontoffice:candidates")
    return _page(request, one, form, status)


@needs(Permission.PLACES_RAISE, "GET POST")
def report(request: HttpRequest, uprn: int) -> HttpResponse:
    """Say what is wrong with a property's records."""
    held = places.property_of(uprn, today())
    if held is None:
        raise Http404
    line = held.approved
    address = places.single_line(line).removesuffix(f", {line.postcode}") if line else ""
    form = RaiseForm(
        request.POST if request.method == "POST" else None, address=address, postcode=line.postcode if line else ""
    )
    if form.is_valid() and _raised(request, form, uprn):
        return redirect("frontoffice:place", uprn)
    context = {"form": form, "uprn": uprn, "title": address or f"Property {uprn}"}
    return render(request, "frontoffice/candidate_raise.html", context)


@needs(Permission.PLACES_RAISE, "GET POST")
def missing(request: HttpRequest) -> HttpResponse:
    """Say that an address is not in the gazetteer."""
    form = RaiseForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and _raised(request, form, None):
        return redirect("frontoffice:addresses")
    return render(request, "frontoffice/candidate_raise.html", {"form": form, "uprn": 0, "title": ""})


def _raised(request: HttpRequest, form: RaiseForm, uprn: int | None) -> bool:
    told, by = form.cleaned_data, principal_of(request)
    try:
        done = places.raise_candidate(
            by=by, at=now(), source=CandidateSource(told["source"]), source_id=f"{by} {told['key']}", text=told["text"],
            postcode=told["postcode"], uprn=uprn, note=told["note"],
        )  # fmt: skip
    except Refused as refused:
        form.add_error(None, str(refused))
        return False
    said = "was told already" if done.again else "is told"
    messages.success(request, f"The gazetteer officer {said}. The reference is {show(done.reference)}.")
    return True
