"""Read models of access: permissions of accounts and tokens, and lists for the admin pages."""

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime
from typing import Any

from allauth.account.authentication import get_authentication_records
from allauth.account.models import EmailAddress
from allauth.core.internal import ratelimit
from allauth.mfa.models import Authenticator
from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, get_resolver

from borough.access.models import Account, ApiToken, Grant, Role
from borough.access.rules import tokens as token_rules
from borough.access.rules.grants import RESIDENT, SHIPPED
from borough.access.rules.view_permissions import is_allowed, requirements_of
from borough.access.types import ANONYMOUS, NOBODY, AccountKind, Permission, Principal, RouteAccess, SecondFactors
from borough.foundation.db.cache import increment

SECOND_STEP = "mfa"
ACTIVE_TOKEN = "SELECT * FROM access_apitoken WHERE digest = %s AND revoked_at IS NULL"  # noqa: S105 - SQL, run on every API request


def permissions_of(account_id: int) -> frozenset[str]:
    """Return every permission from the account's roles."""
    granted_roles = Role.objects.filter(pk__in=Grant.objects.filter(account=account_id).values("role"))
    return frozenset(
        permission for permissions in granted_roles.values_list("permissions", flat=True) for permission in permissions
    )


def count_managers() -> int:
    """Return the number of active staff accounts that can manage access."""
    able = Role.objects.filter(permissions__contains=[Permission.ACCESS_MANAGE.value])
    grants = Grant.objects.filter(role__in=able).values("account")
    return Account.objects.filter(kind=AccountKind.STAFF, is_active=True, pk__in=grants).count()


def within_limit(request: HttpRequest, action: str, limit: str) -> bool:
    """Count an action by an account or IP address; return False above the rate limit, such as 30/m/user."""
    rate: ratelimit.Rate = ratelimit.parse_rate(limit)
    key = ratelimit.get_cache_key(request, app="borough", action=action, rate=rate, user=request.user)
    return bool(increment(key, rate.duration) <= rate.amount)


def may(account: Any, permission: str) -> bool:
    """Return whether the account, signed in with its second factor, has the permission."""
    if account is None or not account.is_authenticated or not account.is_active:
        return False
    return permission in permissions_of(account.pk)


def principal_for(account: Account, *, second_step_done: bool) -> Principal:
    """Return the principal of an account. One query."""
    return Principal(
        name=str(account),
        kind=account.kind,
        account_id=account.pk,
        permissions=permissions_of(account.pk),
        needs_second_step=account.kind == AccountKind.STAFF and not second_step_done,
    )


def session_principal(request: HttpRequest) -> Principal:
    """Return the principal of the request's session; no query without a session."""
    if not request.user.is_authenticated:
        return ANONYMOUS
    records = get_authentication_records(request, request.user)
    done = any(record.get("method") == SECOND_STEP for record in records)
    return principal_for(request.user, second_step_done=done)


def principal_name(request: HttpRequest) -> str:
    """Return the principal name of the request: staff:12, resident:7, token:3 or nobody. Set by the middleware."""
    principal: Principal | None = getattr(request, "principal", None)
    return principal.name if principal else NOBODY


def staff_names(principals: Collection[str]) -> dict[str, str]:
    """Return staff names by principal name, such as staff:12; other principals are left out."""
    numbers = [
        int(principal[6:])
        for principal in set(principals)
        if principal.startswith("staff:") and principal[6:].isdecimal()
    ]
    rows = Account.objects.filter(pk__in=numbers, kind=AccountKind.STAFF).values_list("pk", "name")
    return {f"staff:{number}": name for number, name in rows if name}


def staff_choices() -> dict[int, str]:
    """Return the name of every active staff account, by name."""
    rows = Account.objects.filter(kind=AccountKind.STAFF, is_active=True).order_by("name", "pk")
    return {number: name or email for number, name, email in rows.values_list("pk", "name", "email")}


def verified_emails(account_id: int) -> set[str]:
    """Return the verified email addresses of an account, in lower case."""
    rows = EmailAddress.objects.filter(user_id=account_id, verified=True, user__is_active=True)
    return {email.lower() for email in rows.values_list("email", flat=True)}


def check_token(header: str, at: datetime) -> Principal | None:
    """Return the principal of an Authorization header; None for an unknown, revoked or expired token."""
    secret = token_rules.secret_in(header)
    if secret is None:
        return None
    token = next(iter(ApiToken.objects.raw(ACTIVE_TOKEN, [token_rules.digest(secret)])), None)
    if token is None or (token.expires_at is not None and token.expires_at <= at):
        return None
    if token.last_used_on != at.date():
        ApiToken.objects.filter(pk=token.pk).update(last_used_on=at.date())
    return Principal(name=str(token), kind="token", permissions=frozenset(token.scopes))


def role_permissions() -> dict[str, frozenset[str]]:
    """Return the permissions of every role by key, in order of creation."""
    return {role.key: frozenset(role.permissions) for role in Role.objects.order_by("pk")}


def roles() -> Sequence[Role]:
    """Return all roles, in order of creation."""
    return list(Role.objects.order_by("pk"))


def role(key: str) -> Role | None:
    """Return the role of a key."""
    return Role.objects.filter(key=key).first()


def role_keys(account_id: int | None) -> frozenset[str]:
    """Return the keys of an account's roles."""
    keys = Grant.objects.filter(account=account_id).values_list("role__key", flat=True)
    return frozenset(keys) if account_id else frozenset()


def staff_with_roles() -> list[tuple[Account, list[Grant]]]:
    """Return every staff account by name, with its grants. Two queries."""
    grants_by_account: dict[int, list[Grant]] = {}
    for grant in Grant.objects.select_related("role").order_by("role_id"):
        grants_by_account.setdefault(grant.account_id, []).append(grant)
    staff = Account.objects.filter(kind=AccountKind.STAFF).order_by("name", "email")
    return [(account, grants_by_account.get(account.pk, [])) for account in staff]


def emails_with_permission(permission: str) -> list[str]:
    """Return the email addresses of active staff who have a permission."""
    granted = Grant.objects.filter(role__permissions__contains=[permission]).values("account")
    staff = Account.objects.filter(kind=AccountKind.STAFF, is_active=True, pk__in=granted)
    return list(staff.order_by("email").values_list("email", flat=True))


def account_with_grants(account_id: int) -> tuple[Account, list[Grant]] | None:
    """Return a staff account and its grants; None if there is no such account."""
    account = Account.objects.filter(pk=account_id, kind=AccountKind.STAFF).first()
    if account is None:
        return None
    return account, list(Grant.objects.filter(account=account).select_related("role", "granted_by").order_by("role_id"))


def tokens() -> list[ApiToken]:
    """Return all tokens, newest first."""
    return list(ApiToken.objects.select_related("account").order_by("-pk"))


def demonstration_cast() -> list[tuple[Account, list[str]]]:
    """Return the demonstration accounts with the names of their roles, for one-click sign-in."""
    cast = list(Account.objects.filter(demonstration=True, is_active=True).order_by("pk"))
    named: dict[int, list[str]] = {}
    for grant in Grant.objects.filter(account__in=cast).select_related("role").order_by("role_id"):
        named.setdefault(grant.account_id, []).append(grant.role.name)
    return [(account, named.get(account.pk, [])) for account in cast]


def cast_member(account_id: int) -> Account | None:
    """Return a demonstration account."""
    return Account.objects.filter(pk=account_id, demonstration=True, is_active=True).first()


def second_steps(account_id: int) -> SecondFactors:
    """Return the second factors of an account."""
    authenticators = list(Authenticator.objects.filter(user=account_id).order_by("pk"))
    kinds = {authenticator.type for authenticator in authenticators}
    keys = tuple(
        (authenticator.pk, str(authenticator.wrap()))
        for authenticator in authenticators
        if authenticator.type == Authenticator.Type.WEBAUTHN
    )
    return SecondFactors(
        app=Authenticator.Type.TOTP in kinds,
        passkeys=keys,
        recovery_codes=Authenticator.Type.RECOVERY_CODES in kinds,
    )


def matrix() -> list[RouteAccess]:
    """Return every URL and method of the site with the shipped roles allowed, one line each, sorted.

    A view without a declaration is listed with no method and no role; the middleware denies it to everyone.
    """
    return sorted(_routes(get_resolver().url_patterns, "/", ""), key=lambda route: (route.path, route.method))


def _routes(patterns: Sequence[Any], prefix: str, space: str) -> Iterator[RouteAccess]:
    for pattern in patterns:
        path = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from _routes(pattern.url_patterns, path, inner)
        elif isinstance(pattern, URLPattern):
            name = f"{space}{pattern.name or ''}"
            asks = requirements_of(pattern.callback)
            if not asks:
                yield RouteAccess(path=path, name=name, method="", requirement=None, roles=())
            for method, ask in asks.items():
                roles = (
                    ()
                    if ask.machines
                    else tuple(key for key, principal in _sample_principals() if is_allowed(ask, principal))
                )
                yield RouteAccess(path=path, name=name, method=method, requirement=ask, roles=roles)


def _sample_principals() -> Iterator[tuple[str, Principal]]:
    """Yield an anonymous principal, and one principal of each shipped role."""
    yield NOBODY, Principal(name=NOBODY)
    for key, (_, _, permissions) in SHIPPED.items():
        kind = AccountKind.RESIDENT if key == RESIDENT else AccountKind.STAFF
        yield key, Principal(name=f"{kind}:1", kind=kind, permissions=frozenset(map(str, permissions)))
