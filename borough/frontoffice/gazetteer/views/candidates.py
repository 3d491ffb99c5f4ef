"""Change candidates: queue, details, assignment, decision, and reporting."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import urlencode

from borough.access.public import BoroughRequest, Permission, principal_name, requires, staff_names
from borough.foundation.clock import now, today
from borough.frontoffice.gazetteer.forms.candidates import SOURCES, STATES, DecideForm, QueueForm, RaiseForm
from borough.frontoffice.presenters import by_whom
from borough.gazetteer import public as gazetteer
from borough.gazetteer.types import CandidateDetail, CandidateSource, CandidateState
from borough.kernel.references import format_reference
from borough.kernel.refusals import Refused
from borough.kernel.text import capitalise
from borough.ui.formats import number, short_moment

ON_A_PAGE = 50
LARGEST_CURSOR = 2**62
LIKELY = 5


@requires(Permission.GAZETTEER_EDIT)
def queue(request: BoroughRequest) -> HttpResponse:
    """List change candidates, oldest first; open ones by default."""
    form = QueueForm(request.GET or None)
    chosen = form.cleaned_data if form.is_bound and form.is_valid() else {}
    states = (CandidateState(chosen["state"]),) if chosen.get("state") else gazetteer.OPEN
    cursor = request.GET.get("after", "0")
    if not (cursor.isascii() and cursor.isdecimal()) or int(cursor) > LARGEST_CURSOR:
        raise Http404
    candidates = gazetteer.candidates(
        states=states,
        source=CandidateSource(chosen["source"]) if chosen.get("source") else None,
        after=int(cursor),
        limit=ON_A_PAGE + 1,
    )
    more = ""
    if len(candidates) > ON_A_PAGE:
        query_params = {name: value for name, value in chosen.items() if value}
        more = "?" + urlencode(query_params | {"after": str(candidates[ON_A_PAGE - 1].id)})
    counts = gazetteer.count_candidates()
    context = {
        "form": form,
        "rows": _rows(candidates[:ON_A_PAGE]),
        "more": more,
        "paged": cursor != "0",
        "waiting": number(counts[CandidateState.WAITING]),
        "in_hand": number(counts[CandidateState.IN_HAND]),
    }
    return render(request, "frontoffice/gazetteer/candidates.html", context)


def _rows(candidates: list[CandidateDetail]) -> list[dict[str, Any]]:
    names, at = staff_names([candidate.assigned_by for candidate in candidates]), now()
    return [
        {
            "reference": candidate.reference,
            "address": address_of(candidate),
            "source": SOURCES[candidate.source],
            "raised": short_moment(candidate.raised_at),
            "age": age(candidate.raised_at, at),
            "state": STATES[candidate.state],
            "with": capitalise(by_whom(candidate.assigned_by, names)),
        }
        for candidate in candidates
    ]


def age(since: datetime, at: datetime) -> str:
    """Return the waiting time in whole days."""
    days = (at - since).days
    return "today" if days < 1 else "1 day" if days == 1 else f"{number(days)} days"


def address_of(candidate: CandidateDetail) -> str:
    """Return a candidate's title."""
    label = ", ".join(
        filter(None, [candidate.text, candidate.postcode if candidate.postcode not in candidate.text else ""])
    )
    return label or (
        f"Property {candidate.uprn}" if candidate.uprn else f"Candidate {format_reference(candidate.reference)}"
    )


def candidate_or_404(reference: str) -> CandidateDetail:
    """Return the candidate of the URL, or raise 404."""
    candidate = gazetteer.candidate(reference)
    if candidate is None:
        raise Http404
    return candidate


@requires(Permission.GAZETTEER_EDIT)
def candidate_page(request: BoroughRequest, candidate: str) -> HttpResponse:
    """Show a candidate: report, possible matches, history and actions."""
    detail = candidate_or_404(candidate)
    there = request.GET.get("there", "")
    initial = {"state": CandidateState.ALREADY_THERE.value, "uprn": there} if there.isdecimal() else None
    return _page(request, detail, DecideForm(initial=initial))


def _page(request: BoroughRequest, candidate: CandidateDetail, form: DecideForm, status: int = 200) -> HttpResponse:
    names = staff_names([candidate.raised_by, candidate.assigned_by, candidate.decided_by])
    history = [
        (moment, f"{what} {by_whom(who, names)}")
        for moment, what, who in (
            (candidate.raised_at, "Raised by", candidate.raised_by),
            (candidate.assigned_at, "Taken in hand by", candidate.assigned_by),
            (candidate.decided_at, f"{STATES[candidate.state]}: closed by", candidate.decided_by),
        )
        if moment
    ]
    facts = [
        ("Address as entered", candidate.text or "None, or erased"),
        ("Postcode as entered", candidate.postcode),
        ("Found by", SOURCES[candidate.source]),
        ("Their reference", candidate.source_id),
        ("Note", candidate.note),
        ("State", STATES[candidate.state]),
        ("What came of it", candidate.outcome),
    ]
    mine = candidate.state is CandidateState.IN_HAND and candidate.assigned_by == principal_name(request)
    context = {
        "candidate": candidate,
        "title": address_of(candidate),
        "facts": [pair for pair in facts if pair[1]],
        "history": history,
        "form": form,
        "waiting": candidate.state is CandidateState.WAITING,
        "in_hand": candidate.state is CandidateState.IN_HAND,
        "deciding": mine or form.is_bound,
        "mine": mine,
        "street": next(iter(gazetteer.street_of(candidate.usrn)), None) if candidate.usrn else None,
    }
    return render(request, "frontoffice/gazetteer/candidate.html", context, status=status)


@requires(Permission.GAZETTEER_EDIT)
def likely_properties(request: BoroughRequest, candidate: str) -> HttpResponse:
    """Show the properties that may match a reported address, as a page or a panel of the candidate."""
    detail = candidate_or_404(candidate)
    answer = gazetteer.match(detail.text, detail.postcode) if detail.text else None
    likely_matches = answer.candidates[:LIKELY] if answer else ()
    lines = gazetteer.lines_of([each.uprn for each in likely_matches])
    rows = [
        {"uprn": each.uprn, "address": gazetteer.single_line(lines[each.uprn]), "confidence": f"{each.probability:.0%}"}
        for each in likely_matches
        if each.uprn in lines
    ]
    context = {
        "candidate": detail,
        "title": address_of(detail),
        "rows": rows,
        "reasons": ", ".join(answer.reasons) if answer else "",
        "mine": detail.state is CandidateState.IN_HAND and detail.assigned_by == principal_name(request),
    }
    return render(request, "frontoffice/gazetteer/candidate_likely.html", context)


@requires(Permission.GAZETTEER_EDIT, "POST")
def take(request: BoroughRequest, candidate: str) -> HttpResponse:
    """Assign a candidate to oneself, or unassign it."""
    candidate_or_404(candidate)
    verb = gazetteer.unassign_candidate if "back" in request.POST else gazetteer.assign_candidate
    try:
        verb(by=principal_name(request), at=now(), reference=candidate)
    except Refused as refused:
        messages.error(request, f"{refused}.")
    return redirect("frontoffice:candidate", candidate)


@requires(Permission.GAZETTEER_EDIT, "POST")
def decide(request: BoroughRequest, candidate: str) -> HttpResponse:
    """Close a candidate; on an error, redisplay the form with all input."""
    detail = candidate_or_404(candidate)
    form = DecideForm(request.POST)
    status = 200
    if form.is_valid():
        cleaned = form.cleaned_data
        try:
            gazetteer.decide_candidate(
                by=principal_name(request),
                at=now(),
                reference=candidate,
                state=CandidateState(cleaned["state"]),
                outcome=cleaned["outcome"],
                uprn=cleaned["uprn"],
            )
        except Refused as refused:
            form.add_error(None, str(refused))
            detail = candidate_or_404(candidate)
            status = 200 if detail.state is CandidateState.IN_HAND else 409
        else:
            messages.success(request, "The candidate is closed.")
            return redirect("frontoffice:candidates")
    return _page(request, detail, form, status)


@requires(Permission.GAZETTEER_RAISE, "GET POST")
def report(request: BoroughRequest, uprn: int) -> HttpResponse:
    """Report a problem with a property's records."""
    record = gazetteer.property_of(uprn, today())
    if record is None:
        raise Http404
    line = record.approved
    address = gazetteer.single_line(line).removesuffix(f", {line.postcode}") if line else ""
    form = RaiseForm(
        request.POST if request.method == "POST" else None, address=address, postcode=line.postcode if line else ""
    )
    if form.is_valid() and _raise_candidate(request, form, uprn):
        return redirect("frontoffice:place", uprn)
    context = {"form": form, "uprn": uprn, "title": address or f"Property {uprn}"}
    return render(request, "frontoffice/gazetteer/candidate_raise.html", context)


@requires(Permission.GAZETTEER_RAISE, "GET POST")
def missing(request: BoroughRequest) -> HttpResponse:
    """Report an address missing from the gazetteer."""
    form = RaiseForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and _raise_candidate(request, form, None):
        return redirect("frontoffice:addresses")
    return render(request, "frontoffice/gazetteer/candidate_raise.html", {"form": form, "uprn": 0, "title": ""})


def _raise_candidate(request: BoroughRequest, form: RaiseForm, uprn: int | None) -> bool:
    cleaned, by = form.cleaned_data, principal_name(request)
    try:
        done = gazetteer.raise_candidate(
            by=by,
            at=now(),
            source=CandidateSource(cleaned["source"]),
            source_id=f"{by} {cleaned['key']}",
            text=cleaned["text"],
            postcode=cleaned["postcode"],
            uprn=uprn,
            note=cleaned["note"],
        )
    except Refused as refused:
        form.add_error(None, str(refused))
        return False
    outcome = "was told already" if done.existed else "is told"
    messages.success(request, f"The gazetteer officer {outcome}. The reference is {format_reference(done.reference)}.")
    return True
