"""One text for the same counts, and its sha256, whatever engine or machine counted them."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Any

from borough.measures.types import Part


def canonical(value: Mapping[str, Any]) -> str:
    """JSON of whole numbers and text with sorted keys and no spare spaces."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def sha256(value: Mapping[str, Any]) -> str:
    """The sha256 of the canonical text."""
    return hashlib.sha256(canonical(value).encode()).hexdigest()


def of_part(part: Part) -> dict[str, Any]:
    """A part as plain words and whole numbers."""
    return {
        "key": part.key,
        "counted": part.counted,
        "out_of": part.out_of,
        "stated": dict(part.stated),
        "low": part.low,
        "high": part.high,
    }


def of_figure(measure: str, definition: str, period: str, by: str | None, parts: Iterable[Part]) -> str:
    """The sha256 of a figure: what was counted, when, by what, and every part."""
    part_rows = sorted((of_part(p) for p in parts), key=lambda p: str(p["key"]))
    return sha256({"measure": measure, "definition": definition, "period": period, "by": by or "", "parts": part_rows})
