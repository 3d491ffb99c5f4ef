"""Tables of people."""

from borough.people.models.erasing import ErasureRequest
from borough.people.models.mandates import Mandate, MandateStep
from borough.people.models.merging import Likeness, Merge, Unlooked
from borough.people.models.people import PHONE_TAIL, HeldFact, HeldFactEvent, Person, PersonEvent

__all__ = [
    "PHONE_TAIL", "ErasureRequest", "HeldFact", "HeldFactEvent", "Likeness", "Mandate", "MandateStep", "Merge",
    "Person", "PersonEvent", "Unlooked",
]  # fmt: skip
