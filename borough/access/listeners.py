"""Signal handlers for the sign-in library."""

from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.signals import authenticator_added
from django.http import HttpRequest


def connect() -> None:
    """Connect the signal handlers; called once when the app is ready."""
    authenticator_added.connect(_second_step_set_up, dispatch_uid="access.second_step_set_up")


def _second_step_set_up(request: HttpRequest, user: Any, authenticator: Any, **_: Any) -> None:
    """Count the set-up of a second factor as its verification, so that it is not asked again at once."""
    if authenticator.type != authenticator.Type.RECOVERY_CODES:
        record_authentication(request, user, method="mfa", type=authenticator.type, id=authenticator.pk)
