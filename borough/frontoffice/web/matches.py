"""The pages about address texts that wait for someone to say which property is meant: the queue, and one of them."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode

from borough.access.public import Permission, names_of, needs, principal_of
from borough.foundation.clock import now, today
from borough.frontoffice.web.candidates import age
from borough.frontoffice.web.presenters import by_whom
from borough.kernel.references import show
from borough.kernel.refusals import Refused, Stale
from borough.places import public as places
from borough.places.types import AreaKind
from borough.places.types.asking import Asked, Ruling
from borough.ui.formats import number, short_moment

ON_A_PAGE = 50
LARGEST_CURSOR = 2**62
LARGEST_UPRN = 999_999_999_999
MOST_FOUND = 10
SHA256 = 64  # letters of a digest
SOURCES = {"contact": "Contact", "file": "File that was matched", "form": "Form"}
STATES = {
    Asked.WAITING: "Waiting for staff", Asked.SETTLED: "Decided by staff", Asked.ACCEPTED: "Accepted by itself",
    Asked.ASKED: "Being looked up",
}  # fmt: skip
RULINGS = {Ruling.NOT_THERE: "Not in the gazetteer", Ruling.UNCLEAR: "Cannot be told", Ruling.UNDONE: "Undone"}


class QueueForm(forms.Form):
    """What the queue is narrowed to."""

    source = forms.ChoiceField(label="From", required=False)
    state = forms.ChoiceField(label="State", required=False)

    def __init__(self, *args: Any, sources: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = [(one, SOURCES.get(one, one)) for one in sources]
        self.fields["source"].choices = [("", "All"), *named]  # type: ignore[attr-defined]
        self.fields["state"].choices = [  # type: ignore[attr-defined]
            (Asked.WAITING.value, STATES[Asked.WAITING]), ("all", "All"),
            *((one.value, label) for one, label in STATES.items() if one is not Asked.WAITING),
        ]  # fmt: skip


class DecideForm(forms.Form):
    """What the address means. choice is a UPRN or the word of a ruling; version says what was read."""

    version = forms.CharField(widget=forms.HiddenInput, max_length=40)
    source = forms.CharField(widget=forms.HiddenInput, required=False, max_length=20)
    choice = forms.CharField(max_length=24, error_messages={"required": "Choose what the address means"})
    note = forms.CharField(
        label="Note", required=False, max_length=300,
        error_messages={"max_length": "The note must be 300 characters or less"},
        widget=forms.Textarea(attrs={"rows": 2, "autocomplete": "off"}),
    )  # fmt: skip

    def ruling(self) -> tuple[Ruling, int | None]:
        """What was chosen; a word that is none of ours is no choice."""
        choice = self.cleaned_data["choice"]
        if choice.isascii() and choice.isdecimal() and int(choice) <= LARGEST_UPRN:
            return Ruling.PROPERTY, int(choice)
        return (Ruling(choice), None) if choice in (Ruling.NOT_THERE, Ruling.UNCLEAR) else (Ruling.UNDONE, None)


@needs(Permission.PLACES_EDIT)
def queue(request: HttpRequest) -> HttpResponse:
    """Address texts, the oldest first, those that wait for staff unless others are asked for."""
    form = QueueForm(request.GET or None, sources=places.question_sources())
    chosen = form.cleaned_data if form.is_bound and form.is_valid() else {}
    state = chosen.get("state") or Asked.WAITING.value
    cursor = request.GET.get("after", "0")
    if not (cursor.isascii() and cursor.isdecimal()) or int(cursor) > LARGEST_CURSOR:
        raise Http404
    found = places.questions(
        source=chosen.get("source", ""), state="" if state == "all" else state, after=int(cursor), limit=ON_A_PAGE + 1
    )
    more = ""
    if len(found) > ON_A_PAGE:
        kept = {name: value for name, value in chosen.items() if value}
        more = "?" + urlencode(kept | {"after": str(found[ON_A_PAGE - 1].id)})
    waiting = places.count_waiting()
    context = {
        "form": form, "rows": [_row(one) for one in found[:ON_A_PAGE]], "more": more, "paged": cursor != "0",
        "waiting": f"{number(waiting)} or more" if waiting == 1_000 else number(waiting),
        "source": chosen.get("source", ""),
    }  # fmt: skip
    return render(request, "frontoffice/matches.html", context)


def _row(one: places.Question) -> dict[str, Any]:
    return {
        "id": one.id, "text": _told(one), "source": SOURCES.get(one.source, one.source),
        "asked": short_moment(one.asked_at), "age": age(one.asked_at, now()), "state": STATES[one.state],
        "sure": _sure(one.probability), "conflict": one.conflict,
    }  # fmt: skip


def _told(one: places.Question) -> str:
    return ", ".join(filter(None, [one.text, one.postcode if one.postcode not in one.text else ""])) or "Erased"


def _sure(chance: float | None) -> str:
    """A probability as a share of a hundred; never 100%, for nothing is sure."""
    if not chance:
        return "–"
    return "Less than 1%" if chance < 0.01 else f"{min(chance, 0.99):.0%}" if chance < 0.995 else "Over 99%"


def _question(number: int) -> places.Question:
    """The question of the address, or no page."""
    one = places.question_of(number) if number <= LARGEST_CURSOR else None
    if one is None:
        raise Http404
    return one


@needs(Permission.PLACES_EDIT, "GET POST")
def match(request: HttpRequest, number: int) -> HttpResponse:
    """One address text with the properties it may mean; others are searched for by what is sent."""
    one = _question(number)
    words = request.POST.get("words", "")[:200].strip()
    source = request.GET.get("source", "") or request.POST.get("source", "")
    form = DecideForm(initial={"version": one.version, "source": source, "note": request.POST.get("note", one.note)})
    return _page(request, one, form, words=words, searched="words" in request.POST)


def _page(
    request: HttpRequest, one: places.Question, form: DecideForm, *, words: str = "", searched: bool = False,
    status: int = 200,
) -> HttpResponse:  # fmt: skip
    offered = places.likely(one.id, today())
    found = _found(words, {each.uprn for each in offered}) if words else []
    decisions = places.decisions_of(one.id)
    names = names_of([one.asked_by, *(each.decided_by for each in decisions)])
    context = {
        "one": one, "title": _told(one), "form": form, "words": words, "searched": searched,
        "offered": _offers(offered, 1), "found": _offers(found, len(offered) + 1), "source": _source(one),
        "state": STATES[one.state],
        "asked": f"Asked on {short_moment(one.asked_at)} by {by_whom(one.asked_by, names)}",
        "chosen": one.decision.uprn if one.decision else None,
        "open": one.state is not Asked.ASKED, "settled": one.state is Asked.SETTLED,
        "contact": one.source_id if one.source == "contact" else "",
        "history": [f"{short_moment(each.decided_at)}: {_said(each)}, by {by_whom(each.decided_by, names)}"
                    for each in decisions],
        "refused": form.errors.get("__all__") or form.errors.get("choice") if form.is_bound else None,
    }  # fmt: skip
    return render(request, "frontoffice/match.html", context, status=status)


def _found(words: str, offered: set[int]) -> list[places.Likely]:
    """Properties that the words looked for may mean, without those that are offered already."""
    if words.isascii() and words.isdecimal() and 6 <= len(words) <= 12:
        uprns = [int(words)]
    elif postcode := places.tidy_postcode(words):
        uprns = [line.uprn for line in places.at_postcode(postcode)[: 5 * MOST_FOUND]]
    else:
        uprns = [each.uprn for each in places.search(words, limit=MOST_FOUND).found]
    told: dict[int, tuple[float, tuple[str, ...]]] = {uprn: (0.0, ()) for uprn in uprns if uprn not in offered}
    return [each for each in places.likely_of(told, today()) if each.standing]


def _offers(found: list[places.Likely], first: int) -> list[dict[str, Any]]:
    wards = {code: places.area_name(AreaKind.WARD, code, today()) or code for code in {each.ward for each in found}}
    return [
        {
            "uprn": each.uprn, "address": each.address or f"Property {each.uprn}", "sure": _sure(each.probability),
            "reasons": ", ".join(each.reasons), "ward": wards[each.ward],
            "classification": each.classification, "standing": each.standing, "key": str(at) if at <= 9 else "",
        }
        for at, each in enumerate(found, first)
    ]  # fmt: skip


def _source(one: places.Question) -> str:
    """Where a text came from, as its source calls it."""
    where = show(one.source_id) if one.source == "contact" else one.source_id
    if one.source == "file" and ":" in one.source_id:
        digest, _, row = one.source_id.partition(":")
        named = f"the file whose sha256 begins {digest[:8]}" if len(digest) == SHA256 else f"the {digest} file"
        where = f"row {row} of {named}"
    return f"{SOURCES.get(one.source, one.source)}, {where}"


def _said(one: places.InForce) -> str:
    return RULINGS.get(one.ruling) or f"property {one.uprn}"


@needs(Permission.PLACES_EDIT, "POST")
def decide(request: HttpRequest, number: int) -> HttpResponse:
    """Say what an address means, and go on to the next; what cannot be is said, with everything that was typed."""
    one = _question(number)
    form = DecideForm(request.POST)
    if not form.is_valid():
        return _page(request, one, form)
    told, (ruling, uprn) = form.cleaned_data, form.ruling()
    try:
        places.decide_match(
            by=principal_of(request), at=now(), question=number, version=told["version"], ruling=ruling, uprn=uprn,
            note=told["note"],
        )  # fmt: skip
    except Stale:
        return _conflict(request, number, RULINGS.get(ruling) or f"property {uprn}", told["note"], told["source"])
    except Refused as refused:
        form.add_error(None, str(refused))
        return _page(request, one, form)
    messages.success(
        request, f"Kept: {RULINGS.get(ruling) or f'property {uprn}'}. The same text will be answered so from now on."
    )
    following = places.next_waiting(number, told["source"])
    if following is None:
        return redirect("frontoffice:matches")
    return redirect(_one(following, told["source"]))


def _one(number: int, source: str) -> str:
    return reverse("frontoffice:match", args=[number]) + ("?" + urlencode({"source": source}) if source else "")


def _conflict(request: HttpRequest, number: int, yours: str, note: str, source: str) -> HttpResponse:
    """Someone else decided meanwhile: what they did beside what was sent."""
    one = _question(number)
    names = names_of([one.decision.decided_by]) if one.decision else {}
    theirs = (
        f"{_said(one.decision)}, by {by_whom(one.decision.decided_by, names)}" if one.decision else STATES[one.state]
    )
    following = places.next_waiting(number, source)
    context = {
        "title": _told(one), "again": _one(number, source), "next": _one(following, source) if following else "",
        "rows": [("What the address means", theirs, yours), ("Note", one.note or "None", note or "None")],
    }  # fmt: skip
    return render(request, "frontoffice/match_conflict.html", context, status=409)


@needs(Permission.PLACES_EDIT, "POST")
def undo(request: HttpRequest, number: int) -> HttpResponse:
    """Undo the decision on an address, which then waits again with all that have its text."""
    _question(number)
    try:
        version = request.POST.get("version", "")[:40]
        places.undo_match(by=principal_of(request), at=now(), question=number, version=version)
        messages.success(request, "The decision is undone. The address waits again.")
    except Refused as refused:
        messages.error(request, f"{refused}")
    return redirect("frontoffice:match", number)
