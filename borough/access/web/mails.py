"""Sign-in emails: a subject and a few plain sentences each, without links that could be abused."""

from collections.abc import Mapping
from typing import Any

CHANGED = "If this was not you, get in touch with us at once. It was done on {timestamp:%d %B %Y at %H:%M}."
CODE = "Your code is\n\n{code}\n\nIt works for 15 minutes, in the browser where you asked for it."
NOT_YOU = "If you did not ask for this, you need do nothing."

MAILS: dict[str, tuple[str, str]] = {
    "account/email/email_confirmation": ("Your code to confirm your email address", f"{CODE}\n\n{NOT_YOU}"),
    "account/email/email_confirmation_signup": ("Your code to finish registering", f"{CODE}\n\n{NOT_YOU}"),
    "account/email/password_reset_code": ("Your code to choose a new password", f"{CODE}\n\n{NOT_YOU}"),
    "account/email/account_already_exists": (
        "You have an account already",
        "Someone, perhaps you, tried to register with this email address. You have an account with it already."
        f"\n\nIf you have forgotten your password, choose a new one from the sign-in page.\n\n{NOT_YOU}",
    ),
    "account/email/unknown_account": (
        "There is no account for this address",
        "Someone, perhaps you, asked for a new password. We have no account with this email address. You may have"
        f" used another one.\n\n{NOT_YOU}",
    ),
    "account/email/email_changed": ("Your email address was changed", f"We now use {{to_email}} for you.\n\n{CHANGED}"),
    "account/email/email_confirm": ("Your email address is confirmed", f"Thank you. We can now use it.\n\n{CHANGED}"),
    "account/email/email_deleted": (
        "An email address was removed",
        f"{{deleted_email}} is no longer on your account.\n\n{CHANGED}",
    ),
    "account/email/password_changed": ("Your password was changed", f"Sign in with the new one now.\n\n{CHANGED}"),
    "account/email/password_reset": ("Your password was changed", f"Sign in with the new one now.\n\n{CHANGED}"),
    "account/email/password_set": ("A password was set", f"You can now sign in with it.\n\n{CHANGED}"),
    "mfa/email/recovery_codes_generated": (
        "You have new recovery codes",
        f"Recovery codes you had before no longer work.\n\n{CHANGED}",
    ),
    "mfa/email/totp_activated": ("An authenticator app was added", f"It is now a second step for you.\n\n{CHANGED}"),
    "mfa/email/totp_deactivated": ("Your authenticator app was removed", f"Its codes no longer work.\n\n{CHANGED}"),
    "mfa/email/webauthn_added": ("A passkey was added", f"You can now sign in with it.\n\n{CHANGED}"),
    "mfa/email/webauthn_removed": ("A passkey was removed", f"It no longer signs you in.\n\n{CHANGED}"),
}


def render_mail(name: str, context: Mapping[str, Any], council: str) -> tuple[str, str]:
    """Return subject and text of a sign-in library email, by its name. Raises KeyError for one we do not send."""
    subject, text = MAILS[name]
    return subject, f"{text.format_map(context)}\n\n{council}\n"
