"""How complaints are looked at: the council's own procedure, two stages, then the Ombudsman."""

from borough.forms.kinds.address import AddressAnswer

FIRST_DAYS = 10  # Complaint Handling Code, Local Government and Social Care Ombudsman, 2024: stage 1 in 10 working days
SECOND_DAYS = 20  # the same: stage 2 in 20 working days


def is_second_stage(before: str | None) -> bool:
    """Whether this asks for a second look."""
    return before == "yes"


def days(before: str | None) -> int:
    """Working days in which it is answered."""
    return SECOND_DAYS if is_second_stage(before) else FIRST_DAYS


def title(before: str | None, about: str | None) -> str:
    """What the case is called."""
    return f"Complaint, stage {2 if is_second_stage(before) else 1}: {(about or 'other').replace('-', ' ')}"


def nowhere_to_answer(email: str | None, phone: str | None, address: AddressAnswer | None) -> bool:
    """Whether they left no way to be answered."""
    return not (email or phone or address)
