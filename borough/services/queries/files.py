"""Files sent with a submission, for whoever works on it."""

from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from borough.services.models import Upload


@dataclass(frozen=True, kw_only=True)
class Sent:
    """A file: its number, the name it came with, its media type, size in bytes, and where it lies."""

    reference: str
    name: str
    media_type: str
    size: int
    path: Path


def path_of(reference: str) -> Path:
    """Where a file lies: in the home, and not where the web serves anything from."""
    return Path(settings.HOME) / "uploads" / reference[:2] / reference


def files_of(submission: str) -> list[Sent]:
    """The files of a submission, those dropped or refused left out."""
    rows = Upload.objects.filter(submission__reference=submission, state__in=("kept", "clean")).order_by("id")
    return [
        Sent(
            reference=row.reference, name=row.name, media_type=row.media_type, size=row.size,
            path=path_of(row.reference),
        )
        for row in rows
    ]  # fmt: skip
