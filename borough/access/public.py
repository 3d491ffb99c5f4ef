"""Public interface of access: permissions, and the decorators that views declare them with."""

from borough.access.actions.accounts import create_account, enrol_totp, invite, set_active
from borough.access.actions.grants import change_role, grant, revoke
from borough.access.actions.tokens import create_token, revoke_token
from borough.access.queries import (
    check_token,
    demonstration_cast,
    emails_with_permission,
    may,
    principal_name,
    session_principal,
    staff_choices,
    staff_names,
    verified_emails,
    within_limit,
)
from borough.access.request import BoroughRequest
from borough.access.rules.view_permissions import (
    machine_only,
    public,
    requirements_of,
    requires,
    requires_sign_in,
)
from borough.access.types import (
    EMAIL_RULE,
    AccountKind,
    Permission,
    Principal,
)

__all__ = [
    "EMAIL_RULE",
    "AccountKind",
    "BoroughRequest",
    "Permission",
    "Principal",
    "change_role",
    "check_token",
    "create_account",
    "create_token",
    "demonstration_cast",
    "emails_with_permission",
    "enrol_totp",
    "grant",
    "invite",
    "machine_only",
    "may",
    "principal_name",
    "public",
    "requirements_of",
    "requires",
    "requires_sign_in",
    "revoke",
    "revoke_token",
    "session_principal",
    "set_active",
    "staff_choices",
    "staff_names",
    "verified_emails",
    "within_limit",
]
