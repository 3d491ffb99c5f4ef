"""Giving and taking roles."""

from datetime import datetime

from django.db import transaction

from borough.access.models import Account, Grant, Role
from borough.access.rules.grants import check_can_change_roles
from borough.foundation import audit


def account_number(by: str) -> int | None:
    """The account behind a principal's name; None for tokens, commands and nobody."""
    kind, _, number = by.partition(":")
    return int(number) if kind in {"staff", "resident"} and number.isdecimal() else None


def _both(by: str, account_id: int, role: str) -> tuple[Account, Role]:
    account = Account.objects.select_for_update().get(pk=account_id)
    check_can_change_roles(by=by, account=str(account), kind=account.kind, role=role)
    return account, Role.objects.get(key=role)


@transaction.atomic
def grant(*, by: str, at: datetime, account_id: int, role: str) -> None:
    """Give the account the role; again is no act. Raises Refused for one's own account or the wrong kind."""
    account, wanted = _both(by, account_id, role)
    _, new = Grant.objects.get_or_create(
        account=account, role=wanted, defaults={"granted_by_id": account_number(by), "granted_at": at}
    )
    if new:
        audit.record(by=by, at=at, verb="access.grant", subject=str(account), detail={"role": role})


@transaction.atomic
def revoke(*, by: str, at: datetime, account_id: int, role: str) -> None:
    """Take the role from the account; it ends at the account's next page."""
    account, wanted = _both(by, account_id, role)
    gone, _ = Grant.objects.filter(account=account, role=wanted).delete()
    if gone:
        audit.record(by=by, at=at, verb="access.revoke", subject=str(account), detail={"role": role})
