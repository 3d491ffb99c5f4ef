"""Data of a gazetteer map."""

from dataclasses import dataclass


@dataclass(frozen=True)
class PlanStreet:
    """A street on a map: its name, and both ends in metres of the National Grid."""

    name: str
    start_x: float
    start_y: float
    end_x: float
    end_y: float


@dataclass(frozen=True)
class PlanProperty:
    """A property on a map: its position, and its number if it has one."""

    uprn: int
    easting: float
    northing: float
    number: str


@dataclass(frozen=True, kw_only=True)
class MapPlan:
    """A square of the gazetteer around a point, `across` metres wide."""

    easting: float
    northing: float
    across: float
    streets: tuple[PlanStreet, ...]
    properties: tuple[PlanProperty, ...]
