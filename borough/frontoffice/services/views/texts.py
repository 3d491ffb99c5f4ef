"""Pages on which a service owner changes the texts of published services."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from borough.access.public import BoroughRequest, Permission, principal_name, requires, staff_names
from borough.foundation.clock import now
from borough.frontoffice.services.forms import DecideForm, PublishForm, TextForm
from borough.kernel.refusals import Refused
from borough.services import public as services
from borough.ui.formats import moment

MODES = {
    services.Mode.WEB: "Website",
    services.Mode.HELPER: "Website, for a helper",
    services.Mode.PHONE: "Phone",
    services.Mode.COUNTER: "Counter",
    services.Mode.POST: "Letter",
}
STATES = {
    "draft": ("Draft", "yellow"),
    "scheduled": ("Scheduled", "blue"),
    "published": ("Published", "green"),
    "withdrawn": ("Withdrawn", "grey"),
}


def _texts(key: str) -> dict[str, str]:
    try:
        return services.overrides.pack_texts(key)
    except services.UnknownService as error:
        raise Http404 from error


@requires(Permission.SERVICES_EDIT)
def text_services(request: BoroughRequest) -> HttpResponse:
    """List the services whose texts can be changed, with their drafts and conflicts."""
    rows = [
        {
            "key": key,
            "name": service.name,
            "drafts": len(services.overrides.drafts_of_texts(key)),
            "conflicts": len(services.overrides.text_conflicts(key, services.overrides.pack_texts(key))),
        }
        for key, service in services.catalogue().items()
    ]
    return render(request, "frontoffice/services/text_services.html", {"rows": rows})


@requires(Permission.SERVICES_EDIT)
def texts(request: BoroughRequest, key: str) -> HttpResponse:
    """Show every text of a service, its drafts, conflicts and history."""
    return _show(request, key, PublishForm())


def _show(request: BoroughRequest, key: str, form: PublishForm) -> HttpResponse:
    pack, at = _texts(key), now()
    changed, drafts = services.overrides.in_force(key, at), services.overrides.drafts_of_texts(key)
    rows = [
        {
            "path": path,
            "name": services.overrides.name_of_text(key, path),
            "text": changed.get(path, text),
            "draft": drafts.get(path),
            "changed": path in changed,
        }
        for path, text in pack.items()
    ]
    history = services.overrides.history_of_texts(key, at)
    context = {
        "key": key,
        "name": services.catalogue()[key].name,
        "rows": rows,
        "drafts": len(drafts),
        "form": form,
        "faults": services.overrides.draft_faults(key, at) if drafts else [],
        "conflicts": [_conflict(key, item) for item in services.overrides.text_conflicts(key, pack)],
        "history": _history(key, history),
    }
    return render(request, "frontoffice/services/texts.html", context, status=400 if form.errors else 200)


def _conflict(key: str, item: services.overrides.TextConflict) -> dict[str, Any]:
    name = services.overrides.name_of_text(key, item.path)
    return {"path": item.path, "name": name, "text": item.text, "pack": item.pack_text, "old": item.old_pack_text}


def _history(key: str, changes: list[services.overrides.TextChange]) -> list[dict[str, Any]]:
    names = staff_names([change.by for change in changes])
    return [
        {
            "id": change.id,
            "name": services.overrides.name_of_text(key, change.path),
            "text": change.text,
            "state": STATES[change.state],
            "from": moment(change.publish_at) if change.publish_at else "",
            "by": names.get(change.by, "The system"),
            "at": moment(change.created_at),
            "can_undo": change.state in ("published", "scheduled"),
        }
        for change in changes
    ]


@requires(Permission.SERVICES_EDIT, "GET POST")
def text(request: BoroughRequest, key: str) -> HttpResponse:
    """Change one text: it is saved as a draft."""
    pack = _texts(key)
    path = request.POST.get("path") or request.GET.get("path", "")
    if path not in pack:
        raise Http404
    changed = services.overrides.in_force(key, now()) | services.overrides.drafts_of_texts(key)
    initial = {"path": path, "text": changed.get(path, pack[path])}
    form = TextForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_bound and form.is_valid():
        try:
            values = {"service": key, "path": path, "text": form.cleaned_data["text"].strip().replace("\r\n", "\n")}
            services.overrides.save_draft(by=principal_name(request), at=now(), **values)
        except Refused as refused:
            form.add_error("text", str(refused))
        else:
            messages.success(request, "The draft is saved. Nobody sees it until it is published.")
            return redirect("frontoffice:service_texts", key)
    name = services.overrides.name_of_text(key, path)
    context = {"key": key, "name": name, "form": form, "pack": pack[path]}
    return render(request, "frontoffice/services/text.html", context, status=400 if form.errors else 200)


@requires(Permission.SERVICES_EDIT)
def preview(request: BoroughRequest, key: str) -> HttpResponse:
    """Show the service with its drafts as people read it in one mode."""
    _texts(key)
    mode = next((mode for mode in MODES if mode.value == request.GET.get("mode")), services.Mode.WEB)
    context = {
        "key": key,
        "service": services.overrides.preview(key, now()),
        "mode": mode,
        "modes": MODES,
        "online": mode in (services.Mode.WEB, services.Mode.HELPER),
    }
    return render(request, "frontoffice/services/text_preview.html", context)


@requires(Permission.SERVICES_EDIT, "POST")
def publish(request: BoroughRequest, key: str) -> HttpResponse:
    """Publish every draft of a service, today or from a later day."""
    _texts(key)
    form = PublishForm(request.POST)
    if not form.is_valid():
        return _show(request, key, form)
    at = now()
    try:
        publish_at = services.overrides.starts_at(form.cleaned_data["day"], at)
        services.overrides.publish_drafts(by=principal_name(request), at=at, service=key, publish_at=publish_at)
    except Refused as refused:
        form.add_error(None, str(refused))
        return _show(request, key, form)
    messages.success(request, "The changes are published.")
    return redirect("frontoffice:service_texts", key)


@requires(Permission.SERVICES_EDIT, "POST")
def undo(request: BoroughRequest, key: str, number: int) -> HttpResponse:
    """Withdraw one change."""
    _texts(key)
    try:
        services.overrides.undo(by=principal_name(request), at=now(), override_id=number)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, "The change is undone.")
    return redirect("frontoffice:service_texts", key)


@requires(Permission.SERVICES_EDIT, "POST")
def decide(request: BoroughRequest, key: str) -> HttpResponse:
    """Decide between a changed text and the pack's new text."""
    _texts(key)
    form = DecideForm(request.POST)
    if not form.is_valid():
        raise Http404
    values = {"path": form.cleaned_data["path"], "use_pack": form.cleaned_data["use"] == "pack"}
    services.overrides.resolve_conflict(by=principal_name(request), at=now(), service=key, **values)
    messages.success(request, "The decision is saved.")
    return redirect("frontoffice:service_texts", key)
