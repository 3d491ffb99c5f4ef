"""Gazetteer levels: criteria graded by dated thresholds; the overall level is the lowest.

Source: the levels and kinds of criteria of GeoPlace's improvement schedule as described in public. Its
thresholds change every financial year and are not published; a schedule is data, and the shipped one is an
example.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import IntEnum
from typing import Any, Final


class Level(IntEnum):
    """Levels in ascending order. Below the national standard there is none."""

    NONE = 0
    STANDARD = 1
    BRONZE = 2
    SILVER = 3
    GOLD = 4


NAMES: Final = {
    Level.NONE: "Below national standard",
    Level.STANDARD: "National standard",
    Level.BRONZE: "Bronze",
    Level.SILVER: "Silver",
    Level.GOLD: "Gold",
}
_THRESHOLDS: Final = {"standard": Level.STANDARD, "bronze": Level.BRONZE, "silver": Level.SILVER, "gold": Level.GOLD}


def level_name(level: object) -> str:
    """Return the name of a level; a fixed text if unknown."""
    return NAMES[Level(level)] if isinstance(level, int) else "Not known"


_KEY: Final = re.compile(r"[a-z0-9-]{1,40}")


class BadSchedule(ValueError):
    """An invalid schedule; the message says what is wrong."""


@dataclass(frozen=True)
class Criterion:
    """A criterion: subject, unit, direction, and the threshold of each level."""

    key: str
    name: str
    unit: str
    more_is_better: bool
    thresholds: Mapping[Level, Decimal]
    counts: bool = True  # an indicator is shown, but does not count towards the level


@dataclass(frozen=True)
class Schedule:
    """The criteria of one year. example: invented by us, not the grading body's."""

    version: str
    title: str
    since: date
    until: date
    example: bool
    criteria: tuple[Criterion, ...]


@dataclass(frozen=True)
class GradedCriterion:
    """A graded criterion; level is None if it has no value."""

    criterion: Criterion
    value: Decimal | None
    level: Level | None


def grade(criterion: Criterion, value: Decimal | None) -> GradedCriterion:
    """Return the best level whose threshold the value meets."""
    if value is None:
        return GradedCriterion(criterion, None, None)
    reached = [
        level
        for level, threshold in criterion.thresholds.items()
        if (value >= threshold if criterion.more_is_better else value <= threshold)
    ]
    return GradedCriterion(criterion, value, max(reached, default=Level.NONE))


def overall(graded: list[GradedCriterion]) -> Level | None:
    """Return the overall level: the lowest of the criteria that count, None while one is unknown."""
    levels = [g.level for g in graded if g.criterion.counts]
    if not levels or any(level is None for level in levels):
        return None
    return Level(min(level for level in levels if level is not None))


def parse_schedule(text: str) -> Schedule:
    """Parse a schedule from TOML. Raises BadSchedule.

    Thresholds must not fall as levels rise (or not rise, where less is better), since a better level would then
    be easier to reach than a worse one.
    """
    try:
        data = tomllib.loads(text, parse_float=Decimal)
        schedule = Schedule(
            version=str(data["version"]),
            title=str(data["title"]),
            since=data["since"],
            until=data["until"],
            example=bool(data.get("example", False)),
            criteria=tuple(_criterion(each) for each in data["criteria"]),
        )
    except tomllib.TOMLDecodeError as error:
        raise BadSchedule(f"The schedule is not TOML: {error}.") from error
    except KeyError as error:
        raise BadSchedule(f"The schedule lacks {error}.") from error
    except (TypeError, AttributeError, ArithmeticError) as error:
        raise BadSchedule("Write criteria as [[criteria]] tables with numbers as thresholds.") from error
    _check(schedule)
    return schedule


def _check(of: Schedule) -> None:
    """Validate a schedule beyond its structure."""
    if not (type(of.since) is date and type(of.until) is date and of.since < of.until):
        raise BadSchedule("The schedule needs since and until as days, such as 2017-04-01, until being the later.")
    if not 0 < len(of.version) <= 60 or len(of.title) > 200:
        raise BadSchedule("The version must be 1 to 60 letters long, and the title 200 or fewer.")
    keys = [criterion.key for criterion in of.criteria]
    if not keys or len(set(keys)) < len(keys):
        raise BadSchedule("The schedule needs criteria, each with a key of its own.")


def _criterion(data: Mapping[str, Any]) -> Criterion:
    better = data["good"] == "up"
    thresholds = {level: Decimal(data[name]) for name, level in _THRESHOLDS.items() if name in data}
    in_order = [thresholds[level] for level in sorted(thresholds)]
    if not thresholds or in_order != sorted(in_order, reverse=not better):
        raise BadSchedule(f"The thresholds of {data['key']} must get harder from standard to gold.")
    if not _KEY.fullmatch(str(data["key"])) or not all(isinstance(data[name], str) for name in ("name", "unit")):
        raise BadSchedule(
            f"Write the key {data['key']} in small letters, digits and hyphens, and name and unit as text."
        )
    return Criterion(
        data["key"], data["name"], data["unit"], better, thresholds, counts=not data.get("indicator", False)
    )
