"""Public interface of contacts for other apps."""

from borough.contacts.actions import on_behalf
from borough.contacts.actions.import_log import AlreadyRunning, BadFile, dry_run_import, import_log
from borough.contacts.actions.record import correct, record
from borough.contacts.layouts import BadLayout, load_layout, shipped_layouts
from borough.contacts.queries import (
    Filters,
    LedgerEntry,
    common_services,
    find_entry,
    history,
    ledger_after,
    list_recent,
)
from borough.contacts.types import (
    Avoidable,
    Barrier,
    Channel,
    CustomerType,
    Direction,
    Nature,
    Outcome,
    Totals,
)
from borough.kernel.refusals import Refused

__all__ = [
    "AlreadyRunning",
    "Avoidable",
    "BadFile",
    "BadLayout",
    "Barrier",
    "Channel",
    "CustomerType",
    "Direction",
    "Filters",
    "LedgerEntry",
    "Nature",
    "Outcome",
    "Refused",
    "Totals",
    "common_services",
    "correct",
    "dry_run_import",
    "find_entry",
    "history",
    "import_log",
    "ledger_after",
    "list_recent",
    "load_layout",
    "on_behalf",
    "record",
    "shipped_layouts",
]
