"""What measures do when something happens below: the extract is read afresh soon after the ledger has grown."""

from borough.contacts.types import ContactCorrected, ContactRecorded, ContactsImported
from borough.foundation.events import subscribe
from borough.foundation.jobs import defer_once
from borough.measures.jobs import SOON, read_afresh


def connect() -> None:
    """Listen to the ledger."""
    subscribe(ContactRecorded, _read_soon)
    subscribe(ContactCorrected, _read_soon)
    subscribe(ContactsImported, _read_soon)


def _read_soon(_event: object, _position: int) -> None:
    defer_once(read_afresh, after=SOON)
