"""Staff pages to create, disable and enable staff accounts."""

from typing import Any, cast

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from borough.access import queries
from borough.access.actions import accounts as verbs
from borough.access.request import BoroughRequest
from borough.access.rules.grants import RESIDENT
from borough.access.rules.view_permissions import requires
from borough.access.types import EMAIL_RULE, AccountKind, Permission
from borough.foundation.clock import now
from borough.kernel.refusals import Refused


class StaffForm(forms.Form):
    """Form for a new member of staff."""

    name = forms.CharField(
        label="Full name",
        max_length=200,
        error_messages={"required": "Enter their name"},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    email = forms.EmailField(
        label="Email address",
        help_text="We write to it how to choose a password. Nobody else ever knows it",
        error_messages={"required": "Enter their email address", "invalid": EMAIL_RULE},
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    roles = forms.MultipleChoiceField(
        label="Roles",
        help_text="Without one they can sign in and do nothing",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = [(role.key, role.name) for role in queries.roles() if role.key != RESIDENT]
        cast("forms.ChoiceField", self.fields["roles"]).choices = offered


@requires(Permission.ACCESS_MANAGE, "GET POST")
def new_staff(request: BoroughRequest) -> HttpResponse:
    """Create an account; its owner sets the password by email."""
    form = StaffForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        data = form.cleaned_data
        try:
            account_id = verbs.invite(
                by=queries.principal_name(request),
                at=now(),
                kind=AccountKind.STAFF,
                email=data["email"],
                name=data["name"],
                roles=tuple(data["roles"]),
                council=settings.COUNCIL_NAME,
            )
        except Refused as refused:
            form.add_error("email", str(refused))
        else:
            messages.success(request, "Account made. A mail tells them how to begin.")
            return redirect("access:person", account_id)
    return render(request, "access/new_staff.html", {"form": form})


@requires(Permission.ACCESS_MANAGE, "POST")
def switch(request: BoroughRequest, account_id: int) -> HttpResponse:
    """Disable or enable an account."""
    if queries.account_with_grants(account_id) is None:
        raise Http404
    active = request.POST.get("active") == "yes"
    try:
        verbs.set_active(by=queries.principal_name(request), at=now(), account_id=account_id, active=active)
        messages.success(request, "The account is in use again." if active else "The account is switched off.")
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect("access:person", account_id)
