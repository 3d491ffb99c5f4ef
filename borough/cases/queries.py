"""Cases, their histories and queues for pages."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from django.db.models import Count, F, Max, Q, QuerySet
from django.db.models.functions import TruncMonth

from borough.cases import rules
from borough.cases.models import OVER, Case, CaseContact, CaseFile, CaseNote, CaseStep, CaseTask
from borough.cases.types import CaseDetail, CaseFilters, HistoryEntry, State, StepDetail, TaskDetail, Verb
from borough.foundation import files
from borough.people.public import merged_person_ids

ON_A_PAGE = 50


def case_of(reference: str, today: date) -> CaseDetail | None:
    """Return one case."""
    row = Case.objects.filter(reference=reference).first()
    return _detail(row, today) if row else None


def case_of_source(source: str, source_id: str) -> str:
    """Return the reference of the case opened for a source ID; empty if there is none."""
    rows = Case.objects.filter(source=source, source_id=source_id)
    return rows.values_list("reference", flat=True).first() or ""


def cases_by_reference(references: Collection[str], today: date) -> dict[str, CaseDetail]:
    """Return several cases by reference."""
    return {row.reference: _detail(row, today) for row in Case.objects.filter(reference__in=references)}


def _detail(row: Case, today: date) -> CaseDetail:
    state = State(row.state)
    return CaseDetail(
        reference=row.reference,
        kind=row.kind,
        title=row.title,
        service=row.service,
        state=state,
        team=row.team,
        owner_id=row.owner_id,
        person_id=row.person_id,
        uprn=row.uprn,
        opened_at=row.opened_at,
        promised_by=row.promised_by,
        over_at=row.over_at,
        outcome=row.outcome,
        escalated=row.escalated_at is not None,
        late=rules.is_late(promised_by=row.promised_by, state=state, today=today),
        source=row.source,
        source_id=row.source_id,
        details=row.details if isinstance(row.details, list) else [],
        version=row.version,
        disposed=row.disposed_at is not None,
    )


def cases(filters: CaseFilters, *, today: date, page: int = 1, limit: int = ON_A_PAGE) -> tuple[list[CaseDetail], bool]:
    """Return a page of cases, earliest promised date first, and whether there are more."""
    start = (max(page, 1) - 1) * limit
    order = ["-opened_at", "-id"] if filters.state in OVER else [F("promised_by").asc(nulls_last=True), "id"]
    rows = list(_filtered(filters, today).order_by(*order)[start : start + limit + 1])
    return [_detail(row, today) for row in rows[:limit]], len(rows) > limit


def _filtered(filters: CaseFilters, today: date) -> QuerySet[Case]:
    rows = Case.objects.all()
    conditions: dict[str, Any] = {
        "team": filters.team,
        "owner_id": filters.owner_id,
        "service": filters.service,
        "person_id": filters.person_id,
        "uprn": filters.uprn,
    }
    rows = rows.filter(**{name: value for name, value in conditions.items() if value})
    if filters.state == "open":
        rows = rows.filter(over_at=None)
    elif filters.state:
        rows = rows.filter(state=filters.state)
    return rows.filter(over_at=None, promised_by__lt=today) if filters.late else rows


def history_of(reference: str) -> list[HistoryEntry]:
    """Return everything that happened to a case, in order."""
    steps = list(CaseStep.objects.filter(case__reference=reference).order_by("id"))
    notes = {item.step_id: item for item in CaseNote.objects.filter(step__in=steps)}
    tasks = dict(CaseTask.objects.filter(case__reference=reference).values_list("id", "title"))
    named = {item.file.reference: item.name for item in _files(reference)}
    entries = []
    for step in steps:
        note = notes.get(step.pk)
        subject = tasks.get(int(step.after), "") if step.verb in ("task", "task_done") else named.get(step.after, "")
        entries.append(
            HistoryEntry(
                at=step.at,
                by=step.by,
                verb=step.verb,
                before=step.before,
                after=step.after,
                subject=subject,
                note=note.text if note else "",
                for_customer=bool(note and note.for_customer),
            )
        )
    return entries


def changed_at(references: Collection[str]) -> dict[str, datetime]:
    """Return when each case last changed, by reference."""
    rows = CaseStep.objects.filter(case__reference__in=references)
    return dict(rows.values("case__reference").annotate(last=Max("at")).values_list("case__reference", "last"))


def steps_between(source: str, *, since: datetime, until: datetime, after: int, limit: int) -> list[StepDetail]:
    """Return state changes and customer notes of a source's cases, in order of their numbers."""
    visible = Q(verb__in=list(Verb)) | Q(pk__in=CaseNote.objects.filter(for_customer=True).values("step_id"))
    rows = CaseStep.objects.filter(visible, pk__gt=after, at__gte=since, at__lte=until, case__source=source)
    steps = list(rows.select_related("case").order_by("id")[:limit])
    notes = {item.step_id: item.text for item in CaseNote.objects.filter(step__in=steps, for_customer=True)}
    return [
        StepDetail(
            number=item.pk,
            source_id=item.case.source_id,
            at=item.at,
            text=notes.get(item.pk, ""),
            state=State(item.after) if item.verb in set(Verb) else None,
        )
        for item in steps
    ]


def tasks_of(reference: str, today: date) -> list[TaskDetail]:
    """Return a case's tasks, open ones first."""
    rows = CaseTask.objects.filter(case__reference=reference)
    return [
        TaskDetail(
            id=row.pk,
            title=row.title,
            team=row.team,
            owner_id=row.owner_id,
            due_on=row.due_on,
            done_at=row.done_at,
            late=row.done_at is None and row.due_on is not None and row.due_on < today,
        )
        for row in rows.order_by(F("done_at").asc(nulls_first=True), "due_on", "id")
    ]


def contacts_of(reference: str) -> list[str]:
    """Return the references of the contacts about a case."""
    return list(CaseContact.objects.filter(case__reference=reference).order_by("id").values_list("contact", flat=True))


def files_of(reference: str) -> list[files.FileDetail]:
    """Return the files staff attached to a case, without deleted ones."""
    return [files.describe_file(row.file, row.name) for row in _files(reference) if row.file.state != "dropped"]


def _files(reference: str) -> QuerySet[CaseFile]:
    return CaseFile.objects.filter(case__reference=reference).select_related("file").order_by("id")


def cases_of_person(person_id: int, today: date, limit: int = 20) -> list[CaseDetail]:
    """Return a person's cases: open ones by promised date, then closed ones, latest first."""
    rows = Case.objects.filter(person_id__in=merged_person_ids(person_id))
    order: list[Any] = [F("over_at").desc(nulls_first=True), F("promised_by").asc(nulls_last=True), "-id"]
    return [_detail(row, today) for row in rows.order_by(*order)[:limit]]


def count_open_cases(person_id: int) -> int:
    """Return the number of a person's open cases."""
    return Case.objects.filter(person_id__in=merged_person_ids(person_id), over_at=None).count()


def closed_by(
    day: date, *, services: Collection[str], without: str, after: int = 0, limit: int = 100
) -> list[tuple[int, CaseDetail]]:
    """Return cases closed by a day and not disposed of, of some services, excluding one source, with their IDs."""
    rows = Case.objects.filter(over_at__date__lte=day, disposed_at=None, service__in=services, pk__gt=after)
    return [(row.pk, _detail(row, day)) for row in rows.exclude(source=without).order_by("id")[:limit]]


def disposed(since: date) -> list[tuple[date, str, int]]:
    """Return case disposals by month and service: first day of the month, service, count."""
    rows = Case.objects.filter(disposed_at__date__gte=since).annotate(month=TruncMonth("disposed_at"))
    counted = rows.values("month", "service").annotate(count=Count("id")).order_by("-month", "service")
    return [(row["month"].date(), row["service"], row["count"]) for row in counted]


def workload(today: date) -> list[dict[str, Any]]:
    """Return open and overdue cases by team."""
    rows = (
        Case.objects.filter(over_at=None)
        .values("team")
        .annotate(
            open=Count("id"),
            late=Count("id", filter=Q(promised_by__lt=today)),
            nobody=Count("id", filter=Q(owner=None)),
        )
    )
    return [dict(row) for row in rows.order_by("team")]


def handovers(since: date) -> list[dict[str, Any]]:
    """Return the number of handovers between teams by service."""
    rows = CaseStep.objects.filter(verb="hand_over", at__date__gte=since)
    counted = rows.values("case__service", "before", "after").annotate(times=Count("id"))
    return [dict(row) for row in counted.order_by("-times", "case__service")[:200]]
