"""Cost by channel: the cost of customer contacts, by published unit costs of each channel."""

from datetime import date
from pathlib import Path

from ibis import _

from borough.foundation.packs import current_pack
from borough.measures.grammar.costs import read_costs
from borough.measures.grammar.measure import Measure
from borough.measures.types import Unit

_COSTS = read_costs(current_pack().file("unit_costs.csv") or Path(__file__).with_suffix(".csv"))

measure = Measure(
    key="cost-by-channel",
    name="Cost by channel",
    question="What did the contacts customers made cost, from the least to the most that published sources say?",
    why="A contact on the website costs a fraction of one by phone, by post or face to face.",
    unit=Unit.POUNDS,
    good="down",
    counted=_.channel.isin(tuple(sorted({cost.channel for cost in _COSTS}))),
    out_of=_.customer,
    counted_label="contacts from customers on channels that a published source prices",
    out_of_label="contacts from customers, finished or not",
    stated={
        "arrived on a channel no published source prices": ~_.channel.isin(
            tuple(sorted({cost.channel for cost in _COSTS}))
        )
    },
    owner="Finance business partner",
    checked_by="Performance officer",
    next_review=date(2027, 4, 1),
    source="The studies named beside each unit cost, 2008 to 2011",
    notes=(
        "It is a range because the sources differ several times over; no one number is right.",
        "Unit costs are those of other councils in the years named, not raised for prices since, and not ours.",
        "Sources price a visit to the website, not a finished transaction.",
        "Post has one source, which states no year (quoted elsewhere as about 2009), so its two ends are the same.",
        "A cheaper channel saves money only when the time it frees is used or given up.",
    ),
    by="channel",
    costs=_COSTS,
)
