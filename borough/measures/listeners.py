"""Event listeners: refresh the extract soon after the ledger has grown."""

from borough.contacts.types import ContactCorrected, ContactRecorded, ContactsImported
from borough.foundation.events import subscribe
from borough.foundation.jobs import defer_once
from borough.measures.jobs import SOON, refresh_extract


def connect() -> None:
    """Subscribe to the ledger."""
    subscribe(ContactRecorded, _refresh_soon)
    subscribe(ContactCorrected, _refresh_soon)
    subscribe(ContactsImported, _refresh_soon)


def _refresh_soon(_event: object, _position: int) -> None:
    defer_once(refresh_extract, after=SOON)
