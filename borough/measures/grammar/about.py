"""What every measure says of itself, however its figures come about."""

from dataclasses import dataclass
from datetime import date

from borough.measures.types import Unit, UnknownDimension


@dataclass(frozen=True, kw_only=True, eq=False)
class MeasureInfo:
    """Who asks what and why, and who answers for it. good: "up" or "down". by: how it is broken down unasked."""

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
        """By what its figures can be broken down."""
        raise NotImplementedError

    @property
    def conditions(self) -> dict[str, str]:
        """What is counted, or where it is read, in the words of the definition."""
        raise NotImplementedError

    @property
    def definition(self) -> str:
        """A sha256 that changes when, and only when, what the figures mean does."""
        raise NotImplementedError

    def dimension(self, by: str | None) -> str | None:
        """The dimension asked for, checked; raises UnknownDimension."""
        if by and by not in self.dimensions:
            raise UnknownDimension(f"{self.name} is not kept by “{by}”. Use {', '.join(self.dimensions)}.")
        return by or None
