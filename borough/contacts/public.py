"""The face of contacts: what other floors may ask and tell the ledger."""

from borough.contacts.actions import on_behalf
from borough.contacts.actions.import_log import AlreadyRunning, BadFile, import_log, try_log
from borough.contacts.actions.record import correct, record
from borough.contacts.layouts import BadLayout, load, shipped
from borough.contacts.queries import Entry, Filters, entry, history, ledger_after, recent, usual_services
from borough.contacts.types import (
    Avoidable,
    Barrier,
    Channel,
    ContactCorrected,
    ContactRecorded,
    ContactsImported,
    Direction,
    Nature,
    Outcome,
    Recorded,
    Totals,
    Who,
)
from borough.kernel.refusals import Refused

__all__ = [
    "AlreadyRunning",
    "Avoidable",
    "BadFile",
    "BadLayout",
    "Barrier",
    "Channel",
    "ContactCorrected",
    "ContactRecorded",
    "ContactsImported",
    "Direction",
    "Entry",
    "Filters",
    "Nature",
    "Outcome",
    "Recorded",
    "Refused",
    "Totals",
    "Who",
    "correct",
    "entry",
    "history",
    "import_log",
    "ledger_after",
    "load",
    "on_behalf",
    "recent",
    "record",
    "shipped",
    "try_log",
    "usual_services",
]
