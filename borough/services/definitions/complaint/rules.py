"""Complaint rules: the council's two-stage procedure, then the Ombudsman."""

from borough.forms.kinds.address import AddressAnswer

FIRST_DAYS = 10  # Complaint Handling Code, Local Government and Social Care Ombudsman, 2024: stage 1 in 10 working days
SECOND_DAYS = 20  # the same: stage 2 in 20 working days


def is_second_stage(before: str | None) -> bool:
    """Return whether this is a stage 2 complaint."""
    return before == "yes"


def days(before: str | None) -> int:
    """Return the working days allowed for the reply."""
    return SECOND_DAYS if is_second_stage(before) else FIRST_DAYS


def title(before: str | None, about: str | None) -> str:
    """Return the case title."""
    return f"Complaint, stage {2 if is_second_stage(before) else 1}: {(about or 'other').replace('-', ' ')}"


def nowhere_to_answer(email: str | None, phone: str | None, address: AddressAnswer | None) -> bool:
    """Return whether no contact details were given."""
    return not (email or phone or address)
