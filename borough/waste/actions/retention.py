"""Retention of waste data about people: the fact, time and outcome are kept."""

from datetime import datetime
from typing import Any

from django.db.models import F, Max, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from borough.foundation import retention
from borough.kernel.retention import Retention
from borough.waste.models import MissedBin, Reservation, Subscription, Term
from borough.waste.types import State
from borough.waste.types.bulky import ReservationState

ENDED = (State.LAPSED, State.CANCELLED, State.MOVED)
YEARS = Retention("the end of its financial year", 6, "VAT, audit", year_end=True)


def _missed() -> QuerySet[Any]:
    return MissedBin.objects.filter(disposed_at=None, ended_at__isnull=False)


def _end_missed(ids: list[int], at: datetime) -> None:
    MissedBin.objects.filter(pk__in=ids).update(person=None, uprn=None, details="", disposed_at=at)


def _sent(row: MissedBin | Reservation) -> tuple[str, ...]:
    """Return the submission named in the row's key."""
    return (row.key.rpartition(" ")[2],)


def _subscriptions() -> QuerySet[Any]:
    terms = Term.objects.filter(subscription=OuterRef("pk")).values("subscription")
    last = terms.annotate(last=Max(Coalesce("stopped_on", "ends_on"))).values("last")
    rows = Subscription.objects.filter(disposed_at=None, state__in=[state.value for state in ENDED])
    return rows.annotate(over_on=Subquery(last))


def _end_subscriptions(ids: list[int], at: datetime) -> None:
    Subscription.objects.filter(pk__in=ids).update(person=None, uprn=None, disposed_at=at)


def _bulky() -> QuerySet[Any]:
    rows = Reservation.objects.exclude(state=ReservationState.RESERVED.value).filter(disposed_at=None)
    return rows.annotate(over_on=F("day__day"))


def _end_bulky(ids: list[int], at: datetime) -> None:
    Reservation.objects.filter(pk__in=ids).update(person=None, uprn=None, disposed_at=at)


CLASSES = (
    retention.RetentionClass(
        key="missed-bins",
        what="Reports of missed bins",
        rows=_missed,
        since="ended_at",
        dispose=_end_missed,
        retention=Retention("it was answered", 2, "Operational"),
        person="person_id",
        reference="reference",
        about=_sent,
    ),
    retention.RetentionClass(
        key="ended-subscriptions",
        what="Garden waste subscriptions that ended",
        rows=_subscriptions,
        since="over_on",
        dispose=_end_subscriptions,
        retention=YEARS,
        person="person_id",
        reference="reference",
    ),
    retention.RetentionClass(
        key="bulky-collections",
        what="Bulky collections",
        rows=_bulky,
        since="over_on",
        dispose=_end_bulky,
        retention=YEARS,
        person="person_id",
        reference="reference",
        about=_sent,
    ),
)


def declare() -> None:
    """Register the retention classes of waste."""
    retention.register_classes(*CLASSES)
