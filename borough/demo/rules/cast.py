"""The demonstration's cast: everyone is invented, with names that cannot be taken for real."""

from dataclasses import dataclass

PASSWORD = "only-a-demonstration"  # noqa: S105 - printed on the demonstration's own sign-in page


@dataclass(frozen=True)
class Principal:
    """A member of the cast: key and name, and for staff the role, post and team."""

    key: str
    name: str
    role: str = ""
    post: str = ""
    team: str = ""


STAFF = (
    Principal("adviser", "Ada Viser", "adviser", "Front-office adviser", "Customer services"),
    Principal("manager", "Theo Teamlead", "team_manager", "Front-office manager", "Customer services"),
    Principal("digital", "Dee Gital", "digital_lead", "Digital lead", "Policy"),
    Principal("inclusion", "Ingo Cluded", "inclusion_officer", "Inclusion officer", "Policy"),
    Principal("gazetteer", "Gus Etteer", "gazetteer_officer", "Gazetteer officer", "Planning"),
    Principal("waste", "Wes Tebin", "waste_officer", "Waste officer", "Streetscene"),
    Principal("finance", "Fi Nance", "finance_officer", "Finance officer", "Finance"),
    Principal("auditor", "Audrey Trail", "auditor", "Internal auditor", "Finance"),
    Principal("administrator", "Addy Ministrator", "administrator", "Systems administrator", "Technology"),
)
RESIDENTS = (
    Principal("resident", "Wanda Website"),
    Principal("caller", "Phil Phone"),
    Principal("carer", "Caro Helper"),
    Principal("learner", "Lena Learner"),
    Principal("stranger", "Max Stranger"),
)
HELPED = {"learner": "carer", "caller": "carer"}
"""Mandates between cast members: the first is accepted, the second pending."""


def email(key: str) -> str:
    """Return an email address in a domain that can never be registered."""
    return f"{key}@demonstration.example"


def secret(number: int) -> str:
    """Return a one-time code secret in base 32, fixed for the demonstration."""
    return ("DEMONSTRATIONONLY" + "ABCDEFGHIJKLMNOP"[number] * 15)[:32]
