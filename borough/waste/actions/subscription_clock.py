"""Scheduled subscription changes: start on the first day, and lapse after the last term."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Max

from borough.foundation import events
from borough.waste.actions.subscription_events import (
    StepRequest,
    apply_transition,
    get_for_update,
    previous_result,
    terms_of,
    write,
)
from borough.waste.models import Subscription, Term
from borough.waste.types.subscriptions import State, SubscriptionLapsed, Verb


def advance_subscriptions(*, by: str, at: datetime, today: date) -> tuple[int, int]:
    """Start and lapse every subscription due by the day; return both counts. Repeating has no effect."""
    begun = Term.objects.filter(subscription__state=State.PENDING.value, starts_on__lte=today)
    begins = [
        _begin(by, at, item, today) for item in begun.order_by("id").values_list("subscription__reference", flat=True)
    ]
    ends = Term.objects.filter(subscription__state=State.ACTIVE.value).values("subscription__reference")
    over = ends.annotate(last=Max("ends_on")).filter(last__lte=today).order_by("subscription__reference")
    lapses = [_lapse(by, at, item["subscription__reference"], today) for item in over]
    return sum(begins), sum(lapses)


def _begin(by: str, at: datetime, reference: str, today: date) -> bool:
    with transaction.atomic():
        row = get_for_update(reference)
        if row.state != State.PENDING:
            return False
        request = StepRequest(by=by, at=at, key=f"begin {reference}", verb=Verb.BEGIN, facts=(reference,))
        if previous_result(request):
            return False
        apply_transition(row, Verb.BEGIN, today=today, starts_on=today)
        write(request, row, on=today)
    return True


def _lapse(by: str, at: datetime, reference: str, today: date) -> bool:
    with transaction.atomic():
        row = get_for_update(reference)
        last = terms_of(row)[-1].ends_on
        if row.state != State.ACTIVE or last > today:
            return False
        request = StepRequest(by=by, at=at, key=f"lapse {reference} {last}", verb=Verb.LAPSE, facts=(reference, last))
        if previous_result(request):
            return False
        apply_transition(row, Verb.LAPSE, today=today, starts_on=last)
        step = write(request, row, on=last)
        events.publish(SubscriptionLapsed(reference, step.number), at=at, position=step.audit_position)
    return True


def running(reference: str) -> bool:
    """Return whether the subscription is active or pending."""
    states = [State.PENDING.value, State.ACTIVE.value]
    return Subscription.objects.filter(reference=reference, state__in=states).exists()
