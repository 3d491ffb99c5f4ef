"""Figures, series, rows and changes, each from one snapshot of the records."""

import time
from collections import Counter
from collections.abc import Mapping
from typing import Any

from django.db import connection

from borough.contacts import extracts
from borough.foundation.ops.health import Finding
from borough.gazetteer.types import ReviewDetail
from borough.kernel.periods import Period, Step, council_year_of
from borough.kernel.text import capitalise
from borough.measures.catalogue import counted_measure, measure_of
from borough.measures.grammar import figures
from borough.measures.grammar.engines import Engine, ParquetEngine
from borough.measures.grammar.figures import figure_sql
from borough.measures.grammar.level_measure import LevelMeasure, level_figure
from borough.measures.rules.claims import change_sentence
from borough.measures.rules.mix import split
from borough.measures.rules.suppression import publish
from borough.measures.types import Change, Figure, Published, Split, Trace, Which


def records() -> Engine:
    """Return one snapshot of the records, for several figures."""
    return ParquetEngine(extracts.snapshot())


def recorded_years() -> dict[Period, int]:
    """Return the council years with records, latest first, and their record counts."""
    snapshot = extracts.snapshot()
    counted: Counter[Period] = Counter()
    for day, entry in snapshot.days.items():
        counted[council_year_of(day)] += int(entry["rows"])
    return dict(sorted(counted.items(), reverse=True))


def figure(key: str, period: Period, by: str | None = None, *, engine: Engine | None = None) -> Figure:
    """Return a measure at a period, optionally broken down, including small numbers.

    engine: a snapshot to share between figures; a new one by default.
    Raises UnknownMeasure or UnknownDimension.
    """
    measure = measure_of(key)
    if isinstance(measure, LevelMeasure):
        return level_figure(measure, period, by, (engine or records()).watermark)
    return figures.figure(counted_measure(key), period, engine or records(), by)


def review_of(key: str, period: Period) -> ReviewDetail | None:
    """Return the review behind a level at a period, with its criteria; None without one, or for a counted measure."""
    measure = measure_of(key)
    return measure.last_review(period.start, period.end) if isinstance(measure, LevelMeasure) else None


def published(key: str, period: Period, by: str | None = None, *, engine: Engine | None = None) -> Published:
    """Return the publishable part of a figure."""
    return publish(figure(key, period, by, engine=engine))


def series(
    key: str, period: Period, step: Step, by: str | None = None, *, engine: Engine | None = None
) -> tuple[Figure, ...]:
    """Return the figures of each month, quarter or year of a period, from one snapshot."""
    snapshot = engine or records()
    return tuple(figure(key, piece, by, engine=snapshot) for piece in period.split(step))


def trace(  # rows are for staff only: access is checked by the view
    key: str,
    period: Period,
    *,
    which: Which = Which.OUT_OF,
    where: Mapping[str, str] | None = None,
    after: int = 0,
    limit: int = 50,
    engine: Engine | None = None,
) -> Trace:
    """Return a page of the rows behind a figure, or behind the part with the given dimension values."""
    return figures.trace(
        counted_measure(key), period, engine or records(), which=which, where=where, after=after, limit=limit
    )


def change(
    key: str,
    before: Period,
    after: Period,
    by: str = "service",
    *,
    engine: Engine | None = None,
    names: Mapping[str, str] | None = None,
) -> Change:
    """Return a share at two periods, its change split into mix and within effects, and the supported sentence.

    names: display names of the dimension's values.
    """
    snapshot = engine or records()
    counted_measure(key)
    old, new = (figure(key, period, by, engine=snapshot) for period in (before, after))
    change_split = split(*({p.key: (p.counted, p.out_of) for p in f.parts} for f in (old, new)))
    first = _first_named(change_split, old, new)
    read = (names or {}).get(first) or label(first)
    text = change_sentence(measure_of(key).name, change_split, before.name, after.name, label=read)
    return Change(before=old, after=new, split=change_split, sentence=text)


def _first_named(change_split: Split | None, *figures: Figure) -> str:
    """Return the service with the largest effect, or a text if it is too small to name."""
    first = (
        next((e.key for e in change_split.effects if e.contribution * change_split.change > 0), "")
        if change_split
        else ""
    )
    publications = [publish(figure) for figure in figures if any(p.key == first for p in figure.parts)]
    is_withheld = any(first in t.withheld or not t.broken_down for t in publications)
    return "a service too small to name" if is_withheld else first


def label(key: str) -> str:
    """Return a key as a display name: garden-waste becomes Garden waste."""
    if " " in key:
        return key
    return capitalise(key.replace("-", " ").replace("_", " ").strip())


def query_of(key: str, period: Period, by: str | None = None, *, engine: Engine | None = None) -> str:
    """Return the exact SQL of a figure, without file paths."""
    source: Any = engine or records()
    text = figure_sql(counted_measure(key), period, source, by)
    place = getattr(getattr(source, "snapshot", None), "folder", None)
    return text.replace(f"{place}/", "") if place else text


LATE_AFTER = 600.0  # seconds that the extract may be behind


def extract_health() -> Finding:
    """Return how far the extract is behind the ledger, for the health page."""
    with connection.cursor() as cursor:
        newest, _ = extracts.newest_entry(cursor)
    read = extracts.snapshot()
    manifest = extracts.folder() / "manifest.json"
    age = time.time() - manifest.stat().st_mtime if manifest.exists() else 0.0
    behind = newest - read.watermark
    facts: dict[str, int | float | str] = {
        "ledger": newest,
        "read": read.watermark,
        "behind": behind,
        "age": round(age),
    }
    if behind > 0 and age > LATE_AFTER:
        return Finding(False, "Figures are behind the ledger. Is a worker running?", facts)
    return Finding(True, "Figures are up to date with the ledger, or will be in a moment.", facts)
