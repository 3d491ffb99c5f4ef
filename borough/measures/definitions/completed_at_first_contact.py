"""Completed at first contact: the share of handled contacts that were completed on the spot."""

from datetime import date

from ibis import _

from borough.measures.grammar.measure import Measure
from borough.measures.types import Unit

measure = Measure(
    key="completed-at-first-contact",
    name="Completed at first contact",
    question="Of the contacts we dealt with, what share was finished there and then?",
    why="All customer enquiries should be dealt with at the first point of contact as far as possible.",
    unit=Unit.PERCENT,
    good="up",
    counted=(_.outcome == "completed") & (_.nature != "progress_chasing"),
    out_of=_.customer & (_.outcome != "abandoned"),
    counted_label="contacts from customers finished there and then that were not chasing an earlier one",
    out_of_label="contacts from customers, but for those the customer gave up",
    owner="Customer services manager",
    checked_by="Performance officer",
    next_review=date(2027, 4, 1),
    source="Digital Strategy annual update report, 2 August 2018, paragraph 26",
    notes=(
        "The outcome is the one recorded when the contact ended; it is not yet checked against repeat contacts.",
        "A request that has to become a case, such as a missed bin, cannot be finished at first contact.",
    ),
    by="channel",
)
