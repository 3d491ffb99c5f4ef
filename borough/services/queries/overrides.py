"""Changed texts of services: those in force, drafts, history, and conflicts with the council's pack."""

from dataclasses import dataclass
from datetime import datetime

from borough.services.models import ServiceOverride


@dataclass(frozen=True, kw_only=True)
class TextChange:
    """One change in the history of a service. state: draft, scheduled, published or withdrawn."""

    id: int
    path: str
    text: str
    pack_text: str
    pack_version: str
    state: str
    publish_at: datetime | None
    by: str
    created_at: datetime


@dataclass(frozen=True, kw_only=True)
class TextConflict:
    """A changed text whose text in the pack has changed since. pack_text is None if the pack has it no longer."""

    path: str
    text: str
    old_pack_text: str
    pack_text: str | None


def changes_in_force(at: datetime) -> tuple[tuple[str, str, str], ...]:
    """Return service, path and text of every change in force, the latest of each path."""
    rows = ServiceOverride.objects.filter(state="published", publish_at__lte=at).order_by("publish_at", "id")
    latest = {(row.service, row.path): row.text for row in rows}
    return tuple(sorted((service, path, text) for (service, path), text in latest.items()))


def in_force(service: str, at: datetime) -> dict[str, str]:
    """Return the texts of a service that are in force, by path."""
    return {path: text for key, path, text in changes_in_force(at) if key == service}


def drafts_of_texts(service: str) -> dict[str, str]:
    """Return the drafts of a service by path."""
    return dict(ServiceOverride.objects.filter(service=service, state="draft").values_list("path", "text"))


def history_of_texts(service: str, at: datetime) -> list[TextChange]:
    """Return every change of a service's texts, the latest first."""
    return [
        TextChange(
            id=row.pk,
            path=row.path,
            text=row.text,
            pack_text=row.pack_text,
            pack_version=row.pack_version,
            state="scheduled" if row.state == "published" and row.publish_at and row.publish_at > at else row.state,
            publish_at=row.publish_at,
            by=row.by,
            created_at=row.created_at,
        )
        for row in ServiceOverride.objects.filter(service=service).order_by("-id")
    ]


def text_conflicts(service: str, texts: dict[str, str]) -> list[TextConflict]:
    """Return the changes of a service whose text in the pack (`texts`) is another than when they were written."""
    rows = ServiceOverride.objects.filter(service=service, state="published").order_by("publish_at", "id")
    latest = {row.path: row for row in rows}
    return [
        TextConflict(path=path, text=row.text, old_pack_text=row.pack_text, pack_text=texts.get(path))
        for path, row in latest.items()
        if texts.get(path) != row.pack_text
    ]
