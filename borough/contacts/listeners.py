"""Event listeners: update contacts when the property of an address becomes known or unknown."""

from borough.contacts.actions.placement import set_property
from borough.foundation.clock import now
from borough.foundation.events import subscribe
from borough.gazetteer.types import AddressResolved

SOURCE = "contact"


def connect() -> None:
    """Subscribe to gazetteer events."""
    subscribe(AddressResolved, _set_property)


def _set_property(event: AddressResolved, _position: int) -> None:
    if event.source == SOURCE:
        set_property(by="system:matcher", at=now(), reference=event.source_id, uprn=event.uprn, question=event.question)
