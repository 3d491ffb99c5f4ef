"""Bulk messages: choose, check row by row, confirm, and follow the progress."""

from typing import Any

from django.contrib import messages as notices
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from borough.access.public import BoroughRequest, Permission, principal_name, requires, staff_names, within_limit
from borough.foundation.clock import now
from borough.frontoffice.messaging.forms import BATCHES, CHANNELS, FileForm
from borough.frontoffice.presenters import by_whom
from borough.kernel.references import format_reference
from borough.kernel.refusals import Refused
from borough.messaging import public as messaging
from borough.messaging.public import BatchState, Channel
from borough.ui.formats import moment, number, short_moment

FILES = "30/h/user"
CONFIRMATIONS = {
    "confirm": "The messages are being sent.",
    "stop": "Stopped. What was sent stays sent.",
    "go on": "Going on where it stopped.",
    "drop": "Dropped. No more of it will be sent.",
}
OFFERED = {
    BatchState.CHECKED: (("confirm", "Send to {left}"), ("drop", "Drop it")),
    BatchState.SENDING: (("stop", "Stop"),),
    BatchState.STOPPED: (("go on", "Go on with the {left} left"), ("drop", "Drop the rest")),
}


@requires(Permission.MESSAGING_SEND, "GET POST")
def batch_list(request: BoroughRequest) -> HttpResponse:
    """Choose a template and upload a file; faults are shown by row, and nothing is kept if there are any."""
    form = FileForm(request.POST, request.FILES) if request.method == "POST" else FileForm()
    faults: tuple[Any, ...] = ()
    if form.is_valid():
        if not within_limit(request, "mailings", FILES):
            form.add_error(None, "There were too many files. Wait an hour and try again")
        else:
            reference, faults = _store_upload(request, form)
            if reference:
                return redirect("frontoffice:bulk_message", reference)
    context = {
        "form": form,
        "faults": [(each.row, each.column, each.message) for each in faults],
        "rows": [_row(batch) for batch in messaging.batches()],
    }
    return render(request, "frontoffice/messaging/mailings.html", context)


def _store_upload(request: BoroughRequest, form: FileForm) -> tuple[str, tuple[Any, ...]]:
    """Return the reference of the stored batch, or the faults by row."""
    cleaned = form.cleaned_data
    try:
        checked = messaging.check_file(
            template=cleaned["template"], channel=Channel(cleaned["channel"]), data=cleaned["file"].read()
        )
        if checked.faults:
            return "", checked.faults
        reference = messaging.store_batch(
            by=principal_name(request), at=now(), checked=checked, file_name=cleaned["file"].name
        )
    except Refused as refused:
        form.add_error("file", str(refused))
        return "", ()
    return reference, ()


def _row(batch: Any) -> dict[str, str]:
    return {
        "reference": batch.reference,
        "display_reference": format_reference(batch.reference),
        "created": short_moment(batch.created_at),
        "file": batch.file_name,
        "state": BATCHES[batch.state],
        "done": f"{number(batch.done)} of {number(batch.rows)}",
    }


@requires(Permission.MESSAGING_SEND, "GET POST")
def batch_page(request: BoroughRequest, reference: str) -> HttpResponse:
    """Show a batch: preview of the first message, progress and actions."""
    batch = messaging.batch_of(reference)
    if batch is None:
        raise Http404
    if request.method == "POST":
        verb = request.POST.get("verb", "")
        try:
            messaging.move_batch(by=principal_name(request), at=now(), reference=reference, verb=verb)
        except Refused as refused:
            notices.error(request, f"{refused}.")
        else:
            notices.success(request, CONFIRMATIONS[verb])
        return redirect("frontoffice:bulk_message", reference)
    return render(request, "frontoffice/messaging/mailing.html", _batch_page(batch))


def _batch_page(batch: Any) -> dict[str, Any]:
    template = messaging.template_of(batch.template)
    cells = messaging.first_row(batch.reference)
    left = number(batch.rows - batch.done)
    names = staff_names([batch.created_by])
    facts = [
        ("State", BATCHES[batch.state]),
        ("Message", template.name),
        ("Channel", CHANNELS[batch.channel]),
        ("File", batch.file_name),
        ("Done", f"{number(batch.done)} of {number(batch.rows)}"),
        ("Chosen", f"{moment(batch.created_at)} by {by_whom(batch.created_by, names)}"),
    ]
    return {
        "reference": batch.reference,
        "display_reference": format_reference(batch.reference),
        "facts": facts,
        "rendered": messaging.preview(template, messaging.values_of(cells, template, batch.channel), batch.channel)
        if cells
        else None,
        "acts": [(verb, label.format(left=left)) for verb, label in OFFERED.get(batch.state, ())],
        "refused": messaging.refused_rows(batch.reference),
    }
