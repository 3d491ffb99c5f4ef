"""Words of access: kinds of account, permissions, principals, and what a view asks of those who come."""

from dataclasses import dataclass, field
from enum import StrEnum

EMAIL_RULE = "Enter an email address in the correct format, like name@example.com"


class AccountKind(StrEnum):
    """Whose account it is."""

    STAFF = "staff"
    RESIDENT = "resident"


class Permission(StrEnum):
    """Everything that not everybody may do. Roles hold these; pages ask for one."""

    OFFICE_VIEW = "office.view"
    CONTACTS_VIEW = "contacts.view"
    CONTACTS_RECORD = "contacts.record"
    CONTACTS_EXPORT = "contacts.export"
    CONTACTS_IMPORT = "contacts.import"
    PEOPLE_VIEW = "people.view"
    PEOPLE_EDIT = "people.edit"
    PEOPLE_ERASE = "people.erase"
    PEOPLE_MERGE = "people.merge"  # compare records that may be of one person, and put them together
    GAZETTEER_VIEW = "gazetteer.view"
    GAZETTEER_RAISE = "gazetteer.raise"  # say that the gazetteer lacks something, or has it wrong
    GAZETTEER_EDIT = "gazetteer.edit"
    PAYMENTS_VIEW = "payments.view"
    PAYMENTS_EXPORT = "payments.export"  # take away what direct debits are collected by, with names
    PAYMENTS_REFUND = "payments.refund"
    CASES_VIEW = "cases.view"
    CASES_WORK = "cases.work"
    SERVICES_ASSIST = "services.assist"  # go through a service with a resident, and see what they sent
    SERVICES_TEST = "services.test"  # write down how a way to a service was tried
    SERVICES_SUBMIT = "services.submit"  # send services whole, and see how what was sent stands: other systems
    MESSAGING_VIEW = "messaging.view"
    MESSAGING_SEND = "messaging.send"  # to many at once, from a file; and what becomes of letters
    WASTE_VIEW = "waste.view"
    WASTE_EDIT = "waste.edit"
    WASTE_CREW = "waste.crew"  # what crews say of their rounds, by their own system
    STAFF_EDIT = "staff.edit"
    MEASURES_TRACE = "measures.trace"
    REPORTS_VIEW = "reports.view"
    REPORTS_COMPILE = "reports.compile"
    JOBS_VIEW = "jobs.view"
    JOBS_RETRY = "jobs.retry"
    WEBHOOKS_MANAGE = "webhooks.manage"  # which other systems are told of what happens, and where
    RETENTION_VIEW = "retention.view"  # counts of what is disposed of when, and what is on hold
    RETENTION_HOLD = "retention.hold"
    AUDIT_VIEW = "audit.view"
    ACCESS_VIEW = "access.view"
    ACCESS_MANAGE = "access.manage"


PERMISSION_LABELS: dict[Permission, str] = {
    Permission.OFFICE_VIEW: "Open the front office",
    Permission.CONTACTS_VIEW: "See contacts",
    Permission.CONTACTS_RECORD: "Record and correct contacts",
    Permission.CONTACTS_EXPORT: "Take contacts away as a file",
    Permission.CONTACTS_IMPORT: "Bring in another system’s contacts",
    Permission.PEOPLE_VIEW: "See people, households and organisations",
    Permission.PEOPLE_EDIT: "Correct people’s details, and give them all we hold",
    Permission.PEOPLE_ERASE: "Erase people",
    Permission.PEOPLE_MERGE: "Put two records of one person together",
    Permission.GAZETTEER_VIEW: "Look up addresses",
    Permission.GAZETTEER_RAISE: "Say that an address is wrong or missing",
    Permission.GAZETTEER_EDIT: "Change the gazetteer",
    Permission.PAYMENTS_VIEW: "See payments",
    Permission.PAYMENTS_EXPORT: "Take away what direct debits are collected by",
    Permission.PAYMENTS_REFUND: "Refund and cancel payments",
    Permission.CASES_VIEW: "See cases",
    Permission.CASES_WORK: "Work on cases",
    Permission.SERVICES_ASSIST: "Go through services with residents, and see what they sent",
    Permission.SERVICES_TEST: "Write down how a way to a service was tried",
    Permission.SERVICES_SUBMIT: "Send services whole, from another system",
    Permission.MESSAGING_VIEW: "See messages",
    Permission.MESSAGING_SEND: "Send to many at once, and print letters",
    Permission.WASTE_VIEW: "See rounds, bin days and crew jobs",
    Permission.WASTE_EDIT: "Change collection days, and ask crews",
    Permission.WASTE_CREW: "Say what crews did, from their system",
    Permission.STAFF_EDIT: "Change teams and services",
    Permission.MEASURES_TRACE: "See figures, and what each is made of",
    Permission.REPORTS_VIEW: "See reports",
    Permission.REPORTS_COMPILE: "Compile reports",
    Permission.JOBS_VIEW: "See jobs, and what other systems were told",
    Permission.JOBS_RETRY: "Have failed jobs done again",
    Permission.WEBHOOKS_MANAGE: "Say which other systems are told of events",
    Permission.RETENTION_VIEW: "See how long things are kept",
    Permission.RETENTION_HOLD: "Put things on hold",
    Permission.AUDIT_VIEW: "Read who did what",
    Permission.ACCESS_VIEW: "See accounts, roles and tokens",
    Permission.ACCESS_MANAGE: "Make accounts and tokens, and give roles",
}
"""What each permission lets somebody do, as those who give it read it."""


class Audience(StrEnum):
    """The three sorts of door."""

    EVERYBODY = "everybody"
    SIGNED_IN = "signed in"
    PERMITTED = "permitted"


@dataclass(frozen=True, kw_only=True)
class Requirement:
    """What one method of a view asks. Machines come with a token, people with a session, never otherwise."""

    audience: Audience
    permission: Permission | None = None
    machines: bool = False
    before_second_step: bool = False  # staff may come here to set up their second step


@dataclass(frozen=True, kw_only=True)
class Principal:
    """Who acts: `name` goes into audit entries as staff:12, resident:7, token:3 or nobody."""

    name: str
    kind: str = ""
    account_id: int | None = None
    permissions: frozenset[str] = field(default_factory=frozenset)
    needs_second_step: bool = False

    @property
    def is_signed_in(self) -> bool:
        """Whether it is anybody we know."""
        return self.name != NOBODY

    def may(self, permission: str) -> bool:
        """Whether the principal holds the permission; nobody does before their second step."""
        return permission in self.permissions and not self.needs_second_step


NOBODY = "nobody"


@dataclass(frozen=True, kw_only=True)
class NewToken:
    """A token as it is given once; afterwards only its hash is known."""

    token_id: int
    secret: str


@dataclass(frozen=True, kw_only=True)
class RouteAccess:
    """One method of one address, and which roles may use it."""

    path: str
    name: str
    method: str
    requirement: Requirement | None
    roles: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class SecondFactors:
    """The second steps an account has."""

    app: bool
    passkeys: tuple[tuple[int, str], ...]
    recovery_codes: bool

    @property
    def any(self) -> bool:
        """Whether there is one to sign in with."""
        return self.app or bool(self.passkeys)
