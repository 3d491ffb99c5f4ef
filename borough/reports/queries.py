"""Verify a past report: recompute every figure, check files and anchor, and list differences."""

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
from borough.reports.types import FIGURES, Drift, FigureUnavailable

COMPARED = (("definition", "definition"), ("content", "records"), ("counted", "counted"), ("out_of", "out of"))


def read_past_report(place: Path) -> tuple[dict[str, Any], Path]:
    """Return a past report's manifest and folder. Raises FigureUnavailable if there is no such file."""
    path = place / FIGURES if place.is_dir() else place
    if not path.exists():
        raise FigureUnavailable(
            f"There is no report in {place}. Give the folder that “borough report annual --to” wrote to."
        )
    try:
        manifest = json.loads(path.read_text(encoding="utf-8"))
        if not isinstance(manifest, dict) or "figures" not in manifest:
            raise ValueError("it holds no figures")
    except (OSError, ValueError) as error:
        raise FigureUnavailable(f"{path} cannot be read as the figures of a report: {error}.") from error
    return manifest, path.parent


def find_drift(place: Path) -> Iterator[Drift]:
    """Yield everything in a past report that has changed since. Raises FigureUnavailable."""
    manifest, folder = read_past_report(place)
    yield from _files(manifest, folder)
    yield from _anchor(str(manifest.get("anchor", "")))
    engine = records()
    for past in manifest["figures"]:
        yield from _figure(past, engine)


def _files(manifest: dict[str, Any], folder: Path) -> Iterator[Drift]:
    for name, digest in manifest.get("files", {}).items():
        path = folder / Path(name).name
        now = hashlib.sha256(path.read_bytes()).hexdigest() if path.exists() else "missing"
        if now != digest:
            yield Drift(f"the file {name}", digest[:12], now[:12])


def _anchor(anchor: str) -> Iterator[Drift]:
    for position, digest in parse_anchors(anchor).items():
        recorded = AuditEntry.objects.filter(position=position).values_list("digest", flat=True).first()
        now = bytes(recorded).hex() if recorded else "missing"
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
        "counted": now.total.counted,
        "out_of": now.total.out_of,
    }
    differences = [(label, past[key], counts[key]) for key, label in COMPARED if past[key] != counts[key]]
    if not differences and past["sha256"] != now.sha256:
        differences = [("parts", past["sha256"], now.sha256)]
    for label, was, new in differences:
        yield Drift(f"{name}: {label}", _short(was), _short(new))


def _short(value: object) -> str:
    return f"{value:,}" if isinstance(value, int) else str(value)[:12]
