"""Retention classes: typical periods, for a council to adapt as its own schedule.

They apply to the submission and its case, so a period starts when that is closed, whatever other system holds
the account, the claim or the meeting; or, for some, at the end of the financial year of closure.
"""

from borough.kernel.retention import Retention

RETENTION = {
    "council-tax": Retention("it is closed", 6, "Limitation Act 1980; audit"),
    "benefits": Retention("it is closed", 6, "Limitation Act 1980; audit"),
    "service-requests": Retention("it is closed", 2, "Operational"),
    "waste-subscriptions": Retention("the end of its financial year", 6, "VAT, audit", year_end=True),
    "complaints": Retention("it is closed", 6, "Limitation Act 1980; Ombudsman"),
    "information-requests": Retention("it is closed", 3, "Time to complain to the Information Commissioner"),
    "meetings": Retention("it is closed", 4, "Local Government Act 1972, section 100D: papers behind a report"),
    "learners": Retention("it is closed", 6, "Rules of those who pay for it"),
}
"""Every retention class by key."""
