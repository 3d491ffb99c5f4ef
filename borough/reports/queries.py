"""Checking a past report: every figure counted again, its files and its anchor looked at, and what has drifted."""

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from borough.foundation.audit import parse_anchors
from borough.foundation.models import AuditEntry
from borough.kernel.periods import parse_period
from borough.measures.public import figure, records
from borough.measures.types import UnknownDimension, UnknownMeasure
from borough.reports.types import FIGURES, Drift, NotGiven

COMPARED = (("definition", "definition"), ("content", "records"), ("counted", "counted"), ("out_of", "out of"))


def read_past(place: Path) -> tuple[dict[str, Any], Path]:
    """What a past report told of itself, and its folder. Raises NotGiven where there is no such file."""
    path = place / FIGURES if place.is_dir() else place
    if not path.exists():
        raise NotGiven(f"There is no report in {place}. Give the folder that “borough report annual --to” wrote to.")
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
        if not isinstance(told, dict) or "figures" not in told:
            raise ValueError("it holds no figures")
    except (OSError, ValueError) as error:
        raise NotGiven(f"{path} cannot be read as the figures of a report: {error}.") from error
    return told, path.parent


def drifted(place: Path) -> Iterator[Drift]:
    """Everything of a past report that is no longer so; nothing when it stands. Raises NotGiven."""
    told, folder = read_past(place)
    yield from _files(told, folder)
    yield from _anchor(str(told.get("anchor", "")))
    engine = records()
    for past in told["figures"]:
        yield from _figure(past, engine)


def _files(told: dict[str, Any], folder: Path) -> Iterator[Drift]:
    for name, digest in told.get("files", {}).items():
        path = folder / Path(name).name
        now = hashlib.sha256(path.read_bytes()).hexdigest() if path.exists() else "gone"
        if now != digest:
            yield Drift(f"the file {name}", digest[:12], now[:12])


def _anchor(anchor: str) -> Iterator[Drift]:
    for position, digest in parse_anchors(anchor).items():
        found = AuditEntry.objects.filter(position=position).values_list("digest", flat=True).first()
        now = bytes(found).hex() if found else "gone"
        if position and now != digest:
            yield Drift(f"entry {position} of the audit chain", digest[:12], now[:12])


def _figure(past: dict[str, Any], engine: Any) -> Iterator[Drift]:
    by = f" by {past['by']}" if past["by"] else ""
    name = f"{past['measure']}, {past['period']}{by}"
    try:
        now = figure(past["measure"], parse_period(past["period"]), past["by"] or None, engine=engine)
    except (UnknownMeasure, UnknownDimension):
        yield Drift(name, "defined", "no longer defined")
        return
    counts = {
        "definition": now.definition,
        "content": now.content,
        "counted": now.whole.counted,
        "out_of": now.whole.out_of,
    }
    found = [(words, past[key], counts[key]) for key, words in COMPARED if past[key] != counts[key]]
    if not found and past["sha256"] != now.sha256:
        found = [("parts", past["sha256"], now.sha256)]
    for words, was, new in found:
        yield Drift(f"{name}: {words}", _short(was), _short(new))


def _short(value: object) -> str:
    return f"{value:,}" if isinstance(value, int) else str(value)[:12]
