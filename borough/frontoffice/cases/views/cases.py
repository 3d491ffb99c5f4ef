"""Cases: the queue, one case with its history, and its actions."""

from collections.abc import Collection
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode

from borough.access.public import BoroughRequest, Permission, principal_name, requires, staff_names
from borough.cases import public as cases
from borough.foundation import files
from borough.foundation.clock import now, today
from borough.frontoffice.cases.forms import BulkForm, FileForm, FilterForm, HandForm, MoveForm, NoteForm, TaskForm
from borough.frontoffice.presenters import page_of
from borough.kernel.references import format_reference
from borough.kernel.refusals import Refused, Stale
from borough.people import public as people
from borough.services import public as services
from borough.staff.public import service_names, team_names
from borough.ui.formats import day, moment, short_moment

DONE = {
    "mine": "taken on",
    "take": "begun",
    "finish": "finished",
    "refer": "passed to another body",
    "withdraw": "withdrawn",
}
"""Success texts of bulk actions, by action."""


@requires(Permission.CASES_VIEW)
def queue(request: BoroughRequest) -> HttpResponse:
    """List cases, earliest promised date first, with filters and pages."""
    return _queue(request, BulkForm())


def _queue(request: BoroughRequest, bulk: BulkForm, ticked: Collection[str] = (), status: int = 200) -> HttpResponse:
    """Render the queue, with the bulk form if it was rejected."""
    teams = team_names()
    form = FilterForm(request.GET or None, teams=teams)
    chosen = form.cleaned_data if form.is_bound and form.is_valid() else {}
    page = page_of(request)
    filters = cases.CaseFilters(
        team=chosen.get("team", ""),
        state=chosen.get("state") or "open",
        late=bool(chosen.get("late")),
        owner_id=_own_account_id(request) if chosen.get("mine") else None,
    )
    page_cases, more = cases.cases(filters, today=today(), page=page)
    query_params = {key: str(value) for key, value in chosen.items() if value}
    context = {
        "form": form,
        "rows": case_rows(page_cases),
        "bulk": bulk,
        "ticked": ticked,
        "earlier": "?" + urlencode(query_params | {"page": page - 1}) if page > 1 else "",
        "later": "?" + urlencode(query_params | {"page": page + 1}) if more else "",
        "teams": cases.workload(today()),
        "query": urlencode(query_params | {"page": page}),
        "team_names": teams,
    }
    return render(request, "frontoffice/cases/cases.html", context, status=status)


def _own_account_id(request: BoroughRequest) -> int | None:
    principal = getattr(request, "principal", None)
    return principal.account_id if principal else None


def case_rows(case_list: list[cases.CaseDetail]) -> list[dict[str, Any]]:
    """Return cases as list rows."""
    names = staff_names({f"staff:{case.owner_id}" for case in case_list if case.owner_id})
    teams = team_names()
    return [
        {
            "reference": case.reference,
            "display_reference": format_reference(case.reference),
            "title": case.title or "Its words are gone",
            "state": cases.STATE_LABELS[case.state],
            "team": teams.get(case.team, case.team),
            "owner": names.get(f"staff:{case.owner_id}", ""),
            "late": case.late,
            "promised": day(case.promised_by) if case.promised_by else "",
        }
        for case in case_list
    ]


def case_or_404(reference: str) -> cases.CaseDetail:
    """Return the case of the URL, or raise 404."""
    case = cases.case_of(reference, today())
    if case is None:
        raise Http404
    return case


@requires(Permission.CASES_VIEW)
def case(request: BoroughRequest, reference: str) -> HttpResponse:
    """Show a case: submitted answers, tasks and history."""
    return show_case(request, case_or_404(reference))


def all_files_of(case: cases.CaseDetail) -> list[files.FileDetail]:
    """Return the files of a case: submitted ones, and those attached by staff."""
    sent = services.files_of(case.source_id) if case.source == "services" else []
    return [*sent, *cases.files_of(case.reference)]


def show_case(request: BoroughRequest, case: cases.CaseDetail, status: int = 200, **forms: Any) -> HttpResponse:
    """Render a case, with any rejected forms."""
    story = cases.history_of(case.reference)
    names = staff_names({line.by for line in story} | {line.after for line in story if line.after.startswith("staff:")})
    person = people.reference_of(case.person_id) if case.person_id else ""
    known = people.details(person) if person and request.may(Permission.PEOPLE_VIEW) else None
    teams = team_names()
    context: dict[str, Any] = {
        "case": case,
        "display_reference": format_reference(case.reference),
        "state": cases.STATE_LABELS[case.state],
        "team": teams.get(case.team, case.team),
        "service": service_names().get(case.service, case.service),
        "story": [_line(line, names, teams) for line in story],
        "tasks": cases.tasks_of(case.reference, today()),
        "contacts": [(number, format_reference(number)) for number in cases.contacts_of(case.reference)],
        "verbs": [(verb, cases.LABELS[verb], verb in cases.TEXT_REQUIRED) for verb in cases.verbs_of(case.state)],
        "person": person,
        "person_name": known.name if known else "",
        "owner": staff_names({f"staff:{case.owner_id}"}).get(f"staff:{case.owner_id}", ""),
        "over": cases.Verb.REOPEN in cases.verbs_of(case.state),
        "mine": case.owner_id is not None and case.owner_id == _own_account_id(request),
        "files": all_files_of(case),
        "file": FileForm(),
        "file_address": lambda number: reverse("frontoffice:case_file", args=[case.reference, number]),
        "note": NoteForm(),
        "task": TaskForm(teams=teams),
        "hand": HandForm(teams=teams),
        "move": MoveForm(),
    }
    return render(request, "frontoffice/cases/case.html", context | forms, status=status)


STORY = {
    "open": "Opened",
    "take": "Work began",
    "wait": "Waiting for an answer",
    "go_on": "Work went on",
    "finish": "Finished",
    "refer": "Passed to another body",
    "reopen": "Opened again",
    "note": "Note",
    "assign": "Given to {after}",
    "hand_over": "Handed from {before} to {after}",
    "task": "To do: {subject}",
    "task_done": "Done: {subject}",
    "contact": "A contact was about this",
    "dispose": "Disposed of: its time was over",
    "file": "A file was put to it: {subject}",
    "place": "The property it is about is {after}",
    "escalate": "Past its promise: the team’s manager was notified",
}


def _line(line: cases.HistoryEntry, names: dict[str, str], teams: dict[str, str]) -> dict[str, Any]:
    text = STORY.get(line.verb) or cases.LABELS.get(cases.Verb(line.verb), line.verb)
    if line.verb == "assign" and not line.after:
        text = "Given to nobody in particular"
    gaps = {
        "before": teams.get(line.before, line.before),
        "subject": line.subject or "erased",
        "after": names.get(line.after) or teams.get(line.after, line.after),
    }
    return {
        "at": moment(line.at),
        "short": short_moment(line.at),
        "what": text.format(**gaps),
        "note": line.note,
        "by": names.get(line.by, "The resident" if line.by.startswith(("resident", "nobody")) else "Borough"),
        "for_customer": line.for_customer,
    }


@requires(Permission.CASES_WORK, "POST")
def move(request: BoroughRequest, reference: str) -> HttpResponse:
    """Apply a step to a case; on a conflict, show the other change next to the input."""
    case = case_or_404(reference)
    form = MoveForm(request.POST)
    if not form.is_valid():
        return show_case(request, case, 400, move=form)
    text = form.cleaned_data["text"]
    try:
        cases.move(
            by=principal_name(request),
            at=now(),
            reference=reference,
            verb=cases.Verb(form.cleaned_data["verb"]),
            version=form.cleaned_data["version"],
            text=text,
        )
    except Stale as stale:
        return _stale(request, reference, text, str(stale))
    except Refused as refused:
        form.add_error("text", str(refused))
        return show_case(request, case, 400, move=form)
    return redirect("frontoffice:case", reference)


def _stale(request: BoroughRequest, reference: str, text: str, why: str) -> HttpResponse:
    """Render the conflict, with the typed text for resubmission."""
    return show_case(request, case_or_404(reference), 409, stale=why, typed=text)


@requires(Permission.CASES_WORK, "POST")
def hand(request: BoroughRequest, reference: str) -> HttpResponse:
    """Assign a case to oneself, unassign it, or hand it to another team."""
    case = case_or_404(reference)
    form = HandForm(request.POST, teams=team_names())
    if not form.is_valid():
        return show_case(request, case, 400, hand=form)
    team = form.cleaned_data["team"] or case.team
    owner = _own_account_id(request) if form.cleaned_data["to"] == "me" else None
    try:
        cases.assign(
            by=principal_name(request),
            at=now(),
            reference=reference,
            version=form.cleaned_data["version"],
            team=team,
            owner_id=owner,
            text=form.cleaned_data["text"],
        )
    except Stale as stale:
        return _stale(request, reference, form.cleaned_data["text"], str(stale))
    except Refused as refused:
        form.add_error("text", str(refused))
        return show_case(request, case, 400, hand=form)
    return redirect("frontoffice:case", reference)


@requires(Permission.CASES_WORK, "POST")
def note(request: BoroughRequest, reference: str) -> HttpResponse:
    """Add a note."""
    case = case_or_404(reference)
    form = NoteForm(request.POST)
    if form.is_valid():
        try:
            cases.note(
                by=principal_name(request),
                at=now(),
                reference=reference,
                text=form.cleaned_data["text"],
                for_customer=form.cleaned_data["for_customer"],
            )
        except Refused as refused:
            form.add_error("text", str(refused))
        else:
            return redirect("frontoffice:case", reference)
    return show_case(request, case, 400, note=form)


@requires(Permission.CASES_WORK, "POST")
def task(request: BoroughRequest, reference: str) -> HttpResponse:
    """Add a task."""
    case = case_or_404(reference)
    form = TaskForm(request.POST, teams=team_names())
    if form.is_valid():
        try:
            cases.add_task(
                by=principal_name(request),
                at=now(),
                reference=reference,
                title=form.cleaned_data["title"],
                team=form.cleaned_data["team"] or case.team,
                due_on=form.cleaned_data["due_on"],
            )
        except Refused as refused:
            form.add_error("title", str(refused))
        else:
            return redirect("frontoffice:case", reference)
    return show_case(request, case, 400, task=form)


@requires(Permission.CASES_WORK, "POST")
def task_done(request: BoroughRequest, reference: str, number: int) -> HttpResponse:
    """Complete a task."""
    case_or_404(reference)
    try:
        cases.finish_task(by=principal_name(request), at=now(), reference=reference, task_id=number)
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect("frontoffice:case", reference)


@requires(Permission.CASES_WORK, "POST")
def bulk(request: BoroughRequest) -> HttpResponse:
    """Apply one action to several cases independently; report refused ones with their reasons."""
    form = BulkForm(request.POST)
    chosen = [item for item in request.POST.getlist("case") if len(item) <= 16][:200]
    if form.is_valid() and not chosen:
        form.add_error(None, "Tick the cases to do it to")
    if form.is_valid() and not form.cleaned_data["text"].strip() and form.cleaned_data["do"] in cases.TEXT_REQUIRED:
        form.add_error("text", cases.TEXT_REQUIRED[cases.Verb(form.cleaned_data["do"])])
    if not form.is_valid():
        return _queue(request, form, chosen, 400)
    who, me, do, text = (
        principal_name(request),
        _own_account_id(request),
        form.cleaned_data["do"],
        form.cleaned_data["text"],
    )

    def step(reference: str) -> None:
        case = cases.case_of(reference, today())
        if case is None:
            raise Refused("There is no case with that reference")
        if do == "mine":
            cases.assign(by=who, at=now(), reference=reference, version=case.version, owner_id=me)
        else:
            verb = cases.Verb(do)
            cases.move(by=who, at=now(), reference=reference, verb=verb, version=case.version, text=text)

    _report_bulk(request, cases.apply_to_each(chosen, step), do)
    query = request.GET.urlencode()
    return redirect(reverse("frontoffice:cases") + (f"?{query}" if query else ""))


def _report_bulk(request: BoroughRequest, result: cases.BulkResult, do: str) -> None:
    """Show the number of successes, and the refused cases grouped by reason."""
    if result.done:
        messages.success(request, f"{len(result.done)} {'case' if len(result.done) == 1 else 'cases'} {DONE[do]}.")
    refused: dict[str, list[str]] = {}
    for reference, why in result.refused:
        refused.setdefault(why.rstrip("."), []).append(format_reference(reference))
    for why, those in refused.items():
        more = f" and {len(those) - 20} more" if len(those) > 20 else ""
        messages.error(request, f"{why}: {', '.join(those[:20])}{more}")


@requires(Permission.CASES_VIEW)
def handovers(request: BoroughRequest) -> HttpResponse:
    """Show handovers between teams: where a service is not end to end."""
    since = today().replace(month=1, day=1)
    teams, names = team_names(), service_names()
    rows = [
        {
            "service": names.get(row["case__service"], row["case__service"]),
            "times": row["times"],
            "before": teams.get(row["before"], row["before"]),
            "after": teams.get(row["after"], row["after"]),
        }
        for row in cases.handovers(since)
    ]
    return render(request, "frontoffice/cases/hand_offs.html", {"rows": rows, "since": day(since)})
