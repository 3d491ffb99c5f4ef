"""Admin pages: staff roles and API tokens."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any, cast

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from borough.access import queries
from borough.access.actions import grants
from borough.access.actions import tokens as token_verbs
from borough.access.request import BoroughRequest
from borough.access.rules.grants import RESIDENT
from borough.access.rules.view_permissions import requires
from borough.access.types import PERMISSION_LABELS, Permission
from borough.access.web.roles import CHOICES
from borough.foundation.clock import now
from borough.kernel.refusals import Refused

LIVES = {"30": "30 days", "90": "90 days", "365": "1 year"}


class TokenForm(forms.Form):
    """Form for a new token."""

    name = forms.CharField(
        label="What is it for?", max_length=80, error_messages={"required": "Enter what the token is for"}
    )
    scopes = forms.MultipleChoiceField(
        label="What may it do?",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose what the token may do"},
    )
    days = forms.ChoiceField(label="Until when?", choices=list(LIVES.items()), initial="90", widget=forms.RadioSelect)

    def __init__(self, *args: Any, may: Callable[[str], bool], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast("forms.ChoiceField", self.fields["scopes"]).choices = [choice for choice in CHOICES if may(choice[0])]


@requires(Permission.ACCESS_VIEW)
def people(request: BoroughRequest) -> HttpResponse:
    """List every staff account with its roles."""
    rows = [
        {
            "id": a.pk,
            "name": a.name or a.email,
            "email": a.email,
            "active": a.is_active,
            "roles": [grant.role.name for grant in account_grants],
        }
        for a, account_grants in queries.staff_with_roles()
    ]
    return render(request, "access/people.html", {"people": rows})


@requires(Permission.ACCESS_VIEW)
def person(request: BoroughRequest, account_id: int) -> HttpResponse:
    """Show an account: its roles, who granted them, and the roles it could be granted."""
    record = queries.account_with_grants(account_id)
    if record is None:
        raise Http404
    account, account_grants = record
    keys = {grant.role.key for grant in account_grants} | {RESIDENT}
    others = [{"value": role.key, "text": role.name} for role in queries.roles() if role.key not in keys]
    mine = str(account) == queries.principal_name(request)
    context = {"account": account, "grants": account_grants, "others": others, "mine": mine}
    return render(request, "access/person.html", context)


@requires(Permission.ACCESS_MANAGE, "POST")
def grant_role(request: BoroughRequest, account_id: int) -> HttpResponse:
    """Grant the selected role."""
    return _change(request, account_id, grants.grant, "Role given.")


@requires(Permission.ACCESS_MANAGE, "POST")
def revoke_role(request: BoroughRequest, account_id: int) -> HttpResponse:
    """Revoke the selected role."""
    return _change(request, account_id, grants.revoke, "Role taken away.")


def _change(request: BoroughRequest, account_id: int, verb: Callable[..., None], done: str) -> HttpResponse:
    role = request.POST.get("role", "")
    if queries.account_with_grants(account_id) is None or role not in queries.role_permissions():
        raise Http404
    try:
        verb(by=queries.principal_name(request), at=now(), account_id=account_id, role=role)
        messages.success(request, done)
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect("access:person", account_id)


@requires(Permission.ACCESS_VIEW)
def tokens(request: BoroughRequest) -> HttpResponse:
    """List every token, its scopes and whether it is active."""
    at, labels = now(), {permission.value: label for permission, label in PERMISSION_LABELS.items()}
    rows = [
        {
            "token": t,
            "may": [labels.get(permission, permission) for permission in t.scopes],
            "state": "Revoked" if t.revoked_at else "Ended" if t.expires_at and t.expires_at <= at else "Works",
        }
        for t in queries.tokens()
    ]
    return render(request, "access/tokens.html", {"tokens": rows})


@requires(Permission.ACCESS_MANAGE, "GET POST")
def new_token(request: BoroughRequest) -> HttpResponse:
    """Create a token; the response page shows its secret once."""
    form = TokenForm(request.POST or None, may=request.may)
    if request.method == "POST" and form.is_valid():
        at, data = now(), form.cleaned_data
        ends = at + timedelta(days=int(data["days"]))
        try:
            token = token_verbs.create_token(
                by=queries.principal_name(request),
                at=at,
                name=data["name"],
                scopes=data["scopes"],
                expires_at=ends,
            )
        except Refused as refused:
            form.add_error("scopes", str(refused))
        else:
            return render(
                request,
                "access/token_made.html",
                {"secret": token.secret, "name": data["name"], "ends": ends},
            )
    return render(request, "access/new_token.html", {"form": form})


@requires(Permission.ACCESS_MANAGE, "POST")
def end_token(request: BoroughRequest, token_id: int) -> HttpResponse:
    """Revoke a token."""
    token_verbs.revoke_token(by=queries.principal_name(request), at=now(), token_id=token_id)
    messages.success(request, "The token no longer works.")
    return redirect("access:tokens")
