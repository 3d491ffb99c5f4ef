"""Listeners: block erasure of people with open cases, and delete files of erased people."""

from borough.cases.actions import drop_files
from borough.cases.queries import count_open_cases
from borough.foundation.events import subscribe
from borough.people.public import register_erasure_blocker
from borough.people.types import PersonErased


def connect() -> None:
    """Subscribe to events and register the erasure blocker."""
    register_erasure_blocker(erasure_blocker)
    subscribe(PersonErased, on_person_erased)


def on_person_erased(event: PersonErased, _position: int) -> None:
    """Delete the files of the person's cases."""
    drop_files(event.person_id)


def erasure_blocker(person_id: int) -> str | None:
    """Return why a person cannot be erased yet, or None."""
    count = count_open_cases(person_id)
    if not count:
        return None
    return f"{count} case{'s are' if count > 1 else ' is'} open. Finish {'them' if count > 1 else 'it'} first."
