"""The files of a report: those of the council's pack, or else the library's."""

from pathlib import Path

from borough.foundation.packs import current_pack

LIBRARY = Path(__file__).resolve().parent.parent / "definitions"


def file_of(name: str, file: str) -> Path:
    """Return the path of a report's file; it need not exist."""
    return current_pack().file("reports", name, file) or LIBRARY / name / file
