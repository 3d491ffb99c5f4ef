"""Canonical text and SHA-256 of counts, identical on every engine and machine."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Any

from borough.measures.types import Part


def canonical(value: Mapping[str, Any]) -> str:
    """Return JSON of integers and text with sorted keys and no whitespace."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def sha256(value: Mapping[str, Any]) -> str:
    """Return the SHA-256 of the canonical text."""
    return hashlib.sha256(canonical(value).encode()).hexdigest()


def of_part(part: Part) -> dict[str, Any]:
    """Return a part as text and integers."""
    return {
        "key": part.key,
        "counted": part.counted,
        "out_of": part.out_of,
        "stated": dict(part.stated),
        "low": part.low,
        "high": part.high,
    }


def of_figure(measure: str, definition: str, period: str, by: str | None, parts: Iterable[Part]) -> str:
    """Return the SHA-256 of a figure: definition, period, dimension and every part."""
    part_rows = sorted((of_part(p) for p in parts), key=lambda p: str(p["key"]))
    return sha256({"measure": measure, "definition": definition, "period": period, "by": by or "", "parts": part_rows})
