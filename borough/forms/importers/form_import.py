"""What bringing in a form gives: the service, and an exact list of what it had that the grammar has no words for."""

import re
from dataclasses import dataclass, field
from typing import Any

from borough.forms.service import AccessRoutes, Promise, Service


class FormError(ValueError):
    """The file is no form definition, or a broken one; the message says which."""


@dataclass(frozen=True)
class ImportLoss:
    """Something the grammar has no words for: where it stood, and what it was."""

    where: str
    what: str


@dataclass(frozen=True)
class Imported:
    """A form as a service, what of it was lost, and what is odd in the form itself."""

    service: Service
    lost: tuple[ImportLoss, ...]
    odd: tuple[ImportLoss, ...] = ()


@dataclass
class ImportNotes:
    """What is noted while a form is read."""

    lost: list[ImportLoss] = field(default_factory=list)
    odd: list[ImportLoss] = field(default_factory=list)

    def lose(self, where: str, what: str) -> None:
        """Note something the grammar has no words for."""
        self.lost.append(ImportLoss(where, what))

    def wonder(self, where: str, what: str) -> None:
        """Note something odd in the form itself."""
        self.odd.append(ImportLoss(where, what))


def to_int(value: Any) -> int | None:
    """What is told as a whole number, where anything is."""
    return int(float(value)) if str("" if value is None else value).strip() else None


def text_slug(text: Any) -> str:
    """A key for an address: lower case letters, digits and hyphens."""
    key = re.sub(r"[^a-z0-9]+", "-", str(text).lower().replace("'", "").replace("’", "")).strip("-")
    return key or "page"


def field_key(name: Any) -> str:
    """A key for a field of a form: letters, digits and underscores, beginning with a letter."""
    key = re.sub(r"\W", "_", str(name), flags=re.ASCII)
    return key if key[:1].isalpha() else f"q_{key}"


def unfinished(name: str, **more: Any) -> Service:
    """A service with what a form says; its routes, promise and owner are to be written, and the checker says so."""
    return Service(
        key=text_slug(name), name=name, start="Start now", about=more.pop("about", ()), owner="", lgsl=None,
        promise=Promise(text="", working_days=0), next_steps=more.pop("next_steps", ()),
        routes=AccessRoutes(phone="", face_to_face="", post="", assisted=""), retention="", **more,
    )  # fmt: skip
