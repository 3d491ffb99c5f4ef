"""Staff pages of roles and their permissions."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from borough.access import queries
from borough.access.actions import grants
from borough.access.request import BoroughRequest
from borough.access.rules.grants import check_can_change_role
from borough.access.rules.view_permissions import requires
from borough.access.types import PERMISSION_LABELS, Permission
from borough.foundation.clock import now
from borough.kernel.refusals import Refused, Stale

CHOICES = [(permission.value, f"{PERMISSION_LABELS[permission]} ({permission.value})") for permission in Permission]
"""Every permission label, followed by its code."""


class RoleForm(forms.Form):
    """Form for a role's permissions; `seen` is the set when the page was rendered."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    permissions = forms.MultipleChoiceField(
        label="What may it do?",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one thing it may do"},
        choices=CHOICES,
    )


@requires(Permission.ACCESS_VIEW)
def roles(request: BoroughRequest) -> HttpResponse:
    """Show every role against every permission."""
    context = {"roles": queries.roles(), "permissions": [(p.value, PERMISSION_LABELS[p]) for p in Permission]}
    return render(request, "access/roles.html", context)


@requires(Permission.ACCESS_VIEW)
@requires(Permission.ACCESS_MANAGE, "POST")
def role(request: BoroughRequest, key: str) -> HttpResponse:
    """Show a role, and its edit form for users who manage access and do not have the role."""
    current_role = queries.role(key)
    if current_role is None:
        raise Http404
    current = sorted(current_role.permissions)
    form = RoleForm(_sent(request), initial={"seen": ",".join(current), "permissions": current})
    status = 200
    if form.is_valid():
        try:
            _save(request, key, form.cleaned_data)
        except Stale as stale:
            form.add_error(None, str(stale))
            status = 409
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(
                request, f"{current_role.name} is changed, for everyone who holds it, from their next page."
            )
            return redirect("access:role", key)
    refusal = _refusal(request, key)
    context = {
        "role": current_role,
        "current": _labels(current),
        "wanted": _labels(form["permissions"].value() or ()),
        "form": form,
        "refusal": refusal,
        "stale": status == 409,
    }
    return render(request, "access/role.html", context, status=status)


def _labels(permissions: Iterable[str]) -> list[str]:
    """Return permission labels, each followed by its code."""
    known = dict(CHOICES)
    return [known.get(permission, permission) for permission in permissions]


def _sent(request: BoroughRequest) -> Any:
    return request.POST if request.method == "POST" else None


def _save(request: BoroughRequest, key: str, data: dict[str, Any]) -> None:
    grants.change_role(
        by=queries.principal_name(request),
        at=now(),
        role=key,
        permissions=data["permissions"],
        seen=[word for word in data["seen"].split(",") if word],
    )


def _refusal(request: BoroughRequest, key: str) -> str:
    """Return why the user may not change the role, by the same rule as the action; empty if they may."""
    own_roles = queries.role_keys(request.principal.account_id)
    try:
        check_can_change_role(role=key, own_roles=own_roles, permissions=())
    except Refused as refused:
        return str(refused)
    return ""
