"""A measure: what is counted, out of what, why, and who is responsible."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from borough.contacts.extracts import DERIVED, LAYOUT
from borough.foundation.files.columnar import Layout
from borough.measures.grammar.about import MeasureInfo
from borough.measures.rules.hashing import sha256
from borough.measures.types import UnitCost

_NAMES = re.compile(r"_\.(\w+)")


@dataclass(frozen=True, kw_only=True, eq=False)
class Measure(MeasureInfo):
    """A definition over contacts. `counted` and `out_of` are conditions on a row, written with `_.column`.

    The numerator includes only rows of the denominator. stated: counts of denominator rows that must be published
    with the figure.
    """

    counted: Any
    out_of: Any
    stated: Mapping[str, Any] = field(default_factory=dict)
    costs: tuple[UnitCost, ...] = ()
    rows: Layout = LAYOUT
    derived: Mapping[str, Any] = field(default_factory=lambda: DERIVED)

    @cached_property
    def conditions(self) -> dict[str, str]:
        """Return the conditions as expressions, with the derived columns they use."""
        own = {"counted": str(self.counted), "out of": str(self.out_of)}
        own |= {f"stated: {label}": str(condition) for label, condition in self.stated.items()}
        used = {name for text in own.values() for name in _NAMES.findall(text) if name in self.derived}
        return own | {name: str(self.derived[name]) for name in sorted(used)}

    @cached_property
    def definition(self) -> str:
        """Return a SHA-256 that changes exactly when conditions or unit costs change."""
        costs = [[c.channel, c.pence, c.source, c.year] for c in self.costs]
        return sha256({"key": self.key, "unit": self.unit.value, "conditions": self.conditions, "costs": costs})

    @property
    def counts_all(self) -> bool:
        """Return whether numerator and denominator are the same, as in a plain count."""
        return str(self.counted) == str(self.out_of)

    @property
    def dimensions(self) -> tuple[str, ...]:
        """Return the dimensions of the extract."""
        return self.rows.dimensions
