"""Retention: records past their retention period, closed, and not on hold."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count
from django.db.models.functions import TruncMonth
from django.utils import timezone

from borough.cases import public as cases
from borough.forms.retention import RETENTION
from borough.foundation.clock import day_starts
from borough.kernel.retention import disposal_date, latest_closing_date
from borough.people.public import merged_person_ids
from borough.services.catalogue import catalogue
from borough.services.models import Hold, Submission
from borough.services.models.submissions import CLOSED

MANY = 1_000  # counting stops here: shown as "or more"


@dataclass(frozen=True, kw_only=True)
class RetentionClass:
    """A retention class: key, trigger, length in years, legal basis, services and number of overdue records."""

    key: str
    trigger: str
    years: int
    basis: str
    services: tuple[str, ...]
    due: int


@dataclass(frozen=True, kw_only=True)
class DisposalCount:
    """Disposals in a month by class: first day of the month, submissions with their cases, other cases."""

    month: date
    key: str
    submissions: int
    cases: int


@dataclass(frozen=True, kw_only=True)
class HoldDetail:
    """An active legal hold."""

    number: int
    reference: str
    why: str
    by: str
    created_at: datetime


def services_of(key: str) -> list[str]:
    """Return the services of a retention class."""
    return [service.key for service in catalogue().values() if service.retention == key]


def due(key: str, today: date, *, after: int = 0, limit: int = 100) -> tuple[list[Submission], int]:
    """Return overdue submissions of a class among the next batch, and the batch's last ID.

    after: the last ID examined; 0 is returned when there are no more.
    """
    retention = RETENTION[key]
    before = day_starts(latest_closing_date(retention, today) + timedelta(days=1))
    rows = Submission.objects.filter(
        service__in=services_of(key), disposed_at=None, state__in=CLOSED, submitted_at__lt=before, pk__gt=after
    )
    batch = list(rows.order_by("id")[:limit])
    cases_by_reference = cases.cases_by_reference([row.case for row in batch if row.case], today)
    on_hold = on_hold_among([name for row in batch for name in (row.reference, row.case) if name])
    overdue = [
        row
        for row in batch
        if not on_hold & {row.reference, row.case}
        and (closed := _closed(row, cases_by_reference))
        and disposal_date(retention, closed) <= today
    ]
    return overdue, batch[-1].pk if len(batch) == limit else 0


def _closed(row: Submission, cases_by_reference: dict[str, cases.CaseDetail]) -> date | None:
    """Return the day it was closed; None while its case is open."""
    if row.case and row.case in cases_by_reference:
        over = cases_by_reference[row.case].over_at
        return timezone.localdate(over) if over else None
    return timezone.localdate(row.completed_at or row.submitted_at)


def due_cases(key: str, today: date, *, after: int = 0, limit: int = 100) -> tuple[list[str], int]:
    """Return references of overdue cases of a class not created by a submission, and the last ID, as `due`."""
    retention = RETENTION[key]
    batch = cases.closed_by(
        latest_closing_date(retention, today), services=services_of(key), without="services", after=after, limit=limit
    )
    on_hold = on_hold_among([case.reference for _, case in batch])
    overdue = [
        case.reference
        for _, case in batch
        if case.reference not in on_hold
        and case.over_at
        and disposal_date(retention, timezone.localdate(case.over_at)) <= today
    ]
    return overdue, batch[-1][0] if len(batch) == limit else 0


def on_hold_among(references: Collection[str]) -> set[str]:
    """Return the references with an active hold."""
    return set(Hold.objects.filter(reference__in=references, lifted_at=None).values_list("reference", flat=True))


def protected(persons: Collection[int], references: Collection[str]) -> tuple[set[int], set[str]]:
    """Return which persons and references lower layers must not delete: on hold, or still retained."""
    person_ids = Hold.objects.filter(lifted_at=None).exclude(person=None).values_list("person_id", flat=True)
    people = {same for item in set(person_ids) for same in merged_person_ids(item)} & set(persons)
    sent = dict(Submission.objects.filter(reference__in=references).values_list("reference", "case"))
    living = Submission.objects.filter(reference__in=references, disposed_at=None).values_list("reference", flat=True)
    over = on_hold_among([*references, *(case for case in sent.values() if case)])
    return people, {item for item in references if item in over or sent.get(item) in over or item in set(living)}


def schedule(today: date) -> list[RetentionClass]:
    """Return every retention class, with its number of overdue submissions and cases."""
    return [
        RetentionClass(
            key=key,
            trigger=retention.trigger,
            years=retention.years,
            basis=retention.basis,
            services=tuple(catalogue()[name].name for name in services_of(key)),
            due=_count_due(key, today),
        )
        for key, retention in RETENTION.items()
    ]


def _count_due(key: str, today: date) -> int:
    count = 0
    for ask in (due, due_cases):
        after, more = 0, True
        while more and count < MANY:
            batch, after = ask(key, today, after=after)
            count, more = count + len(batch), after > 0
    return min(count, MANY)


def disposal_counts(since: date) -> list[DisposalCount]:
    """Return disposals since a day, by month and class, latest first."""
    rows = Submission.objects.filter(disposed_at__gte=day_starts(since)).annotate(month=TruncMonth("disposed_at"))
    sent = rows.values("month", "service").annotate(count=Count("id"))
    counts: dict[tuple[date, str], list[int]] = {}
    _add(counts, 0, ((row["month"].date(), row["service"], row["count"]) for row in sent))
    _add(counts, 1, cases.disposed(since))
    return [
        DisposalCount(month=month, key=key, submissions=pair[0], cases=pair[1])
        for (month, key), pair in sorted(counts.items(), key=lambda entry: (-entry[0][0].toordinal(), entry[0][1]))
    ]


def _add(counts: dict[tuple[date, str], list[int]], place: int, rows: Iterable[tuple[date, str, int]]) -> None:
    for month, name, count in rows:
        service = catalogue().get(name)
        pair = counts.setdefault((month, service.retention if service else name), [0, 0])
        pair[place] += count


def holds() -> list[HoldDetail]:
    """Return every active hold, oldest first."""
    rows = Hold.objects.filter(lifted_at=None).order_by("id")[:MANY]
    return [
        HoldDetail(number=hold.pk, reference=hold.reference, why=hold.why, by=hold.by, created_at=hold.created_at)
        for hold in rows
    ]


def erasure_blocker(person_id: int) -> str | None:
    """Return why a person cannot be erased (a hold on one of their records), or None."""
    hold = Hold.objects.filter(person_id__in=merged_person_ids(person_id), lifted_at=None).order_by("id").first()
    return f"Something of theirs is on hold: {hold.why}" if hold else None
