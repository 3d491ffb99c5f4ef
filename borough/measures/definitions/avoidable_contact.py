"""Avoidable contact: the share of customer contacts that should not have been necessary."""

from datetime import date

from ibis import _

from borough.measures.grammar.measure import Measure
from borough.measures.types import Unit

measure = Measure(
    key="avoidable-contact",
    name="Avoidable contact",
    question="Of the contacts customers made, what share need not have happened had we done it right at first?",
    why="Each one costs the customer time and the council money, and shows where a service fails.",
    unit=Unit.PERCENT,
    good="down",
    counted=_.avoidable != "",
    out_of=_.customer & _.channel.isin(("phone", "face_to_face", "email", "web")),
    counted_label="those recorded with a reason they need not have happened (categories A1 to A5)",
    out_of_label="contacts from customers by phone, face to face, email and on the website",
    owner="Customer services manager",
    checked_by="Performance officer",
    next_review=date(2027, 4, 1),
    source="National Indicator 14, Reducing avoidable contact (IDeA and Cabinet Office, 2008; ended 2010)",
    notes=(
        "A contact nobody classed counts as not avoidable, so this is the least it can be.",
        "Logs from other systems rarely class their contacts: see the share by source.",
    ),
    by="avoidable",
)
