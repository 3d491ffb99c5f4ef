"""Create, disable and enable accounts."""

from datetime import datetime

from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal.auth import TOTP
from django.db import transaction

from borough.access import queries
from borough.access.actions.grants import account_id_of, require_manager_left
from borough.access.models import Account, Grant, Role
from borough.access.rules.grants import RESIDENT, check_staff_roles
from borough.access.types import AccountKind
from borough.foundation import audit, mail
from borough.foundation.db import locks
from borough.foundation.ops.instance import is_demonstration
from borough.kernel.refusals import Refused


@transaction.atomic
def create_account(
    *,
    by: str,
    at: datetime,
    kind: AccountKind,
    email: str,
    name: str = "",
    password: str | None = None,
    roles: tuple[str, ...] = (),
    demonstration: bool = False,
) -> int:
    """Create an account with a verified email address and return its ID. Without a password none works."""
    if demonstration and not is_demonstration():
        raise Refused("Only a demonstration has a cast.")
    account = Account(email=email, name=name, kind=kind, demonstration=demonstration, created_at=at)
    account.set_password(password)
    account.save(force_insert=True)
    EmailAddress.objects.create(user=account, email=account.email, verified=True, primary=True)
    if kind is AccountKind.RESIDENT:
        roles = (RESIDENT,)
    for role in Role.objects.filter(key__in=roles):
        Grant.objects.create(account=account, role=role, granted_by_id=account_id_of(by), granted_at=at)
    audit.record(by=by, at=at, verb="access.create_account", subject=str(account), detail={"roles": sorted(roles)})
    return account.pk


WELCOME = """There is now an account for you, under this email address.

To begin, open the sign-in page, choose “I have forgotten my password”, and choose one with the code we send you.
You are then asked to set up a second step.

If you did not expect this, tell us, and do nothing else."""


@transaction.atomic
def invite(
    *, by: str, at: datetime, kind: AccountKind, email: str, name: str, roles: tuple[str, ...] = (), council: str = ""
) -> int:
    """Create an account without a password, email its owner how to set one, and return its ID.

    Only the owner ever knows the password. Raises Refused for a known address or a role staff cannot have.
    """
    if kind is AccountKind.STAFF:
        check_staff_roles(roles, known=queries.role_permissions())
    locks.lock(f"account {email.strip().lower()}")
    if Account.objects.filter(email__iexact=email.strip()).exists():
        raise Refused("There is an account with this email address already.")
    account_id = create_account(by=by, at=at, kind=kind, email=email, name=name, roles=roles)
    to = email.strip().lower()
    mail.enqueue(
        key=f"access.invite:{account_id}", to=to, subject="An account for you", text=f"{WELCOME}\n\n{council}\n"
    )
    return account_id


@transaction.atomic
def register_resident(*, at: datetime, account: Account) -> None:
    """Complete a registration: grant the resident role and record it."""
    Grant.objects.get_or_create(account=account, role=Role.objects.get(key=RESIDENT), defaults={"granted_at": at})
    audit.record(by=str(account), at=at, verb="access.register", subject=str(account))


@transaction.atomic
def register_staff(*, at: datetime, account: Account, directory: str) -> None:
    """Record a first sign-in through the staff directory. The account has no permissions until it has a role."""
    audit.record(by=str(account), at=at, verb="access.register", subject=str(account), detail={"directory": directory})


@transaction.atomic
def set_active(*, by: str, at: datetime, account_id: int, active: bool) -> None:
    """Disable an account, which ends its sessions at their next request, or enable it again."""
    with require_manager_left():
        account = Account.objects.select_for_update().get(pk=account_id)
        if by == str(account):
            raise Refused("You cannot switch off your own account. Ask another administrator.")
        Account.objects.filter(pk=account_id).update(is_active=active)
    audit.record(by=by, at=at, verb="access.activate" if active else "access.switch_off", subject=str(account))


@transaction.atomic
def enrol_totp(*, by: str, at: datetime, account_id: int, secret: str) -> None:
    """Give a demonstration account a published one-time code secret, for scripted sign-in."""
    account = Account.objects.get(pk=account_id)
    if not (account.demonstration and is_demonstration()):
        raise Refused("One-time-code secrets are set by their owners, except for the cast of a demonstration.")
    TOTP.activate(account, secret)
    audit.record(by=by, at=at, verb="access.enrol_totp", subject=str(account))
