"""Change the bins of a garden waste subscription, move it to another address, or cancel it."""

from dataclasses import replace
from datetime import date, datetime

from django.db import transaction

from borough.foundation import events
from borough.kernel.references import new_reference
from borough.kernel.refusals import Refused
from borough.kernel.sentences import say
from borough.waste import catalogue
from borough.waste.actions.steps import Asked, answered, go, held, terms_of, write
from borough.waste.actions.subscribing import check_served
from borough.waste.actions.tasks import level
from borough.waste.models import Subscription, Term
from borough.waste.queries.subscriptions import shown, term_of
from borough.waste.rules import fees
from borough.waste.rules import subscriptions as rules
from borough.waste.rules.days import day_of
from borough.waste.types import subscriptions as words
from borough.waste.types.subscriptions import (
    State,
    SubscriptionCancelled,
    SubscriptionChanged,
    SubscriptionMoved,
    Verb,
)


def change_bins(
    *, by: str, at: datetime, key: str, reference: str, bins: int, on: date | None = None, paid: int = 0,
    payment: str = "",
) -> words.Subscription:  # fmt: skip
    """Have more bins or fewer from a day on (today unless told), in the running term and those after it.

    paid: pence for more of them, as `change_quote` says. For fewer, refund says what is due back. Raises Refused.
    """
    today = day_of(at)
    day = on or today
    asked = Asked(by=by, at=at, key=key, verb=Verb.CHANGE_BINS, facts=(reference, bins, on, paid, payment))
    with transaction.atomic():
        if there := answered(asked):
            return there
        row = held(reference)
        rules.check_can(State(row.state), Verb.CHANGE_BINS)
        fees.check_bins(bins, catalogue.terms())
        rules.check_paid(paid)
        terms = [one for one in terms_of(row) if day < one.ends_on]
        if not terms:
            raise Refused(say("This subscription has ended. Renew it first"))
        refund = _give_up(terms, bins, day)
        _have(terms, bins, paid)
        go(row, Verb.CHANGE_BINS, today=today, starts_on=terms_of(row)[0].starts_on, bins=bins)
        if row.uprn:
            level(by=by, at=at, uprn=row.uprn, wanted_on=max(day, today), subscription=row.reference)
        step = write(asked, row, on=day, paid=paid, refund=refund)
        told = SubscriptionChanged(row.reference, step.number, bins, paid, refund)
        events.publish(told, at=at, position=step.audit_position)
        return replace(shown([row])[0], refund=refund)


def _give_up(terms: list[Term], bins: int, day: date) -> int:
    """Write what is due back for bins given up on their terms; returns the sum in pence."""
    total = 0
    for one in terms:
        back = rules.for_fewer(term_of(one), bins, day) if bins < one.bins else 0
        one.refunded += back
        total += back
    return total


def _have(terms: list[Term], bins: int, paid: int) -> None:
    terms[0].paid += paid
    for one in terms:
        one.bins = bins
        one.save(update_fields=["bins", "paid", "refunded"])


def move(
    *, by: str, at: datetime, key: str, reference: str, uprn: int, on: date | None = None
) -> words.Subscription:  # fmt: skip
    """Have the subscription go on at another property from a day on (today unless told).

    Returns the one there, under a new reference: no day is lost, and what is unused of the fee goes with it.
    Raises Refused.
    """
    today = day_of(at)
    day = on or today
    asked = Asked(by=by, at=at, key=key, verb=Verb.MOVE, facts=(reference, uprn, on))
    with transaction.atomic():
        if there := answered(asked):
            return there
        row = held(reference)
        rules.check_can(State(row.state), Verb.MOVE)
        if row.uprn == uprn:
            raise Refused(say("The subscription is at that address already"))
        terms = [one for one in terms_of(row) if day < one.ends_on]
        if not terms:
            raise Refused(say("This subscription has ended. Renew it first"))
        check_served(uprn, day)
        after = _opened(row, at, uprn, max(day, terms[0].starts_on), today)
        for one in terms:
            _carry(one, after, day)
        go(row, Verb.MOVE, today=today, starts_on=day)
        for place, subscription in ((row.uprn, row), (uprn, after)):
            if place:
                level(by=by, at=at, uprn=place, wanted_on=max(day, today), subscription=subscription.reference)
        write(asked, row, on=day, suffix=" from")
        step = write(asked, after, on=day)
        told = SubscriptionMoved(row.reference, after.reference, uprn)
        events.publish(told, at=at, position=step.audit_position)
        return shown([after])[0]


def _opened(row: Subscription, at: datetime, uprn: int, starts_on: date, today: date) -> Subscription:
    return Subscription.objects.create(
        reference=new_reference(), person_id=row.person_id, uprn=uprn, bins=row.bins, made_at=at, follows=row,
        state=rules.after(None, Verb.SUBSCRIBE, starts_on, today).value,
    )  # fmt: skip


def _carry(one: Term, after: Subscription, day: date) -> None:
    """End a term on the day, and have what is left of it served and paid for under the other."""
    carried, starts_on = rules.unused(term_of(one), day), max(day, one.starts_on)
    one.stopped_on, one.carried = starts_on, one.carried + carried
    one.save(update_fields=["stopped_on", "carried"])
    Term.objects.create(
        subscription=after, starts_on=starts_on, ends_on=one.ends_on, bins=one.bins, concession=one.concession,
        paid=carried, payment=one.payment,
    )  # fmt: skip


def cancel(
    *, by: str, at: datetime, key: str, reference: str, on: date | None = None
) -> words.Subscription:  # fmt: skip
    """End the subscription from a day on (today unless told); refund says the pence due back: whole months unused.

    Nothing is paid out here: who hears SubscriptionCancelled, or called this, does so. Raises Refused.
    """
    today = day_of(at)
    day = on or today
    asked = Asked(by=by, at=at, key=key, verb=Verb.CANCEL, facts=(reference, on))
    with transaction.atomic():
        if there := answered(asked):
            return there
        row = held(reference)
        rules.check_can(State(row.state), Verb.CANCEL)
        terms = [one for one in terms_of(row) if day < one.ends_on]
        backs = rules.shares([rules.unused(term_of(one), day) for one in terms], catalogue.terms().refund_fee)
        for one, back in zip(terms, backs, strict=True):
            one.stopped_on, one.refunded = max(day, one.starts_on), one.refunded + back
            one.save(update_fields=["stopped_on", "refunded"])
        go(row, Verb.CANCEL, today=today, starts_on=day)
        if row.uprn:
            level(by=by, at=at, uprn=row.uprn, wanted_on=max(day, today), subscription=row.reference)
        refund = sum(backs)
        step = write(asked, row, on=day, refund=refund)
        events.publish(SubscriptionCancelled(row.reference, refund), at=at, position=step.audit_position)
        return replace(shown([row])[0], refund=refund)
