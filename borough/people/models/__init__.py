"""Tables of people."""

from borough.people.models.mandates import Mandate, MandateStep
from borough.people.models.people import HeldFact, HeldFactEvent, Person, PersonEvent

__all__ = ["HeldFact", "HeldFactEvent", "Mandate", "MandateStep", "Person", "PersonEvent"]
