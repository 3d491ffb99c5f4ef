"""Adapters for the sign-in library: registration, redirects and secret storage."""
# ruff: noqa: ARG002 - the library passes more arguments

import base64
import hashlib
import io
from functools import cache
from typing import Any

import segno
from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from cryptography.fernet import Fernet
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage
from django.shortcuts import render
from django.urls import reverse

from borough.access.actions import accounts
from borough.access.request import BoroughRequest
from borough.access.types import AccountKind
from borough.access.web import mails
from borough.foundation.clock import now

STAFF_DIRECTORY = "staff"
PASSWORDS = {
    "password_too_short": "Your password must be 8 characters or more",  # nosec B105 - text
    "password_too_common": "Choose a password that is harder to guess",  # nosec B105 - text
}


class AccountAdapter(DefaultAccountAdapter):
    """Local accounts. Only residents can register; staff accounts are created for them."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": "Email address or password is incorrect",  # nosec B105 - text
        "too_many_login_attempts": "There were too many tries. Wait 5 minutes and try again",
        "incorrect_code": "That is not the code we sent. Check the newest email from us",
        "enter_current_password": "Enter the password you use now",  # nosec B105 - text
    }

    def clean_password(self, password: str, user: Any = None) -> str:
        """Return a valid password. Raises ValidationError with our messages."""
        try:
            return str(super().clean_password(password, user))
        except ValidationError as wrong:
            raise ValidationError([PASSWORDS.get(error.code or "", error) for error in wrong.error_list]) from wrong

    def save_user(self, request: BoroughRequest, user: Any, form: Any, commit: bool = True) -> Any:
        """Create the account of a registering resident."""
        user.kind = AccountKind.RESIDENT
        account = super().save_user(request, user, form, commit)
        if commit:
            accounts.register_resident(at=now(), account=account)
        return account

    def add_message(
        self, request: BoroughRequest, level: int, message_template: str = "", *args: Any, **kwargs: Any
    ) -> None:
        """Add a message, except about signing in or out or sending a code, which the page itself shows."""
        if not message_template.endswith(("logged_in.txt", "logged_out.txt", "email_confirmation_sent.txt")):
            super().add_message(request, level, message_template, *args, **kwargs)

    def render_mail(self, template_prefix: str, email: Any, context: Any, headers: Any = None) -> EmailMessage:
        """Render the email with our text."""
        subject, text = mails.render_mail(template_prefix, context, settings.COUNCIL_NAME)
        to = [email] if isinstance(email, str) else email
        return EmailMessage(subject, text, self.get_from_email(), to, headers=headers)

    def get_login_redirect_url(self, request: BoroughRequest) -> str:
        """Redirect staff to the front office, residents to their account."""
        return landing(request.user)

    def get_signup_redirect_url(self, request: BoroughRequest) -> str:
        """Redirect in the same way after registration."""
        return landing(request.user)

    def get_logout_redirect_url(self, request: BoroughRequest) -> str:
        """Redirect to the home page."""
        return "/"


def landing(account: Any) -> str:
    """Return the landing page of an account."""
    return "/office/" if getattr(account, "kind", "") == AccountKind.STAFF else reverse("access:home")


class DirectoryAdapter(DefaultSocialAccountAdapter):
    """Sign-in through the staff directory or the residents' identity service.

    An account is identified by issuer and subject, never by email address: the issuer is part of the provider ID
    (see config.settings), so the same subject from another issuer is a different person.
    """

    def is_open_for_signup(self, request: BoroughRequest, sociallogin: Any) -> bool:
        """Allow anyone the issuer authenticates; permissions are a separate matter."""
        return True

    def pre_social_login(self, request: BoroughRequest, sociallogin: Any) -> None:
        """Refuse a first sign-in without an email address, which is required later."""
        if not sociallogin.is_existing and not sociallogin.email_addresses:
            page = render(request, "account/directory_refused.html", {"reason": "no address"}, status=403)
            raise ImmediateHttpResponse(page)

    def populate_user(self, request: BoroughRequest, sociallogin: Any, data: dict[str, Any]) -> Any:
        """Set the new account's kind by the service used, and its name from the service's claims."""
        user = super().populate_user(request, sociallogin, data)
        user.kind = AccountKind.STAFF if is_staff(sociallogin.account.provider) else AccountKind.RESIDENT
        first_last = " ".join(filter(None, [data.get("first_name"), data.get("last_name")]))
        user.name = str(data.get("name") or first_last)[:200]
        return user

    def save_user(self, request: BoroughRequest, sociallogin: Any, form: Any = None) -> Any:
        """Create the account; a member of staff starts without a role."""
        account = super().save_user(request, sociallogin, form)
        provider = sociallogin.account.provider
        if is_staff(provider):
            accounts.register_staff(at=now(), account=account, directory=provider)
        else:
            accounts.register_resident(at=now(), account=account)
        return account

    def on_authentication_error(self, request: BoroughRequest, provider: Any, **kwargs: Any) -> None:
        """Show a plain error message."""
        page = render(request, "account/directory_refused.html", {"reason": "failed"}, status=403)
        raise ImmediateHttpResponse(page)


def is_staff(provider: str) -> bool:
    """Return whether a provider ID is the staff directory's."""
    return provider.partition("-")[0] == STAFF_DIRECTORY


class SecondStepAdapter(DefaultMFAAdapter):
    """One-time codes and passkeys; secrets are encrypted with a key stored outside the database."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": "That code is not right. Codes change every 30 seconds, so use the newest",
        "cannot_delete_authenticator": "Staff keep at least one second step. Set up another first",
    }

    def encrypt(self, text: str) -> str:
        """Encrypt a secret for storage."""
        return _cipher(settings.SECRET_KEY).encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Decrypt a stored secret."""
        return _cipher(settings.SECRET_KEY).decrypt(encrypted_text.encode()).decode()

    def build_totp_svg(self, url: str) -> str:
        """Return the QR code for an authenticator app."""
        out = io.BytesIO()
        segno.make(url, error="m").save(out, kind="svg", scale=6, border=2)
        return out.getvalue().decode()

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """Return the relying party of passkeys: this site's host name."""
        return {**super().get_public_key_credential_rp_entity(), "name": settings.COUNCIL_NAME}

    def can_delete_authenticator(self, authenticator: Any) -> bool:
        """Return whether it may be removed: staff must keep at least one second factor."""
        if authenticator.user.kind != AccountKind.STAFF or authenticator.type == authenticator.Type.RECOVERY_CODES:
            return True
        others = type(authenticator).objects.filter(user=authenticator.user).exclude(pk=authenticator.pk)
        return bool(others.exclude(type=authenticator.Type.RECOVERY_CODES).exists())

    def generate_authenticator_name(self, user: Any, type: Any) -> str:  # noqa: A002 - the library's word
        """Return the default name of a passkey."""
        return "My passkey"


@cache
def _cipher(secret: str) -> Fernet:
    return Fernet(base64.urlsafe_b64encode(hashlib.sha256(b"one-time codes" + secret.encode()).digest()))
