"""A measure: what is counted, out of what, why, and who answers for it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from borough.contacts.extracts import DERIVED, LAYOUT
from borough.foundation.columnar import Layout
from borough.measures.rules.hashing import sha256
from borough.measures.types import Unit, UnitCost, UnknownDimension

_NAMES = re.compile(r"_\.(\w+)")


@dataclass(frozen=True, kw_only=True, eq=False)
class Measure:
    """A definition over the contacts. `counted` and `out_of` are conditions on a row, written with `_.column`.

    Only rows under the fraction can be on top of it. good: "up" or "down". stated: counts of rows under the
    fraction that must be said beside it. by: how it is broken down where no one says how.
    """

    key: str
    name: str
    question: str
    why: str
    unit: Unit
    good: str
    counted: Any
    out_of: Any
    counted_words: str
    out_of_words: str
    owner: str
    checked_by: str
    next_review: date
    source: str
    beware: tuple[str, ...] = ()
    stated: Mapping[str, Any] = field(default_factory=dict)
    by: str | None = None
    costs: tuple[UnitCost, ...] = ()
    rows: Layout = LAYOUT
    derived: Mapping[str, Any] = field(default_factory=lambda: DERIVED)

    @cached_property
    def conditions(self) -> dict[str, str]:
        """What is counted, as the expressions say it, with the derived columns they use."""
        own = {"counted": str(self.counted), "out of": str(self.out_of)}
        own |= {f"stated: {words}": str(condition) for words, condition in self.stated.items()}
        used = {name for text in own.values() for name in _NAMES.findall(text) if name in self.derived}
        return own | {name: str(self.derived[name]) for name in sorted(used)}

    @cached_property
    def definition(self) -> str:
        """A sha256 that changes when, and only when, what is counted or what it is priced at does."""
        costs = [[c.channel, c.pence, c.source, c.year] for c in self.costs]
        return sha256({"key": self.key, "unit": self.unit.value, "conditions": self.conditions, "costs": costs})

    @property
    def counts_all(self) -> bool:
        """Whether every row under the fraction is on top of it, as in a plain count."""
        return str(self.counted) == str(self.out_of)

    def dimension(self, by: str | None) -> str | None:
        """The dimension asked for, checked; raises UnknownDimension."""
        if by and by not in self.rows.dimensions:
            raise UnknownDimension(f"Figures are not kept by “{by}”. Use {', '.join(self.rows.dimensions)}.")
        return by or None
