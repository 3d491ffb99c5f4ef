"""Latest contacts, one contact, and the contact form."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import urlencode

from borough.access.public import BoroughRequest, Permission, principal_name, requires, staff_names
from borough.contacts import public as contacts
from borough.foundation.clock import now
from borough.frontoffice import presenters
from borough.frontoffice.contacts.forms import FilterForm, RecordForm
from borough.frontoffice.contacts.organisation_views import organisation_for
from borough.kernel.references import format_reference
from borough.kernel.refusals import Refused
from borough.staff.public import service_names

ON_A_PAGE = 50
QUICK = 9  # services that can be recorded by an access key


@requires(Permission.CONTACTS_VIEW)
def contact_list(request: BoroughRequest) -> HttpResponse:
    """List the latest contacts, with filters and pages."""
    form = FilterForm(request.GET or None, services=service_names())
    chosen = form.cleaned_data if form.is_bound and form.is_valid() else {}
    filters = contacts.Filters(
        channel=chosen.get("channel", ""),
        service=chosen.get("service", ""),
        outcome=chosen.get("outcome", ""),
        first_day=chosen.get("first"),
        last_day=chosen.get("last"),
    )
    entries = contacts.list_recent(filters, before=_cursor(request.GET.get("before", "")), limit=ON_A_PAGE + 1)
    older = None
    if len(entries) > ON_A_PAGE:
        last = entries[ON_A_PAGE - 1]
        query_params = {key: str(value) for key, value in request.GET.items() if key != "before" and value}
        older = "?" + urlencode(query_params | {"before": f"{last.audit_position}.{last.id}"})
    context = {
        "form": form,
        "rows": presenters.contact_rows(entries[:ON_A_PAGE]),
        "older": older,
        "paged": "before" in request.GET,
    }
    return render(request, "frontoffice/contacts/contacts.html", context)


def _cursor(text: str) -> tuple[int, int] | None:
    position, _, number = text.partition(".")
    if position.isdecimal() and number.isdecimal() and len(text) < 40:
        return int(position), int(number)
    return None


@requires(Permission.CONTACTS_VIEW)
def contact(request: BoroughRequest, reference: str) -> HttpResponse:
    """Show a contact with its correction history."""
    line = contacts.history(reference)
    entry = next((item for item in line if item.reference == reference), None)
    if entry is None:
        raise Http404
    history = [
        {"reference": item.reference, "display_reference": format_reference(item.reference), "this": item is entry}
        for item in line
    ]
    facts = presenters.facts(entry, service_names(), staff_names([entry.handled_by]))
    context = {
        "display_reference": format_reference(entry.reference),
        "started_at": entry.started_at,
        "ended_at": entry.ended_at,
        "facts": facts,
        "history": history,
        "newest": line[-1] is entry,
        "reference": reference,
        "behalf": organisation_for(request, reference),
    }
    return render(request, "frontoffice/contacts/contact.html", context)


@requires(Permission.CONTACTS_RECORD, "GET POST")
def record(request: BoroughRequest) -> HttpResponse:
    """Record a contact: by the form, or at the counter by one-click buttons."""
    services = service_names()
    channel = request.session.get("channel", contacts.Channel.FACE_TO_FACE)
    form = RecordForm(_sent(request), services=services, channel=channel)
    if request.method == "POST" and form.is_valid() and _record_contact(request, form):
        return redirect("frontoffice:record")
    context = {"form": form, "quick": _quick(services), "key": form["key"].value()}
    return render(request, "frontoffice/contacts/record.html", context)


def _quick(services: dict[str, str]) -> list[tuple[str, str]]:
    """Return the most frequent counter services, by name, so that buttons keep their positions."""
    usual = contacts.common_services(contacts.Channel.FACE_TO_FACE, of=QUICK)
    suggested = [*(key for key in usual if key in services), *(key for key in services if key not in usual)][:QUICK]
    return [(key, name) for key, name in services.items() if key in suggested]


def _sent(request: BoroughRequest) -> dict[str, Any] | None:
    """Return the posted data; a button's service is completed with default answers."""
    if request.method != "POST":
        return None
    usual = {
        "nature": contacts.Nature.ENQUIRY,
        "outcome": contacts.Outcome.COMPLETED,
        "who": contacts.CustomerType.CUSTOMER,
    }
    sent = {key: str(value) for key, value in request.POST.items()}
    if quick := sent.get("quick"):
        return usual | {"channel": contacts.Channel.FACE_TO_FACE} | {"key": sent.get("key", ""), "service": quick}
    return sent


def _record_contact(request: BoroughRequest, form: RecordForm) -> bool:
    try:
        done = contacts.record(by=principal_name(request), at=now(), **form.contact_values())
    except Refused as refused:
        form.add_error(None, str(refused))
        return False
    request.session["channel"] = form.cleaned_data["channel"]
    outcome = "was recorded already" if done.existed else "is recorded"
    messages.success(request, f"Contact {format_reference(done.reference)} {outcome}.")
    return True
