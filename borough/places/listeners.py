"""What places do when something was asked of them: the long work is left to the worker."""

from borough.foundation.events import subscribe
from borough.foundation.jobs import defer_once
from borough.places.jobs import examine_health
from borough.places.types import ExaminationAsked


def connect() -> None:
    """Listen to what is asked."""
    subscribe(ExaminationAsked, _examine)


def _examine(_event: ExaminationAsked, _position: int) -> None:
    defer_once(examine_health)
