"""Rules on granting roles."""

from collections.abc import Collection

from borough.access.types import AccountKind, Permission
from borough.kernel.refusals import Refused

RESIDENT = "resident"
OFFICE = frozenset({Permission.OFFICE_VIEW})
DESK = OFFICE | {
    Permission.CONTACTS_VIEW,
    Permission.CONTACTS_RECORD,
    Permission.PEOPLE_VIEW,
    Permission.PEOPLE_EDIT,
    Permission.GAZETTEER_VIEW,
    Permission.GAZETTEER_RAISE,
    Permission.PAYMENTS_VIEW,
    Permission.SERVICES_ASSIST,
    Permission.CASES_VIEW,
    Permission.CASES_WORK,
    Permission.MESSAGING_VIEW,
    Permission.WASTE_VIEW,
}
FIGURES = OFFICE | {Permission.MEASURES_TRACE, Permission.REPORTS_VIEW}

SHIPPED: dict[str, tuple[str, str, frozenset[Permission]]] = {
    RESIDENT: ("Resident", "Signs in to see what is their own.", frozenset()),
    "adviser": ("Adviser", "Answers residents on every channel.", DESK),
    "team_manager": (
        "Team manager",
        "Runs a front-office team.",
        DESK
        | FIGURES
        | {
            Permission.CONTACTS_EXPORT,
            Permission.SERVICES_EDIT,
            Permission.SERVICES_TEST,
            Permission.PAYMENTS_REFUND,
            Permission.PAYMENTS_EXPORT,
            Permission.MESSAGING_SEND,
            Permission.PEOPLE_MERGE,
            Permission.RETENTION_VIEW,
            Permission.RETENTION_HOLD,
        },
    ),
    "digital_lead": (
        "Digital lead",
        "Answers for the Digital Strategy and its report; sees contacts, not people.",
        FIGURES | {Permission.CONTACTS_VIEW, Permission.REPORTS_COMPILE, Permission.SERVICES_TEST},
    ),
    "service_owner": (
        "Service owner",
        "Changes the texts of services, and sees how they do; sees no people.",
        FIGURES | {Permission.SERVICES_EDIT, Permission.SERVICES_TEST},
    ),
    "inclusion_officer": (
        "Inclusion officer",
        "Helps residents get online.",
        FIGURES
        | {
            Permission.CONTACTS_VIEW,
            Permission.CONTACTS_RECORD,
            Permission.PEOPLE_VIEW,
            Permission.GAZETTEER_VIEW,
            Permission.GAZETTEER_RAISE,
            Permission.SERVICES_ASSIST,
        },
    ),
    "waste_officer": (
        "Waste officer",
        "Keeps the rounds, the bulky days and the crews’ work.",
        OFFICE | {Permission.GAZETTEER_VIEW, Permission.GAZETTEER_RAISE, Permission.WASTE_VIEW, Permission.WASTE_EDIT},
    ),
    "gazetteer_officer": (
        "Gazetteer officer",
        "Keeps the gazetteer of streets, land and property.",
        OFFICE | {Permission.GAZETTEER_VIEW, Permission.GAZETTEER_RAISE, Permission.GAZETTEER_EDIT},
    ),
    "finance_officer": (
        "Finance officer",
        "Checks costs, savings and payments; sees figures and money, not people.",
        FIGURES | {Permission.PAYMENTS_VIEW, Permission.PAYMENTS_REFUND},
    ),
    "auditor": (
        "Auditor",
        "Reads what was done and by whom; changes nothing.",
        FIGURES | {Permission.AUDIT_VIEW, Permission.ACCESS_VIEW, Permission.JOBS_VIEW, Permission.RETENTION_VIEW},
    ),
    "administrator": (
        "Administrator",
        "Looks after accounts, roles, imports and jobs; reads no one’s contacts.",
        OFFICE
        | {
            Permission.ACCESS_VIEW,
            Permission.ACCESS_MANAGE,
            Permission.JOBS_VIEW,
            Permission.JOBS_RETRY,
            Permission.WEBHOOKS_MANAGE,
            Permission.CONTACTS_IMPORT,
            Permission.STAFF_EDIT,
            Permission.PEOPLE_ERASE,
        },
    ),
}
"""The roles shipped with Borough: name, purpose, permissions. A council changes them as data."""


def check_can_change_roles(*, by: str, account: str, kind: str, role: str) -> None:
    """Raise Refused for changing one's own roles (SAFETY, privilege), or for a resident with another role."""
    if by == account:
        raise Refused("You cannot change your own roles. Ask another administrator.")
    if (kind == AccountKind.RESIDENT) != (role == RESIDENT):
        raise Refused("Residents hold the role of resident, and staff hold the others.")


def check_can_change_role(*, role: str, own_roles: Collection[str], permissions: Collection[str]) -> None:
    """Raise Refused for extending a role one has oneself, for the resident role, and for unknown permissions."""
    if role in own_roles:
        raise Refused("You cannot change a role you hold yourself. Ask another administrator.")
    if role == RESIDENT:
        raise Refused("Residents see what is their own and nothing else, so their role holds no permissions.")
    if unknown := sorted(set(permissions) - {str(p) for p in Permission}):
        raise Refused(f"Choose from the list: {', '.join(unknown)} is not a permission.")


def check_staff_roles(roles: Collection[str], *, known: Collection[str]) -> None:
    """Raise Refused unless the roles exist and are staff roles."""
    if RESIDENT in roles or (set(roles) - set(known)):
        wrong = ", ".join(sorted(set(roles) - (set(known) - {RESIDENT})))
        raise Refused(f"{wrong} is not a role of staff. The roles are {', '.join(sorted(set(known) - {RESIDENT}))}.")


def check_managers_left(*, before: int, after: int) -> None:
    """Raise Refused if nobody could manage access afterwards."""
    if before and not after:
        raise Refused("That would leave no one who can manage access. Give someone else a role that can, first.")


def check_scopes(scopes: Collection[str], *, own_permissions: Collection[str], by_system: bool) -> None:
    """Raise Refused unless every scope is known and the creator has it too."""
    unknown = sorted(set(scopes) - {str(p) for p in Permission})
    if unknown or not scopes:
        raise Refused(f"Choose what the token may do: {', '.join(unknown) or 'nothing'} is not a permission.")
    if not by_system and (beyond := sorted(set(scopes) - set(own_permissions))):
        raise Refused(f"You cannot give a token what you may not do yourself: {', '.join(beyond)}.")
