"""Possible duplicates: the queue, comparison, merge, mark as distinct, and undo."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from borough.access.public import BoroughRequest, Permission, principal_name, requires
from borough.foundation.clock import now
from borough.kernel.references import format_reference
from borough.kernel.refusals import Refused, Stale
from borough.people import public as people
from borough.ui.formats import day

ON_A_PAGE = 25
LABELS = {
    "kind": "Kind",
    "name": "Name",
    "email": "Email address",
    "phone": "Phone number",
    "address": "Address",
    "prefers": "Preferred contact method",
}
CODES = {"kind": people.KINDS, "prefers": people.PREFERS}


@requires(Permission.PEOPLE_MERGE)
def queue(request: BoroughRequest) -> HttpResponse:
    """List pending pairs, oldest first."""
    after = request.GET.get("after", "")
    start = int(after) if after.isascii() and after.isdecimal() and len(after) < 12 else 0
    duplicates = people.possible_duplicates(start, ON_A_PAGE + 1)
    rows = [
        {
            "id": duplicate.id,
            "first": _named(duplicate.first),
            "second": _named(duplicate.second),
            "why": duplicate.reasons,
        }
        for duplicate in duplicates[:ON_A_PAGE]
    ]
    more = duplicates[ON_A_PAGE - 1].id if len(duplicates) > ON_A_PAGE else 0
    context = {"rows": rows, "more": more, "waiting": people.count_possible_duplicates(), "later": start > 0}
    return render(request, "frontoffice/people/duplicates.html", context)


def _named(person: people.PersonDetail) -> str:
    return person.name or f"No name, {format_reference(person.reference)}"


def _pair(number: int) -> people.PossibleDuplicateDetail:
    duplicate = people.possible_duplicate(number)
    if duplicate is None:
        raise Http404
    return duplicate


@requires(Permission.PEOPLE_MERGE, "GET POST")
def compare(request: BoroughRequest, number: int) -> HttpResponse:
    """Compare two records; POST merges them with the chosen details."""
    pair = people.possible_duplicate(number)
    if pair is None:
        return render(request, "frontoffice/people/duplicate_gone.html", status=404)
    if request.method != "POST":
        for record in (pair.first, pair.second):
            people.open_record(by=principal_name(request), at=now(), reference=record.reference)
        return _page(request, pair)
    try:
        survivor = _merge(request, pair)
    except Stale as stale:
        return _page(request, _pair(number), str(stale), status=409)
    except Refused as refused:
        return _page(request, pair, str(refused))
    messages.success(request, "The records are merged. You can undo this below.")
    return redirect("frontoffice:person", survivor.reference)


def _merge(request: BoroughRequest, pair: people.PossibleDuplicateDetail) -> people.PersonDetail:
    """Merge the records by the form, and return the canonical one."""
    stays = request.POST.get("stays", "")
    if stays not in ("first", "second"):
        raise Refused("Select which record stays")
    survivor, merged = (pair.first, pair.second) if stays == "first" else (pair.second, pair.first)
    chosen = {}
    for column, label in LABELS.items():
        side = request.POST.get(column, stays)
        if side not in ("first", "second"):
            raise Refused(f"{label}: choose one of the two")
        chosen[column] = people.Side.CANONICAL if side == stays else people.Side.MERGED
    versions = {pair.first.id: request.POST.get("first", ""), pair.second.id: request.POST.get("second", "")}
    people.merge(
        by=principal_name(request),
        at=now(),
        canonical_id=survivor.id,
        merged_id=merged.id,
        versions=versions,
        chosen=chosen,
    )
    return survivor


def _page(
    request: BoroughRequest, pair: people.PossibleDuplicateDetail, wrong: str = "", status: int = 200
) -> HttpResponse:
    sent = request.POST
    stays = sent.get("stays", "second" if pair.second_signs_in and not pair.first_signs_in else "first")
    context = {
        "pair": pair,
        "wrong": wrong,
        "rows": [_row(pair, column, sent.get(column, "")) for column in LABELS],
        "stays": [_record(pair, side, stays) for side in ("first", "second")],
    }
    return render(request, "frontoffice/people/duplicate.html", context, status=status)


def _record(pair: people.PossibleDuplicateDetail, side: str, stays: str) -> dict[str, Any]:
    person: people.PersonDetail = getattr(pair, side)
    signs_in = ", signs in" if getattr(pair, f"{side}_signs_in") else ""
    return {
        "value": side,
        "text": format_reference(person.reference),
        "checked": side == stays,
        "hint": {"text": f"On record since {day(person.created_at)}{signs_in}"},
    }


def _row(pair: people.PossibleDuplicateDetail, column: str, sent: str) -> dict[str, Any]:
    """Return a detail of both: one value if equal, otherwise a choice, initially of a non-empty one."""
    values = {side: getattr(getattr(pair, side), column) for side in ("first", "second")}
    labels = {side: CODES.get(column, {}).get(value, value) or "Nothing" for side, value in values.items()}
    chosen = sent if sent in values else ("first" if values["first"] or not values["second"] else "second")
    return {
        "key": column,
        "label": LABELS[column],
        "same": values["first"] == values["second"],
        "text": labels["first"],
        "items": [{"value": side, "text": labels[side], "checked": side == chosen} for side in values],
    }


@requires(Permission.PEOPLE_MERGE, "POST")
def mark_distinct(request: BoroughRequest, number: int) -> HttpResponse:
    """Mark them as two different people, not to be suggested again."""
    _pair(number)
    try:
        people.mark_distinct(by=principal_name(request), at=now(), number=number)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, "They stay apart. You will not be asked about these two again.")
    return redirect("frontoffice:duplicates")


@requires(Permission.PEOPLE_MERGE, "POST")
def undo(request: BoroughRequest, reference: str, merge: str) -> HttpResponse:
    """Undo a merge."""
    person_id = people.find(reference)
    if person_id is None or merge not in [item.reference for item in people.merges_of(person_id)]:
        raise Http404
    try:
        people.undo_merge(by=principal_name(request), at=now(), reference=merge)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, "The records are apart again.")
    return redirect("frontoffice:person", reference)
