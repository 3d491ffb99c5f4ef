"""Messages: the list, details, print tray and templates."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages as notices
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import urlencode

from borough.access.public import BoroughRequest, Permission, principal_name, requires, staff_names
from borough.foundation.clock import now
from borough.frontoffice.messaging.forms import CHANNELS, STATES, MessageFilterForm
from borough.frontoffice.presenters import by_whom, cursor_in, subject_link
from borough.kernel.references import format_reference
from borough.kernel.refusals import Refused
from borough.messaging import public as messaging
from borough.messaging.public import Channel, MessageState
from borough.services import public as services
from borough.ui.formats import day, moment, short_moment

ON_A_PAGE = 50


@requires(Permission.MESSAGING_VIEW)
def message_list(request: BoroughRequest) -> HttpResponse:
    """List messages, latest first, with filters and pages."""
    form = MessageFilterForm(request.GET or None)
    chosen = form.cleaned_data if form.is_bound and form.is_valid() else {}
    before = cursor_in(request, "before")
    messages = messaging.recent(messaging.MessageFilters(**chosen), before=before, limit=ON_A_PAGE + 1)
    older = ""
    if len(messages) > ON_A_PAGE:
        query_params = {name: value for name, value in chosen.items() if value}
        older = "?" + urlencode(query_params | {"before": str(messages[ON_A_PAGE - 1].id)})
    context = {
        "form": form,
        "rows": [_row(message) for message in messages[:ON_A_PAGE]],
        "older": older,
        "paged": before > 0,
    }
    return render(request, "frontoffice/messaging/messages.html", context)


def _name_of(template: str) -> str:
    return next((candidate.name for candidate in messaging.templates() if candidate.key == template), template)


def _row(message: Any) -> dict[str, str]:
    return {
        "reference": message.reference,
        "display_reference": format_reference(message.reference),
        "created": short_moment(message.created_at),
        "template": _name_of(message.template),
        "channel": CHANNELS[message.channel],
        "state": STATES[message.state],
        "name": message.name or message.to.split("\n")[0] or "Erased",
    }


def _message(reference: str) -> Any:
    """Return the message of the URL, or raise 404."""
    message = messaging.message_of(reference)
    if message is None:
        raise Http404
    return message


@requires(Permission.MESSAGING_VIEW)
def message(request: BoroughRequest, reference: str) -> HttpResponse:
    """Show a message: content, recipient and status."""
    message = _message(reference)
    names = staff_names([message.created_by])
    facts = [
        ("State", STATES[message.state] + (f". {message.why_not}" if message.why_not else "")),
        ("Channel", CHANNELS[message.channel]),
        ("To", ", ".join(filter(None, [message.name, *message.to.split("\n")]))),
        ("Message", _name_of(message.template)),
        ("Made", f"{moment(message.created_at)} by {by_whom(message.created_by, names)}"),
        ("Sent", moment(message.sent_at) if message.sent_at else ""),
        ("Ended", moment(message.finished_at) if message.finished_at else ""),
        subject_link(message.case),
        ("Charged as", f"{message.fragments} text messages" if message.fragments > 1 else ""),
    ]
    context = {
        "reference": reference,
        "display_reference": format_reference(reference),
        "facts": [pair for pair in facts if pair[1]],
        "rendered": messaging.render_stored(message.channel, message.subject, message.source)
        if message.source
        else None,
        "again": message.state is MessageState.TEMPORARY,
        "letter": message.channel is Channel.LETTER,
        "posted": message.channel is Channel.LETTER and message.state is MessageState.SENT,
        "to_print": message.state is MessageState.TO_PRINT,
    }
    return render(request, "frontoffice/messaging/message.html", context)


def _done(request: BoroughRequest, act: Callable[[], object], text: str) -> None:
    try:
        act()
    except Refused as refused:
        notices.error(request, f"{refused}.")
    else:
        notices.success(request, text)


@requires(Permission.MESSAGING_SEND, "POST")
def retry_or_return(request: BoroughRequest, reference: str) -> HttpResponse:
    """Retry a temporarily failed message, or record a returned letter."""
    _message(reference)
    by = principal_name(request)
    if "returned" in request.POST:
        act: Callable[[], object] = lambda: messaging.mark_returned(by=by, at=now(), reference=reference)  # noqa: E731
        _done(request, act, "It is written down that the letter came back.")
    else:
        _done(request, lambda: messaging.send_again(by=by, at=now(), reference=reference), "It is being sent again.")
    return redirect("frontoffice:message", reference)


@requires(Permission.MESSAGING_VIEW)
def letter(request: BoroughRequest, reference: str) -> HttpResponse:
    """Show a letter for printing, with its address in the envelope window."""
    message = _message(reference)
    if message.channel is not Channel.LETTER or not message.source:
        raise Http404
    rendered = messaging.render_stored(message.channel, message.subject, message.source)
    context = {
        "lines": message.to.split("\n"),
        "subject": rendered.subject,
        "html": rendered.html,
        "on": day(message.created_at),
        "display_reference": format_reference(reference),
        "reference": reference,
        "to_print": message.state is MessageState.TO_PRINT,
    }
    return render(request, "frontoffice/messaging/letter.html", context)


@requires(Permission.MESSAGING_SEND, "GET POST")
def print_tray(request: BoroughRequest) -> HttpResponse:
    """List letters to be printed, oldest first, with a form to mark several as posted."""
    if request.method == "POST":
        ticked = request.POST.getlist("printed")[:ON_A_PAGE]
        done = sum(_printed(request, reference) for reference in ticked)
        confirmation = f"{done} letter{'s' if done != 1 else ''} marked as posted."
        (notices.success if done else notices.error)(
            request, confirmation if done else "Tick the letters that are posted."
        )
        return redirect("frontoffice:letters_to_print")
    messages = messaging.to_print(after=cursor_in(request, "after"), limit=ON_A_PAGE + 1)
    more = f"?after={messages[ON_A_PAGE - 1].id}" if len(messages) > ON_A_PAGE else ""
    context = {
        "rows": [_row(message) for message in messages[:ON_A_PAGE]],
        "more": more,
        "paged": "after" in request.GET,
    }
    return render(request, "frontoffice/messaging/tray.html", context)


def _printed(request: BoroughRequest, reference: str) -> bool:
    try:
        messaging.mark_printed(by=principal_name(request), at=now(), reference=reference)
    except Refused:
        return False  # already marked by somebody else
    return True


@requires(Permission.MESSAGING_VIEW)
def template_list(request: BoroughRequest) -> HttpResponse:
    """List every template with its channels."""
    names = {key: item.name for key, item in services.catalogue().items()}
    rows = [
        {
            "key": item.key,
            "name": item.name,
            "service": names.get(item.service, "") or "Every service",
            "channels": [(c.value, CHANNELS[c]) for c in item.channels],
        }
        for item in messaging.templates()
    ]
    return render(request, "frontoffice/messaging/templates.html", {"rows": rows})


@requires(Permission.MESSAGING_VIEW)
def template(request: BoroughRequest, key: str, channel: str) -> HttpResponse:
    """Show one template on one channel, with sample values."""
    try:
        template = messaging.template_of(key)
        selected = Channel(channel)
    except (Refused, ValueError) as error:
        raise Http404 from error
    if selected not in template.channels:
        raise Http404
    sample = dict(template.sample)
    context = {
        "name": template.name,
        "channel": CHANNELS[selected],
        "rendered": messaging.preview(template, {}, selected),
        "columns": [(name, _such_as(sample.get(name, ""))) for name in messaging.columns_for(template, selected)],
        "others": [(c.value, CHANNELS[c]) for c in template.channels if c is not selected],
        "key": key,
    }
    return render(request, "frontoffice/messaging/template.html", context)


def _such_as(sample: str | tuple[str, ...]) -> str:
    """Return an example of a column's value, from the template's samples."""
    return sample if isinstance(sample, str) else ", ".join(sample)
