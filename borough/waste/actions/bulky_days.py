"""Facade of bulky day actions and queries for other apps."""

from borough.waste.actions.bulky import set_bulky_day
from borough.waste.catalogue import bulky_items, bulky_terms
from borough.waste.queries.bulky import all_bulky_days, bulky_days, bulky_quote, reservation, reservations_at
from borough.waste.types.bulky import BulkyDay, BulkyQuote, Reservation, ReservationState

__all__ = [
    "BulkyDay",
    "BulkyQuote",
    "Reservation",
    "ReservationState",
    "all_bulky_days",
    "bulky_days",
    "bulky_items",
    "bulky_quote",
    "bulky_terms",
    "reservation",
    "reservations_at",
    "set_bulky_day",
]
