"""Contacts by post: only Aldermere counts them by themselves."""

from datetime import date

from ibis import _

from borough.measures.grammar.measure import Measure
from borough.measures.types import Unit

measure = Measure(
    key="contacts-by-post",
    name="Letters to the council",
    question="How many letters did customers send?",
    why="Aldermere closes its post room when fewer than ten letters come in a week.",
    unit=Unit.CONTACTS,
    good="down",
    counted=_.customer & (_.channel == "post"),
    out_of=_.customer,
    counted_label="letters from customers",
    out_of_label="contacts from customers",
    owner="Desk manager",
    checked_by="Clerk to the council",
    next_review=date(2027, 9, 1),
    source="Aldermere corporate plan, invented",
)
