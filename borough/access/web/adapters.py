"""What the sign-in library asks of us: who may register, where people go next, how secrets are kept."""
# ruff: noqa: ARG002 - the library passes more than we need

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
from django.http import HttpRequest
from django.shortcuts import render
from django.urls import reverse

from borough.access.actions import accounts
from borough.access.types import AccountKind
from borough.access.web import mails
from borough.foundation.clock import now

STAFF_DIRECTORY = "staff"
PASSWORDS = {
    "password_too_short": "Your password must be 8 characters or more",  # nosec B105 - words
    "password_too_common": "Choose a password that is harder to guess",  # nosec B105 - words
}


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Local accounts. Only residents register themselves; staff accounts are made for them."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": "Check your email address and password. One of them is not right",  # nosec B105 - words
        "too_many_login_attempts": "There were too many tries. Wait 5 minutes and try again",
        "incorrect_code": "That is not the code we sent. Check the newest email from us",
        "enter_current_password": "Enter the password you use now",  # nosec B105 - words
    }

    def clean_password(self, password: str, user: Any = None) -> str:
        """The password when it will do. Raises ValidationError in our words."""
        try:
            return str(super().clean_password(password, user))
        except ValidationError as wrong:
            raise ValidationError([PASSWORDS.get(error.code or "", error) for error in wrong.error_list]) from wrong

    def save_user(self, request: HttpRequest, user: Any, form: Any, commit: bool = True) -> Any:
        """Make the account of a resident who registers."""
        user.kind = AccountKind.RESIDENT
        account = super().save_user(request, user, form, commit)
        if commit:
            accounts.register_resident(at=now(), account=account)
        return account

    def add_message(
        self, request: HttpRequest, level: int, message_template: str = "", *args: Any, **kwargs: Any
    ) -> None:
        """What was done, but not that one signed in or out or was sent a code, which the page shows."""
        if not message_template.endswith(("logged_in.txt", "logged_out.txt", "email_confirmation_sent.txt")):
            super().add_message(request, level, message_template, *args, **kwargs)

    def render_mail(self, template_prefix: str, email: Any, context: Any, headers: Any = None) -> EmailMessage:
        """The mail in our words."""
        subject, text = mails.render_mail(template_prefix, context, settings.COUNCIL_NAME)
        to = [email] if isinstance(email, str) else email
        return EmailMessage(subject, text, self.get_from_email(), to, headers=headers)

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Staff to their front office, residents to their account."""
        return landing(request.user)

    def get_signup_redirect_url(self, request: HttpRequest) -> str:
        """The same the first time."""
        return landing(request.user)

    def get_logout_redirect_url(self, request: HttpRequest) -> str:
        """Everybody to the home page."""
        return "/"


def landing(account: Any) -> str:
    """Where an account goes first."""
    return "/office/" if getattr(account, "kind", "") == AccountKind.STAFF else reverse("access:home")


class DirectoryAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """Sign-in through the staff directory or the residents' identity service.

    An account belongs to an issuer and the subject it names, never to an email address: the issuer is part of
    the provider's id (see config.settings), so another issuer's subject of the same name is someone else.
    """

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        """Anyone the issuer vouches for; what they may do is another matter."""
        return True

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """Refuse a first sign-in without an address, which everything later needs."""
        if not sociallogin.is_existing and not sociallogin.email_addresses:
            page = render(request, "account/directory_refused.html", {"reason": "no address"}, status=403)
            raise ImmediateHttpResponse(page)

    def populate_user(self, request: HttpRequest, sociallogin: Any, data: dict[str, Any]) -> Any:
        """The new account's kind follows from which service vouches, its name from what that service says."""
        user = super().populate_user(request, sociallogin, data)
        user.kind = AccountKind.STAFF if is_staff(sociallogin.account.provider) else AccountKind.RESIDENT
        first_last = " ".join(filter(None, [data.get("first_name"), data.get("last_name")]))
        user.name = str(data.get("name") or first_last)[:200]
        return user

    def save_user(self, request: HttpRequest, sociallogin: Any, form: Any = None) -> Any:
        """Make the account; a member of staff starts with no role."""
        account = super().save_user(request, sociallogin, form)
        provider = sociallogin.account.provider
        if is_staff(provider):
            accounts.register_staff(at=now(), account=account, directory=provider)
        else:
            accounts.register_resident(at=now(), account=account)
        return account

    def on_authentication_error(self, request: HttpRequest, provider: Any, **kwargs: Any) -> None:
        """Say plainly that it did not work."""
        page = render(request, "account/directory_refused.html", {"reason": "failed"}, status=403)
        raise ImmediateHttpResponse(page)


def is_staff(provider: str) -> bool:
    """Whether a provider's id is the staff directory's."""
    return provider.partition("-")[0] == STAFF_DIRECTORY


class SecondStepAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """One-time codes and passkeys; secrets are encrypted with a key that is not in the database."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": "That code is not right. Codes change every 30 seconds, so use the newest",
        "cannot_delete_authenticator": "Staff keep at least one second step. Set up another first",
    }

    def encrypt(self, text: str) -> str:
        """For keeping."""
        return _cipher(settings.SECRET_KEY).encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """For use."""
        return _cipher(settings.SECRET_KEY).decrypt(encrypted_text.encode()).decode()

    def build_totp_svg(self, url: str) -> str:
        """The QR code that an app reads."""
        out = io.BytesIO()
        segno.make(url, error="m").save(out, kind="svg", scale=6, border=2)
        return out.getvalue().decode()

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """Who passkeys are for: this site's host name."""
        return {**super().get_public_key_credential_rp_entity(), "name": settings.COUNCIL_NAME}

    def can_delete_authenticator(self, authenticator: Any) -> bool:
        """Staff keep one second step always."""
        if authenticator.user.kind != AccountKind.STAFF or authenticator.type == authenticator.Type.RECOVERY_CODES:
            return True
        others = type(authenticator).objects.filter(user=authenticator.user).exclude(pk=authenticator.pk)
        return bool(others.exclude(type=authenticator.Type.RECOVERY_CODES).exists())

    def generate_authenticator_name(self, user: Any, type: Any) -> str:  # noqa: A002 - the library's word
        """What a passkey is called until its owner names it."""
        return "My passkey"


@cache
def _cipher(secret: str) -> Fernet:
    return Fernet(base64.urlsafe_b64encode(hashlib.sha256(b"one-time codes" + secret.encode()).digest()))
