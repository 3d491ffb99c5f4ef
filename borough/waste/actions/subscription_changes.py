"""Change the number of bins of a garden waste subscription, move it to another address, or cancel it."""

from dataclasses import replace
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
from borough.waste.actions.subscriptions import check_served
from borough.waste.actions.tasks import sync_tasks
from borough.waste.models import Subscription, Term
from borough.waste.queries.subscriptions import term_of, with_terms
from borough.waste.rules import fees
from borough.waste.rules import subscriptions as rules
from borough.waste.rules.days import day_of
from borough.waste.types import subscriptions as types
from borough.waste.types.subscriptions import (
    State,
    SubscriptionCancelled,
    SubscriptionChanged,
    SubscriptionMoved,
    Verb,
)


def change_bins(
    *,
    by: str,
    at: datetime,
    key: str,
    reference: str,
    bins: int,
    on: date | None = None,
    paid: int = 0,
    payment: str = "",
) -> types.Subscription:
    """Change the number of bins from a day on (default today), in the current and later terms.

    paid: pence for additional bins, as `change_quote` states. For fewer, refund is the amount due. Raises Refused.
    """
    today = day_of(at)
    day = on or today
    request = StepRequest(by=by, at=at, key=key, verb=Verb.CHANGE_BINS, facts=(reference, bins, on, paid, payment))
    with transaction.atomic():
        if there := previous_result(request):
            return there
        row = get_for_update(reference)
        rules.check_can(State(row.state), Verb.CHANGE_BINS)
        fees.check_bins(bins, catalogue.terms())
        rules.check_paid(paid)
        terms = [term for term in terms_of(row) if day < term.ends_on]
        if not terms:
            raise Refused(msg("This subscription has ended. Renew it first"))
        refund = _record_bin_refunds(terms, bins, day)
        _set_bins(terms, bins, paid)
        apply_transition(row, Verb.CHANGE_BINS, today=today, starts_on=terms_of(row)[0].starts_on, bins=bins)
        if row.uprn:
            sync_tasks(by=by, at=at, uprn=row.uprn, wanted_on=max(day, today), subscription=row.reference)
        step = write(request, row, on=day, paid=paid, refund=refund)
        event = SubscriptionChanged(row.reference, step.number, bins, paid, refund)
        events.publish(event, at=at, position=step.audit_position)
        return replace(with_terms([row])[0], refund=refund)


def _record_bin_refunds(terms: list[Term], bins: int, day: date) -> int:
    """Record the refund for fewer bins on their terms; return the total in pence."""
    total = 0
    for term in terms:
        back = rules.refund_for_fewer_bins(term_of(term), bins, day) if bins < term.bins else 0
        term.refunded += back
        total += back
    return total


def _set_bins(terms: list[Term], bins: int, paid: int) -> None:
    terms[0].paid += paid
    for term in terms:
        term.bins = bins
        term.save(update_fields=["bins", "paid", "refunded"])


def move(*, by: str, at: datetime, key: str, reference: str, uprn: int, on: date | None = None) -> types.Subscription:
    """Move the subscription to another property from a day on (default today).

    Return the new subscription, under a new reference: no day is lost, and the unused part of the fee is
    transferred. Raises Refused.
    """
    today = day_of(at)
    day = on or today
    request = StepRequest(by=by, at=at, key=key, verb=Verb.MOVE, facts=(reference, uprn, on))
    with transaction.atomic():
        if there := previous_result(request):
            return there
        row = get_for_update(reference)
        rules.check_can(State(row.state), Verb.MOVE)
        if row.uprn == uprn:
            raise Refused(msg("The subscription is at that address already"))
        terms = [term for term in terms_of(row) if day < term.ends_on]
        if not terms:
            raise Refused(msg("This subscription has ended. Renew it first"))
        check_served(uprn, day)
        after = _opened(row, at, uprn, max(day, terms[0].starts_on), today)
        for term in terms:
            _transfer_term(term, after, day)
        apply_transition(row, Verb.MOVE, today=today, starts_on=day)
        for place, subscription in ((row.uprn, row), (uprn, after)):
            if place:
                sync_tasks(by=by, at=at, uprn=place, wanted_on=max(day, today), subscription=subscription.reference)
        write(request, row, on=day, suffix=" from")
        step = write(request, after, on=day)
        event = SubscriptionMoved(row.reference, after.reference, uprn)
        events.publish(event, at=at, position=step.audit_position)
        return with_terms([after])[0]


def _opened(row: Subscription, at: datetime, uprn: int, starts_on: date, today: date) -> Subscription:
    return Subscription.objects.create(
        reference=new_reference(),
        person_id=row.person_id,
        uprn=uprn,
        bins=row.bins,
        created_at=at,
        follows=row,
        state=rules.after(None, Verb.SUBSCRIBE, starts_on, today).value,
    )


def _transfer_term(term: Term, after: Subscription, day: date) -> None:
    """End a term on the day, and transfer the rest of it to the other subscription."""
    carried, starts_on = rules.unused(term_of(term), day), max(day, term.starts_on)
    term.stopped_on, term.carried = starts_on, term.carried + carried
    term.save(update_fields=["stopped_on", "carried"])
    Term.objects.create(
        subscription=after,
        starts_on=starts_on,
        ends_on=term.ends_on,
        bins=term.bins,
        concession=term.concession,
        paid=carried,
        payment=term.payment,
    )


def cancel(*, by: str, at: datetime, key: str, reference: str, on: date | None = None) -> types.Subscription:
    """Cancel the subscription from a day on (default today); refund is the pence due: unused whole months.

    No money is paid out here: the listener of SubscriptionCancelled, or the caller, does that. Raises Refused.
    """
    today = day_of(at)
    day = on or today
    request = StepRequest(by=by, at=at, key=key, verb=Verb.CANCEL, facts=(reference, on))
    with transaction.atomic():
        if there := previous_result(request):
            return there
        row = get_for_update(reference)
        rules.check_can(State(row.state), Verb.CANCEL)
        terms = [term for term in terms_of(row) if day < term.ends_on]
        backs = rules.shares([rules.unused(term_of(term), day) for term in terms], catalogue.terms().refund_fee)
        for term, back in zip(terms, backs, strict=True):
            term.stopped_on, term.refunded = max(day, term.starts_on), term.refunded + back
            term.save(update_fields=["stopped_on", "refunded"])
        apply_transition(row, Verb.CANCEL, today=today, starts_on=day)
        if row.uprn:
            sync_tasks(by=by, at=at, uprn=row.uprn, wanted_on=max(day, today), subscription=row.reference)
        refund = sum(backs)
        step = write(request, row, on=day, refund=refund)
        events.publish(SubscriptionCancelled(row.reference, refund), at=at, position=step.audit_position)
        return replace(with_terms([row])[0], refund=refund)
