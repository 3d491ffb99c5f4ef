"""Who may be given which role, and by whom."""

from collections.abc import Collection

from borough.access.types import AccountKind, Permission
from borough.kernel.refusals import Refused

RESIDENT = "resident"
OFFICE = frozenset({Permission.OFFICE_VIEW})
DESK = OFFICE | {
    Permission.CONTACTS_VIEW, Permission.CONTACTS_RECORD, Permission.PEOPLE_VIEW, Permission.PEOPLE_EDIT,
}  # fmt: skip
FIGURES = OFFICE | {Permission.MEASURES_TRACE, Permission.REPORTS_VIEW}

SHIPPED: dict[str, tuple[str, str, frozenset[Permission]]] = {
    RESIDENT: ("Resident", "Signs in to see what is their own.", frozenset()),
    "adviser": ("Adviser", "Answers residents on every channel.", DESK),
    "team_manager": (
        "Team manager", "Runs a front-office team.", DESK | FIGURES | {Permission.CONTACTS_EXPORT},
    ),
    "digital_lead": (
        "Digital lead", "Answers for the Digital Strategy and its report; sees contacts, not people.",
        FIGURES | {Permission.CONTACTS_VIEW, Permission.REPORTS_COMPILE},
    ),
    "inclusion_officer": (
        "Inclusion officer", "Helps residents get online.",
        FIGURES | {Permission.CONTACTS_VIEW, Permission.CONTACTS_RECORD, Permission.PEOPLE_VIEW},
    ),
    "finance_officer": ("Finance officer", "Checks costs and savings; sees figures alone.", FIGURES),
    "auditor": (
        "Auditor", "Reads what was done and by whom; changes nothing.",
        FIGURES | {Permission.AUDIT_VIEW, Permission.ACCESS_VIEW, Permission.JOBS_VIEW},
    ),
    "administrator": (
        "Administrator", "Looks after accounts, roles, imports and jobs; reads no one’s contacts.",
        OFFICE | {
            Permission.ACCESS_VIEW, Permission.ACCESS_MANAGE, Permission.JOBS_VIEW, Permission.JOBS_RETRY,
            Permission.CONTACTS_IMPORT, Permission.STAFF_EDIT, Permission.PEOPLE_ERASE,
        },
    ),
}  # fmt: skip
"""The roles that come with Borough: name, what it is for, permissions. A council changes them as data."""


def check_can_change_roles(*, by: str, account: str, kind: str, role: str) -> None:
    """No one changes their own roles (SAFETY, privilege); a resident holds the resident role alone."""
    if by == account:
        raise Refused("You cannot change your own roles. Ask another administrator.")
    if (kind == AccountKind.RESIDENT) != (role == RESIDENT):
        raise Refused("Residents hold the role of resident, and staff hold the others.")


def check_scopes(scopes: Collection[str], *, held: Collection[str], by_system: bool) -> None:
    """A token may do something we know of, and nothing its maker may not."""
    unknown = sorted(set(scopes) - {str(p) for p in Permission})
    if unknown or not scopes:
        raise Refused(f"Choose what the token may do: {', '.join(unknown) or 'nothing'} is not a permission.")
    if not by_system and (beyond := sorted(set(scopes) - set(held))):
        raise Refused(f"You cannot give a token what you may not do yourself: {', '.join(beyond)}.")
