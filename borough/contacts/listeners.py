"""What contacts do when something happened below: an address that one was about is known, or known no longer."""

from borough.contacts.actions.placing import place
from borough.foundation.clock import now
from borough.foundation.events import subscribe
from borough.places.types import AddressSettled

SOURCE = "contact"


def connect() -> None:
    """Listen to the gazetteer."""
    subscribe(AddressSettled, _place)


def _place(event: AddressSettled, _position: int) -> None:
    if event.source == SOURCE:
        place(by="system:matcher", at=now(), reference=event.source_id, uprn=event.uprn, question=event.question)
