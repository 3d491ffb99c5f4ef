"""The result of a form import: the service, and an exact list of what could not be represented."""

import re
from dataclasses import dataclass, field
from typing import Any

from borough.forms.service import AccessRoutes, Promise, Service


class FormError(ValueError):
    """The file is not a form definition, or is invalid; the message says which."""


@dataclass(frozen=True)
class ImportLoss:
    """A feature that could not be represented: its location and what it was."""

    where: str
    what: str


@dataclass(frozen=True)
class Imported:
    """An imported form: the service, the losses, and oddities in the form itself."""

    service: Service
    lost: tuple[ImportLoss, ...]
    odd: tuple[ImportLoss, ...] = ()


@dataclass
class ImportNotes:
    """Notes taken while a form is read."""

    lost: list[ImportLoss] = field(default_factory=list)
    odd: list[ImportLoss] = field(default_factory=list)

    def lose(self, where: str, what: str) -> None:
        """Note a feature that could not be represented."""
        self.lost.append(ImportLoss(where, what))

    def wonder(self, where: str, what: str) -> None:
        """Note an oddity in the form itself."""
        self.odd.append(ImportLoss(where, what))


def to_int(value: Any) -> int | None:
    """Return the value as an integer, where possible."""
    return int(float(value)) if str("" if value is None else value).strip() else None


def text_slug(text: Any) -> str:
    """Return a URL slug: lower case letters, digits and hyphens."""
    key = re.sub(r"[^a-z0-9]+", "-", str(text).lower().replace("'", "").replace("’", "")).strip("-")
    return key or "page"


def field_key(name: Any) -> str:
    """Return a field key: letters, digits and underscores, starting with a letter."""
    key = re.sub(r"\W", "_", str(name), flags=re.ASCII)
    return key if key[:1].isalpha() else f"q_{key}"


def unfinished(name: str, **more: Any) -> Service:
    """Return a draft service with the form's content; its routes, promise and owner are still to be written.

    The checker reports those gaps.
    """
    return Service(
        key=text_slug(name),
        name=name,
        start="Start now",
        about=more.pop("about", ()),
        owner="",
        lgsl=None,
        promise=Promise(text="", working_days=0),
        next_steps=more.pop("next_steps", ()),
        routes=AccessRoutes(phone="", face_to_face="", post="", assisted=""),
        retention="",
        **more,
    )
