"""Change texts of published services: draft, publish at a moment, undo, and decide about a pack that changed too."""

import re
from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import get_default_timezone, localdate

from borough.forms.checker import faults_of
from borough.forms.service import Service
from borough.foundation import audit
from borough.foundation.packs import current_pack
from borough.kernel.refusals import Refused
from borough.services.catalogue import catalogue, definitions_of, pack_phrases, use_changes, values_of
from borough.services.grammar.editable import editable_texts, text_name
from borough.services.grammar.publishing import DAYS, override_values, publish
from borough.services.grammar.texts import unknown_placeholders
from borough.services.models import ServiceOverride
from borough.services.queries.overrides import (
    TextChange,
    TextConflict,
    changes_in_force,
    drafts_of_texts,
    history_of_texts,
    in_force,
    text_conflicts,
)
from borough.services.types import UnknownService

__all__ = [
    "TextChange",
    "TextConflict",
    "draft_faults",
    "drafts_of_texts",
    "history_of_texts",
    "in_force",
    "name_of_text",
    "pack_texts",
    "preview",
    "publish_drafts",
    "reload_changes",
    "resolve_conflict",
    "save_draft",
    "starts_at",
    "text_conflicts",
    "undo",
]


def reload_changes(at: datetime) -> None:
    """Use the changes that are in force now, in this process."""
    use_changes(changes_in_force(at))


def pack_texts(key: str) -> dict[str, str]:
    """Return the pack's editable texts of a service by path. Raises UnknownService."""
    pack = current_pack()
    if key not in catalogue():
        raise UnknownService(f"There is no service “{key}”.")
    return editable_texts(definitions_of(pack)[key], values_of(pack, key), pack.council)


def save_draft(*, by: str, at: datetime, service: str, path: str, text: str) -> None:
    """Save a draft of one text; a text equal to the one in force removes the draft. Raises Refused."""
    texts = pack_texts(service)
    if path not in texts:
        raise Refused("The service does not have this text any more.")
    if not text and texts[path]:
        raise Refused("Enter the text. To go back to an earlier one, use its history.")
    if path == DAYS and not re.fullmatch(r"\d{1,3}", text):
        raise Refused("Working days must be a whole number, like 10.")
    pack = current_pack()
    with transaction.atomic():
        ServiceOverride.objects.filter(service=service, path=path, state="draft").delete()
        if text == in_force(service, at).get(path, texts[path]):
            return
        ServiceOverride.objects.create(
            service=service,
            path=path,
            text=text,
            pack_text=texts[path],
            pack_version=pack.version,
            by=by,
            created_at=at,
        )
        audit.record(by=by, at=at, verb="services.draft_text", subject=f"service:{service}", detail={"path": path})


def preview(key: str, at: datetime) -> Service:
    """Return the service as it would be with its drafts published."""
    return _with(key, in_force(key, at) | drafts_of_texts(key))


def draft_faults(key: str, at: datetime) -> list[str]:
    """Return what the checker finds in the service with its drafts that it does not find without them."""
    today = localdate(at)
    now_known = {fault.sentence for fault in faults_of(catalogue() | {key: _with(key, in_force(key, at))}, today)}
    candidate = preview(key, at)
    faults = [fault for fault in faults_of(catalogue() | {key: candidate}, today) if fault.service == key]
    sentences = [fault.sentence for fault in faults if fault.sentence not in now_known]
    pack = current_pack()
    changes = in_force(key, at) | drafts_of_texts(key)
    named = pack.council.named_values() | override_values(values_of(pack, key), changes).named_values()
    unknown = [name for text in drafts_of_texts(key).values() for name in unknown_placeholders(text, named)]
    return [*sentences, *(f"(({name})) has no value." for name in unknown)]


def publish_drafts(*, by: str, at: datetime, service: str, publish_at: datetime) -> int:
    """Publish every draft of a service from a moment on; return how many. Raises Refused for what the checker finds."""
    if publish_at < at:
        raise Refused("The date must be today or later.")
    if faults := draft_faults(service, at):
        raise Refused(" ".join(faults))
    with transaction.atomic():
        drafts = ServiceOverride.objects.filter(service=service, state="draft")
        paths = list(drafts.values_list("path", flat=True))
        if not paths:
            raise Refused("There is no draft to publish.")
        drafts.update(state="published", publish_at=publish_at)
        detail = {"paths": paths, "publish_at": publish_at.isoformat()}
        audit.record(by=by, at=at, verb="services.publish_texts", subject=f"service:{service}", detail=detail)
    reload_changes(at)
    return len(paths)


def undo(*, by: str, at: datetime, override_id: int) -> None:
    """Withdraw a published or scheduled change; the text before it is in force again. Raises Refused."""
    with transaction.atomic():
        row = ServiceOverride.objects.select_for_update().filter(pk=override_id, state="published").first()
        if row is None:
            raise Refused("This change is withdrawn already.")
        ServiceOverride.objects.filter(pk=row.pk).update(state="withdrawn", withdrawn_at=at)
        detail = {"path": row.path, "change": row.pk}
        audit.record(by=by, at=at, verb="services.undo_text", subject=f"service:{row.service}", detail=detail)
    reload_changes(at)


def resolve_conflict(*, by: str, at: datetime, service: str, path: str, use_pack: bool) -> None:
    """Decide between a changed text and the new text of the pack: withdraw the change, or confirm it."""
    texts = pack_texts(service)
    rows = ServiceOverride.objects.filter(service=service, path=path, state="published")
    with transaction.atomic():
        if use_pack or path not in texts:
            rows.update(state="withdrawn", withdrawn_at=at)
        else:
            rows.update(pack_text=texts[path], pack_version=current_pack().version)
        detail = {"path": path, "use_pack": use_pack}
        audit.record(by=by, at=at, verb="services.resolve_text", subject=f"service:{service}", detail=detail)
    reload_changes(at)


def name_of_text(key: str, path: str) -> str:
    """Return the name of a text for staff."""
    return text_name(catalogue()[key], path)


def _with(key: str, changes: Mapping[str, str]) -> Service:
    pack = current_pack()
    return publish(definitions_of(pack)[key], values_of(pack, key), pack.council, pack_phrases(pack), changes)


def starts_at(day: date | None, at: datetime) -> datetime:
    """Return the moment at which a change chosen for a day begins: now for today, else midnight of that day."""
    if day is None or day <= localdate(at):
        return at
    return datetime(day.year, day.month, day.day, tzinfo=get_default_timezone())
