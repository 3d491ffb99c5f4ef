"""Staff pages about who may do what: people and their roles, and the tokens of machines."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from borough.access import queries
from borough.access.actions import grants
from borough.access.actions import tokens as token_verbs
from borough.access.rules.declarations import needs
from borough.access.rules.grants import RESIDENT
from borough.access.types import SAID, Permission
from borough.access.web.roles import CHOICES
from borough.foundation.clock import now
from borough.kernel.refusals import Refused

LIVES = {"30": "30 days", "90": "90 days", "365": "1 year"}


class TokenForm(forms.Form):
    """A new token."""

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
        self.fields["scopes"].choices = [one for one in CHOICES if may(one[0])]  # type: ignore[attr-defined]


@needs(Permission.ACCESS_VIEW)
def people(request: HttpRequest) -> HttpResponse:
    """Every member of staff with an account, and their roles."""
    rows = [
        {"id": a.pk, "name": a.name or a.email, "email": a.email, "active": a.is_active,
         "roles": [grant.role.name for grant in held]}
        for a, held in queries.staff_with_roles()
    ]  # fmt: skip
    return render(request, "access/people.html", {"people": rows})


@needs(Permission.ACCESS_VIEW)
def person(request: HttpRequest, account_id: int) -> HttpResponse:
    """One account: its roles, who gave them, and those it could be given."""
    found = queries.account_with_grants(account_id)
    if found is None:
        raise Http404
    account, held = found
    keys = {grant.role.key for grant in held} | {RESIDENT}
    others = [{"value": role.key, "text": role.name} for role in queries.roles() if role.key not in keys]
    mine = str(account) == queries.principal_of(request)
    context = {"account": account, "grants": held, "others": others, "mine": mine}
    return render(request, "access/person.html", context)


@needs(Permission.ACCESS_MANAGE, "POST")
def grant_role(request: HttpRequest, account_id: int) -> HttpResponse:
    """Give the chosen role."""
    return _change(request, account_id, grants.grant, "Role given.")


@needs(Permission.ACCESS_MANAGE, "POST")
def revoke_role(request: HttpRequest, account_id: int) -> HttpResponse:
    """Take the chosen role."""
    return _change(request, account_id, grants.revoke, "Role taken away.")


def _change(request: HttpRequest, account_id: int, verb: Callable[..., None], done: str) -> HttpResponse:
    role = request.POST.get("role", "")
    if queries.account_with_grants(account_id) is None or role not in queries.role_permissions():
        raise Http404
    try:
        verb(by=queries.principal_of(request), at=now(), account_id=account_id, role=role)
        messages.success(request, done)
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect("access:person", account_id)


@needs(Permission.ACCESS_VIEW)
def tokens(request: HttpRequest) -> HttpResponse:
    """Every token, what it may do, and whether it still works."""
    at, said = now(), {one.value: words for one, words in SAID.items()}
    rows = [
        {
            "token": t,
            "may": [said.get(one, one) for one in t.scopes],
            "state": "Revoked" if t.revoked_at else "Ended" if t.expires_at and t.expires_at <= at else "Works",
        }
        for t in queries.tokens()
    ]
    return render(request, "access/tokens.html", {"tokens": rows})


@needs(Permission.ACCESS_MANAGE, "GET POST")
def new_token(request: HttpRequest) -> HttpResponse:
    """Make a token; its secret is on the answering page and nowhere afterwards."""
    form = TokenForm(request.POST or None, may=request.may)  # type: ignore[attr-defined]
    if request.method == "POST" and form.is_valid():
        at, asked = now(), form.cleaned_data
        ends = at + timedelta(days=int(asked["days"]))
        try:
            made = token_verbs.create_token(
                by=queries.principal_of(request),
                at=at,
                name=asked["name"],
                scopes=asked["scopes"],
                expires_at=ends,
            )
        except Refused as refused:
            form.add_error("scopes", str(refused))
        else:
            return render(
                request,
                "access/token_made.html",
                {"secret": made.secret, "name": asked["name"], "ends": ends},
            )
    return render(request, "access/new_token.html", {"form": form})


@needs(Permission.ACCESS_MANAGE, "POST")
def end_token(request: HttpRequest, token_id: int) -> HttpResponse:
    """Revoke a token."""
    token_verbs.revoke_token(by=queries.principal_of(request), at=now(), token_id=token_id)
    messages.success(request, "The token no longer works.")
    return redirect("access:tokens")
