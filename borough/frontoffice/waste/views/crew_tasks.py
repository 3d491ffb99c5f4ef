"""Crew tasks requested by staff: deliver or remove containers, and cancel."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from borough.access.public import BoroughRequest, Permission, principal_name, requires
from borough.foundation.clock import now
from borough.frontoffice.waste.forms import ContainersForm
from borough.gazetteer.public import line_of, single_line
from borough.kernel.refusals import Refused
from borough.waste.public import crews


@requires(Permission.WASTE_EDIT, "GET POST")
def ask(request: BoroughRequest, uprn: int) -> HttpResponse:
    """Create a crew task for containers at a property."""
    line = line_of(uprn)
    if line is None:
        raise Http404
    form = ContainersForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        cleaned = form.cleaned_data
        try:
            crews.create_task(
                by=principal_name(request),
                at=now(),
                kind=crews.TaskKind(cleaned["kind"]),
                uprn=uprn,
                container=cleaned["container"],
                count=cleaned["count"],
                wanted_on=cleaned["wanted"],
            )
            messages.success(request, "The crew is asked.")
            return redirect("frontoffice:waste_property", uprn)
        except Refused as refused:
            form.add_error(None, str(refused))
    context = {"form": form, "uprn": uprn, "address": single_line(line)}
    return render(request, "frontoffice/waste/waste_ask.html", context)


@requires(Permission.WASTE_EDIT, "POST")
def call_off(request: BoroughRequest, reference: str) -> HttpResponse:
    """Cancel a crew task."""
    try:
        done = crews.end_task(
            by=principal_name(request), at=now(), reference=reference, state=crews.TaskState.CALLED_OFF
        )
    except Refused as refused:
        messages.error(request, f"{refused}.")
        return redirect("frontoffice:waste_tasks")
    messages.success(request, "The crew job was called off.")
    return redirect("frontoffice:waste_property", done.uprn)
