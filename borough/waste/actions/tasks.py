"""Crew tasks to deliver or remove containers, and their results."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Case, F, Q, Sum, When

from borough.foundation import audit, events
from borough.foundation.db import locks
from borough.kernel.references import new_reference
from borough.kernel.refusals import Refused
from borough.waste import catalogue
from borough.waste.models import ContainerStock, Subscription, Task
from borough.waste.queries.tasks import task_of
from borough.waste.rules import tasks as rules
from borough.waste.types import containers as types
from borough.waste.types.containers import TaskEnded, TaskKind, TaskState
from borough.waste.types.subscriptions import State

_COUNTED = (State.PENDING.value, State.ACTIVE.value, State.LAPSED.value)  # a lapsed one may be renewed: its bins stay


def sync_tasks(*, by: str, at: datetime, uprn: int, wanted_on: date, subscription: str) -> int:
    """Create a crew task to match the property's bins to its subscriptions; return the difference in bins.

    Call in the action's transaction. Unfinished earlier tasks are cancelled first.
    """
    container = catalogue.terms().container
    locks.lock(f"waste containers {uprn}")
    wanted = Subscription.objects.filter(uprn=uprn, state__in=_COUNTED).aggregate(n=Sum("bins"))["n"] or 0
    there = ContainerStock.objects.filter(uprn=uprn, container=container).values_list("count", flat=True).first() or 0
    open_tasks = Task.objects.filter(uprn=uprn, container=container, state=TaskState.TO_DO.value)
    ordered = open_tasks.aggregate(n=Sum(Case(When(kind=TaskKind.DELIVER.value, then=F("count")), default=-F("count"))))
    if there + (ordered["n"] or 0) == wanted:
        return 0
    open_tasks.exclude(subscription="").update(state=TaskState.CALLED_OFF.value, ended_at=at, ended_by=by)
    missing = wanted - there - _ordered_by_staff(uprn, container)
    if missing:
        kind = TaskKind.DELIVER if missing > 0 else TaskKind.REMOVE
        _create(
            by,
            at,
            kind=kind,
            uprn=uprn,
            container=container,
            count=abs(missing),
            wanted_on=wanted_on,
            subscription=subscription,
        )
    return int(missing)


def _ordered_by_staff(uprn: int, container: str) -> int:
    """Return bins in delivery less those in removal that staff ordered independently of a subscription."""
    rows = Task.objects.filter(Q(subscription=""), uprn=uprn, container=container, state=TaskState.TO_DO.value)
    pairs = rows.values_list("kind", "count")
    return sum(count if kind == TaskKind.DELIVER else -count for kind, count in pairs)


def _create(
    by: str,
    at: datetime,
    *,
    kind: TaskKind,
    uprn: int,
    container: str,
    count: int,
    wanted_on: date,
    subscription: str = "",
) -> Task:
    return Task.objects.create(
        reference=new_reference(),
        kind=kind.value,
        uprn=uprn,
        container=container,
        count=count,
        wanted_on=wanted_on,
        subscription=subscription,
        created_at=at,
        created_by=by,
    )


def create_task(
    *, by: str, at: datetime, kind: TaskKind, uprn: int, container: str, count: int, wanted_on: date
) -> types.Task:
    """Create a crew task to deliver containers to a property or remove them. Raises Refused."""
    rules.check_can_ask(container=container, known=catalogue.containers(), count=count)
    with transaction.atomic():
        row = _create(by, at, kind=kind, uprn=uprn, container=container, count=count, wanted_on=wanted_on)
        audit.record(
            by=by,
            at=at,
            verb="waste.request_task",
            subject=f"waste-task:{row.reference}",
            detail={"kind": kind.value, "uprn": uprn, "container": container, "count": count},
        )
    return task_of(row)


def end_task(*, by: str, at: datetime, reference: str, state: TaskState, reason: str = "") -> types.Task:
    """Record that a task was done, not completed (with the crew's reason) or cancelled; update the stock.

    Repeating has no effect. Raises Refused.
    """
    with transaction.atomic():
        row = Task.objects.select_for_update().filter(reference=reference).first()
        if row is None:
            raise Refused("There is no crew job with that reference")
        if (row.state, row.reason) == (state.value, reason):
            return task_of(row)
        rules.check_can_end(TaskState(row.state), state, reason, catalogue.reasons())
        changed = Task.objects.filter(pk=row.pk, state=TaskState.TO_DO.value).update(
            state=state.value, reason=reason, ended_at=at, ended_by=by
        )
        if state is TaskState.DONE and changed:
            _update_stock(row)
        events.record_and_publish(
            TaskEnded(reference, row.uprn, state.value),
            by=by,
            at=at,
            verb="waste.end_task",
            subject=f"waste-task:{reference}",
            detail={"state": state.value},
        )
        row.refresh_from_db()
    return task_of(row)


def _update_stock(task: Task) -> None:
    """Update the container stock after a task; it never falls below zero."""
    locks.lock(f"waste containers {task.uprn}")
    stock, _created = ContainerStock.objects.get_or_create(
        uprn=task.uprn, container=task.container, defaults={"count": 0}
    )
    change = task.count if task.kind == TaskKind.DELIVER else -task.count
    ContainerStock.objects.filter(pk=stock.pk).update(count=max(0, stock.count + change))
