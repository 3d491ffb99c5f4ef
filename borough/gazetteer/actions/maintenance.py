"""Facade of gazetteer maintenance actions, queries and types, re-exported by the public interface."""

from borough.address_match.address_lines import number
from borough.gazetteer.actions.change_feed import (
    add_receiver,
    create_feed_supply,
    deliver_feed_supply,
    drop_feed_supply,
    layout_of,
    open_feed_file,
    request_feed_supply,
)
from borough.gazetteer.actions.edit_plan import ChecksFailed, EditContext, EditPlan
from borough.gazetteer.actions.number_ranges import add_range
from borough.gazetteer.actions.property_edits import (
    amend_property,
    create_property,
    preview_amendment,
    preview_new_property,
    preview_retirement,
    retire_property,
)
from borough.gazetteer.actions.splits_and_merges import merge_properties, preview_merge, preview_split, split_property
from borough.gazetteer.actions.streets import (
    NewStreet,
    approve_addresses,
    create_street,
    number_street,
    preview_approval,
    preview_numbering,
    preview_street,
)
from borough.gazetteer.queries.change_feed import feed_supplies, open_feed_supply, pending_changes, receiver, receivers
from borough.gazetteer.queries.edit_context import areas_on, describe, provisional_on, ranges, streets_named
from borough.gazetteer.rules.edits import (
    FaultReason,
    OldAddress,
    PropertyDescription,
    Row,
    address_text,
    parse_addressable,
    record_label,
)
from borough.gazetteer.rules.street_numbering import Scheme, Side, read_line, read_numbers

__all__ = [
    "ChecksFailed",
    "EditContext",
    "EditPlan",
    "FaultReason",
    "NewStreet",
    "OldAddress",
    "PropertyDescription",
    "Row",
    "Scheme",
    "Side",
    "add_range",
    "add_receiver",
    "address_text",
    "amend_property",
    "approve_addresses",
    "areas_on",
    "create_feed_supply",
    "create_property",
    "create_street",
    "deliver_feed_supply",
    "describe",
    "drop_feed_supply",
    "feed_supplies",
    "layout_of",
    "merge_properties",
    "number",
    "number_street",
    "open_feed_file",
    "open_feed_supply",
    "parse_addressable",
    "pending_changes",
    "preview_amendment",
    "preview_approval",
    "preview_merge",
    "preview_new_property",
    "preview_numbering",
    "preview_retirement",
    "preview_split",
    "preview_street",
    "provisional_on",
    "ranges",
    "read_line",
    "read_numbers",
    "receiver",
    "receivers",
    "record_label",
    "request_feed_supply",
    "retire_property",
    "split_property",
    "streets_named",
]
