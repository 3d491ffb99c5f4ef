"""Sign-in forms with our wording."""

from typing import Any

from allauth.account import forms as account
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp import forms as totp
from django import forms

from borough.access.types import EMAIL_RULE


def _reword(form: forms.Form, **texts: tuple[str, str, str]) -> None:
    """Set label, hint and required-error of fields; remove placeholders."""
    for name, (label, hint, missing) in texts.items():
        if name in form.fields:
            field = form.fields[name]
            field.label, field.help_text = label, hint
            field.error_messages["required"] = missing
            if isinstance(field, forms.EmailField):
                field.error_messages["invalid"] = EMAIL_RULE
                for check in field.validators:
                    setattr(check, "message", EMAIL_RULE)  # noqa: B010 - only some kinds of check have one
            field.widget.attrs.pop("placeholder", None)


ADDRESS = ("Email address", "", "Enter your email address")
PASSWORD = ("Password", "", "Enter your password")
NEW = ("Password", "8 characters or more. Three random words make a good one", "Enter a password")
CODE = ("Code", "The 6 numbers your app shows now, or a recovery code", "Enter the code")


class LoginForm(account.LoginForm):
    """Sign-in form."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _reword(self, login=ADDRESS, password=PASSWORD)
        self.fields["password"].help_text = ""
        self.fields.pop("remember", None)


class SignupForm(account.SignupForm):
    """Resident registration form."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _reword(self, email=(ADDRESS[0], "We send a code to it to check it is yours", ADDRESS[2]), password1=NEW)


class AddEmailForm(account.AddEmailForm):
    """Form for another email address."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _reword(self, email=("New email address", "We send a code to it to check it is yours", ADDRESS[2]))


class ResetPasswordForm(account.ResetPasswordForm):
    """Forgotten password form."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _reword(self, email=ADDRESS)


class ResetPasswordKeyForm(account.ResetPasswordKeyForm):
    """New password form after the emailed code; one field, since it can be shown."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _reword(self, password1=("New password", *NEW[1:]))
        self.fields.pop("password2", None)


class ChangePasswordForm(account.ChangePasswordForm):
    """Change password form; one new password field, since it can be shown."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        now = ("Password you use now", "", "Enter the password you use now")
        _reword(self, oldpassword=now, password1=("New password", *NEW[1:]))
        self.fields.pop("password2", None)


class ReauthenticateForm(account.ReauthenticateForm):
    """Password confirmation before a sensitive action."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _reword(self, password=PASSWORD)


class ConfirmEmailForm(account.ConfirmEmailVerificationCodeForm):
    """Email code form."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _reword(
            self,
            code=(
                "Code",
                "It is in the email from us. Ask for a new one if it does not come",
                "Enter the code",
            ),
        )


class ConfirmResetForm(account.ConfirmPasswordResetCodeForm):
    """Email code form for a password reset."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _reword(self, code=("Code", "It is in the email from us", "Enter the code"))


class SecondStepForm(mfa.AuthenticateForm):
    """Second factor form."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _reword(self, code=CODE)


class SecondStepAgainForm(mfa.ReauthenticateForm):
    """Second factor confirmation before a sensitive action."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _reword(self, code=CODE)


class ActivateForm(totp.ActivateTOTPForm):
    """First code of a new authenticator app."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _reword(self, code=("Code", "The 6 numbers your app shows now", "Enter the code"))
