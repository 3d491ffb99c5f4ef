"""Webhook endpoints managed by staff: each with a URL, a secret and event kinds."""

import inspect
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from borough.access.public import BoroughRequest, Permission, principal_name, requires
from borough.foundation import events
from borough.foundation.clock import now
from borough.frontoffice.gazetteer.edit_flow import refresh_form
from borough.frontoffice.operations.views.webhook_deliveries import row
from borough.kernel.refusals import Refused, Stale
from borough.ui.formats import moment, number
from borough.webhooks import endpoints

STATES = {"running": ("Told", "green"), "paused": ("Paused", "yellow"), "ended": ("Ended", "grey")}
WHY = {
    "staff": "Somebody here paused it.",
    "failing": "It took nothing for three days, so it was paused.",
    "removed": "It answered that it is gone for good (410), so it was paused.",
}
FAILING = ("Failing", "red")
MANY = 1000


class EndpointForm(forms.Form):
    """Form for an endpoint's name, URL and event kinds."""

    name = forms.CharField(
        label="Name of the system",
        max_length=60,
        error_messages={"required": "Enter the name", "max_length": "Name must be 60 characters or less"},
    )
    url = forms.CharField(
        label="Address",
        max_length=500,
        help_text="It begins with https:// and lies outside the council’s network",
        error_messages={"required": "Enter the address", "max_length": "Address must be 500 characters or less"},
    )
    kinds = forms.MultipleChoiceField(
        label="Events", required=False, widget=forms.CheckboxSelectMultiple, help_text="Leave all empty for every event"
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = sorted(
            {
                event_class.kind: _first(event_class)
                for group in events.event_classes().values()
                for event_class in group
            }.items()
        )
        field = self.fields["kinds"]
        assert isinstance(field, forms.MultipleChoiceField)  # noqa: S101 - tells the type
        field.choices = [(kind, f"{kind.replace('-', ' ').capitalize()}: {sentence}") for kind, sentence in known]

    @property
    def values(self) -> dict[str, Any]:
        """Return the input as action parameters."""
        return {key: self.cleaned_data[key] for key in ("name", "url", "kinds")}


def _first(event: type[Any]) -> str:
    """Return when an event occurs: the first sentence of its docstring."""
    return (inspect.getdoc(event) or "").split("\n")[0].partition(". ")[0].rstrip(".")


class ResumeForm(forms.Form):
    """Form for resuming: send or skip the events since the pause."""

    skip = forms.ChoiceField(
        label="What happened meanwhile",
        choices=[("no", "Tell it all of it, in order"), ("yes", "Leave it out")],
        widget=forms.RadioSelect,
        initial="no",
        error_messages={"required": "Say what to do with what happened"},
    )


@requires(Permission.JOBS_VIEW)
def endpoint_list(request: BoroughRequest) -> HttpResponse:
    """List all endpoints and their status."""
    rows = [
        {
            **_state(endpoint),
            "id": endpoint.endpoint_id,
            "name": endpoint.name,
            "address": endpoint.url,
            "kinds": _kinds(endpoint),
            "accepted": moment(endpoint.accepted_at) if endpoint.accepted_at else "Nothing yet",
        }
        for endpoint in endpoints.list_endpoints()
    ]
    return render(request, "frontoffice/operations/webhooks.html", {"rows": rows})


def _state(endpoint: endpoints.EndpointDetail) -> dict[str, str]:
    failing = endpoint.state == "running" and endpoint.failing_since
    label, colour = FAILING if failing else STATES[endpoint.state]
    return {"state": label, "colour": colour}


def _kinds(endpoint: endpoints.EndpointDetail) -> str:
    return ", ".join(kind.replace("-", " ") for kind in endpoint.kinds) or "Every event"


def _endpoint_or_404(endpoint_id: int) -> endpoints.EndpointDetail:
    endpoint = endpoints.get_endpoint(endpoint_id)
    if endpoint is None:
        raise Http404
    return endpoint


@requires(Permission.JOBS_VIEW)
def endpoint_page(request: BoroughRequest, number: int) -> HttpResponse:
    """Show an endpoint: status, tests and actions."""
    return _page(request, number, ResumeForm())


def _page(request: BoroughRequest, endpoint_id: int, form: ResumeForm, status: int = 200) -> HttpResponse:
    endpoint = _endpoint_or_404(endpoint_id)
    context = {
        **_state(endpoint),
        "id": endpoint_id,
        "name": endpoint.name,
        "address": endpoint.url,
        "kinds": _kinds(endpoint),
        "form": form,
        "running": endpoint.state == "running",
        "paused": endpoint.state == "paused",
        "ended": endpoint.state == "ended",
        "why": WHY.get(endpoint.why_paused, ""),
        "since": moment(endpoint.created_at),
        "failing": moment(endpoint.failing_since) if endpoint.failing_since else "",
        "answers": "It answers" if endpoint.accepted_at else "Nothing was sent yet",
        "accepted": moment(endpoint.accepted_at) if endpoint.accepted_at else "Nothing yet",
        "old_until": moment(endpoint.old_secret_until)
        if endpoint.old_secret_until and endpoint.old_secret_until > now()
        else "",
        "waiting": f"{number(endpoint.waiting)}{' or more' if endpoint.waiting >= MANY else ''}",
        "tests": [row(test) for test in endpoints.recent_tests(endpoint_id)],
    }
    return render(request, "frontoffice/operations/webhook.html", context, status=status)


@requires(Permission.WEBHOOKS_MANAGE, "GET POST")
def make(request: BoroughRequest) -> HttpResponse:
    """Create an endpoint, and show its secret once."""
    form = EndpointForm(request.POST or None)
    if form.is_bound and form.is_valid():
        try:
            created = endpoints.create_endpoint(by=principal_name(request), at=now(), **form.values)
        except Refused as refused:
            form.add_error("name" if isinstance(refused, endpoints.DuplicateName) else "url", str(refused))
        else:
            return _secret(request, created.endpoint_id, form.values["name"], created.secret)
    return render(
        request, "frontoffice/operations/webhook_edit.html", {"form": form, "id": 0, "now": None}, status=_status(form)
    )


def _status(form: forms.Form) -> int:
    return 400 if form.is_bound and form.errors else 200


def _secret(request: BoroughRequest, endpoint_id: int, name: str, secret: str) -> HttpResponse:
    return render(
        request, "frontoffice/operations/webhook_secret.html", {"id": endpoint_id, "name": name, "secret": secret}
    )


@requires(Permission.WEBHOOKS_MANAGE, "GET POST")
def change(request: BoroughRequest, number: int) -> HttpResponse:
    """Change an endpoint's name, URL and event kinds."""
    endpoint = _endpoint_or_404(number)
    if endpoint.state == "ended":
        raise Http404
    first = {"name": endpoint.name, "url": endpoint.url, "kinds": list(endpoint.kinds), "version": endpoint.version}
    form = EndpointForm(request.POST or None, initial=first)
    status, current = 200, None
    if form.is_bound and form.is_valid():
        try:
            version = form.cleaned_data["version"] or 0
            endpoints.change(by=principal_name(request), at=now(), endpoint_id=number, version=version, **form.values)
        except Stale as stale:
            form.add_error(None, str(stale))
            refresh_form(form, version=str(endpoint.version))
            status, current = 409, {"name": endpoint.name, "address": endpoint.url, "kinds": _kinds(endpoint)}
        except Refused as refused:
            form.add_error("name" if isinstance(refused, endpoints.DuplicateName) else "url", str(refused))
        else:
            messages.success(request, "It is changed.")
            return redirect("frontoffice:webhook", number)
    context = {"form": form, "id": number, "now": current}
    return render(
        request, "frontoffice/operations/webhook_edit.html", context, status=status if current else _status(form)
    )


def _done(request: BoroughRequest, endpoint_id: int, act: Any, text: str, **more: Any) -> HttpResponse:
    _endpoint_or_404(endpoint_id)
    try:
        act(by=principal_name(request), at=now(), endpoint_id=endpoint_id, **more)
        messages.success(request, text)
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect("frontoffice:webhook", endpoint_id)


@requires(Permission.WEBHOOKS_MANAGE, "POST")
def rotate(request: BoroughRequest, number: int) -> HttpResponse:
    """Rotate the secret, and show the new one once."""
    endpoint = _endpoint_or_404(number)
    try:
        secret = endpoints.rotate(by=principal_name(request), at=now(), endpoint_id=number)
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("frontoffice:webhook", number)
    return _secret(request, number, endpoint.name, secret)


@requires(Permission.WEBHOOKS_MANAGE, "POST")
def end_old_secret(request: BoroughRequest, number: int) -> HttpResponse:
    """Revoke the old secret now."""
    return _done(request, number, endpoints.end_old_secret, "The old secret has ended.")


@requires(Permission.WEBHOOKS_MANAGE, "POST")
def test(request: BoroughRequest, number: int) -> HttpResponse:
    """Send a test delivery."""
    return _done(request, number, endpoints.test, "A test is on its way. Look at this page again in a few seconds.")


@requires(Permission.WEBHOOKS_MANAGE, "POST")
def pause(request: BoroughRequest, number: int) -> HttpResponse:
    """Pause deliveries."""
    return _done(request, number, endpoints.pause, "It is paused. What happens meanwhile waits for it.")


@requires(Permission.WEBHOOKS_MANAGE, "POST")
def resume(request: BoroughRequest, number: int) -> HttpResponse:
    """Resume deliveries."""
    form = ResumeForm(request.POST)
    if not form.is_valid():
        return _page(request, number, form, 400)
    return _done(request, number, endpoints.resume, "It is told again.", skip=form.cleaned_data["skip"] == "yes")


@requires(Permission.WEBHOOKS_MANAGE, "POST")
def end(request: BoroughRequest, number: int) -> HttpResponse:
    """End the endpoint permanently."""
    return _done(request, number, endpoints.end, "It is ended. Its log stays for 90 days.")
