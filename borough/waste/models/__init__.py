"""Tables of waste."""

from borough.waste.models.calendar import DayChange, Membership, Round
from borough.waste.models.containers import Holding, Task
from borough.waste.models.subscriptions import Step, Subscription, Term

__all__ = ["DayChange", "Holding", "Membership", "Round", "Step", "Subscription", "Task", "Term"]
