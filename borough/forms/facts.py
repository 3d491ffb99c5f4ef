"""Facts a council may store about a person; a question asked only once refers to a fact of this list."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Fact:
    """A fact: its name, where it is stored (“person” for contact details), and how long it stays valid.

    months: after how many months it must be confirmed; 0 for facts that do not change.
    """

    key: str
    name: str
    storage: str = "fact"
    months: int = 0


_ALL = (
    Fact("name", "Full name", "person"),
    Fact("email", "Email address", "person", 24),
    Fact("phone", "Phone number", "person", 24),
    Fact("address", "Home address", "person", 24),
    Fact("date_of_birth", "Date of birth"),
    Fact("national_insurance_number", "National Insurance number"),
    Fact("household", "People in your household", months=12),
    Fact("landlord", "Landlord", months=12),
    Fact("tenure", "Whether you own or rent your home", months=12),
    Fact("benefits", "Benefits you get", months=6),
    Fact("income", "Income", months=3),
    Fact("access_needs", "What makes our services easier for you", months=24),
    Fact("assisted_collection", "Whether you need help to put out your bins", months=12),
    Fact("organisation", "Organisation you act for", months=12),
    Fact("council_tax_account", "Council Tax account number"),
)

FACTS: dict[str, Fact] = {fact.key: fact for fact in _ALL}
"""Every fact by key."""
