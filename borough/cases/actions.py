"""Open cases and move them: each step is the row, its line in the story, the audit entry and the event, or nothing."""

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
    *, by: str, at: datetime, kind: str, service: str, team: str, title: str, source: str, source_id: str,
    person_id: int | None = None, uprn: int | None = None, promised_by: date | None = None,
    details: Sequence[Any] = (), note: str = "", new: bool = False,
) -> str:  # fmt: skip
    """Open a case and return its reference; the same source and id again give the case already there.

    new: the id was made in this very transaction, so that nobody can have opened a case for it before.
    """
    with transaction.atomic(savepoint=False):
        if not new and (there := _existing(source, source_id)):
            return there
        case = Case.objects.create(
            source=source, source_id=source_id, reference=new_reference(), kind=kind, service=service, team=team,
            title=title[:200], person_id=person_id, uprn=uprn, promised_by=promised_by, details=list(details),
            opened_at=at,
        )  # fmt: skip
        _line(case, by=by, at=at, verb="open", note=note)
        events.record_and_publish(
            CaseOpened(case.reference, kind, service, team), by=by, at=at, verb="cases.open",
            subject=f"case:{case.reference}", detail={"kind": kind, "team": team, "source": source},
        )  # fmt: skip
    return case.reference


def _existing(source: str, source_id: str) -> str | None:
    """The case the source opened before, if it did. Two opening it at once wait for each other."""
    locks.lock(f"case {source} {source_id}")
    return Case.objects.filter(source=source, source_id=source_id).values_list("reference", flat=True).first()


def move(*, by: str, at: datetime, reference: str, verb: Verb, version: int, text: str = "") -> None:
    """Take a case a step on. Raises Refused when the step is not there, Stale when it was changed meanwhile."""
    with transaction.atomic():
        case = _get_for_update(reference, version)
        before = State(case.state)
        to = rules.check_can_move(state=before, verb=verb, text=text)
        for_customer = verb in rules.CUSTOMER_VERBS
        Case.objects.filter(pk=case.pk).update(
            state=to, over_at=at if to.over else None, version=F("version") + 1,
            **({"outcome": text.strip()} if for_customer else {}), **({"outcome": ""} if verb is Verb.REOPEN else {}),
        )  # fmt: skip
        _line(case, by=by, at=at, verb=verb, before=before, after=to, note=text, for_customer=for_customer)
        detail = {"verb": verb.value, "from": before.value, "to": to.value}
        position = audit.record(by=by, at=at, verb="cases.move", subject=f"case:{reference}", detail=detail)
        moved = CaseMoved(reference, case.source, case.source_id, verb, before, to, case.version + 1)
        events.publish(moved, at=at, position=position)


def assign(
    *, by: str, at: datetime, reference: str, version: int, team: str | None = None, owner_id: int | None = None,
    text: str = "",
) -> None:  # fmt: skip
    """Give a case to a person, or hand it to another team, whose hand-off is part of its story."""
    rules.check_note_length(text)
    with transaction.atomic():
        case = _get_for_update(reference, version)
        changed = team is not None and team != case.team
        if changed and not text.strip():
            raise Refused("Enter why it is handed to another team")
        if not changed and owner_id == case.owner_id and not text.strip():
            return  # it is theirs already
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
    """Say which property a case is about, once it is known; None when it is no longer. It stales nobody's page."""
    with transaction.atomic():
        case = Case.objects.select_for_update().filter(reference=reference, disposed_at=None).first()
        if case is None or case.uprn == uprn:
            return
        Case.objects.filter(pk=case.pk).update(uprn=uprn)
        _line(case, by=by, at=at, verb="place", after="known" if uprn else "not known any more")
        audit.record(by=by, at=at, verb="cases.place", subject=f"case:{reference}", detail={"known": uprn is not None})


def note(*, by: str, at: datetime, reference: str, text: str, for_customer: bool = False) -> None:
    """Leave a note; one for the customer is read in their account."""
    rules.check_note_length(text)
    if not text.strip():
        raise Refused("Enter the note")
    with transaction.atomic():
        case = _case(reference)
        _line(case, by=by, at=at, verb="note", note=text, for_customer=for_customer)
        audit.record(by=by, at=at, verb="cases.note", subject=f"case:{reference}", detail={"for_customer": for_customer})


def add_task(
    *, by: str, at: datetime, reference: str, title: str, team: str, due_on: date | None = None,
    owner_id: int | None = None,
) -> int:  # fmt: skip
    """Add something to do; returns its number."""
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
    """Say that something is done; said again, nothing more happens."""
    with transaction.atomic():
        case = _case(reference)
        if not CaseTask.objects.filter(pk=task_id, case=case, done_at=None).update(done_at=at, done_by=by):
            if not CaseTask.objects.filter(pk=task_id, case=case).exists():
                raise Refused("There is no such task of this case")
            return
        _line(case, by=by, at=at, verb="task_done", after=str(task_id))
        audit.record(by=by, at=at, verb="cases.finish_task", subject=f"case:{reference}", detail={"task": task_id})


def attach(*, by: str, at: datetime, reference: str, file: files.File) -> str:
    """Put a file to a case and return the file's number. Raises Refused with what is wrong with it."""
    if fault := files.upload_error(file, TYPES):
        raise Refused(fault)
    with transaction.atomic():
        case = _case(reference)
        if CaseFile.objects.filter(case=case).exclude(file__state="dropped").count() >= MOST_FILES:
            raise Refused(f"A case can hold up to {MOST_FILES} files")
        name, stored_file = files.name_of(file), files.store(file, at=at)
        CaseFile.objects.create(case=case, file=stored_file, name=name)
        _line(case, by=by, at=at, verb="file", after=stored_file.reference)
        audit.record(by=by, at=at, verb="cases.attach", subject=f"case:{reference}", detail={"file": stored_file.reference})
    return stored_file.reference


def note_opened(*, by: str, at: datetime, reference: str, file: str) -> None:
    """Say in the audit chain that a file of a case was opened."""
    audit.record(by=by, at=at, verb="cases.open_file", subject=f"case:{reference}", detail={"file": file})


def drop_files(person_id: int) -> None:
    """Let go of the files of somebody's cases: they were erased, and the files tell of them."""
    files.drop(CaseFile.objects.filter(case__person_id=person_id).values_list("file__reference", flat=True))


def dispose(*, by: str, at: datetime, references: Sequence[str]) -> set[str]:
    """Let go of every word and file of cases whose time is over, and say of which. One not over is left alone.

    That each was there, what steps it took and when stays, so that counts do.
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
    """Say that a contact was about a case."""
    with transaction.atomic():
        case = _case(reference)
        _, new = CaseContact.objects.get_or_create(case=case, contact=contact, defaults={"linked_at": at})
        if new:
            _line(case, by=by, at=at, verb="contact", after=contact)
            audit.record(by=by, at=at, verb="cases.link", subject=f"case:{reference}", detail={"contact": contact})


@dataclass(frozen=True)
class BulkResult:
    """What became of each case of a bulk action: those done, and those refused with why."""

    done: tuple[str, ...]
    refused: tuple[tuple[str, str], ...]


def apply_to_each(references: Sequence[str], step: Callable[[str], None]) -> BulkResult:
    """Do a step to each of several cases, each by itself, so that one refused keeps none of the others back."""
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
    """Tell of cases that went past their promise, once each; returns how many."""
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
                CaseEscalated(case.reference, case.team), by=by, at=at, verb="cases.escalate",
                subject=f"case:{case.reference}", detail={},
            )  # fmt: skip
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
    case: Case, *, by: str, at: datetime, verb: str, before: str = "", after: str = "", note: str = "",
    for_customer: bool = False,
) -> None:  # fmt: skip
    step = CaseStep.objects.create(case=case, at=at, by=by, verb=verb, before=before, after=after)
    if note.strip():
        CaseNote.objects.create(step=step, person_id=case.person_id, text=note.strip(), for_customer=for_customer)
