"""Cases: the queue, one case with its story, and what is done with it."""

from collections.abc import Collection
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode

from borough.access.public import Permission, names_of, needs, principal_of
from borough.cases import public as cases
from borough.foundation import files
from borough.foundation.clock import now, today
from borough.frontoffice.web.case_forms import BulkForm, FileForm, FilterForm, HandForm, MoveForm, NoteForm, TaskForm
from borough.frontoffice.web.presenters import page_of
from borough.kernel.references import show
from borough.kernel.refusals import Refused, Stale
from borough.people import public as people
from borough.services import public as services
from borough.staff.public import service_names, team_names
from borough.ui.formats import day, moment, short_moment

DONE = {
    "mine": "taken on", "take": "begun", "finish": "finished", "refer": "passed to another body",
    "withdraw": "withdrawn",
}  # fmt: skip
"""What was done to several cases, by what was chosen."""


@needs(Permission.CASES_VIEW)
def queue(request: HttpRequest) -> HttpResponse:
    """Cases, those promised soonest first; narrowed, a page at a time."""
    return _queue(request, BulkForm())


def _queue(request: HttpRequest, bulk: BulkForm, ticked: Collection[str] = (), status: int = 200) -> HttpResponse:
    """The page of the queue, with what was to be done to several and was not taken."""
    teams = team_names()
    form = FilterForm(request.GET or None, teams=teams)
    chosen = form.cleaned_data if form.is_bound and form.is_valid() else {}
    page = page_of(request)
    filters = cases.Filters(
        team=chosen.get("team", ""), state=chosen.get("state") or "open", late=bool(chosen.get("late")),
        owner_id=_me(request) if chosen.get("mine") else None,
    )  # fmt: skip
    found, more = cases.cases(filters, today=today(), page=page)
    kept = {key: str(value) for key, value in chosen.items() if value}
    context = {
        "form": form, "rows": case_rows(found), "bulk": bulk, "ticked": ticked,
        "earlier": "?" + urlencode(kept | {"page": page - 1}) if page > 1 else "",
        "later": "?" + urlencode(kept | {"page": page + 1}) if more else "", "teams": cases.workload(today()),
        "query": urlencode(kept | {"page": page}), "team_names": teams,
    }  # fmt: skip
    return render(request, "frontoffice/cases.html", context, status=status)


def _me(request: HttpRequest) -> int | None:
    principal = getattr(request, "principal", None)
    return principal.account_id if principal else None


def case_rows(found: list[cases.CaseShown]) -> list[dict[str, Any]]:
    """Cases as rows of a list."""
    names = names_of({f"staff:{one.owner_id}" for one in found if one.owner_id})
    teams = team_names()
    return [
        {
            "reference": one.reference, "shown": show(one.reference), "title": one.title or "Its words are gone",
            "state": cases.STATE_LABELS[one.state], "team": teams.get(one.team, one.team),
            "owner": names.get(f"staff:{one.owner_id}", ""), "late": one.late,
            "promised": day(one.promised_by) if one.promised_by else "",
        }
        for one in found
    ]  # fmt: skip


def case_shown(reference: str) -> cases.CaseShown:
    """The case of the address, or no page."""
    found = cases.case_of(reference, today())
    if found is None:
        raise Http404
    return found


@needs(Permission.CASES_VIEW)
def case(request: HttpRequest, reference: str) -> HttpResponse:
    """One case: what was told, what is to be done, and its story."""
    return show_case(request, case_shown(reference))


def files_with(found: cases.CaseShown) -> list[files.Shown]:
    """The files of a case: those sent with what it is about, and those staff put to it."""
    sent = services.files_of(found.source_id) if found.source == "services" else []
    return [*sent, *cases.files_of(found.reference)]


def show_case(request: HttpRequest, found: cases.CaseShown, status: int = 200, **forms: Any) -> HttpResponse:
    """The page of a case, with the forms that were sent and not taken."""
    story = cases.story_of(found.reference)
    names = names_of({line.by for line in story} | {line.after for line in story if line.after.startswith("staff:")})
    person = people.reference_of(found.person_id) if found.person_id else ""
    known = people.details(person) if person and request.may(Permission.PEOPLE_VIEW) else None  # type: ignore[attr-defined]
    teams = team_names()
    context: dict[str, Any] = {
        "case": found, "shown": show(found.reference), "state": cases.STATE_LABELS[found.state],
        "team": teams.get(found.team, found.team), "service": service_names().get(found.service, found.service),
        "story": [_line(line, names, teams) for line in story], "tasks": cases.tasks_of(found.reference, today()),
        "contacts": [(one, show(one)) for one in cases.contacts_of(found.reference)],
        "verbs": [(verb, cases.LABELS[verb], verb in cases.NEEDS_WORDS) for verb in cases.verbs_of(found.state)],
        "person": person, "person_name": known.name if known else "",
        "owner": names_of({f"staff:{found.owner_id}"}).get(f"staff:{found.owner_id}", ""),
        "over": cases.Verb.REOPEN in cases.verbs_of(found.state),
        "mine": found.owner_id is not None and found.owner_id == _me(request),
        "files": files_with(found), "file": FileForm(),
        "file_address": lambda one: reverse("frontoffice:case_file", args=[found.reference, one]),
        "note": NoteForm(), "task": TaskForm(teams=teams), "hand": HandForm(teams=teams), "move": MoveForm(),
    }  # fmt: skip
    return render(request, "frontoffice/case.html", context | forms, status=status)


STORY = {
    "open": "Opened", "take": "Work began", "wait": "Waiting for an answer", "go_on": "Work went on",
    "finish": "Finished", "refer": "Passed to another body", "reopen": "Opened again",
    "note": "Note", "assign": "Given to {after}",
    "hand_over": "Handed from {before} to {after}",
    "task": "To do: {subject}", "task_done": "Done: {subject}", "contact": "A contact was about this",
    "dispose": "Disposed of: its time was over", "file": "A file was put to it: {subject}",
    "place": "The property it is about is {after}", "escalate": "Past its promise: the team’s manager was told",
}  # fmt: skip


def _line(line: cases.StoryLine, names: dict[str, str], teams: dict[str, str]) -> dict[str, Any]:
    words = STORY.get(line.verb) or cases.LABELS.get(cases.Verb(line.verb), line.verb)
    if line.verb == "assign" and not line.after:
        words = "Given to nobody in particular"
    gaps = {
        "before": teams.get(line.before, line.before), "subject": line.subject or "erased",
        "after": names.get(line.after) or teams.get(line.after, line.after),
    }  # fmt: skip
    return {
        "at": moment(line.at), "short": short_moment(line.at), "what": words.format(**gaps), "note": line.note,
        "by": names.get(line.by, "The resident" if line.by.startswith(("resident", "nobody")) else "Borough"),
        "told": line.for_customer,
    }  # fmt: skip


@needs(Permission.CASES_WORK, "POST")
def move(request: HttpRequest, reference: str) -> HttpResponse:
    """Take a case a step on; what someone else did meanwhile is shown beside what was sent."""
    found = case_shown(reference)
    form = MoveForm(request.POST)
    if not form.is_valid():
        return show_case(request, found, 400, move=form)
    words = form.cleaned_data["words"]
    try:
        cases.move(
            by=principal_of(request), at=now(), reference=reference, verb=cases.Verb(form.cleaned_data["verb"]),
            version=form.cleaned_data["version"], words=words,
        )  # fmt: skip
    except Stale as stale:
        return _stale(request, reference, words, str(stale))
    except Refused as refused:
        form.add_error("words", str(refused))
        return show_case(request, found, 400, move=form)
    return redirect("frontoffice:case", reference)


def _stale(request: HttpRequest, reference: str, words: str, why: str) -> HttpResponse:
    """What changed meanwhile, with what was typed to be sent again."""
    return show_case(request, case_shown(reference), 409, stale=why, typed=words)


@needs(Permission.CASES_WORK, "POST")
def hand(request: HttpRequest, reference: str) -> HttpResponse:
    """Take a case on, let go of it, or hand it to another team."""
    found = case_shown(reference)
    form = HandForm(request.POST, teams=team_names())
    if not form.is_valid():
        return show_case(request, found, 400, hand=form)
    team = form.cleaned_data["team"] or found.team
    owner = _me(request) if form.cleaned_data["to"] == "me" else None
    try:
        cases.assign(
            by=principal_of(request), at=now(), reference=reference, version=form.cleaned_data["version"], team=team,
            owner_id=owner, words=form.cleaned_data["words"],
        )  # fmt: skip
    except Stale as stale:
        return _stale(request, reference, form.cleaned_data["words"], str(stale))
    except Refused as refused:
        form.add_error("words", str(refused))
        return show_case(request, found, 400, hand=form)
    return redirect("frontoffice:case", reference)


@needs(Permission.CASES_WORK, "POST")
def note(request: HttpRequest, reference: str) -> HttpResponse:
    """Leave a note."""
    found = case_shown(reference)
    form = NoteForm(request.POST)
    if form.is_valid():
        try:
            cases.note(
                by=principal_of(request), at=now(), reference=reference, words=form.cleaned_data["words"],
                for_customer=form.cleaned_data["told"],
            )  # fmt: skip
        except Refused as refused:
            form.add_error("words", str(refused))
        else:
            return redirect("frontoffice:case", reference)
    return show_case(request, found, 400, note=form)


@needs(Permission.CASES_WORK, "POST")
def task(request: HttpRequest, reference: str) -> HttpResponse:
    """Add something to do."""
    found = case_shown(reference)
    form = TaskForm(request.POST, teams=team_names())
    if form.is_valid():
        try:
            cases.add_task(
                by=principal_of(request), at=now(), reference=reference, title=form.cleaned_data["title"],
                team=form.cleaned_data["team"] or found.team, due_on=form.cleaned_data["due_on"],
            )  # fmt: skip
        except Refused as refused:
            form.add_error("title", str(refused))
        else:
            return redirect("frontoffice:case", reference)
    return show_case(request, found, 400, task=form)


@needs(Permission.CASES_WORK, "POST")
def task_done(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """Say that something is done."""
    case_shown(reference)
    try:
        cases.finish_task(by=principal_of(request), at=now(), reference=reference, task_id=number)
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect("frontoffice:case", reference)


@needs(Permission.CASES_WORK, "POST")
def bulk(request: HttpRequest) -> HttpResponse:
    """Do one thing to several cases: each by itself, and those it could not be done to are named with why."""
    form = BulkForm(request.POST)
    chosen = [one for one in request.POST.getlist("case") if len(one) <= 16][:200]
    if form.is_valid() and not chosen:
        form.add_error(None, "Tick the cases to do it to")
    if form.is_valid() and not form.cleaned_data["words"].strip() and form.cleaned_data["do"] in cases.NEEDS_WORDS:
        form.add_error("words", cases.NEEDS_WORDS[cases.Verb(form.cleaned_data["do"])])
    if not form.is_valid():
        return _queue(request, form, chosen, 400)
    who, me, do, words = principal_of(request), _me(request), form.cleaned_data["do"], form.cleaned_data["words"]

    def step(reference: str) -> None:
        found = cases.case_of(reference, today())
        if found is None:
            raise Refused("There is no case with that reference")
        if do == "mine":
            cases.assign(by=who, at=now(), reference=reference, version=found.version, owner_id=me)
        else:
            verb = cases.Verb(do)
            cases.move(by=who, at=now(), reference=reference, verb=verb, version=found.version, words=words)

    _tell(request, cases.each(chosen, step), do)
    query = request.GET.urlencode()
    return redirect(reverse("frontoffice:cases") + (f"?{query}" if query else ""))


def _tell(request: HttpRequest, told: cases.Bulk, do: str) -> None:
    """Say to how many it was done, and which it could not be done to, once for each reason."""
    if told.done:
        messages.success(request, f"{len(told.done)} {'case' if len(told.done) == 1 else 'cases'} {DONE[do]}.")
    refused: dict[str, list[str]] = {}
    for reference, why in told.refused:
        refused.setdefault(why.rstrip("."), []).append(show(reference))
    for why, those in refused.items():
        more = f" and {len(those) - 20} more" if len(those) > 20 else ""
        messages.error(request, f"{why}: {', '.join(those[:20])}{more}")


@needs(Permission.CASES_VIEW)
def hand_offs(request: HttpRequest) -> HttpResponse:
    """Where cases went from one team to another: where a service stops being end to end."""
    since = today().replace(month=1, day=1)
    teams, names = team_names(), service_names()
    rows = [
        {
            "service": names.get(one["case__service"], one["case__service"]), "times": one["times"],
            "before": teams.get(one["before"], one["before"]), "after": teams.get(one["after"], one["after"]),
        }
        for one in cases.hand_offs(since)
    ]  # fmt: skip
    return render(request, "frontoffice/hand_offs.html", {"rows": rows, "since": day(since)})
