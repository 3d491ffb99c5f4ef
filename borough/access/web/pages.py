"""Account pages, second factors, and one-click sign-in in a demonstration."""

from typing import Any

from allauth.account.internal.flows.login import record_authentication
from django.contrib.auth import login
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from borough.access import queries
from borough.access.request import BoroughRequest
from borough.access.rules.view_permissions import public, requires_sign_in
from borough.access.types import AccountKind
from borough.access.web.adapters import landing
from borough.foundation.ops.instance import is_demonstration

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def layout_of(request: BoroughRequest) -> str:
    """Return the layout: staff see the staff layout on their account pages too."""
    staff = getattr(request.user, "kind", "") == AccountKind.STAFF
    return "ui/layouts/staff.html" if staff else "ui/layouts/public.html"


def _own_account(request: BoroughRequest) -> Any:
    """Return the signed-in account."""
    return request.user


@requires_sign_in(before_second_step=True)
def home(request: BoroughRequest) -> HttpResponse:
    """Show a user's own sign-in settings."""
    steps = queries.second_steps(_own_account(request).pk)
    return render(request, "access/home.html", {"layout": layout_of(request), "steps": steps})


@requires_sign_in(before_second_step=True)
def second_step(request: BoroughRequest) -> HttpResponse:
    """Show a user's second factors, and those that can be added."""
    steps = queries.second_steps(_own_account(request).pk)
    wanted = _own_account(request).kind == AccountKind.STAFF and not steps.any
    return render(request, "access/second_step.html", {"steps": steps, "wanted": wanted})


@public()
def demonstration(request: BoroughRequest) -> HttpResponse:
    """List the demonstration accounts for sign-in; returns 404 in any other instance."""
    if not is_demonstration():
        raise Http404
    cast = [{"id": a.pk, "name": a.name, "email": a.email, "roles": roles} for a, roles in queries.demonstration_cast()]
    return render(request, "access/demonstration.html", {"cast": cast})


@public("POST")
def demonstration_sign_in(request: BoroughRequest, account_id: int) -> HttpResponse:
    """Sign in as a demonstration account, including the second factor."""
    account = queries.cast_member(account_id) if is_demonstration() else None
    if account is None:
        raise Http404
    login(request, account, backend=BACKEND)
    record_authentication(request, account, method="mfa", type="demonstration")
    return redirect(landing(account))
