"""The pages about messages: the list, one of them, the print tray, and the templates they are made of."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages as notices
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import urlencode

from borough.access.public import Permission, names_of, needs, principal_of
from borough.foundation.clock import now
from borough.frontoffice.web.message_forms import CHANNELS, STATES, MessageFilterForm
from borough.frontoffice.web.presenters import belongs, by_whom, cursor_in
from borough.kernel.references import show
from borough.kernel.refusals import Refused
from borough.post import public as post
from borough.post.public import Channel, MessageState
from borough.services import public as services
from borough.ui.formats import day, moment, short_moment

ON_A_PAGE = 50


@needs(Permission.POST_VIEW)
def listed(request: HttpRequest) -> HttpResponse:
    """Messages, latest first, narrowed and a page at a time."""
    form = MessageFilterForm(request.GET or None)
    chosen = form.cleaned_data if form.is_bound and form.is_valid() else {}
    before = cursor_in(request, "before")
    found = post.recent(post.MessageFilters(**chosen), before=before, limit=ON_A_PAGE + 1)
    older = ""
    if len(found) > ON_A_PAGE:
        kept = {name: value for name, value in chosen.items() if value}
        older = "?" + urlencode(kept | {"before": str(found[ON_A_PAGE - 1].id)})
    context = {
        "form": form, "rows": [_row(one) for one in found[:ON_A_PAGE]], "older": older, "paged": before > 0,
    }  # fmt: skip
    return render(request, "frontoffice/messages.html", context)


def _name_of(template: str) -> str:
    return next((one.name for one in post.templates() if one.key == template), template)


def _row(one: Any) -> dict[str, str]:
    return {
        "reference": one.reference, "shown": show(one.reference), "made": short_moment(one.made_at),
        "template": _name_of(one.template), "channel": CHANNELS[one.channel], "state": STATES[one.state],
        "name": one.name or one.to.split("\n")[0] or "Erased",
    }  # fmt: skip


def _message(reference: str) -> Any:
    """The message of the address, or no page."""
    found = post.message_of(reference)
    if found is None:
        raise Http404
    return found


@needs(Permission.POST_VIEW)
def message(request: HttpRequest, reference: str) -> HttpResponse:
    """One message: what it says, to whom, and what became of it."""
    one = _message(reference)
    names = names_of([one.made_by])
    facts = [
        ("State", STATES[one.state] + (f". {one.why_not}" if one.why_not else "")), ("Channel", CHANNELS[one.channel]),
        ("To", ", ".join(filter(None, [one.name, *one.to.split("\n")]))), ("Message", _name_of(one.template)),
        ("Made", f"{moment(one.made_at)} by {by_whom(one.made_by, names)}"),
        ("Sent", moment(one.sent_at) if one.sent_at else ""),
        ("Ended", moment(one.finished_at) if one.finished_at else ""),
        belongs(one.case), ("Charged as", f"{one.fragments} text messages" if one.fragments > 1 else ""),
    ]  # fmt: skip
    context = {
        "reference": reference, "shown": show(reference), "facts": [pair for pair in facts if pair[1]],
        "said": post.shown(one.channel, one.subject, one.source) if one.source else None,
        "again": one.state is MessageState.TEMPORARY, "letter": one.channel is Channel.LETTER,
        "posted": one.channel is Channel.LETTER and one.state is MessageState.SENT,
        "to_print": one.state is MessageState.TO_PRINT,
    }  # fmt: skip
    return render(request, "frontoffice/message.html", context)


def _done(request: HttpRequest, act: Callable[[], object], said: str) -> None:
    try:
        act()
    except Refused as refused:
        notices.error(request, f"{refused}.")
    else:
        notices.success(request, said)


@needs(Permission.POST_SEND, "POST")
def again(request: HttpRequest, reference: str) -> HttpResponse:
    """Send once more what failed for now, or write down that a letter came back."""
    _message(reference)
    by = principal_of(request)
    if "returned" in request.POST:
        act: Callable[[], object] = lambda: post.mark_returned(by=by, at=now(), reference=reference)  # noqa: E731
        _done(request, act, "It is written down that the letter came back.")
    else:
        _done(request, lambda: post.send_again(by=by, at=now(), reference=reference), "It is being sent again.")
    return redirect("frontoffice:message", reference)


@needs(Permission.POST_VIEW)
def letter(request: HttpRequest, reference: str) -> HttpResponse:
    """A letter as it is printed: its address where the window of the envelope is."""
    one = _message(reference)
    if one.channel is not Channel.LETTER or not one.source:
        raise Http404
    said = post.shown(one.channel, one.subject, one.source)
    context = {
        "lines": one.to.split("\n"), "subject": said.subject, "html": said.html, "on": day(one.made_at),
        "shown": show(reference), "reference": reference, "to_print": one.state is MessageState.TO_PRINT,
    }  # fmt: skip
    return render(request, "frontoffice/letter.html", context)


@needs(Permission.POST_SEND, "GET POST")
def tray(request: HttpRequest) -> HttpResponse:
    """Letters that wait to be printed, oldest first; those that are posted are ticked off together."""
    if request.method == "POST":
        ticked = request.POST.getlist("printed")[:ON_A_PAGE]
        done = sum(_printed(request, reference) for reference in ticked)
        told = f"{done} letter{'s' if done != 1 else ''} marked as posted."
        (notices.success if done else notices.error)(request, told if done else "Tick the letters that are posted.")
        return redirect("frontoffice:tray")
    found = post.to_print(after=cursor_in(request, "after"), limit=ON_A_PAGE + 1)
    more = f"?after={found[ON_A_PAGE - 1].id}" if len(found) > ON_A_PAGE else ""
    context = {"rows": [_row(one) for one in found[:ON_A_PAGE]], "more": more, "paged": "after" in request.GET}
    return render(request, "frontoffice/tray.html", context)


def _printed(request: HttpRequest, reference: str) -> bool:
    try:
        post.mark_printed(by=principal_of(request), at=now(), reference=reference)
    except Refused:
        return False  # somebody else has ticked it off already
    return True


@needs(Permission.POST_VIEW)
def template_list(request: HttpRequest) -> HttpResponse:
    """Every message there is, with the channels it is offered on."""
    names = {key: one.name for key, one in services.catalogue().items()}
    rows = [
        {
            "key": one.key, "name": one.name, "service": names.get(one.service, "") or "Every service",
            "channels": [(c.value, CHANNELS[c]) for c in one.channels],
        }
        for one in post.templates()
    ]  # fmt: skip
    return render(request, "frontoffice/templates.html", {"rows": rows})


@needs(Permission.POST_VIEW)
def template(request: HttpRequest, key: str, channel: str) -> HttpResponse:
    """One message on one channel, with sample words."""
    try:
        one = post.template_of(key)
        way = Channel(channel)
    except (Refused, ValueError) as error:
        raise Http404 from error
    if way not in one.channels:
        raise Http404
    sample = dict(one.sample)
    context = {
        "name": one.name, "channel": CHANNELS[way], "said": post.preview(one, {}, way),
        "columns": [(name, _such_as(sample.get(name, ""))) for name in post.columns_for(one, way)],
        "others": [(c.value, CHANNELS[c]) for c in one.channels if c is not way], "key": key,
    }  # fmt: skip
    return render(request, "frontoffice/template.html", context)


def _such_as(sample: str | tuple[str, ...]) -> str:
    """What a cell of a column may hold, as the template's own samples have it."""
    return sample if isinstance(sample, str) else ", ".join(sample)
