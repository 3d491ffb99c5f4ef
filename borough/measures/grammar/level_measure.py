"""A measure that is a level: set by a dated review, as good as its weakest criterion, and never counted."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from borough.gazetteer.types import ReviewDetail
from borough.kernel.periods import Period
from borough.measures.grammar.about import MeasureInfo
from borough.measures.rules.hashing import of_figure, sha256
from borough.measures.types import Figure, Part

CRITERION = "criterion"


@dataclass(frozen=True, kw_only=True, eq=False)
class LevelMeasure(MeasureInfo):
    """A definition over reviews. levels: names, worst first. The last review in a period counts."""

    last_review: Callable[[date, date], ReviewDetail | None]
    levels: tuple[str, ...]

    @property
    def dimensions(self) -> tuple[str, ...]:
        """Return its only dimension, the criteria."""
        return (CRITERION,)

    @property
    def conditions(self) -> dict[str, str]:
        """Return where it is read."""
        return {
            "counted": "the level of the last review made within the period",
            "out of": f"the best level there is, {self.levels[-1]}",
        }

    @property
    def definition(self) -> str:
        """Return a hash of its source and its level names."""
        return sha256({"key": self.key, "unit": self.unit.value, "levels": list(self.levels), **self.conditions})

    def level_name(self, level: int | None) -> str:
        """Return the name of a level; a fixed text for an unknown one."""
        return "Not known" if level is None else self.levels[level]


def level_figure(measure: LevelMeasure, period: Period, by: str | None, watermark: int) -> Figure:
    """Return the level at a period: counted is its number, out_of the best one's, 0 without a review in the period.

    Broken down, the parts are the criteria; the total is the lowest of those that count, never their sum.
    """
    by = measure.dimension(by)
    review = measure.last_review(period.start, period.end)
    total = _part(measure, "", review.level) if review else Part(key="", counted=0, out_of=0, stated={})
    parts = (
        tuple(_part(measure, criterion.key, criterion.level) for criterion in review.criteria) if review and by else ()
    )
    return Figure(
        measure=measure.key,
        unit=measure.unit,
        definition=measure.definition,
        period=period,
        by=by,
        total=total,
        parts=parts,
        content=content_hash(review),
        watermark=watermark,
        sha256=of_figure(measure.key, measure.definition, period.key, by, [total, *parts]),
    )


def _part(measure: LevelMeasure, key: str, level: int | None) -> Part:
    best = len(measure.levels) - 1
    return Part(key=key, counted=level or 0, out_of=best, stated={}, level=measure.level_name(level))


def content_hash(review: ReviewDetail | None) -> str:
    """Return a SHA-256 of the review's complete content; empty if there is none."""
    if review is None:
        return ""
    criteria = [[c.key, c.name, c.unit, c.value, c.level, c.counts] for c in review.criteria]
    return sha256(
        {
            "created_at": review.created_at.isoformat(),
            "schedule": review.schedule,
            "example": review.example,
            "level": review.level,
            "criteria": criteria,
        }
    )
