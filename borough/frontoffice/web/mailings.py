"""One message to everyone in a file: chosen, checked row by row, confirmed, and followed until it is done."""

from typing import Any

from django.contrib import messages as notices
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from borough.access.public import Permission, names_of, needs, principal_of, within_limit
from borough.foundation.clock import now
from borough.frontoffice.web.message_forms import BATCHES, CHANNELS, FileForm
from borough.frontoffice.web.presenters import by_whom
from borough.kernel.references import show
from borough.kernel.refusals import Refused
from borough.post import public as post
from borough.post.public import BatchState, Channel
from borough.ui.formats import moment, number, short_moment

FILES = "30/h/user"
SAID = {"confirm": "The messages are being sent.", "stop": "Stopped. What was sent stays sent.",
        "go on": "Going on where it stopped.", "drop": "Dropped. No more of it will be sent."}  # fmt: skip
OFFERED = {
    BatchState.CHECKED: (("confirm", "Send to {left}"), ("drop", "Drop it")), BatchState.SENDING: (("stop", "Stop"),),
    BatchState.STOPPED: (("go on", "Go on with the {left} left"), ("drop", "Drop the rest")),
}  # fmt: skip


@needs(Permission.POST_SEND, "GET POST")
def mailings(request: HttpRequest) -> HttpResponse:
    """Choose a message and a file; what is wrong is said beside each row, and then nothing is kept."""
    form = FileForm(request.POST, request.FILES) if request.method == "POST" else FileForm()
    faults: tuple[Any, ...] = ()
    if form.is_valid():
        if not within_limit(request, "mailings", FILES):
            form.add_error(None, "There were too many files. Wait an hour and try again")
        else:
            reference, faults = _taken(request, form)
            if reference:
                return redirect("frontoffice:mailing", reference)
    context = {
        "form": form, "faults": [(each.row, each.column, each.said) for each in faults],
        "rows": [_row(one) for one in post.batches()],
    }  # fmt: skip
    return render(request, "frontoffice/mailings.html", context)


def _taken(request: HttpRequest, form: FileForm) -> tuple[str, tuple[Any, ...]]:
    """The reference of the batch kept, or the faults of the file's rows."""
    told = form.cleaned_data
    try:
        checked = post.check_file(
            template=told["template"], channel=Channel(told["channel"]), data=told["file"].read()
        )  # fmt: skip
        if checked.faults:
            return "", checked.faults
        kept = post.keep_batch(by=principal_of(request), at=now(), checked=checked, file_name=told["file"].name)
    except Refused as refused:
        form.add_error("file", str(refused))
        return "", ()
    return kept, ()


def _row(one: Any) -> dict[str, str]:
    return {
        "reference": one.reference, "shown": show(one.reference), "made": short_moment(one.made_at),
        "file": one.file_name, "state": BATCHES[one.state], "done": f"{number(one.done)} of {number(one.rows)}",
    }  # fmt: skip


@needs(Permission.POST_SEND, "GET POST")
def mailing(request: HttpRequest, reference: str) -> HttpResponse:
    """One batch: the first message as its reader will see it, how far it is, and what may be done."""
    one = post.batch_of(reference)
    if one is None:
        raise Http404
    if request.method == "POST":
        verb = request.POST.get("verb", "")
        try:
            post.move_batch(by=principal_of(request), at=now(), reference=reference, verb=verb)
        except Refused as refused:
            notices.error(request, f"{refused}.")
        else:
            notices.success(request, SAID[verb])
        return redirect("frontoffice:mailing", reference)
    return render(request, "frontoffice/mailing.html", _shown(one))


def _shown(one: Any) -> dict[str, Any]:
    template = post.template_of(one.template)
    cells = post.first_row(one.reference)
    left = number(one.rows - one.done)
    names = names_of([one.made_by])
    facts = [
        ("State", BATCHES[one.state]), ("Message", template.name), ("Channel", CHANNELS[one.channel]),
        ("File", one.file_name), ("Done", f"{number(one.done)} of {number(one.rows)}"),
        ("Chosen", f"{moment(one.made_at)} by {by_whom(one.made_by, names)}"),
    ]  # fmt: skip
    return {
        "reference": one.reference, "shown": show(one.reference), "facts": facts,
        "said": post.preview(template, post.words_of(cells, template, one.channel), one.channel) if cells else None,
        "acts": [(verb, words.format(left=left)) for verb, words in OFFERED.get(one.state, ())],
        "refused": post.refused_rows(one.reference),
    }  # fmt: skip
