"""The face of people."""

from borough.people.actions import Held, answer_access_request, erase, hold_when, register
from borough.people.queries import find, person_of_account

__all__ = ["Held", "answer_access_request", "erase", "find", "hold_when", "person_of_account", "register"]
