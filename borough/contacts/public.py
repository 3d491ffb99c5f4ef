"""The face of contacts: what other floors may ask and tell the ledger."""

from borough.contacts.actions import on_behalf
from borough.contacts.actions.import_log import AlreadyRunning, BadFile, import_log, dry_run_import
from borough.contacts.actions.record import correct, record
from borough.contacts.layouts import BadLayout, load_layout, shipped_layouts
from borough.contacts.queries import LedgerEntry, Filters, find_entry, history, ledger_after, list_recent, common_services
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
    RecordResult,
    Totals,
    CustomerType,
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
    "LedgerEntry",
    "Filters",
    "Nature",
    "Outcome",
    "RecordResult",
    "Refused",
    "Totals",
    "CustomerType",
    "correct",
    "find_entry",
    "history",
    "import_log",
    "ledger_after",
    "load_layout",
    "on_behalf",
    "list_recent",
    "record",
    "shipped_layouts",
    "dry_run_import",
    "common_services",
]
