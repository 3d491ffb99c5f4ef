"""Digital take-up: the share of completed transactions that were digital, including assisted digital."""

from datetime import date

from ibis import _

from borough.measures.grammar.measure import Measure
from borough.measures.types import Unit

measure = Measure(
    key="digital-take-up",
    name="Digital take-up",
    question="Of all finished transactions, what share was digital, counting people helped to use the digital service?",
    why="It is the definition the rest of government uses, so it can be compared with others'.",
    unit=Unit.PERCENT,
    good="up",
    counted=_.digital | _.assisted,
    out_of=_.customer & _.finished & _.transaction,
    counted_label=(
        "finished transactions by the website, an app or another system, social media or webchat, and those finished "
        "digitally with a person's help"
    ),
    out_of_label=(
        "finished transactions from customers on every channel: things asked for, problems reported and payments; "
        "work among staff and messages we send are no customer's transaction"
    ),
    stated={
        "were finished digitally with a person's help": _.assisted,
        "arrived on a channel not stated or not recognised": _.channel == "unknown",
    },
    owner="Digital lead",
    checked_by="Performance officer",
    next_review=date(2027, 4, 1),
    source="GOV.UK Service Manual, Measuring digital take-up",
    notes=(
        "Enquiries, chasing and complaints are contacts but not transactions, so this is not the website share.",
        "In a log of service requests every request is a transaction, whatever became of its case.",
    ),
    by="service",
)
