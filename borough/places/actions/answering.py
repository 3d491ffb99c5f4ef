"""Answer what an address text means: by what staff decided on that text, else by the engine."""

import shutil
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from borough.foundation import locks
from borough.places.matching.answers import Answer
from borough.places.matching.matcher import Index, Matcher
from borough.places.matching.tables import note_of
from borough.places.queries import lines
from borough.places.queries.given_out import last_change


def folder() -> Path:
    """Where what is made of the gazetteer for matching is kept."""
    return Path(settings.HOME) / "matching"


def match(text: str, postcode: str = "") -> Answer:
    """The property an address as written means, how sure that is, and why."""
    return _matcher(str(made_ready())).match(text, postcode)


@lru_cache(maxsize=1)
def _matcher(place: str) -> Matcher:
    return Matcher(Index.open(Path(place)))


def made_ready() -> Path:
    """The folder of the gazetteer as it is now, made ready for matching if it was not; older ones are removed."""
    newest = str(last_change())
    place = folder() / newest
    with locks.held_file(folder() / "lock"):
        if note_of(place) == newest:
            return place
        Index.of(lines()).save(place, newest)
        for old in folder().iterdir():
            if old.is_dir() and old != place:
                shutil.rmtree(old, ignore_errors=True)
    return place
