"""Garden waste subscriptions: by reference, property or person, and those due for renewal."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Max, QuerySet
from django.db.models.functions import Coalesce

from borough.kernel.messages import format_day, msg
from borough.kernel.periods import Period
from borough.kernel.refusals import Refused
from borough.people.public import merged_person_ids
from borough.waste import catalogue
from borough.waste.models import Step, Subscription, Term
from borough.waste.rules import fees
from borough.waste.rules.subscriptions import check_can, refund, refund_for_fewer_bins, renewal_starts
from borough.waste.types import subscriptions as types
from borough.waste.types.subscriptions import Quote, State, Verb

RUNNING = (State.PENDING, State.ACTIVE)
ON_A_PAGE = 50


def with_terms(subscription_rows: Iterable[Subscription]) -> list[types.Subscription]:
    """Convert rows to subscriptions with terms, by two queries in total."""
    rows = list(subscription_rows)
    keys = [row.pk for row in rows]
    terms: dict[int, list[types.Term]] = defaultdict(list)
    for row in Term.objects.filter(subscription_id__in=keys).order_by("starts_on", "id"):
        terms[row.subscription_id].append(term_of(row))
    moved = dict(Subscription.objects.filter(follows_id__in=keys).values_list("follows_id", "reference"))
    return [
        types.Subscription(
            reference=row.reference,
            uprn=row.uprn,
            person_id=row.person_id,
            state=State(row.state),
            bins=row.bins,
            terms=tuple(terms[row.pk]),
            moved_to=moved.get(row.pk, ""),
        )
        for row in rows
    ]


def term_of(row: Term) -> types.Term:
    """Convert a row to a term."""
    return types.Term(
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        stopped_on=row.stopped_on,
        bins=row.bins,
        paid=row.paid,
        refunded=row.refunded,
        carried=row.carried,
        concession=row.concession,
        payment=row.payment,
    )


def subscription(reference: str) -> types.Subscription | None:
    """Return the subscription of a reference."""
    return next(iter(with_terms(Subscription.objects.filter(reference=reference))), None)


def subscriptions_at(uprn: int) -> list[types.Subscription]:
    """Return every current and past subscription at a property, newest first."""
    return with_terms(Subscription.objects.filter(uprn=uprn).order_by("-id"))


def subscriptions_of(person_id: int) -> list[types.Subscription]:
    """Return every current and past subscription of a person, newest first."""
    return with_terms(Subscription.objects.filter(person_id__in=merged_person_ids(person_id)).order_by("-id"))


def _ending(period: Period) -> "QuerySet[Subscription]":
    """Return active subscriptions whose last term ends in the period (the exclusive end date is in it)."""
    last = Term.objects.values("subscription_id").annotate(last=Max(Coalesce("stopped_on", "ends_on")))
    ids = last.filter(last__gte=period.start, last__lt=period.end).values("subscription_id")
    return Subscription.objects.filter(pk__in=ids, state__in=[state.value for state in RUNNING])


def due_for_renewal(period: Period) -> list[types.Subscription]:
    """Return active subscriptions that end in the period unless renewed, in order of creation."""
    return with_terms(_ending(period).order_by("id"))


@dataclass(frozen=True, kw_only=True)
class SubscriptionPage:
    """A page of subscriptions, and their total number."""

    rows: list[types.Subscription]
    count: int
    pages: int


def subscription_page(*, state: State | None = None, ending: Period | None = None, page: int = 1) -> SubscriptionPage:
    """Return subscriptions, newest first, in a state or due for renewal in a period."""
    subscriptions = _ending(ending) if ending else Subscription.objects.all()
    if state:
        subscriptions = subscriptions.filter(state=state.value)
    count, start = subscriptions.count(), (max(1, page) - 1) * ON_A_PAGE
    rows = with_terms(subscriptions.order_by("-id")[start : start + ON_A_PAGE])
    return SubscriptionPage(rows=rows, count=count, pages=max(1, -(-count // ON_A_PAGE)))


def quote(*, bins: int, concession: bool, on: date) -> Quote:
    """Return the fee for bins from the day to the end of its season, with its lines. Raises Refused."""
    return fees.quote(catalogue.fees(), catalogue.terms(), bins=bins, concession=concession, on=on)


def renewal_quote(*, reference: str, on: date, bins: int | None = None, concession: bool | None = None) -> Quote:
    """Return the renewal fee on a day: starts_on and ends_on are those of the new term. Raises Refused."""
    subscription = _get(reference)
    check_can(subscription.state, Verb.RENEW)
    last = subscription.terms[-1]
    starts_on = renewal_starts(ends_on=last.ends_on, today=on, terms=catalogue.terms())
    wanted = last.concession if concession is None else concession
    return quote(bins=bins or subscription.bins, concession=wanted, on=starts_on)


def change_quote(*, reference: str, bins: int, on: date) -> Quote:
    """Return the price of changing the number of bins from a day, over the current and later terms.

    For fewer bins, pence is negative: the refund due. Raises Refused.
    """
    subscription = _get(reference)
    check_can(subscription.state, Verb.CHANGE_BINS)
    fees.check_bins(bins, catalogue.terms())
    left = [term for term in subscription.terms if on < term.serves_until]
    if not left:
        raise Refused(msg("This subscription has ended. Renew it first"))
    lines = [line for term in left if term.bins != bins for line in _changed(term, bins, on)]
    return Quote(
        pence=sum(pence for _label, pence in lines),
        starts_on=max(on, left[0].starts_on),
        ends_on=left[-1].ends_on,
        lines=tuple(lines),
    )


def cancel_quote(*, reference: str, on: date) -> int:
    """Return the refund in pence if a subscription ended on the day. Raises Refused."""
    subscription = _get(reference)
    check_can(subscription.state, Verb.CANCEL)
    return refund([term for term in subscription.terms if on < term.ends_on], on, catalogue.terms().refund_fee)


def _changed(term: types.Term, bins: int, on: date) -> tuple[tuple[str, int], ...]:
    if bins < term.bins:
        return ((msg("Fewer bins until {day}", day=format_day(term.ends_on)), -refund_for_fewer_bins(term, bins, on)),)
    more = fees.quote_more(
        catalogue.fees(),
        catalogue.terms(),
        bins=term.bins,
        more=bins - term.bins,
        concession=term.concession,
        on=max(on, term.starts_on),
    )
    return more.lines


def _get(reference: str) -> types.Subscription:
    existing = subscription(reference)
    if existing is None:
        raise Refused(msg("There is no garden waste subscription with that reference"))
    return existing


def erasure_blocker(person_id: int) -> str:
    """Return why a person cannot be erased now; empty if they have no active subscription."""
    running = [state.value for state in RUNNING]
    if Subscription.objects.filter(person_id__in=merged_person_ids(person_id), state__in=running).exists():
        return "A garden waste subscription runs. Cancel it first."
    return ""


def payment_totals(references: Iterable[str]) -> tuple[int, int]:
    """Return pence paid and pence due back over every step of these subscriptions."""
    rows = Step.objects.filter(subscription__reference__in=list(references)).values_list("paid", "refund")
    pairs = list(rows)
    return sum(paid for paid, _back in pairs), sum(back for _paid, back in pairs)
