"""Tables of people."""

from borough.people.models.memberships import (
    OrganisationRole,
    OrganisationRoleEvent,
    Household,
    HouseholdMember,
    HouseholdMemberEvent,
    Organisation,
    OrganisationEvent,
)
from borough.people.models.erasure import ErasureRequest
from borough.people.models.mandates import Mandate, MandateStep
from borough.people.models.merges import PossibleDuplicate, Merge, DuplicateCheck
from borough.people.models.people import PHONE_TAIL, StoredFact, StoredFactEvent, Person, PersonEvent

__all__ = [
    "PHONE_TAIL", "OrganisationRole", "OrganisationRoleEvent", "ErasureRequest", "StoredFact", "StoredFactEvent", "Household", "PossibleDuplicate",
    "HouseholdMember", "HouseholdMemberEvent", "Mandate", "MandateStep", "Merge", "Organisation", "OrganisationEvent", "Person",
    "PersonEvent", "DuplicateCheck",
]  # fmt: skip
