"""Bulky days with free places, and reservations."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta

from django.db.models import Case, F, Q, Sum, When

from borough.gazetteer.public import ward_of
from borough.kernel.refusals import Refused
from borough.waste import catalogue
from borough.waste.models import BulkyDay, Reservation
from borough.waste.rules import bulky as rules
from borough.waste.rules.days import day_of
from borough.waste.types import bulky as types
from borough.waste.types.bulky import BulkyQuote, ReservationState


def bulky_quote(items: Mapping[str, int]) -> BulkyQuote:
    """Return the price of items, with its lines. Raises Refused."""
    return rules.bulky_quote(items, catalogue.bulky_items(), catalogue.bulky_terms())


def bulky_days(uprn: int, at: datetime, ahead: timedelta = timedelta(weeks=8)) -> list[types.BulkyDay]:
    """Return the days bookable now for a property's items, with their places, including full days."""
    today = day_of(at)
    first = today + timedelta(days=catalogue.bulky_terms().closes_days_before)
    rows = BulkyDay.objects.filter(day__gte=first, day__lt=today + ahead, area__in=["", ward_of(uprn, today)])
    return _summaries(rows.order_by("day", "-area"), at)


def all_bulky_days(start: date, end: date, at: datetime) -> list[types.BulkyDay]:
    """Return every day from start (inclusive) to end (exclusive) with its booked places."""
    return _summaries(BulkyDay.objects.filter(day__gte=start, day__lt=end).order_by("day", "area"), at)


def _summaries(rows: Iterable[BulkyDay], at: datetime) -> list[types.BulkyDay]:
    days = list(rows)
    lapsed = dict(
        Reservation.objects.filter(day__in=days, state=ReservationState.RESERVED.value, reserved_until__lte=at)
        .values_list("day_id")
        .annotate(n=Sum("places"))
    )
    return [
        types.BulkyDay(
            id=row.pk,
            day=row.day,
            area=row.area,
            capacity=row.capacity,
            places_booked=row.places_booked - lapsed.get(row.pk, 0),
        )
        for row in days
    ]


def day_for(uprn: int, day: date) -> int:
    """Return the ID of the bulky day of a property's ward, or of everywhere. Raises Refused if there is none."""
    ward = ward_of(uprn, day)
    rows = BulkyDay.objects.filter(Q(area="") | Q(area=ward), day=day)
    day_id = rows.order_by(Case(When(area="", then=1), default=0)).values_list("pk", flat=True).first()
    if day_id is None:
        raise Refused("There is no bulky collection at this address on that day. Choose another")
    return day_id


def reservation_of(row: Reservation, *, again: bool = False) -> types.Reservation:
    """Convert a row to a reservation."""
    return types.Reservation(
        reference=row.reference,
        uprn=row.uprn,
        day=row.day.day,
        items=tuple(row.items.items()),
        places=row.places,
        pence=row.pence,
        state=ReservationState(row.state),
        reserved_until=row.reserved_until,
        again=again,
    )


def reservation(reference: str) -> types.Reservation | None:
    """Return the reservation of a reference."""
    row = Reservation.objects.select_related("day").filter(reference=reference).first()
    return reservation_of(row) if row else None


def reservations_at(uprn: int) -> list[types.Reservation]:
    """Return the latest reservations of a property, newest first."""
    rows = Reservation.objects.filter(uprn=uprn).select_related("day").order_by("-id")[:50]
    return [reservation_of(row) for row in rows]


def active_places(day_id: int, at: datetime) -> int:
    """Return the places of a day that are confirmed or still reserved."""
    rows = Reservation.objects.filter(
        Q(state=ReservationState.CONFIRMED.value) | Q(state=ReservationState.RESERVED.value, reserved_until__gt=at),
        day_id=day_id,
    )
    return rows.aggregate(n=Sum(F("places")))["n"] or 0
