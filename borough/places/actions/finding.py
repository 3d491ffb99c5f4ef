"""Find an address as someone types it, with an index that is brought up to the gazetteer before it is asked."""

import time
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from borough.foundation import locks
from borough.foundation.clock import today
from borough.foundation.health import Finding
from borough.places.lookup.finding import find
from borough.places.lookup.index import Mark, NoIndex, Opened, build, current, opened
from borough.places.queries import lines, lines_of
from borough.places.queries.given_out import last_change
from borough.places.queries.touched import touched
from borough.places.queries.without_index import by_words
from borough.places.types import Line

AT_ONCE = 300  # properties whose changes are taken in before an answer; more are left to the worker
MOST_KNOWN = 10_000  # addresses kept in a process, some 10 MB
LATE_AFTER = 120.0  # seconds that the index may be behind before health says so


@dataclass(frozen=True)
class Found:
    """An address that may be meant: the property, the address it goes by, and the one it was found by."""

    uprn: int
    line: Line
    found_by: str


@dataclass(frozen=True)
class Answer:
    """Addresses, the likeliest first. current: whether the index had every change of the gazetteer, or was not used."""

    found: tuple[Found, ...]
    current: bool


def folder() -> Path:
    """Where the index of this home is kept."""
    return Path(settings.HOME) / "lookup"


def search(text: str, *, limit: int = 10, postal: bool = False) -> Answer:
    """The addresses a text may mean. postal: only those that letters go to.

    A change of the gazetteer is found at once: it is taken into the index before the index is asked. Without an index
    the tables are asked instead.
    """
    newest = last_change()
    index, fresh = _ready(newest)
    if index is None:
        return Answer(tuple(Found(line.uprn, line, "") for line in by_words(text, limit=limit, postal=postal)), True)
    hits = find(index.searcher(), index.shape, text, limit=limit, postal=postal)
    own = _own([hit.uprn for hit in hits], newest)
    found = tuple(Found(hit.uprn, own[hit.uprn], hit.label) for hit in hits if hit.uprn in own)
    return Answer(found, fresh)


def _own(uprns: list[int], newest: int) -> dict[int, Line]:
    """The address each property goes by; asked of the tables once for all searches between two changes."""
    known = _known(str(folder()), newest, today())
    missing = [uprn for uprn in uprns if uprn not in known]
    found = lines_of(missing) if missing else {}
    if len(known) < MOST_KNOWN:
        known.update({uprn: found.get(uprn) for uprn in missing})
    return {uprn: line for uprn in uprns if (line := found.get(uprn) or known.get(uprn))}


@lru_cache(maxsize=1)
def _known(_place: str, _newest: int, _today: date) -> dict[int, Line | None]:
    """What was asked of the tables after that change, on that day: which organisation is named goes by the day."""
    return {}


def _ready(newest: int) -> tuple[Opened | None, bool]:
    """The index in use, and whether it holds every change."""
    name = current(folder())
    try:
        index = _opened(str(folder()), name)
        mark = index.mark()
        if mark.position == newest:
            return index, True
        return index, _taken_in(index, mark, newest)
    except (NoIndex, OSError, ValueError):
        return None, False


@lru_cache(maxsize=2)
def _opened(place: str, _name: str) -> Opened:
    return opened(Path(place))


def _taken_in(index: Opened, mark: Mark, newest: int) -> bool:
    """Take a few changes into the index, unless another process is at it; many are the worker's to take in."""
    uprns = touched(mark.position, AT_ONCE)
    if uprns is None:
        return False
    with locks.held_file(folder() / "lock", wait=False) as alone:
        if not alone:
            return False
        if index.mark().position < newest:
            _take_in(index, uprns, newest)
    return True


def _take_in(index: Opened, uprns: list[int], newest: int) -> None:
    """Put the lines that some properties have now into the index; the caller holds the lock."""
    given: dict[int, list[Line]] = {uprn: [] for uprn in uprns}
    for line in lines(uprns=uprns):
        given[line.uprn].append(line)
    index.change(given, newest)


def bring_up() -> Mark:
    """Bring the index up to the gazetteer, by a few changes or made anew, and return what it holds."""
    with locks.held_file(folder() / "lock"):
        newest = last_change()
        try:
            index = opened(folder())
        except NoIndex:
            return build(folder(), lines(), newest)
        mark = index.mark()
        if mark.position == newest:
            return mark
        uprns = touched(mark.position, AT_ONCE)
        if uprns is None:
            return build(folder(), lines(), newest)
        _take_in(index, uprns, newest)
        return index.mark()


def standing() -> Finding:
    """How the index stands beside the gazetteer, for the health page."""
    newest = last_change()
    try:
        mark = opened(folder()).mark()
    except NoIndex:
        if not newest:
            return Finding(True, "There is no gazetteer yet to find addresses in.", {"change": 0})
        said = "Addresses are found in the tables, slowly: there is no index. Is a worker running?"
        return Finding(False, said, {"change": newest})
    age = time.time() - (folder() / current(folder()) / "mark.json").stat().st_mtime
    facts: dict[str, int | float | str] = {
        "change": newest, "index": mark.position, "lines": mark.lines, "age": round(age)
    }  # fmt: skip
    if mark.position < newest and age > LATE_AFTER and touched(mark.position, AT_ONCE) is None:
        return Finding(False, "The index of addresses is behind the gazetteer. Is a worker running?", facts)
    return Finding(True, "Addresses are found as they are, or will be in a moment.", facts)
