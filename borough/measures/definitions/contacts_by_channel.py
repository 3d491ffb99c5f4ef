"""Contacts by channel: the number of customer contacts on each channel."""

from datetime import date

from ibis import _

from borough.measures.grammar.measure import Measure
from borough.measures.types import Unit

measure = Measure(
    key="contacts-by-channel",
    name="Contacts by channel",
    question="How many contacts did customers make, and on which channels?",
    why="Shares mean nothing without the volume they are shares of.",
    unit=Unit.CONTACTS,
    good="down",
    counted=_.customer,
    out_of=_.customer,
    counted_label="contacts from customers, finished or not",
    out_of_label="the same contacts",
    stated={"arrived on a channel not stated or not recognised": _.channel == "unknown"},
    owner="Customer services manager",
    checked_by="Performance officer",
    next_review=date(2027, 4, 1),
    source="Digital Strategy annual update report, 2 August 2018, paragraph 24",
    notes=("Fewer contacts is better only where people still get what they need.",),
    by="channel",
)
