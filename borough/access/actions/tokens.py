"""Create and revoke API tokens."""

import secrets
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from borough.access.actions.grants import account_id_of
from borough.access.models import ApiToken
from borough.access.queries import permissions_of
from borough.access.rules import tokens as token_rules
from borough.access.rules.grants import check_scopes
from borough.access.types import NewToken
from borough.foundation import audit


@transaction.atomic
def create_token(
    *,
    by: str,
    at: datetime,
    name: str,
    scopes: Sequence[str],
    expires_at: datetime | None = None,
    account_id: int | None = None,
) -> NewToken:
    """Create a token and return its secret, shown only here. Staff cannot give scopes they lack."""
    maker = account_id_of(by)
    check_scopes(scopes, own_permissions=permissions_of(maker) if maker else (), by_system=maker is None)
    secret = token_rules.START + secrets.token_urlsafe(token_rules.SECRET_BYTES)
    token = ApiToken.objects.create(
        name=name,
        account_id=account_id or maker,
        scopes=sorted(scopes),
        digest=token_rules.digest(secret),
        prefix=secret[: token_rules.PREFIX_LENGTH],
        created_at=at,
        expires_at=expires_at,
    )
    audit.record(by=by, at=at, verb="access.create_token", subject=str(token), detail={"scopes": sorted(scopes)})
    return NewToken(token_id=token.pk, secret=secret)


@transaction.atomic
def revoke_token(*, by: str, at: datetime, token_id: int) -> bool:
    """Revoke a token now and return whether it was active; no effect if already revoked."""
    changed = ApiToken.objects.filter(pk=token_id, revoked_at=None).update(revoked_at=at)
    if changed:
        audit.record(by=by, at=at, verb="access.revoke_token", subject=f"token:{token_id}")
    return bool(changed)
