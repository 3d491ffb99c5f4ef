"""The figures available to a template, by period names such as last-quarter, from one snapshot."""

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
    """Return the periods a template can name, for a report on one council year."""
    quarters = list(year.split(Step.QUARTER))
    before = year.previous()
    names = ("first-quarter", "second-quarter", "third-quarter", "last-quarter")
    named = dict(zip(names, quarters, strict=True))
    earlier = dict(zip((f"{n}-before" for n in names), before.split(Step.QUARTER), strict=True))
    return {"year": year, "year-before": before, **named, **earlier}


class RecordedFacts:
    """Facts counted from the records. Unrecorded figures and those too small to publish are unavailable."""

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
        """Return a service's display name."""
        return self._service_names.get(key) or label(key)

    @cached_property
    def watermark(self) -> int:
        """Return the ledger position of the snapshot."""
        return self._engine.watermark

    def period(self, name: str) -> Period:
        """Return a period by name or key. Raises FigureUnavailable."""
        try:
            return self._period_names.get(name) or parse_period(name)
        except InvalidPeriod as error:
            raise FigureUnavailable(
                f"“{name}” is no period; use {', '.join(self._period_names)} or a key such as 2017-18-q4"
            ) from error

    def period_name(self, period: str) -> str:
        """Return the period's display name."""
        return self.period(period).name

    def figure(self, measure: str, period: str, by: str | None = None) -> tuple[Figure, Part, tuple[Part, ...]]:
        """Return a figure with its publishable total and parts. Raises FigureUnavailable."""
        try:
            publication = published(measure, self.period(period), by, engine=self._engine)
        except (UnknownMeasure, UnknownDimension) as error:
            raise FigureUnavailable(str(error)) from error
        self.used.note(publication.figure)
        if publication.total is None:
            raise FigureUnavailable(f"{measure_of(measure).name} in {self.period_name(period)} is too small to publish")
        return publication.figure, publication.total, publication.parts

    def value(self, measure: str, period: str, part: str | None = None) -> Value:
        """Return the figure, or a part given as dimension=value. Raises FigureUnavailable."""
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
        """Return a figure and its publishable parts, largest first."""
        figure, _, parts = self.figure(measure, period, by)
        return figure, parts

    def steps(self, measure: str, period: str) -> tuple[Value, ...]:
        """Return the figure of each quarter of the period, preceded by the quarter before it."""
        quarters = list(self.period(period).split(Step.QUARTER))
        return tuple(self.value(measure, q.key) for q in (quarters[0].previous(), *quarters))

    def month_names(self, period: str) -> tuple[str, str]:
        """Return a period's abbreviated months and year, for a chart's axis: Jan to Mar, 2018."""
        span = self.period(period)
        last = span.end - timedelta(days=1)
        return f"{span.start:%b} to {last:%b}", f"{last.year}"

    def review(self, measure: str, period: str) -> ReviewDetail:
        """Return the review behind a level, by the council's clock. Raises FigureUnavailable."""
        try:
            review = review_of(measure, self.period(period))
        except UnknownMeasure as error:
            raise FigureUnavailable(str(error)) from error
        if review is None:
            raise FigureUnavailable(f"{measure_of(measure).name}: no review was made in {self.period_name(period)}")
        return replace(review, created_at=localtime(review.created_at))

    def split(self, measure: str, before: str, after: str) -> tuple[Split | None, str]:
        """Return the change by service, and the sentence it supports."""
        result = change(
            measure, self.period(before), self.period(after), engine=self._engine, names=self._service_names
        )
        for figure in (result.before, result.after):
            self.used.note(figure)
        return result.split, result.sentence
