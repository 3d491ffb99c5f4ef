"""Start and renew garden waste subscriptions."""

from datetime import date, datetime

from django.db import transaction

from borough.foundation import events
from borough.kernel.messages import msg
from borough.kernel.references import new_reference
from borough.kernel.refusals import Refused
from borough.waste import catalogue
from borough.waste.actions.subscription_events import (
    StepRequest,
    apply_transition,
    get_for_update,
    previous_result,
    terms_of,
    write,
)
from borough.waste.actions.tasks import sync_tasks
from borough.waste.models import Subscription, Term
from borough.waste.queries.calendar import is_served
from borough.waste.queries.subscriptions import with_terms
from borough.waste.rules import subscriptions as rules
from borough.waste.rules.days import day_of
from borough.waste.types import subscriptions as types
from borough.waste.types.subscriptions import State, SubscriptionBegun, SubscriptionRenewed, Verb


def subscribe(
    *,
    by: str,
    at: datetime,
    key: str,
    uprn: int,
    person_id: int,
    bins: int,
    starts_on: date,
    ends_on: date,
    paid: int,
    concession: bool = False,
    payment: str = "",
) -> types.Subscription:
    """Start a subscription for a number of bins at a property for a paid term; paid is in pence.

    A repeated key returns the existing one. A person may have several, and several people may each have one at a
    property. Raises Refused with a message.
    """
    today = day_of(at)
    facts = (uprn, person_id, bins, starts_on, ends_on, paid, concession, payment)
    request = StepRequest(by=by, at=at, key=key, verb=Verb.SUBSCRIBE, facts=facts)
    with transaction.atomic():
        if there := previous_result(request):
            return there
        rules.check_can_subscribe(
            bins=bins, starts_on=starts_on, ends_on=ends_on, today=today, paid=paid, terms=catalogue.terms()
        )
        check_served(uprn, starts_on)
        row = Subscription.objects.create(
            reference=new_reference(),
            person_id=person_id,
            uprn=uprn,
            bins=bins,
            created_at=at,
            state=rules.after(None, Verb.SUBSCRIBE, starts_on, today).value,
        )
        Term.objects.create(
            subscription=row,
            starts_on=starts_on,
            ends_on=ends_on,
            bins=bins,
            concession=concession,
            paid=paid,
            payment=payment,
        )
        sync_tasks(by=by, at=at, uprn=uprn, wanted_on=max(starts_on, today), subscription=row.reference)
        step = write(request, row, on=starts_on, paid=paid)
        event = SubscriptionBegun(row.reference, uprn, bins, paid)
        events.publish(event, at=at, position=step.audit_position)
        return with_terms([row])[0]


def check_served(uprn: int, on: date) -> None:
    """Raise Refused unless a garden waste round serves the property."""
    if not is_served(uprn, catalogue.terms().stream, on):
        raise Refused(msg("We do not collect garden waste from this address"))


def renew(
    *,
    by: str,
    at: datetime,
    key: str,
    reference: str,
    ends_on: date,
    paid: int,
    bins: int | None = None,
    concession: bool | None = None,
    payment: str = "",
) -> types.Subscription:
    """Add a paid term up to ends_on: an early renewal follows the old term, a late one starts by the terms."""
    today, terms = day_of(at), catalogue.terms()
    request = StepRequest(
        by=by, at=at, key=key, verb=Verb.RENEW, facts=(reference, ends_on, paid, bins, concession, payment)
    )
    with transaction.atomic():
        if there := previous_result(request):
            return there
        row = get_for_update(reference)
        rules.check_can(State(row.state), Verb.RENEW)
        last = terms_of(row)[-1]
        starts_on = rules.renewal_starts(ends_on=last.ends_on, today=today, terms=terms)
        wanted = bins or row.bins
        rules.check_can_subscribe(
            bins=wanted, starts_on=starts_on, ends_on=ends_on, today=today, paid=paid, terms=terms
        )
        Term.objects.create(
            subscription=row,
            starts_on=starts_on,
            ends_on=ends_on,
            bins=wanted,
            paid=paid,
            payment=payment,
            concession=last.concession if concession is None else concession,
        )
        apply_transition(
            row, Verb.RENEW, today=today, starts_on=min(starts_on, terms_of(row)[0].starts_on), bins=wanted
        )
        if row.uprn:
            sync_tasks(by=by, at=at, uprn=row.uprn, wanted_on=max(starts_on, today), subscription=row.reference)
        step = write(request, row, on=starts_on, paid=paid)
        event = SubscriptionRenewed(row.reference, starts_on.isoformat(), ends_on.isoformat(), paid)
        events.publish(event, at=at, position=step.audit_position)
        return with_terms([row])[0]
