"""Access types: account kinds, permissions, principals and view requirements."""

from dataclasses import dataclass, field
from enum import StrEnum

EMAIL_RULE = "Enter an email address in the correct format, like name@example.com"


class AccountKind(StrEnum):
    """The kind of account."""

    STAFF = "staff"
    RESIDENT = "resident"


class Permission(StrEnum):
    """Every restricted ability. Roles contain permissions; views require one."""

    OFFICE_VIEW = "office.view"
    CONTACTS_VIEW = "contacts.view"
    CONTACTS_RECORD = "contacts.record"
    CONTACTS_EXPORT = "contacts.export"
    CONTACTS_IMPORT = "contacts.import"
    PEOPLE_VIEW = "people.view"
    PEOPLE_EDIT = "people.edit"
    PEOPLE_ERASE = "people.erase"
    PEOPLE_MERGE = "people.merge"  # compare and merge possible duplicate people
    GAZETTEER_VIEW = "gazetteer.view"
    GAZETTEER_RAISE = "gazetteer.raise"  # report missing or wrong gazetteer data
    GAZETTEER_EDIT = "gazetteer.edit"
    PAYMENTS_VIEW = "payments.view"
    PAYMENTS_EXPORT = "payments.export"  # download the direct debit collection file, with names
    PAYMENTS_REFUND = "payments.refund"
    CASES_VIEW = "cases.view"
    CASES_WORK = "cases.work"
    SERVICES_ASSIST = "services.assist"  # complete a service with a resident, and view their submissions
    SERVICES_TEST = "services.test"  # record a test of a route to a service
    SERVICES_EDIT = "services.edit"  # change the texts of published services
    SERVICES_SUBMIT = "services.submit"  # for other systems: submit services by API and read the status
    MESSAGING_VIEW = "messaging.view"
    MESSAGING_SEND = "messaging.send"  # bulk messages from a file, and letter status
    WASTE_VIEW = "waste.view"
    WASTE_EDIT = "waste.edit"
    WASTE_CREW = "waste.crew"  # round reports, sent by the crews' own system
    STAFF_EDIT = "staff.edit"
    MEASURES_TRACE = "measures.trace"
    REPORTS_VIEW = "reports.view"
    REPORTS_COMPILE = "reports.compile"
    JOBS_VIEW = "jobs.view"
    JOBS_RETRY = "jobs.retry"
    WEBHOOKS_MANAGE = "webhooks.manage"  # webhook endpoints and their event kinds
    RETENTION_VIEW = "retention.view"  # disposal statistics and legal holds
    RETENTION_HOLD = "retention.hold"
    AUDIT_VIEW = "audit.view"
    ACCESS_VIEW = "access.view"
    ACCESS_MANAGE = "access.manage"


PERMISSION_LABELS: dict[Permission, str] = {
    Permission.OFFICE_VIEW: "Open the front office",
    Permission.CONTACTS_VIEW: "See contacts",
    Permission.CONTACTS_RECORD: "Record and correct contacts",
    Permission.CONTACTS_EXPORT: "Export contacts",
    Permission.CONTACTS_IMPORT: "Import contacts",
    Permission.PEOPLE_VIEW: "See people, households and organisations",
    Permission.PEOPLE_EDIT: "Correct people’s details and answer access requests",
    Permission.PEOPLE_ERASE: "Erase people",
    Permission.PEOPLE_MERGE: "Merge duplicate people",
    Permission.GAZETTEER_VIEW: "Look up addresses",
    Permission.GAZETTEER_RAISE: "Report a wrong or missing address",
    Permission.GAZETTEER_EDIT: "Edit the gazetteer",
    Permission.PAYMENTS_VIEW: "See payments",
    Permission.PAYMENTS_EXPORT: "Export direct debits",
    Permission.PAYMENTS_REFUND: "Refund and cancel payments",
    Permission.CASES_VIEW: "See cases",
    Permission.CASES_WORK: "Work on cases",
    Permission.SERVICES_ASSIST: "Help residents with services and see submissions",
    Permission.SERVICES_TEST: "Record tests of service routes",
    Permission.SERVICES_EDIT: "Change the texts of services",
    Permission.SERVICES_SUBMIT: "Submit services through the API",
    Permission.MESSAGING_VIEW: "See messages",
    Permission.MESSAGING_SEND: "Send bulk messages and print letters",
    Permission.WASTE_VIEW: "See rounds, bin days and crew tasks",
    Permission.WASTE_EDIT: "Change collection days and request crew tasks",
    Permission.WASTE_CREW: "Report crew events through the API",
    Permission.STAFF_EDIT: "Edit teams and services",
    Permission.MEASURES_TRACE: "See figures and their records",
    Permission.REPORTS_VIEW: "See reports",
    Permission.REPORTS_COMPILE: "Compile reports",
    Permission.JOBS_VIEW: "See jobs and webhook deliveries",
    Permission.JOBS_RETRY: "Retry failed jobs",
    Permission.WEBHOOKS_MANAGE: "Manage webhooks",
    Permission.RETENTION_VIEW: "See retention",
    Permission.RETENTION_HOLD: "Place legal holds",
    Permission.AUDIT_VIEW: "Read the audit log",
    Permission.ACCESS_VIEW: "See accounts, roles and tokens",
    Permission.ACCESS_MANAGE: "Manage accounts, tokens and roles",
}
"""Permission labels as shown to administrators."""


class Audience(StrEnum):
    """The three levels of access to a view."""

    EVERYBODY = "everybody"
    SIGNED_IN = "signed in"
    PERMITTED = "permitted"


@dataclass(frozen=True, kw_only=True)
class Requirement:
    """The requirement of one method of a view. Machines use tokens and people use sessions, exclusively."""

    audience: Audience
    permission: Permission | None = None
    machines: bool = False
    before_second_step: bool = False  # staff may use it to set up their second factor


@dataclass(frozen=True, kw_only=True)
class Principal:
    """The acting user or machine: `name` goes into audit entries as staff:12, resident:7, token:3 or nobody."""

    name: str
    kind: str = ""
    account_id: int | None = None
    permissions: frozenset[str] = field(default_factory=frozenset)
    needs_second_step: bool = False

    @property
    def is_signed_in(self) -> bool:
        """Return whether the principal is authenticated."""
        return self.name != NOBODY

    def may(self, permission: str) -> bool:
        """Return whether the principal has the permission; none before the second factor."""
        return permission in self.permissions and not self.needs_second_step


NOBODY = "nobody"
ANONYMOUS = Principal(name=NOBODY)
"""The principal of a request without session or token."""


@dataclass(frozen=True, kw_only=True)
class NewToken:
    """A new token as shown once; afterwards only its hash is stored."""

    token_id: int
    secret: str


@dataclass(frozen=True, kw_only=True)
class RouteAccess:
    """One method of one URL, and the roles that may use it."""

    path: str
    name: str
    method: str
    requirement: Requirement | None
    roles: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class SecondFactors:
    """The second factors of an account."""

    app: bool
    passkeys: tuple[tuple[int, str], ...]
    recovery_codes: bool

    @property
    def any(self) -> bool:
        """Return whether there is one to sign in with."""
        return self.app or bool(self.passkeys)
