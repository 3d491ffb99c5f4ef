"""The face of people."""

from borough.people.actions import (
    Held,
    answer_access_request,
    answer_own_request,
    correct,
    erase,
    hold_when,
    look,
    register,
    search,
)
from borough.people.queries import details, find, person_of_account
from borough.people.rules import sections
from borough.people.types import KINDS, PREFERS, By, Details, Found, Section

__all__ = [
    "KINDS",
    "PREFERS",
    "By",
    "Details",
    "Found",
    "Held",
    "Section",
    "answer_access_request",
    "answer_own_request",
    "correct",
    "details",
    "erase",
    "find",
    "hold_when",
    "look",
    "person_of_account",
    "register",
    "search",
    "sections",
]
