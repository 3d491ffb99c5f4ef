"""Access's one face: who may do what, and the words views say about it."""

from borough.access.actions.accounts import enrol_totp, invite, make_account, set_active
from borough.access.actions.grants import change_role, grant, revoke
from borough.access.actions.tokens import create_token, revoke_token
from borough.access.queries import (
    check_token,
    demonstration_cast,
    emails_of,
    emails_who_may,
    matrix,
    may,
    names_of,
    person_in,
    principal_of,
    within_limit,
)
from borough.access.rules.declarations import asks_of, declare, machines, needs, open_to_all, signed_in
from borough.access.types import EMAIL_RULE, AccountKind, Ask, NewToken, Permission, Principal, Route, Who

__all__ = [
    "EMAIL_RULE",
    "AccountKind",
    "Ask",
    "NewToken",
    "Permission",
    "Principal",
    "Route",
    "Who",
    "asks_of",
    "change_role",
    "check_token",
    "create_token",
    "declare",
    "demonstration_cast",
    "emails_of",
    "emails_who_may",
    "enrol_totp",
    "grant",
    "invite",
    "machines",
    "make_account",
    "matrix",
    "may",
    "names_of",
    "needs",
    "open_to_all",
    "person_in",
    "principal_of",
    "revoke",
    "revoke_token",
    "set_active",
    "signed_in",
    "within_limit",
]
