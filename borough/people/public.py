"""The face of people."""

from borough.people.actions.facts import state_facts
from borough.people.actions.people import (
    Held,
    answer_access_request,
    answer_own_request,
    correct,
    erase,
    hold_when,
    look,
    register,
    register_own,
    search,
)
from borough.people.queries.people import details, facts_of, find, person_of_account, reference_of
from borough.people.rules.people import sections
from borough.people.types import KINDS, PREFERS, By, Details, Fact, Found, Section, Sure

__all__ = [
    "KINDS",
    "PREFERS",
    "By",
    "Details",
    "Fact",
    "Found",
    "Held",
    "Section",
    "Sure",
    "answer_access_request",
    "answer_own_request",
    "correct",
    "details",
    "erase",
    "facts_of",
    "find",
    "hold_when",
    "look",
    "person_of_account",
    "reference_of",
    "register",
    "register_own",
    "search",
    "sections",
    "state_facts",
]
