"""Prices of bulky items, and when places of a day can be reserved."""

from collections.abc import Mapping
from datetime import date, timedelta

from borough.kernel.messages import format_day, msg
from borough.kernel.refusals import Refused
from borough.waste.types.bulky import BulkyItem, BulkyQuote, BulkyTerms, ReservationState

MOST_PLACES = 10_000
EDGES: tuple[tuple[ReservationState | None, ReservationState, str], ...] = (
    (None, ReservationState.RESERVED, "resident or staff"),
    (ReservationState.RESERVED, ReservationState.CONFIRMED, "payment"),
    (ReservationState.LAPSED, ReservationState.CONFIRMED, "payment that came late, if there is room"),
    (ReservationState.RESERVED, ReservationState.RELEASED, "resident or staff"),
    (ReservationState.CONFIRMED, ReservationState.RELEASED, "resident or staff"),
    (ReservationState.RESERVED, ReservationState.LAPSED, "the clock"),
)
"""State table: from, to, actor."""


def bulky_quote(items: Mapping[str, int], catalogue: Mapping[str, BulkyItem], terms: BulkyTerms) -> BulkyQuote:
    """Return the price of items. Raises Refused."""
    if unknown := sorted(set(items) - set(catalogue)):
        raise Refused(msg("We do not collect {items}", items=", ".join(unknown)))
    wanted = {key: count for key, count in items.items() if count}
    if any(count < 0 for count in wanted.values()) or not 1 <= sum(wanted.values()) <= terms.most_items:
        raise Refused(msg("Choose from 1 to {most} items", most=terms.most_items))
    lines = [
        (f"{catalogue[key].name}{f' ({count})' if count > 1 else ''}", catalogue[key].pence * count)
        for key, count in wanted.items()
    ]
    return BulkyQuote(
        pence=sum(pence for _label, pence in lines),
        lines=tuple(lines),
        places=sum(catalogue[key].places * count for key, count in wanted.items()),
    )


def last_day_to_book(day: date, terms: BulkyTerms) -> date:
    """Return the last day on which a collection can be booked."""
    return day - timedelta(days=terms.closes_days_before)


def check_can_reserve(*, day: date, today: date, left: int, places: int, terms: BulkyTerms) -> None:
    """Raise Refused unless in time and with enough free places."""
    if today > last_day_to_book(day, terms):
        late = msg("It is too late to book a collection on {day}. Choose a later day", day=format_day(day))
        raise Refused(late)
    if places > left:
        full = msg("There is not enough room on {day}. Choose another day or fewer items", day=format_day(day))
        raise Refused(full)


def check_can(state: ReservationState, after: ReservationState) -> None:
    """Raise Refused unless the state table has the transition."""
    if not any((before, to) == (state, after) for before, to, _who in EDGES):
        raise Refused("That cannot be done to this bulky collection now")


def check_day(*, capacity: int, places_booked: int) -> None:
    """Raise Refused for a capacity below the places booked."""
    if not 0 <= capacity <= MOST_PLACES:
        raise Refused(f"Enter a number of places up to {MOST_PLACES:,}")
    if capacity < places_booked:
        raise Refused(f"{places_booked} places are taken already. Enter that or more")
