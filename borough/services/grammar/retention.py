"""How long what a service leaves behind is kept: typical periods, for a council to settle as its own schedule."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Retention:
    """A class of records: when its time begins, how many years it lasts, and why."""

    trigger: str
    years: int
    basis: str


RETENTION = {
    "council-tax": Retention("account closed", 6, "Limitation Act 1980; audit"),
    "benefits": Retention("claim ends", 6, "Limitation Act 1980; audit"),
    "service-requests": Retention("request closed", 2, "operational"),
    "waste-subscriptions": Retention("end of the financial year", 6, "VAT, audit"),
    "complaints": Retention("closed", 6, "Limitation Act 1980; Ombudsman"),
    "information-requests": Retention("closed", 3, "time to complain to the Information Commissioner"),
    "meetings": Retention("meeting", 4, "Local Government Act 1972, section 100D, for what stands behind a report"),
    "learners": Retention("end of the programme", 6, "rules of those who pay for it"),
}
"""Every class there is, by its key."""
