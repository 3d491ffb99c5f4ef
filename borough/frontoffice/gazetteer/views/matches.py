"""Address matching review: the queue of addresses to decide, and one of them."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode

from borough.access.public import BoroughRequest, Permission, principal_name, requires, staff_names
from borough.foundation.clock import now, today
from borough.frontoffice.gazetteer.views.candidates import age
from borough.frontoffice.presenters import by_whom
from borough.gazetteer import public as gazetteer
from borough.gazetteer.types import AreaKind
from borough.gazetteer.types.address_questions import QuestionState, Ruling
from borough.kernel.references import format_reference
from borough.kernel.refusals import Refused, Stale
from borough.ui.fields import set_choices
from borough.ui.formats import number, short_moment

ON_A_PAGE = 50
LARGEST_CURSOR = 2**62
LARGEST_UPRN = 999_999_999_999
MAX_SEARCH_RESULTS = 10
SHA256 = 64  # characters of a digest
SOURCES = {"contact": "Contact", "file": "File that was matched", "form": "Form"}
STATES = {
    QuestionState.WAITING: "Waiting for staff",
    QuestionState.RESOLVED: "Decided by staff",
    QuestionState.ACCEPTED: "Accepted by itself",
    QuestionState.PENDING: "Being looked up",
}
RULINGS = {Ruling.NOT_THERE: "Not in the gazetteer", Ruling.UNCLEAR: "Cannot be told", Ruling.UNDONE: "Undone"}


class QueueForm(forms.Form):
    """Filters of the queue."""

    source = forms.ChoiceField(label="From", required=False)
    state = forms.ChoiceField(label="State", required=False)

    def __init__(self, *args: Any, sources: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = [(item, SOURCES.get(item, item)) for item in sources]
        set_choices(self, "source", [("", "All"), *named])
        set_choices(
            self,
            "state",
            [
                (QuestionState.WAITING.value, STATES[QuestionState.WAITING]),
                ("all", "All"),
                *((item.value, label) for item, label in STATES.items() if item is not QuestionState.WAITING),
            ],
        )


class DecideForm(forms.Form):
    """Form for the decision on an address. choice: a UPRN or a ruling; version: the version displayed."""

    version = forms.CharField(widget=forms.HiddenInput, max_length=40)
    source = forms.CharField(widget=forms.HiddenInput, required=False, max_length=20)
    choice = forms.CharField(max_length=24, error_messages={"required": "Choose what the address means"})
    note = forms.CharField(
        label="Note",
        required=False,
        max_length=300,
        error_messages={"max_length": "The note must be 300 characters or less"},
        widget=forms.Textarea(attrs={"rows": 2, "autocomplete": "off"}),
    )

    def ruling(self) -> tuple[Ruling, int | None]:
        """Return the choice; an unknown value is no choice."""
        choice = self.cleaned_data["choice"]
        if choice.isascii() and choice.isdecimal() and int(choice) <= LARGEST_UPRN:
            return Ruling.PROPERTY, int(choice)
        return (Ruling(choice), None) if choice in (Ruling.NOT_THERE, Ruling.UNCLEAR) else (Ruling.UNDONE, None)


@requires(Permission.GAZETTEER_EDIT)
def queue(request: BoroughRequest) -> HttpResponse:
    """List addresses, oldest first; those waiting for staff by default."""
    form = QueueForm(request.GET or None, sources=gazetteer.question_sources())
    chosen = form.cleaned_data if form.is_bound and form.is_valid() else {}
    state = chosen.get("state") or QuestionState.WAITING.value
    cursor = request.GET.get("after", "0")
    if not (cursor.isascii() and cursor.isdecimal()) or int(cursor) > LARGEST_CURSOR:
        raise Http404
    questions = gazetteer.questions(
        source=chosen.get("source", ""), state="" if state == "all" else state, after=int(cursor), limit=ON_A_PAGE + 1
    )
    more = ""
    if len(questions) > ON_A_PAGE:
        query_params = {name: value for name, value in chosen.items() if value}
        more = "?" + urlencode(query_params | {"after": str(questions[ON_A_PAGE - 1].id)})
    waiting = gazetteer.count_waiting()
    context = {
        "form": form,
        "rows": [_row(question) for question in questions[:ON_A_PAGE]],
        "more": more,
        "paged": cursor != "0",
        "waiting": f"{number(waiting)} or more" if waiting == 1_000 else number(waiting),
        "source": chosen.get("source", ""),
    }
    return render(request, "frontoffice/gazetteer/matches.html", context)


def _row(question: gazetteer.Question) -> dict[str, Any]:
    return {
        "id": question.id,
        "text": _title(question),
        "source": SOURCES.get(question.source, question.source),
        "requested": short_moment(question.requested_at),
        "age": age(question.requested_at, now()),
        "state": STATES[question.state],
        "confidence": _sure(question.probability),
        "conflict": question.conflict,
    }


def _title(question: gazetteer.Question) -> str:
    return (
        ", ".join(filter(None, [question.text, question.postcode if question.postcode not in question.text else ""]))
        or "Erased"
    )


def _sure(chance: float | None) -> str:
    """Format a probability in percent; never 100%, as nothing is certain."""
    if not chance:
        return "–"
    return "Less than 1%" if chance < 0.01 else f"{min(chance, 0.99):.0%}" if chance < 0.995 else "Over 99%"


def _question(number: int) -> gazetteer.Question:
    """Return the question of the URL, or raise 404."""
    question = gazetteer.question_of(number) if number <= LARGEST_CURSOR else None
    if question is None:
        raise Http404
    return question


@requires(Permission.GAZETTEER_EDIT, "GET POST")
def match(request: BoroughRequest, number: int) -> HttpResponse:
    """Show an address with its candidate properties; others can be searched for."""
    question = _question(number)
    query = request.POST.get("query", "")[:200].strip()
    source = request.GET.get("source", "") or request.POST.get("source", "")
    form = DecideForm(
        initial={"version": question.version, "source": source, "note": request.POST.get("note", question.note)}
    )
    return _page(request, question, form, query=query, searched="query" in request.POST)


def _page(
    request: BoroughRequest,
    question: gazetteer.Question,
    form: DecideForm,
    *,
    query: str = "",
    searched: bool = False,
    status: int = 200,
) -> HttpResponse:
    offered = gazetteer.match_candidates(question.id, today())
    matched = _search(query, {each.uprn for each in offered}) if query else []
    decisions = gazetteer.decisions_of(question.id)
    names = staff_names([question.requested_by, *(each.decided_by for each in decisions)])
    context = {
        "question": question,
        "title": _title(question),
        "form": form,
        "query": query,
        "searched": searched,
        "offered": _offers(offered, 1),
        "search_results": _offers(matched, len(offered) + 1),
        "source": _source(question),
        "state": STATES[question.state],
        "requested": f"Asked on {short_moment(question.requested_at)} by {by_whom(question.requested_by, names)}",
        "chosen": question.decision.uprn if question.decision else None,
        "open": question.state is not QuestionState.PENDING,
        "settled": question.state is QuestionState.RESOLVED,
        "contact": question.source_id if question.source == "contact" else "",
        "history": [
            f"{short_moment(each.decided_at)}: {_decision_text(each)}, by {by_whom(each.decided_by, names)}"
            for each in decisions
        ],
        "refused": form.errors.get("__all__") or form.errors.get("choice") if form.is_bound else None,
    }
    return render(request, "frontoffice/gazetteer/match.html", context, status=status)


def _search(query: str, offered: set[int]) -> list[gazetteer.MatchCandidate]:
    """Return properties that match the search, without those already listed."""
    if query.isascii() and query.isdecimal() and 6 <= len(query) <= 12:
        uprns = [int(query)]
    elif postcode := gazetteer.normalise_postcode(query):
        uprns = [line.uprn for line in gazetteer.at_postcode(postcode)[: 5 * MAX_SEARCH_RESULTS]]
    else:
        uprns = [each.uprn for each in gazetteer.search(query, limit=MAX_SEARCH_RESULTS).hits]
    scored: dict[int, tuple[float, tuple[str, ...]]] = {uprn: (0.0, ()) for uprn in uprns if uprn not in offered}
    return [each for each in gazetteer.describe_candidates(scored, today()) if each.in_use]


def _offers(candidates: list[gazetteer.MatchCandidate], first: int) -> list[dict[str, Any]]:
    wards = {
        code: gazetteer.area_name(AreaKind.WARD, code, today()) or code for code in {each.ward for each in candidates}
    }
    return [
        {
            "uprn": each.uprn,
            "address": each.address or f"Property {each.uprn}",
            "confidence": _sure(each.probability),
            "reasons": ", ".join(each.reasons),
            "ward": wards[each.ward],
            "classification": each.classification,
            "status": each.in_use,
            "key": str(at) if at <= 9 else "",
        }
        for at, each in enumerate(candidates, first)
    ]


def _source(question: gazetteer.Question) -> str:
    """Return the name of the text's source."""
    where = format_reference(question.source_id) if question.source == "contact" else question.source_id
    if question.source == "file" and ":" in question.source_id:
        digest, _, row = question.source_id.partition(":")
        named = f"the file whose sha256 begins {digest[:8]}" if len(digest) == SHA256 else f"the {digest} file"
        where = f"row {row} of {named}"
    return f"{SOURCES.get(question.source, question.source)}, {where}"


def _decision_text(decision: gazetteer.DecisionInForce) -> str:
    return RULINGS.get(decision.ruling) or f"property {decision.uprn}"


@requires(Permission.GAZETTEER_EDIT, "POST")
def decide(request: BoroughRequest, number: int) -> HttpResponse:
    """Save the decision and go to the next address; on an error, redisplay the form with all input."""
    question = _question(number)
    form = DecideForm(request.POST)
    if not form.is_valid():
        return _page(request, question, form)
    cleaned, (ruling, uprn) = form.cleaned_data, form.ruling()
    try:
        gazetteer.decide_match(
            by=principal_name(request),
            at=now(),
            question=number,
            version=cleaned["version"],
            ruling=ruling,
            uprn=uprn,
            note=cleaned["note"],
        )
    except Stale:
        return _conflict(request, number, RULINGS.get(ruling) or f"property {uprn}", cleaned["note"], cleaned["source"])
    except Refused as refused:
        form.add_error(None, str(refused))
        return _page(request, question, form)
    messages.success(
        request, f"Kept: {RULINGS.get(ruling) or f'property {uprn}'}. The same text will be answered so from now on."
    )
    following = gazetteer.next_waiting(number, cleaned["source"])
    if following is None:
        return redirect("frontoffice:matches")
    return redirect(_match_url(following, cleaned["source"]))


def _match_url(number: int, source: str) -> str:
    return reverse("frontoffice:match", args=[number]) + ("?" + urlencode({"source": source}) if source else "")


def _conflict(request: BoroughRequest, number: int, yours: str, note: str, source: str) -> HttpResponse:
    """Show another user's concurrent decision next to the input."""
    question = _question(number)
    names = staff_names([question.decision.decided_by]) if question.decision else {}
    theirs = (
        f"{_decision_text(question.decision)}, by {by_whom(question.decision.decided_by, names)}"
        if question.decision
        else STATES[question.state]
    )
    following = gazetteer.next_waiting(number, source)
    context = {
        "title": _title(question),
        "again": _match_url(number, source),
        "next": _match_url(following, source) if following else "",
        "rows": [("What the address means", theirs, yours), ("Note", question.note or "None", note or "None")],
    }
    return render(request, "frontoffice/gazetteer/match_conflict.html", context, status=409)


@requires(Permission.GAZETTEER_EDIT, "POST")
def undo(request: BoroughRequest, number: int) -> HttpResponse:
    """Undo the decision on an address, which reopens all with the same text."""
    _question(number)
    try:
        version = request.POST.get("version", "")[:40]
        gazetteer.undo_match(by=principal_name(request), at=now(), question=number, version=version)
        messages.success(request, "The decision is undone. The address waits again.")
    except Refused as refused:
        messages.error(request, f"{refused}")
    return redirect("frontoffice:match", number)
