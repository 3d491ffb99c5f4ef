"""Grant and revoke roles, and change a role's permissions."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import datetime

from django.db import transaction

from borough.access import queries
from borough.access.models import Account, Grant, Role
from borough.access.rules.grants import check_can_change_role, check_can_change_roles, check_managers_left
from borough.foundation import audit
from borough.foundation.db import locks
from borough.kernel.refusals import Stale


def account_id_of(by: str) -> int | None:
    """Return the account ID of a principal name; None for tokens, commands and anonymous users."""
    kind, _, number = by.partition(":")
    return int(number) if kind in {"staff", "resident"} and number.isdecimal() else None


@contextmanager
def require_manager_left() -> Iterator[None]:
    """Refuse the block's changes if they remove the last account that can manage access.

    Such actions are serialised, so that two administrators cannot remove each other concurrently.
    """
    locks.lock("access managers")
    before = queries.count_managers()
    yield
    check_managers_left(before=before, after=queries.count_managers())


def _account_and_role(by: str, account_id: int, role: str) -> tuple[Account, Role]:
    account = Account.objects.select_for_update().get(pk=account_id)
    check_can_change_roles(by=by, account=str(account), kind=account.kind, role=role)
    return account, Role.objects.get(key=role)


@transaction.atomic
def grant(*, by: str, at: datetime, account_id: int, role: str) -> None:
    """Grant a role; no effect if already granted. Raises Refused for one's own account or the wrong account kind."""
    account, wanted = _account_and_role(by, account_id, role)
    _, new = Grant.objects.get_or_create(
        account=account, role=wanted, defaults={"granted_by_id": account_id_of(by), "granted_at": at}
    )
    if new:
        audit.record(by=by, at=at, verb="access.grant", subject=str(account), detail={"role": role})


@transaction.atomic
def revoke(*, by: str, at: datetime, account_id: int, role: str) -> None:
    """Revoke a role; it ends at the account's next request."""
    with require_manager_left():
        account, wanted = _account_and_role(by, account_id, role)
        deleted, _ = Grant.objects.filter(account=account, role=wanted).delete()
    if deleted:
        audit.record(by=by, at=at, verb="access.revoke", subject=str(account), detail={"role": role})


@transaction.atomic
def change_role(*, by: str, at: datetime, role: str, permissions: Collection[str], seen: Collection[str]) -> None:
    """Set a role's permissions. `seen` is the set displayed to the user; raises Stale if it has changed since.

    Raises Refused for a role one has oneself, for the resident role, and if nobody could manage access any more.
    """
    with require_manager_left():
        own_roles = queries.role_keys(account_id_of(by))
        check_can_change_role(role=role, own_roles=own_roles, permissions=permissions)
        changed = Role.objects.select_for_update().get(key=role)
        before, after = sorted(changed.permissions), sorted(set(permissions))
        if before != sorted(seen):
            raise Stale("Someone else has changed this role since you opened it. Look again, then save.")
        Role.objects.filter(pk=changed.pk).update(permissions=after)
    if before != after:
        detail = {"before": before, "after": after}
        audit.record(by=by, at=at, verb="access.change_role", subject=f"role:{role}", detail=detail)
