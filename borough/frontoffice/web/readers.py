"""Systems that are told of events: each with its address, its secret and its choice, made and ended by staff."""

import inspect
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from borough.access.public import Permission, needs, principal_of
from borough.foundation import events
from borough.foundation import readers as kept
from borough.foundation.clock import now
from borough.frontoffice.web.deliveries import row
from borough.frontoffice.web.saving import bring_up
from borough.kernel.refusals import Refused, Stale
from borough.ui.formats import moment, number

STATES = {"running": ("Told", "green"), "paused": ("Paused", "yellow"), "ended": ("Ended", "grey")}
WHY = {
    "staff": "Somebody here paused it.", "failing": "It took nothing for three days, so it was paused.",
    "gone": "It answered that it is gone for good (410), so it was paused.",
}  # fmt: skip
FAILING = ("Failing", "red")
MANY = 1000


class ReaderForm(forms.Form):
    """Who is told, where, and of what."""

    name = forms.CharField(
        label="Name of the system", max_length=60,
        error_messages={"required": "Enter the name", "max_length": "Name must be 60 characters or less"},
    )  # fmt: skip
    url = forms.CharField(
        label="Address", max_length=500, help_text="It begins with https:// and lies outside the council’s network",
        error_messages={"required": "Enter the address", "max_length": "Address must be 500 characters or less"},
    )  # fmt: skip
    kinds = forms.MultipleChoiceField(
        label="Events", required=False, widget=forms.CheckboxSelectMultiple, help_text="Leave all empty for every event"
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = sorted({one.kind: _first(one) for told in events.every_kind().values() for one in told}.items())
        field = self.fields["kinds"]
        assert isinstance(field, forms.MultipleChoiceField)  # noqa: S101 - tells the type
        field.choices = [(kind, f"{kind.replace('-', ' ').capitalize()}: {said}") for kind, said in known]

    @property
    def told(self) -> dict[str, Any]:
        """What was entered, as the verbs take it."""
        return {key: self.cleaned_data[key] for key in ("name", "url", "kinds")}


def _first(event: type[Any]) -> str:
    """When an event is told, in the first sentence of its description."""
    return (inspect.getdoc(event) or "").split("\n")[0].partition(". ")[0].rstrip(".")


class ResumeForm(forms.Form):
    """What to do with what happened meanwhile."""

    skip = forms.ChoiceField(
        label="What happened meanwhile", choices=[("no", "Tell it all of it, in order"), ("yes", "Leave it out")],
        widget=forms.RadioSelect, initial="no", error_messages={"required": "Say what to do with what happened"},
    )  # fmt: skip


@needs(Permission.JOBS_VIEW)
def listed(request: HttpRequest) -> HttpResponse:
    """Every reader and how it goes."""
    rows = [
        {**_state(one), "id": one.reader_id, "name": one.name, "address": one.url, "kinds": _kinds(one),
         "taken": moment(one.taken_at) if one.taken_at else "Nothing yet"}
        for one in kept.listed()
    ]  # fmt: skip
    return render(request, "frontoffice/readers.html", {"rows": rows})


def _state(one: kept.Shown) -> dict[str, str]:
    failing = one.state == "running" and one.failing_since
    words, colour = FAILING if failing else STATES[one.state]
    return {"state": words, "colour": colour}


def _kinds(one: kept.Shown) -> str:
    return ", ".join(kind.replace("-", " ") for kind in one.kinds) or "Every event"


def _found(reader_id: int) -> kept.Shown:
    found = kept.one(reader_id)
    if found is None:
        raise Http404
    return found


@needs(Permission.JOBS_VIEW)
def reader(request: HttpRequest, number: int) -> HttpResponse:
    """One reader: how it goes, its tests, and what can be done with it."""
    return _page(request, number, ResumeForm())


def _page(request: HttpRequest, reader_id: int, form: ResumeForm, status: int = 200) -> HttpResponse:
    one = _found(reader_id)
    context = {
        **_state(one), "id": reader_id, "name": one.name, "address": one.url, "kinds": _kinds(one), "form": form,
        "running": one.state == "running", "paused": one.state == "paused", "ended": one.state == "ended",
        "why": WHY.get(one.why_paused, ""), "since": moment(one.made_at),
        "failing": moment(one.failing_since) if one.failing_since else "",
        "answers": "It answers" if one.taken_at else "It was told nothing yet",
        "taken": moment(one.taken_at) if one.taken_at else "Nothing yet",
        "old_until": moment(one.old_secret_until) if one.old_secret_until and one.old_secret_until > now() else "",
        "waiting": f"{number(one.waiting)}{' or more' if one.waiting >= MANY else ''}",
        "tests": [row(test) for test in kept.tests(reader_id)],
    }  # fmt: skip
    return render(request, "frontoffice/reader.html", context, status=status)


@needs(Permission.READERS_MANAGE, "GET POST")
def make(request: HttpRequest) -> HttpResponse:
    """Make a reader, and show its secret this once."""
    form = ReaderForm(request.POST or None)
    if form.is_bound and form.is_valid():
        try:
            made = kept.make(by=principal_of(request), at=now(), **form.told)
        except Refused as refused:
            form.add_error("name" if isinstance(refused, kept.NameTaken) else "url", str(refused))
        else:
            return _secret(request, made.reader_id, form.told["name"], made.secret)
    return render(request, "frontoffice/reader_edit.html", {"form": form, "id": 0, "now": None}, status=_status(form))


def _status(form: forms.Form) -> int:
    return 400 if form.is_bound and form.errors else 200


def _secret(request: HttpRequest, reader_id: int, name: str, secret: str) -> HttpResponse:
    return render(request, "frontoffice/reader_secret.html", {"id": reader_id, "name": name, "secret": secret})


@needs(Permission.READERS_MANAGE, "GET POST")
def change(request: HttpRequest, number: int) -> HttpResponse:
    """Change a reader's name, address and choice."""
    one = _found(number)
    if one.state == "ended":
        raise Http404
    first = {"name": one.name, "url": one.url, "kinds": list(one.kinds), "version": one.version}
    form = ReaderForm(request.POST or None, initial=first)
    status, stands = 200, None
    if form.is_bound and form.is_valid():
        try:
            version = form.cleaned_data["version"] or 0
            kept.change(by=principal_of(request), at=now(), reader_id=number, version=version, **form.told)
        except Stale as stale:
            form.add_error(None, str(stale))
            bring_up(form, version=str(one.version))
            status, stands = 409, {"name": one.name, "address": one.url, "kinds": _kinds(one)}
        except Refused as refused:
            form.add_error("name" if isinstance(refused, kept.NameTaken) else "url", str(refused))
        else:
            messages.success(request, "It is changed.")
            return redirect("frontoffice:reader", number)
    shown = {"form": form, "id": number, "now": stands}
    return render(request, "frontoffice/reader_edit.html", shown, status=status if stands else _status(form))


def _done(request: HttpRequest, reader_id: int, act: Any, said: str, **more: Any) -> HttpResponse:
    _found(reader_id)
    try:
        act(by=principal_of(request), at=now(), reader_id=reader_id, **more)
        messages.success(request, said)
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect("frontoffice:reader", reader_id)


@needs(Permission.READERS_MANAGE, "POST")
def rotate(request: HttpRequest, number: int) -> HttpResponse:
    """Give it a new secret, and show that this once."""
    one = _found(number)
    try:
        secret = kept.rotate(by=principal_of(request), at=now(), reader_id=number)
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("frontoffice:reader", number)
    return _secret(request, number, one.name, secret)


@needs(Permission.READERS_MANAGE, "POST")
def end_old_secret(request: HttpRequest, number: int) -> HttpResponse:
    """Have its old secret end now."""
    return _done(request, number, kept.end_old_secret, "The old secret has ended.")


@needs(Permission.READERS_MANAGE, "POST")
def test(request: HttpRequest, number: int) -> HttpResponse:
    """Send it a test."""
    return _done(request, number, kept.test, "A test is on its way. Look at this page again in a few seconds.")


@needs(Permission.READERS_MANAGE, "POST")
def pause(request: HttpRequest, number: int) -> HttpResponse:
    """Tell it nothing for a while."""
    return _done(request, number, kept.pause, "It is paused. What happens meanwhile waits for it.")


@needs(Permission.READERS_MANAGE, "POST")
def resume(request: HttpRequest, number: int) -> HttpResponse:
    """Tell it again."""
    form = ResumeForm(request.POST)
    if not form.is_valid():
        return _page(request, number, form, 400)
    return _done(request, number, kept.resume, "It is told again.", skip=form.cleaned_data["skip"] == "yes")


@needs(Permission.READERS_MANAGE, "POST")
def end(request: HttpRequest, number: int) -> HttpResponse:
    """End it for good."""
    return _done(request, number, kept.end, "It is ended. Its log stays for 90 days.")
