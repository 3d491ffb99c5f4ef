"""Common attributes of every measure, whatever its source."""

from dataclasses import dataclass
from datetime import date

from borough.measures.types import Unit, UnknownDimension


@dataclass(frozen=True, kw_only=True, eq=False)
class MeasureInfo:
    """Question, purpose and owner of a measure. good: "up" or "down". by: the default breakdown."""

    key: str
    name: str
    question: str
    why: str
    unit: Unit
    good: str
    counted_label: str
    out_of_label: str
    owner: str
    checked_by: str
    next_review: date
    source: str
    notes: tuple[str, ...] = ()
    by: str | None = None

    @property
    def dimensions(self) -> tuple[str, ...]:
        """Return the dimensions its figures can be broken down by."""
        raise NotImplementedError

    @property
    def conditions(self) -> dict[str, str]:
        """Return what is counted, or where it is read, as in the definition."""
        raise NotImplementedError

    @property
    def definition(self) -> str:
        """Return a SHA-256 that changes exactly when the meaning of the figures changes."""
        raise NotImplementedError

    def dimension(self, by: str | None) -> str | None:
        """Return the requested dimension. Raises UnknownDimension."""
        if by and by not in self.dimensions:
            raise UnknownDimension(f"{self.name} is not kept by “{by}”. Use {', '.join(self.dimensions)}.")
        return by or None
