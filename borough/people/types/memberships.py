"""Types of memberships: organisations and roles, households and members."""

from dataclasses import dataclass
from datetime import date, datetime

ORGANISATIONS = {
    "company": "Company or partnership",
    "sole_trader": "Sole trader",
    "charity": "Charity",
    "community": "Club or community group",
    "public": "Public body",
    "school": "School or college",
    "landlord": "Landlord or managing agent",
    "other": "Other",
}
REGISTERS = {"": "None", "company": "Companies House", "charity": "A charity register"}
ROLES = {
    "owner": "Owner or partner",
    "director": "Director",
    "trustee": "Trustee",
    "secretary": "Secretary or clerk",
    "treasurer": "Treasurer",
    "premises": "Looks after the premises",
    "employee": "Employee",
    "volunteer": "Volunteer",
    "agent": "Agent, such as an accountant",
}
"""Selected, not typed, so that what is kept after erasure names no one."""
ORGANISATION_FACTS = {
    "what_it_does": "What it does",
    "website": "Website",
    "vat_number": "VAT number",
    "employees": "How many work there",
    "opening_hours": "When it is open",
}


@dataclass(frozen=True, kw_only=True)
class OrganisationDetail:
    """An organisation as staff see it. `version` changes whenever any of it does."""

    id: int
    reference: str
    kind: str
    name: str
    register: str
    number: str
    email: str
    phone: str
    address: str
    uprn: int | None
    created_at: datetime
    closed_on: date | None
    erased_at: datetime | None
    version: str


@dataclass(frozen=True, kw_only=True)
class OrganisationsPage:
    """A page of search results: the organisations, and whether there are more."""

    organisations: tuple[OrganisationDetail, ...]
    more: bool


@dataclass(frozen=True, kw_only=True)
class Membership:
    """A membership: person's record (None once erased), start, exclusive end, and source.

    role: a key of ROLES, for organisations.
    """

    number: int
    person: str
    person_name: str
    role: str
    starts_on: date
    ends_on: date | None
    source: str
    confidence: str
    stated_at: datetime

    def at(self, day: date) -> bool:
        """Return whether it is in effect on a day."""
        return self.starts_on <= day and (self.ends_on is None or day < self.ends_on)


@dataclass(frozen=True, kw_only=True)
class OrganisationMembership:
    """An organisation of a person, and their role."""

    organisation: OrganisationDetail
    how: Membership


@dataclass(frozen=True, kw_only=True)
class HouseholdDetail:
    """People who live together at a property: current members first, then former ones."""

    id: int
    reference: str
    uprn: int
    created_at: datetime
    members: tuple[Membership, ...]


@dataclass(frozen=True, kw_only=True)
class HouseholdMembership:
    """A person's household, their membership, and the other members on a day."""

    household: HouseholdDetail
    how: Membership
    others: tuple[Membership, ...]


FACT_SOURCES = {
    "themselves": ("They told us", "reported"),
    "another": ("Somebody else there told us", "passed_on"),
    "evidence": ("We saw evidence, such as a letter or a bill", "seen"),
    "register": ("A public register says so", "seen"),
    "council": ("Another record of the council says so", "passed_on"),
}
"""Sources of a fact, with the confidence of each. Selected, not typed, so that it names no one."""
