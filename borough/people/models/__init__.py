"""People tables."""

from borough.people.models.erasure import ErasureRequest
from borough.people.models.mandates import Mandate, MandateStep
from borough.people.models.memberships import (
    Household,
    HouseholdMember,
    HouseholdMemberEvent,
    Organisation,
    OrganisationEvent,
    OrganisationRole,
    OrganisationRoleEvent,
)
from borough.people.models.merges import DuplicateCheck, Merge, PossibleDuplicate
from borough.people.models.people import PHONE_TAIL, Person, PersonEvent, StoredFact, StoredFactEvent

__all__ = [
    "PHONE_TAIL",
    "DuplicateCheck",
    "ErasureRequest",
    "Household",
    "HouseholdMember",
    "HouseholdMemberEvent",
    "Mandate",
    "MandateStep",
    "Merge",
    "Organisation",
    "OrganisationEvent",
    "OrganisationRole",
    "OrganisationRoleEvent",
    "Person",
    "PersonEvent",
    "PossibleDuplicate",
    "StoredFact",
    "StoredFactEvent",
]
