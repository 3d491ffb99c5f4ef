"""Access tables: accounts, roles, grants and API tokens."""

from typing import Any, ClassVar

import pghistory
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Lower, Now

from borough.access.types import AccountKind
from borough.foundation.privacy import Kind


class AccountManager(BaseUserManager["Account"]):
    """Finds accounts by email address, ignoring case."""

    def get_by_natural_key(self, username: str | None) -> "Account":
        """Return the account of an email address."""
        return self.get(email__iexact=username)


@pghistory.track(pghistory.UpdateEvent(), pghistory.DeleteEvent(), exclude=["password", "last_login"])
class Account(AbstractBaseUser):
    """Someone who can sign in: a member of staff or a resident. Grants give permissions."""

    email = models.EmailField(unique=True)
    name = models.TextField(blank=True, default="")
    kind = models.TextField(choices=[(kind.value, kind.value) for kind in AccountKind], default=AccountKind.RESIDENT)
    is_active = models.BooleanField(default=True)
    demonstration = models.BooleanField(default=False)  # a demonstration account, open to one-click sign-in
    created_at = models.DateTimeField(db_default=Now())

    objects: ClassVar[AccountManager] = AccountManager()
    USERNAME_FIELD = "email"
    privacy: ClassVar = {
        "id": Kind.PSEUDONYM,
        "password": Kind.SECRET,
        "last_login": Kind.NONE,
        "email": Kind.CONTACT,
        "name": Kind.IDENTITY,
        "kind": Kind.NONE,
        "is_active": Kind.NONE,
        "demonstration": Kind.NONE,
        "created_at": Kind.NONE,
    }
    privacy_subject: ClassVar = {"account": "id"}

    class Meta:
        constraints = [
            models.UniqueConstraint(Lower("email"), name="account_email_whatever_its_case"),
            models.CheckConstraint(condition=models.Q(kind__in=list(AccountKind)), name="account_kind_known"),
        ]

    def __str__(self) -> str:
        """Return the principal name, which contains no personal data."""
        return f"{self.kind}:{self.pk}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save the account with its email address in lower case."""
        self.email = self.email.strip().lower()
        super().save(*args, **kwargs)


@pghistory.track(pghistory.UpdateEvent(), pghistory.DeleteEvent())
class Role(models.Model):
    """A named set of permissions, editable as data."""

    key = models.SlugField(unique=True)
    name = models.TextField()
    description = models.TextField(blank=True, default="")
    permissions = ArrayField(models.TextField(), default=list, blank=True)
    privacy: ClassVar = dict.fromkeys(["id", "key", "name", "description", "permissions"], Kind.NONE)

    def __str__(self) -> str:
        """Return its key."""
        return self.key


@pghistory.track(pghistory.UpdateEvent(), pghistory.DeleteEvent())
class Grant(models.Model):
    """A role of an account, and who granted it."""

    account = models.ForeignKey("access.Account", models.CASCADE, related_name="+")
    role = models.ForeignKey("access.Role", models.PROTECT, related_name="+")
    granted_by = models.ForeignKey("access.Account", models.SET_NULL, null=True, related_name="+")
    granted_at = models.DateTimeField()
    privacy: ClassVar = {
        "id": Kind.NONE,
        "account": Kind.PSEUDONYM,
        "role": Kind.NONE,
        "granted_by": Kind.PSEUDONYM,
        "granted_at": Kind.NONE,
    }
    privacy_subject: ClassVar = {"account": "account_id"}

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["account", "role"], name="grant_once"),
            models.CheckConstraint(
                condition=models.Q(granted_by__isnull=True) | ~models.Q(granted_by=models.F("account")),
                name="grant_not_to_oneself",
            ),
        ]

    def __str__(self) -> str:
        """Return the role and the account."""
        return f"{self.role_id} for {self.account_id}"


class ApiToken(models.Model):
    """An API token: its hash, scopes and expiry. Revoked tokens are kept for the record."""

    name = models.TextField()
    account = models.ForeignKey(
        "access.Account", models.SET_NULL, null=True, related_name="+"
    )  # the responsible account
    scopes = ArrayField(models.TextField())
    digest = models.CharField(max_length=64, unique=True)
    prefix = models.CharField(max_length=16)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)
    last_used_on = models.DateField(null=True)
    privacy: ClassVar = {
        "id": Kind.PSEUDONYM,
        "name": Kind.NONE,
        "account": Kind.PSEUDONYM,
        "scopes": Kind.NONE,
        "digest": Kind.SECRET,
        "prefix": Kind.NONE,
        "created_at": Kind.NONE,
        "expires_at": Kind.NONE,
        "revoked_at": Kind.NONE,
        "last_used_on": Kind.NONE,
    }
    privacy_subject: ClassVar = {"account": "account_id"}

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(scopes__len__gt=0), name="token_has_scopes")]

    def __str__(self) -> str:
        """Return the principal name."""
        return f"token:{self.pk}"
