"""Tables of people."""

from borough.people.models.people import HeldFact, HeldFactEvent, Person, PersonEvent

__all__ = ["HeldFact", "HeldFactEvent", "Person", "PersonEvent"]
