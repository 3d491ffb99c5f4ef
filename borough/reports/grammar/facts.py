"""The figures a template may ask for, by period words such as last-quarter, from one snapshot of the records."""

from dataclasses import replace
from datetime import timedelta
from functools import cached_property

from django.utils.timezone import localtime

from borough.gazetteer.types import ReviewDetail
from borough.kernel.periods import InvalidPeriod, Period, Step, parse_period
from borough.measures.public import change, label, measure_of, published, records, review_of
from borough.measures.types import Figure, Part, Split, UnknownDimension, UnknownMeasure
from borough.reports.types import FigureLog, FigureUnavailable, Value
from borough.staff.public import service_names


def period_names(year: Period) -> dict[str, Period]:
    """The periods a template may name by words, for a report on one council year."""
    quarters = list(year.split(Step.QUARTER))
    before = year.previous()
    names = ("first-quarter", "second-quarter", "third-quarter", "last-quarter")
    named = dict(zip(names, quarters, strict=True))
    earlier = dict(zip((f"{n}-before" for n in names), before.split(Step.QUARTER), strict=True))
    return {"year": year, "year-before": before, **named, **earlier}


class RecordedFacts:
    """Facts counted from the records. What is too small to publish, or not recorded, is not given."""

    def __init__(self, year: Period) -> None:
        """Open one snapshot of the records for a report on a council year."""
        self.year = year
        self.used = FigureLog()
        self._period_names = period_names(year)
        self._engine = records()

    @cached_property
    def _service_names(self) -> dict[str, str]:
        return service_names()

    def service_name(self, key: str) -> str:
        """A service as people read it."""
        return self._service_names.get(key) or label(key)

    @cached_property
    def watermark(self) -> int:
        """The ledger's position the records were read up to."""
        return self._engine.watermark

    def period(self, name: str) -> Period:
        """A period by its word or its key. Raises NotGiven."""
        try:
            return self._period_names.get(name) or parse_period(name)
        except InvalidPeriod as error:
            raise FigureUnavailable(
                f"“{name}” is no period; use {', '.join(self._period_names)} or a key such as 2017-18-q4"
            ) from error

    def period_name(self, period: str) -> str:
        """How people read the period."""
        return self.period(period).name

    def figure(self, measure: str, period: str, by: str | None = None) -> tuple[Figure, Part, tuple[Part, ...]]:
        """A figure with what of its whole and parts may be published. Raises NotGiven."""
        try:
            publication = published(measure, self.period(period), by, engine=self._engine)
        except (UnknownMeasure, UnknownDimension) as error:
            raise FigureUnavailable(str(error)) from error
        self.used.note(publication.figure)
        if publication.total is None:
            raise FigureUnavailable(f"{measure_of(measure).name} in {self.period_name(period)} is too small to publish")
        return publication.figure, publication.total, publication.parts

    def value(self, measure: str, period: str, part: str | None = None) -> Value:
        """The figure, or a part of it named as dimension=value. Raises NotGiven."""
        by, _, key = (part or "").partition("=")
        figure, total, parts = self.figure(measure, period, by or None)
        name = measure_of(measure).name
        if not part:
            return Value(name, figure, total, self.period_name(period))
        if matched := next((p for p in parts if p.key == key), None):
            return Value(f"{name} ({part})", figure, matched, self.period_name(period))
        reason = "is too small to publish" if any(p.key == key for p in figure.parts) else "has no records"
        raise FigureUnavailable(f"{name} ({part}) in {self.period_name(period)} {reason}")

    def parts(self, measure: str, period: str, by: str) -> tuple[Figure, tuple[Part, ...]]:
        """A figure and those of its parts that may be published, largest first."""
        figure, _, parts = self.figure(measure, period, by)
        return figure, parts

    def steps(self, measure: str, period: str) -> tuple[Value, ...]:
        """The figure of each quarter of the period, with the quarter before it first."""
        quarters = list(self.period(period).split(Step.QUARTER))
        return tuple(self.value(measure, q.key) for q in (quarters[0].previous(), *quarters))

    def month_names(self, period: str) -> tuple[str, str]:
        """The months of a period in short, and its year, for under a chart's column: Jan to Mar, 2018."""
        span = self.period(period)
        last = span.end - timedelta(days=1)
        return f"{span.start:%b} to {last:%b}", f"{last.year}"

    def review(self, measure: str, period: str) -> ReviewDetail:
        """The review that a level comes from, by the council's own clock. Raises NotGiven."""
        try:
            review = review_of(measure, self.period(period))
        except UnknownMeasure as error:
            raise FigureUnavailable(str(error)) from error
        if review is None:
            raise FigureUnavailable(f"{measure_of(measure).name}: no review was made in {self.period_name(period)}")
        return replace(review, created_at=localtime(review.created_at))

    def split(self, measure: str, before: str, after: str) -> tuple[Split | None, str]:
        """The change by service, and the sentence it supports."""
        result = change(measure, self.period(before), self.period(after), engine=self._engine, names=self._service_names)
        for figure in (result.before, result.after):
            self.used.note(figure)
        return result.split, result.sentence
