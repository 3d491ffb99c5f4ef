"""Waste tables."""

from borough.waste.models.bulky import BulkyDay, Reservation
from borough.waste.models.calendar import DayChange, Membership, Round
from borough.waste.models.containers import ContainerStock, Task
from borough.waste.models.missed import CrewEvent, MissedBin
from borough.waste.models.subscriptions import Step, Subscription, Term

__all__ = [
    "BulkyDay",
    "ContainerStock",
    "CrewEvent",
    "DayChange",
    "Membership",
    "MissedBin",
    "Reservation",
    "Round",
    "Step",
    "Subscription",
    "Task",
    "Term",
]
