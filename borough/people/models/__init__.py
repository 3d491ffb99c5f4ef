"""Tables of people."""

from borough.people.models.belonging import (
    Acting,
    ActingEvent,
    Household,
    Living,
    LivingEvent,
    Organisation,
    OrganisationEvent,
)
from borough.people.models.erasing import ErasureRequest
from borough.people.models.mandates import Mandate, MandateStep
from borough.people.models.merging import Likeness, Merge, Unlooked
from borough.people.models.people import PHONE_TAIL, HeldFact, HeldFactEvent, Person, PersonEvent

__all__ = [
    "PHONE_TAIL", "Acting", "ActingEvent", "ErasureRequest", "HeldFact", "HeldFactEvent", "Household", "Likeness",
    "Living", "LivingEvent", "Mandate", "MandateStep", "Merge", "Organisation", "OrganisationEvent", "Person",
    "PersonEvent", "Unlooked",
]  # fmt: skip
