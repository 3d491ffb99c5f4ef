"""What cases hear: a person with an open case is not erased yet."""

from borough.cases.queries import open_of_person
from borough.people.public import hold_when


def connect() -> None:
    """Ask to be asked."""
    hold_when(held_by_cases)


def held_by_cases(person_id: int) -> str | None:
    """Why a person cannot be erased yet, or None."""
    count = open_of_person(person_id)
    if not count:
        return None
    return f"They have {count} open case{'s' if count > 1 else ''}. Finish {'them' if count > 1 else 'it'} first."
