"""Bring in a form that another body has published, and check every service we have."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from borough.foundation.durable import write_whole
from borough.services.actions.wording import wordless
from borough.services.catalogue import catalogue
from borough.services.grammar.checker import Fault, faults_of
from borough.services.grammar.exploring import explore
from borough.services.layouts import BadForm, Lost, read
from borough.services.layouts.writing import source_of

__all__ = ["BadForm", "Brought", "bring", "check"]


@dataclass(frozen=True, kw_only=True)
class Brought:
    """What came of a form: how much there is, how it walks, what was lost, what was odd, and where it was written."""

    name: str
    pages: int
    questions: int
    walks: int
    reached: int
    unreached: tuple[str, ...]
    lost: tuple[Lost, ...]
    odd: tuple[Lost, ...]
    written: str = ""


def bring(file: Path, to: Path | None, today: date) -> Brought:
    """Read a form, walk every way through it, and write its definition into a folder where one is named.

    Raises BadForm, OSError and UnicodeDecodeError.
    """
    imported = read(file.read_text(encoding="utf-8-sig"), file.stem)
    service = imported.service
    found = explore(service, today)
    written = ""
    if to is not None:
        to.mkdir(parents=True, exist_ok=True)
        write_whole(to / "service.py", source_of(service).encode())
        written = str(to / "service.py")
    return Brought(
        name=service.name, pages=len(service.pages), questions=len(service.questions()), walks=found.walks,
        reached=len(found.reached), unreached=tuple(found.unreached(service)), lost=imported.lost, odd=imported.odd,
        written=written,
    )  # fmt: skip


def check(today: date) -> list[Fault]:
    """Every fault of every service there is, that its definition does not justify."""
    return [*faults_of(catalogue(), today), *wordless()]
