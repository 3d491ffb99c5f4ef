"""What bringing in a form gives: the service, and an exact list of what it had that the grammar has no words for."""

import re
from dataclasses import dataclass, field
from typing import Any

from borough.services.grammar.service import Promise, Routes, Service


class BadForm(ValueError):
    """The file is no form definition, or a broken one; the message says which."""


@dataclass(frozen=True)
class Lost:
    """Something the grammar has no words for: where it stood, and what it was."""

    where: str
    what: str


@dataclass(frozen=True)
class Imported:
    """A form as a service, what of it was lost, and what is odd in the form itself."""

    service: Service
    lost: tuple[Lost, ...]
    odd: tuple[Lost, ...] = ()


@dataclass
class Notes:
    """What is noted while a form is read."""

    lost: list[Lost] = field(default_factory=list)
    odd: list[Lost] = field(default_factory=list)

    def lose(self, where: str, what: str) -> None:
        """Note something the grammar has no words for."""
        self.lost.append(Lost(where, what))

    def wonder(self, where: str, what: str) -> None:
        """Note something odd in the form itself."""
        self.odd.append(Lost(where, what))


def whole(told: Any) -> int | None:
    """What is told as a whole number, where anything is."""
    return int(float(told)) if str("" if told is None else told).strip() else None


def slug(text: Any) -> str:
    """A key for an address: lower case letters, digits and hyphens."""
    made = re.sub(r"[^a-z0-9]+", "-", str(text).lower().replace("'", "").replace("’", "")).strip("-")
    return made or "page"


def keyed(name: Any) -> str:
    """A key for a field of a form: letters, digits and underscores, beginning with a letter."""
    made = re.sub(r"\W", "_", str(name), flags=re.ASCII)
    return made if made[:1].isalpha() else f"q_{made}"


def unfinished(name: str, **more: Any) -> Service:
    """A service with what a form says; its routes, promise and owner are to be written, and the checker says so."""
    return Service(
        key=slug(name), name=name, start="Start now", about=more.pop("about", ()), owner="", lgsl=None,
        promise=Promise(words="", working_days=0), next_steps=more.pop("next_steps", ()),
        routes=Routes(phone="", face_to_face="", post="", assisted=""), retention="", **more,
    )  # fmt: skip
