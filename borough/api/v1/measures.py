"""Figures API: total and parts from one snapshot, with small numbers suppressed."""

from typing import Any

from ninja import Router, Schema, Status
from pydantic import Field

from borough.access.public import BoroughRequest
from borough.api.schemas import ProblemOut
from borough.foundation.http.problems import problem
from borough.kernel.periods import InvalidPeriod, parse_period
from borough.measures.public import catalogue, decimal, measure_of, published, records, refresh
from borough.measures.types import Part, Published, Unit, UnknownDimension, UnknownMeasure

router = Router(tags=["figures"])
PLACES = 12  # decimal places of a share for machines; people see one


class MeasureOut(Schema):
    """A measure: its key, question and definition."""

    key: str
    name: str
    question: str
    unit: str
    good: str
    counted: str
    out_of: str
    notes: list[str]


class PartOut(Schema):
    """A count. `value` is counted / out_of in percent; low and high are pounds, for costs only."""

    key: str
    counted: int
    out_of: int
    value: str | None = Field(description="Percent as a decimal text; null of nothing.")
    low: str | None = None
    high: str | None = None
    level: str | None = Field(None, description="What a level is called; counted is its number, out_of the best one's.")
    stated: dict[str, int]


class FigureOut(Schema):
    """A figure, total and parts, from one snapshot of the records."""

    measure: str
    name: str
    period: str
    start: str
    end: str
    unit: str
    by: str | None
    total: PartOut | None = Field(description="Null where it is too small to publish.")
    parts: list[PartOut]
    withheld: list[str] = Field(description="Parts kept back because they, or others through them, are under 5.")
    definition: str
    snapshot: str
    sha256: str
    ledger_position: int


@router.get("/figures", response=list[MeasureOut], url_name="figures")
def list_measures(request: BoroughRequest) -> list[MeasureOut]:
    """List all measures."""
    del request
    return [
        MeasureOut(
            key=m.key,
            name=m.name,
            question=m.question,
            unit=m.unit.value,
            good=m.good,
            counted=m.counted_label,
            out_of=m.out_of_label,
            notes=list(m.notes),
        )
        for m in (measure_of(key) for key in sorted(catalogue()))
    ]


@router.get(
    "/figures/{measure}", response={200: FigureOut, 404: ProblemOut, 400: ProblemOut, 422: Any}, url_name="figure"
)
def get_figure(request: BoroughRequest, measure: str, period: str, by: str = "") -> Any:
    """Return a measure at a period, up to date with the ledger, optionally broken down."""
    del request
    try:
        parsed = parse_period(period)
        measure_of(measure)
        refresh()
        return Status(200, _figure_out(published(measure, parsed, by or None, engine=records())))
    except UnknownMeasure as error:
        return problem("not-found", str(error))
    except (InvalidPeriod, UnknownDimension) as error:
        return problem("bad-request", str(error))


def _figure_out(publication: Published) -> FigureOut:
    figure = publication.figure
    return FigureOut(
        measure=figure.measure,
        name=measure_of(figure.measure).name,
        period=figure.period.key,
        start=figure.period.start.isoformat(),
        end=figure.period.end.isoformat(),
        unit=figure.unit.value,
        by=figure.by,
        total=_part(publication.total, figure.unit) if publication.total else None,
        parts=[_part(p, figure.unit) for p in publication.parts],
        withheld=list(publication.withheld),
        definition=figure.definition,
        snapshot=figure.content,
        sha256=figure.sha256,
        ledger_position=figure.watermark,
    )


def _part(part: Part, unit: Unit) -> PartOut:
    share = part.share if unit is Unit.PERCENT else None
    return PartOut(
        key=part.key,
        counted=part.counted,
        out_of=part.out_of,
        stated=dict(part.stated),
        value=f"{decimal(share * 100, PLACES):f}" if share is not None else None,
        low=_pounds(part.low),
        high=_pounds(part.high),
        level=part.level,
    )


def _pounds(pence: int | None) -> str | None:
    return None if pence is None else f"{pence // 100}.{pence % 100:02}"
