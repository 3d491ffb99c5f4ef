"""Evaluation: figures and traces of a measure, a period and an engine."""

from collections.abc import Iterable, Mapping, Sequence
from operator import add

from borough.kernel.periods import Period
from borough.measures.grammar.engines import Engine, Rows, bind_rows
from borough.measures.grammar.expressions import counts_sql, rows_sql
from borough.measures.grammar.measure import Measure
from borough.measures.rules.hashing import of_figure
from borough.measures.types import Figure, Part, Row, Trace, UnitCost, Which

MOST_ROWS = 1000


def figure_sql(measure: Measure, period: Period, engine: Engine, by: str | None = None) -> str:
    """Return the complete SQL of a figure."""
    return bind_rows(counts_sql(measure, _group_columns(measure, by), engine.dialect), engine.rollup(period))


def figure(measure: Measure, period: Period, engine: Engine, by: str | None = None) -> Figure:
    """Return a measure at a period, optionally broken down. Raises UnknownDimension.

    One query returns every part and the parts are summed to the total, so every row is in exactly one part.
    """
    by = measure.dimension(by)
    part_list = _parts(measure, by, engine.fetch(figure_sql(measure, period, engine, by)))
    parts = tuple(sorted(part_list, key=lambda p: (-p.out_of, p.key))) if by else ()
    total = _sum(measure, part_list)
    return Figure(
        measure=measure.key,
        unit=measure.unit,
        definition=measure.definition,
        period=period,
        by=by,
        total=total,
        parts=parts,
        content=engine.content(period),
        watermark=engine.watermark,
        sha256=of_figure(measure.key, measure.definition, period.key, by, [total, *parts]),
    )


def _group_columns(measure: Measure, by: str | None) -> tuple[str, ...]:
    """Return the grouping columns: the requested dimension, and the channel if channels have prices."""
    wanted = [by] if by else []
    return tuple(dict.fromkeys([*wanted, "channel"] if measure.costs else wanted))


def _parts(measure: Measure, by: str | None, rows: Rows) -> list[Part]:
    """Return the parts of a result; rows of the same value on several channels are priced and summed."""
    keys = len(_group_columns(measure, by))
    prices = _prices(measure.costs)
    sums: dict[str, list[int]] = {}
    for row in rows:
        counts = [n or 0 for n in row[keys:]]
        if prices:
            low, high = prices.get(row[keys - 1], (0, 0))
            counts += (low * counts[1], high * counts[1])
        key = row[0] if by else ""
        before = sums.get(key)
        sums[key] = counts if before is None else [*map(add, before, counts)]
    return [_part(measure, str(key), counts) for key, counts in sums.items()]


def _part(measure: Measure, key: str, counts: list[int]) -> Part:
    """Return a part from its sums: out of, counted, each stated count, and its price range if it has one."""
    out_of, counted, *more = map(int, counts)
    count = len(measure.stated)
    low, high = more[count:] or (None, None)
    return Part(
        key=key,
        counted=counted,
        out_of=out_of,
        stated=dict(zip(measure.stated, more[:count], strict=True)),
        low=low,
        high=high,
    )


def _prices(costs: Iterable[UnitCost]) -> dict[str, tuple[int, int]]:
    """Return the lowest and highest cost of a contact in pence by channel, over all sources."""
    prices: dict[str, list[int]] = {}
    for cost in costs:
        prices.setdefault(cost.channel, []).append(cost.pence)
    return {channel: (min(pence), max(pence)) for channel, pence in prices.items()}


def _sum(measure: Measure, parts: Sequence[Part], key: str = "") -> Part:
    low = sum(p.low or 0 for p in parts) if measure.costs else None
    high = sum(p.high or 0 for p in parts) if measure.costs else None
    return Part(
        key=key,
        counted=sum(p.counted for p in parts),
        out_of=sum(p.out_of for p in parts),
        stated={label: sum(p.stated[label] for p in parts) for label in measure.stated},
        low=low,
        high=high,
    )


def trace(
    measure: Measure,
    period: Period,
    engine: Engine,
    *,
    which: Which = Which.OUT_OF,
    where: Mapping[str, str] | None = None,
    after: int = 0,
    limit: int = 50,
) -> Trace:
    """Return a page of the rows behind a figure or one of its parts, in order of ID.

    where: the dimension values of the part. limit: up to 1,000. Raises UnknownDimension.
    """
    limit = max(1, min(limit, MOST_ROWS))
    sql = rows_sql(measure, which, where or {}, (after, limit + 1), engine.dialect)
    fetched = engine.fetch(bind_rows(sql, engine.detail(period)))
    rows = tuple(Row(*row) for row in fetched[:limit])
    return Trace(rows, rows[-1].contact_id if len(fetched) > limit else None)
