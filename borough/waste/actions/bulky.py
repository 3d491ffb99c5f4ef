"""Reserve places on a bulky collection day until payment, confirm them, and release them."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from django.db import transaction

from borough.foundation import audit, events
from borough.foundation.db import locks
from borough.kernel.references import new_reference
from borough.kernel.refusals import Refused
from borough.waste import catalogue
from borough.waste.actions.subscription_events import LONGEST_KEY
from borough.waste.models import BulkyDay, Reservation
from borough.waste.queries.bulky import active_places, bulky_quote, day_for, reservation_of
from borough.waste.rules import bulky as rules
from borough.waste.rules.days import day_of
from borough.waste.types import bulky as types
from borough.waste.types.bulky import BulkyConfirmed, BulkyReleased, BulkyReserved, ReservationState


def reserve(
    *, by: str, at: datetime, key: str, uprn: int, day: date, items: Mapping[str, int], person_id: int | None = None
) -> types.Reservation:
    """Reserve places for items (key to quantity) on a day, for as many minutes as the council allows.

    A repeated key returns the existing reservation. Raises Refused with a message, such as when the day is full.
    """
    if not 0 < len(key) <= LONGEST_KEY:
        raise Refused(f"A key has 1 to {LONGEST_KEY} characters")
    quote, terms = bulky_quote(items), catalogue.bulky_terms()
    wanted = {item: count for item, count in sorted(items.items()) if count}
    with transaction.atomic():
        locks.lock(f"waste bulky {key}")
        if there := Reservation.objects.select_related("day").filter(key=key).first():
            if (there.uprn, there.day.day, there.items) != (uprn, day, wanted):
                raise Refused("This was sent before with something else in it. Start again")
            return reservation_of(there, again=True)
        on = locked(day_for(uprn, day))
        left = on.capacity - active_places(on.pk, at)
        rules.check_can_reserve(day=day, today=day_of(at), left=left, places=quote.places, terms=terms)
        row = Reservation.objects.create(
            reference=new_reference(),
            key=key,
            day=on,
            uprn=uprn,
            person_id=person_id,
            items=wanted,
            places=quote.places,
            pence=quote.pence,
            created_at=at,
            created_by=by,
            reserved_until=at + timedelta(minutes=terms.hold_minutes),
        )
        _recount(on, at)
        position = _record(by, at, "waste.reserve_bulky", row)
        events.publish(BulkyReserved(row.reference, day.isoformat(), row.places), at=at, position=position)
    return reservation_of(row)


def locked(day_id: int) -> BulkyDay:
    """Return the day, locked until the transaction ends, so that nobody else changes its places meanwhile."""
    return BulkyDay.objects.select_for_update().get(pk=day_id)


def _recount(on: BulkyDay, at: datetime) -> None:
    """Release expired reservations, and update the number of places booked."""
    stale = Reservation.objects.filter(day=on, state=ReservationState.RESERVED.value, reserved_until__lte=at)
    stale.update(state=ReservationState.LAPSED.value)
    BulkyDay.objects.filter(pk=on.pk).update(places_booked=active_places(on.pk, at))


def confirm(*, by: str, at: datetime, reference: str, payment: str = "") -> types.Reservation:
    """Confirm the places after payment; repeating has no effect.

    A payment after the reservation expired still gets its places if there is room. Raises Refused if there is none:
    refund the money.
    """
    with transaction.atomic():
        row, on = _get_for_update(reference)
        if row.state == ReservationState.CONFIRMED:
            return reservation_of(row)
        _recount(on, at)
        row.refresh_from_db(fields=["state"])
        rules.check_can(ReservationState(row.state), ReservationState.CONFIRMED)
        if row.state == ReservationState.LAPSED and row.places > on.capacity - active_places(on.pk, at):
            raise Refused("The places were let go before the payment came, and others have taken them")
        _set_state(row, ReservationState.CONFIRMED, payment)
        _recount(on, at)
        position = _record(by, at, "waste.confirm_bulky", row)
        event = BulkyConfirmed(row.reference, row.uprn or 0, on.day.isoformat())
        events.publish(event, at=at, position=position)
    return reservation_of(row)


def release(*, by: str, at: datetime, reference: str) -> types.Reservation:
    """Release the places; repeating has no effect. Raises Refused."""
    with transaction.atomic():
        row, on = _get_for_update(reference)
        if row.state in (ReservationState.RELEASED, ReservationState.LAPSED):
            return reservation_of(row)
        rules.check_can(ReservationState(row.state), ReservationState.RELEASED)
        _set_state(row, ReservationState.RELEASED, row.payment)
        _recount(on, at)
        position = _record(by, at, "waste.release_bulky", row)
        events.publish(BulkyReleased(row.reference, on.day.isoformat()), at=at, position=position)
    return reservation_of(row)


def _get_for_update(reference: str) -> tuple[Reservation, BulkyDay]:
    """Return the reservation and its day; the day is always locked first."""
    day = Reservation.objects.filter(reference=reference).values_list("day_id", flat=True).first()
    if day is None:
        raise Refused("There is no bulky collection with that reference")
    on = locked(day)
    return Reservation.objects.select_for_update().select_related("day").get(reference=reference), on


def _set_state(row: Reservation, state: ReservationState, payment: str) -> None:
    Reservation.objects.filter(pk=row.pk, state=row.state).update(state=state.value, payment=payment)
    row.state, row.payment = state.value, payment


def _record(by: str, at: datetime, verb: str, row: Reservation) -> int:
    detail = {"places": row.places, "pence": row.pence, "day": row.day_id}
    return audit.record(by=by, at=at, verb=verb, subject=f"bulky:{row.reference}", detail=detail)


def set_bulky_day(*, by: str, at: datetime, day: date, capacity: int, area: str = "") -> int:
    """Create a bulky collection day with a capacity, or change its capacity; return its ID.

    Raises Refused if more places are booked.
    """
    with transaction.atomic():
        row, _created = BulkyDay.objects.get_or_create(day=day, area=area, defaults={"capacity": 0})
        on = locked(row.pk)
        _recount(on, at)
        rules.check_day(capacity=capacity, places_booked=active_places(on.pk, at))
        BulkyDay.objects.filter(pk=on.pk).update(capacity=capacity)
        audit.record(
            by=by, at=at, verb="waste.set_bulky_day", subject=f"bulky-day:{on.pk}", detail={"capacity": capacity}
        )
    return on.pk
