"""Open and move cases: each step writes row, history, audit entry and event together or not at all."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import F

from borough.cases import rules
from borough.cases.models import Case, CaseContact, CaseFile, CaseNote, CaseStep, CaseTask
from borough.cases.types import CaseEscalated, CaseMoved, CaseOpened, State, Verb
from borough.foundation import audit, events, files
from borough.foundation.db import locks
from borough.kernel.files import TYPES
from borough.kernel.references import new_reference
from borough.kernel.refusals import Refused, Stale

MOST_FILES = 20
CHANGED = "Someone else has changed this case since you opened it. Nothing of yours is saved yet."


def open_case(
    *,
    by: str,
    at: datetime,
    kind: str,
    service: str,
    team: str,
    title: str,
    source: str,
    source_id: str,
    person_id: int | None = None,
    uprn: int | None = None,
    promised_by: date | None = None,
    details: Sequence[Any] = (),
    note: str = "",
    new: bool = False,
) -> str:
    """Open a case and return its reference; a repeated source and source ID return the existing case.

    new: the ID was created in this transaction, so no case can exist for it yet.
    """
    with transaction.atomic(savepoint=False):
        if not new and (there := _existing(source, source_id)):
            return there
        case = Case.objects.create(
            source=source,
            source_id=source_id,
            reference=new_reference(),
            kind=kind,
            service=service,
            team=team,
            title=title[:200],
            person_id=person_id,
            uprn=uprn,
            promised_by=promised_by,
            details=list(details),
            opened_at=at,
        )
        _line(case, by=by, at=at, verb="open", note=note)
        events.record_and_publish(
            CaseOpened(case.reference, kind, service, team),
            by=by,
            at=at,
            verb="cases.open",
            subject=f"case:{case.reference}",
            detail={"kind": kind, "team": team, "source": source},
        )
    return case.reference


def _existing(source: str, source_id: str) -> str | None:
    """Return the existing case of the source ID, if any. Concurrent callers wait for each other."""
    locks.lock(f"case {source} {source_id}")
    return Case.objects.filter(source=source, source_id=source_id).values_list("reference", flat=True).first()


def move(*, by: str, at: datetime, reference: str, verb: Verb, version: int, text: str = "") -> None:
    """Apply a step to a case. Raises Refused if it is not allowed, Stale if the case changed meanwhile."""
    with transaction.atomic():
        case = _get_for_update(reference, version)
        before = State(case.state)
        to = rules.check_can_move(state=before, verb=verb, text=text)
        for_customer = verb in rules.CUSTOMER_VERBS
        Case.objects.filter(pk=case.pk).update(
            state=to,
            over_at=at if to.over else None,
            version=F("version") + 1,
            **({"outcome": text.strip()} if for_customer else {}),
            **({"outcome": ""} if verb is Verb.REOPEN else {}),
        )
        _line(case, by=by, at=at, verb=verb, before=before, after=to, note=text, for_customer=for_customer)
        detail = {"verb": verb.value, "from": before.value, "to": to.value}
        position = audit.record(by=by, at=at, verb="cases.move", subject=f"case:{reference}", detail=detail)
        moved = CaseMoved(reference, case.source, case.source_id, verb, before, to, case.version + 1)
        events.publish(moved, at=at, position=position)


def assign(
    *,
    by: str,
    at: datetime,
    reference: str,
    version: int,
    team: str | None = None,
    owner_id: int | None = None,
    text: str = "",
) -> None:
    """Assign a case to a person, or to another team, recording the handover in its history."""
    rules.check_note_length(text)
    with transaction.atomic():
        case = _get_for_update(reference, version)
        changed = team is not None and team != case.team
        if changed and not text.strip():
            raise Refused("Enter why it is handed to another team")
        if not changed and owner_id == case.owner_id and not text.strip():
            return  # already theirs
        Case.objects.filter(pk=case.pk).update(
            team=team if team is not None else case.team, owner_id=owner_id, version=F("version") + 1
        )
        verb = "hand_over" if changed else "assign"
        before, after = (case.team, str(team)) if changed else (_account(case.owner_id), _account(owner_id))
        _line(case, by=by, at=at, verb=verb, before=before, after=after, note=text)
        detail = {"team": team or case.team, "owner": owner_id}
        audit.record(by=by, at=at, verb=f"cases.{verb}", subject=f"case:{reference}", detail=detail)


def _account(owner_id: int | None) -> str:
    return f"staff:{owner_id}" if owner_id else ""


def set_property(*, by: str, at: datetime, reference: str, uprn: int | None) -> None:
    """Set the property of a case once it is known; None to clear it. Does not make open pages stale."""
    with transaction.atomic():
        case = Case.objects.select_for_update().filter(reference=reference, disposed_at=None).first()
        if case is None or case.uprn == uprn:
            return
        Case.objects.filter(pk=case.pk).update(uprn=uprn)
        _line(case, by=by, at=at, verb="place", after="known" if uprn else "not known any more")
        audit.record(by=by, at=at, verb="cases.place", subject=f"case:{reference}", detail={"known": uprn is not None})


def note(*, by: str, at: datetime, reference: str, text: str, for_customer: bool = False) -> None:
    """Add a note; one for the customer is shown in their account."""
    rules.check_note_length(text)
    if not text.strip():
        raise Refused("Enter the note")
    with transaction.atomic():
        case = _case(reference)
        _line(case, by=by, at=at, verb="note", note=text, for_customer=for_customer)
        audit.record(
            by=by, at=at, verb="cases.note", subject=f"case:{reference}", detail={"for_customer": for_customer}
        )


def add_task(
    *,
    by: str,
    at: datetime,
    reference: str,
    title: str,
    team: str,
    due_on: date | None = None,
    owner_id: int | None = None,
) -> int:
    """Add a task and return its number."""
    if not title.strip():
        raise Refused("Enter what is to be done")
    with transaction.atomic():
        case = _case(reference)
        if State(case.state).over:
            raise Refused("This case is over. Open it again to add something to do")
        task = CaseTask.objects.create(
            case=case, title=title.strip()[:200], team=team, owner_id=owner_id, due_on=due_on, created_at=at
        )
        _line(case, by=by, at=at, verb="task", after=str(task.pk))
        audit.record(by=by, at=at, verb="cases.add_task", subject=f"case:{reference}", detail={"task": task.pk})
    return task.pk


def finish_task(*, by: str, at: datetime, reference: str, task_id: int) -> None:
    """Complete a task; repeating has no effect."""
    with transaction.atomic():
        case = _case(reference)
        if not CaseTask.objects.filter(pk=task_id, case=case, done_at=None).update(done_at=at, done_by=by):
            if not CaseTask.objects.filter(pk=task_id, case=case).exists():
                raise Refused("There is no such task of this case")
            return
        _line(case, by=by, at=at, verb="task_done", after=str(task_id))
        audit.record(by=by, at=at, verb="cases.finish_task", subject=f"case:{reference}", detail={"task": task_id})


def attach(*, by: str, at: datetime, reference: str, file: files.File) -> str:
    """Attach a file to a case and return the file's number. Raises Refused with the file's error."""
    if fault := files.upload_error(file, TYPES):
        raise Refused(fault)
    with transaction.atomic():
        case = _case(reference)
        if CaseFile.objects.filter(case=case).exclude(file__state="dropped").count() >= MOST_FILES:
            raise Refused(f"A case can hold up to {MOST_FILES} files")
        name, stored_file = files.name_of(file), files.store(file, at=at)
        CaseFile.objects.create(case=case, file=stored_file, name=name)
        _line(case, by=by, at=at, verb="file", after=stored_file.reference)
        audit.record(
            by=by, at=at, verb="cases.attach", subject=f"case:{reference}", detail={"file": stored_file.reference}
        )
    return stored_file.reference


def note_opened(*, by: str, at: datetime, reference: str, file: str) -> None:
    """Record in the audit log that a file of a case was opened."""
    audit.record(by=by, at=at, verb="cases.open_file", subject=f"case:{reference}", detail={"file": file})


def drop_files(person_id: int) -> None:
    """Delete the files of a person's cases when the person is erased."""
    files.drop(CaseFile.objects.filter(case__person_id=person_id).values_list("file__reference", flat=True))


def dispose(*, by: str, at: datetime, references: Sequence[str]) -> set[str]:
    """Delete text and files of cases past their retention period; return their references. Open cases are skipped.

    The case, its steps and their times are kept for statistics.
    """
    with transaction.atomic():
        rows = Case.objects.select_for_update().filter(reference__in=references, disposed_at=None)
        closed = list(rows.filter(over_at__isnull=False).order_by("id"))
        case_files = CaseFile.objects.filter(case__in=closed)
        dropped = files.drop(case_files.values_list("file__reference", flat=True))
        case_files.update(name="")
        CaseNote.objects.filter(step__case__in=closed).update(text="", person=None)
        CaseTask.objects.filter(case__in=closed).update(title="")
        for case in closed:
            _line(case, by=by, at=at, verb="dispose")
        rows.filter(pk__in=[case.pk for case in closed]).update(
            title="", details=[], outcome="", person=None, uprn=None, disposed_at=at, version=F("version") + 1
        )
        if closed:
            detail = {"cases": len(closed), "files": dropped}
            audit.record(by=by, at=at, verb="cases.dispose", subject="cases", detail=detail)
    return {case.reference for case in closed}


def link_contact(*, by: str, at: datetime, reference: str, contact: str) -> None:
    """Link a contact to a case."""
    with transaction.atomic():
        case = _case(reference)
        _, new = CaseContact.objects.get_or_create(case=case, contact=contact, defaults={"linked_at": at})
        if new:
            _line(case, by=by, at=at, verb="contact", after=contact)
            audit.record(by=by, at=at, verb="cases.link", subject=f"case:{reference}", detail={"contact": contact})


@dataclass(frozen=True)
class BulkResult:
    """The result of a bulk action by case: done, or refused with the reason."""

    done: tuple[str, ...]
    refused: tuple[tuple[str, str], ...]


def apply_to_each(references: Sequence[str], step: Callable[[str], None]) -> BulkResult:
    """Apply a step to several cases independently, so that a refusal does not affect the others."""
    done, refused = [], []
    for reference in references:
        try:
            step(reference)
        except (Refused, Stale) as error:
            refused.append((reference, str(error)))
        else:
            done.append(reference)
    return BulkResult(tuple(done), tuple(refused))


def escalate(*, by: str, at: datetime, today: date, limit: int = 500) -> int:
    """Publish an event once for each case past its promised date; return how many."""
    late = Case.objects.filter(over_at=None, escalated_at=None, promised_by__lt=today).values_list("pk", flat=True)
    count = 0
    for pk in list(late.order_by("promised_by")[:limit]):
        with transaction.atomic():
            case = Case.objects.select_for_update().get(pk=pk)
            if case.escalated_at or case.over_at:
                continue
            Case.objects.filter(pk=pk).update(escalated_at=at, version=F("version") + 1)
            _line(case, by=by, at=at, verb="escalate")
            events.record_and_publish(
                CaseEscalated(case.reference, case.team),
                by=by,
                at=at,
                verb="cases.escalate",
                subject=f"case:{case.reference}",
                detail={},
            )
            count += 1
    return count


def _case(reference: str) -> Case:
    case = Case.objects.select_for_update().filter(reference=reference).first()
    if case is None:
        raise Refused("There is no case with that reference")
    if case.disposed_at:
        raise Refused("This case was disposed of when its time was over. Open a new one")
    return case


def _get_for_update(reference: str, version: int) -> Case:
    case = _case(reference)
    if case.version != version:
        raise Stale(CHANGED)
    return case


def _line(
    case: Case,
    *,
    by: str,
    at: datetime,
    verb: str,
    before: str = "",
    after: str = "",
    note: str = "",
    for_customer: bool = False,
) -> None:
    step = CaseStep.objects.create(case=case, at=at, by=by, verb=verb, before=before, after=after)
    if note.strip():
        CaseNote.objects.create(step=step, person_id=case.person_id, text=note.strip(), for_customer=for_customer)
