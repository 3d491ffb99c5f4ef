"""Import a form published by another body, and validate every service definition."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from borough.forms.checker import DefinitionFault, faults_of
from borough.forms.coverage import explore
from borough.forms.importers import FormError, ImportLoss, read
from borough.forms.importers.source_writer import source_of
from borough.kernel.atomic_files import atomic_write
from borough.services.actions.translations import translation_faults
from borough.services.catalogue import catalogue

__all__ = ["FormError", "ImportReport", "check_services", "import_form_file"]


@dataclass(frozen=True, kw_only=True)
class ImportReport:
    """Result of a form import: size, route coverage, what was lost, oddities, and the output path."""

    name: str
    pages: int
    questions: int
    walks: int
    reached: int
    unreached: tuple[str, ...]
    lost: tuple[ImportLoss, ...]
    odd: tuple[ImportLoss, ...]
    written: str = ""


def import_form_file(file: Path, to: Path | None, today: date) -> ImportReport:
    """Read a form, walk every route through it, and write its definition to a folder if one is given.

    Raises FormError, OSError and UnicodeDecodeError.
    """
    imported = read(file.read_text(encoding="utf-8-sig"), file.stem)
    service = imported.service
    coverage = explore(service, today)
    written = ""
    if to is not None:
        to.mkdir(parents=True, exist_ok=True)
        atomic_write(to / "service.py", source_of(service).encode())
        written = str(to / "service.py")
    return ImportReport(
        name=service.name,
        pages=len(service.pages),
        questions=len(service.questions()),
        walks=coverage.walks,
        reached=len(coverage.reached),
        unreached=tuple(coverage.unreached(service)),
        lost=imported.lost,
        odd=imported.odd,
        written=written,
    )


def check_services(today: date) -> list[DefinitionFault]:
    """Return every fault of every service that its definition does not explicitly justify."""
    return [*faults_of(catalogue(), today), *translation_faults()]
