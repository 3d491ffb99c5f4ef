"""Address search by typed text, with an index that is updated before it is queried."""

import time
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from borough.address_match.search.finder import find
from borough.address_match.search.index import (
    IndexMissing,
    IndexState,
    OpenIndex,
    build_index,
    current_name,
    open_index,
)
from borough.foundation.clock import today
from borough.foundation.db import locks
from borough.foundation.ops.health import Finding
from borough.gazetteer.queries import lines, lines_of
from borough.gazetteer.queries.changed_since import changed_since
from borough.gazetteer.queries.export_rows import last_change
from borough.gazetteer.queries.sql_search import search_tables
from borough.gazetteer.types import Line

MAX_INLINE_CHANGES = 300  # changed properties indexed before a search; more are left to the worker
MOST_KNOWN = 10_000  # addresses cached in a process, some 10 MB
LATE_AFTER = 120.0  # seconds that the index may be behind before health reports it


@dataclass(frozen=True)
class SearchHit:
    """A search hit: the property, its current address, and the address that matched."""

    uprn: int
    line: Line
    matched_label: str


@dataclass(frozen=True)
class SearchResults:
    """Addresses, best match first. up_to_date: whether the index had every change, or was not used."""

    hits: tuple[SearchHit, ...]
    up_to_date: bool


def folder() -> Path:
    """Return the folder of this instance's index."""
    return Path(settings.HOME) / "lookup"


def search(text: str, *, limit: int = 10, postal: bool = False) -> SearchResults:
    """Return the addresses that match a text. postal: only delivery addresses.

    A change of the gazetteer is found at once: the index is updated before it is queried. Without an index, the
    tables are searched instead.
    """
    newest = last_change()
    index, fresh = _current_index(newest)
    if index is None:
        return SearchResults(
            tuple(SearchHit(line.uprn, line, "") for line in search_tables(text, limit=limit, postal=postal)), True
        )
    hits = find(index.searcher(), index.shape, text, limit=limit, postal=postal)
    own = _addresses_of([hit.uprn for hit in hits], newest)
    results = tuple(SearchHit(hit.uprn, own[hit.uprn], hit.label) for hit in hits if hit.uprn in own)
    return SearchResults(results, fresh)


def _addresses_of(uprns: list[int], newest: int) -> dict[int, Line]:
    """Return each property's current address; cached between two changes."""
    known = _known(str(folder()), newest, today())
    missing = [uprn for uprn in uprns if uprn not in known]
    fetched = lines_of(missing) if missing else {}
    if len(known) < MOST_KNOWN:
        known.update({uprn: fetched.get(uprn) for uprn in missing})
    return {uprn: line for uprn in uprns if (line := fetched.get(uprn) or known.get(uprn))}


@lru_cache(maxsize=1)
def _known(_place: str, _newest: int, _today: date) -> dict[int, Line | None]:
    """Return a mutable cache, keyed by change and day, since the named organisation depends on the day."""
    return {}


def _current_index(newest: int) -> tuple[OpenIndex | None, bool]:
    """Return the index in use, and whether it includes every change."""
    name = current_name(folder())
    try:
        index = _open_cached(str(folder()), name)
        mark = index.mark()
        if mark.position == newest:
            return index, True
        return index, _catch_up(index, mark, newest)
    except (IndexMissing, OSError, ValueError):
        return None, False


@lru_cache(maxsize=2)
def _open_cached(place: str, _name: str) -> OpenIndex:
    return open_index(Path(place))


def _catch_up(index: OpenIndex, mark: IndexState, newest: int) -> bool:
    """Add a few changes to the index unless another process is doing so; many are left to the worker."""
    uprns = changed_since(mark.position, MAX_INLINE_CHANGES)
    if uprns is None:
        return False
    with locks.file_lock(folder() / "lock", wait=False) as alone:
        if not alone:
            return False
        if index.mark().position < newest:
            _apply_changes(index, uprns, newest)
    return True


def _apply_changes(index: OpenIndex, uprns: list[int], newest: int) -> None:
    """Replace the indexed lines of some properties; the caller has the lock."""
    by_uprn: dict[int, list[Line]] = {uprn: [] for uprn in uprns}
    for line in lines(uprns=uprns):
        by_uprn[line.uprn].append(line)
    index.change(by_uprn, newest)


def update_index() -> IndexState:
    """Update the index, incrementally or by a rebuild, and return its state."""
    with locks.file_lock(folder() / "lock"):
        newest = last_change()
        try:
            index = open_index(folder())
        except IndexMissing:
            return build_index(folder(), lines(), newest)
        mark = index.mark()
        if mark.position == newest:
            return mark
        uprns = changed_since(mark.position, MAX_INLINE_CHANGES)
        if uprns is None:
            return build_index(folder(), lines(), newest)
        _apply_changes(index, uprns, newest)
        return index.mark()


def health_check() -> Finding:
    """Compare the index with the gazetteer, for the health page."""
    newest = last_change()
    try:
        mark = open_index(folder()).mark()
    except IndexMissing:
        if not newest:
            return Finding(True, "There is no gazetteer yet to find addresses in.", {"change": 0})
        message = "Addresses are found in the tables, slowly: there is no index. Is a worker running?"
        return Finding(False, message, {"change": newest})
    age = time.time() - (folder() / current_name(folder()) / "mark.json").stat().st_mtime
    facts: dict[str, int | float | str] = {
        "change": newest,
        "index": mark.position,
        "lines": mark.lines,
        "age": round(age),
    }
    if mark.position < newest and age > LATE_AFTER and changed_since(mark.position, MAX_INLINE_CHANGES) is None:
        return Finding(False, "The index of addresses is behind the gazetteer. Is a worker running?", facts)
    return Finding(True, "Addresses are found as they are, or will be in a moment.", facts)
