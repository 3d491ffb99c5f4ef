"""What whoever keeps the gazetteer does, asks and says, in one hand: the face of places lends it whole."""

from borough.places.actions.due import add_receiver, ask_due, drop_due, give_due, layout_of, make_due, open_due
from borough.places.actions.editing import Faulty, Plan, Saving
from borough.places.actions.editing_properties import (
    amend_property,
    create_property,
    look_at_amended,
    look_at_new,
    look_at_retired,
    retire_property,
)
from borough.places.actions.editing_sets import look_at_merge, look_at_split, merge_properties, split_property
from borough.places.actions.numbers import add_range
from borough.places.actions.streets import (
    NewStreet,
    approve_addresses,
    create_street,
    look_at_approval,
    look_at_numbers,
    look_at_street,
    number_street,
)
from borough.places.queries.due import due_since, open_supply, receiver, receivers, supplies_to
from borough.places.queries.editing import areas_on, described_as, provisional_on, ranges, streets_named
from borough.places.rules.addresses import number
from borough.places.rules.editing import Described, Old, Reason, Row, addressable, words_of, written
from borough.places.rules.numbering import Scheme, Side, read_line, read_numbers

__all__ = [
    "Described", "Faulty", "NewStreet", "Old", "Plan", "Reason", "Row", "Saving", "Scheme", "Side", "add_range",
    "add_receiver", "addressable", "amend_property", "approve_addresses", "areas_on", "ask_due", "create_property",
    "create_street", "described_as", "drop_due", "due_since", "give_due", "layout_of", "look_at_amended",
    "look_at_approval", "look_at_merge", "look_at_new", "look_at_numbers", "look_at_retired", "look_at_split",
    "look_at_street", "make_due", "merge_properties", "number", "number_street", "open_due", "open_supply",
    "provisional_on", "ranges", "read_line", "read_numbers", "receiver", "receivers", "retire_property",
    "split_property", "streets_named", "supplies_to", "words_of", "written",
]  # fmt: skip
