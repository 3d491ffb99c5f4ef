"""Website share of transactions and contact: the website's share of all completed contacts."""

from datetime import date

from ibis import _

from borough.measures.grammar.measure import Measure
from borough.measures.types import Unit

measure = Measure(
    key="website-share",
    name="Website share of transactions and contact",
    question="Of all the contacts and transactions customers finished, what share was finished on the website?",
    why="It is the number the Digital Strategy is followed by, and the website is the cheapest way for us to serve.",
    unit=Unit.PERCENT,
    good="up",
    counted=_.channel == "web",
    out_of=_.customer & _.finished,
    counted_label="contacts from customers, finished, that arrived on the website",
    out_of_label="contacts from customers, finished, on every channel, those of no known channel included",
    stated={"arrived on a channel not stated or not recognised": _.channel == "unknown"},
    owner="Digital lead",
    checked_by="Performance officer",
    next_review=date(2027, 4, 1),
    source="Digital Strategy annual update report, 2 August 2018, paragraph 24",
    notes=(
        "This is not digital take-up: enquiries and complaints count too, and help to go online does not.",
        "A form left halfway is a contact but not a finished one.",
        "A call that staff key into the website stays a phone contact: the channel is where it arrived.",
        "Contacts of no known channel are under the fraction, so the share is the least it can be.",
    ),
    by="service",
)
