"""The two queries on a measure's rows, counts and rows, as expressions of the same two conditions."""

import secrets
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import ibis
from ibis import _

from borough.measures.grammar.measure import Measure
from borough.measures.types import Row, UnknownDimension, Which

ROWS = f"rows_{secrets.token_hex(8)}"
"""Placeholder in the compiled SQL for an engine's rows: a name that no filter value can guess."""


def _rows(measure: Measure, columns: Mapping[str, str]) -> Any:
    return ibis.table(dict(columns), name=ROWS).mutate(**measure.derived)


def counts(measure: Measure, by: tuple[str, ...]) -> Any:
    """Return the expression that counts the roll-up: one row per value of the dimensions, or one row.

    Columns: the dimensions, out_of, counted, then stated_0 and so on. Only integer sums, so every engine agrees.
    """
    matching = _rows(measure, measure.rows.rollup_columns).filter(measure.out_of)
    sums = {
        "out_of": _.n.sum(),
        "counted": _.n.sum() if measure.counts_all else ibis.ifelse(measure.counted, _.n, 0).sum(),
    }
    for number, condition in enumerate(measure.stated.values()):
        sums[f"stated_{number}"] = ibis.ifelse(condition, _.n, 0).sum()
    if not by:
        return matching.aggregate(**sums)
    keys = {name: _as_text(measure, name) for name in by}
    return matching.group_by(**keys).aggregate(**sums)


def _as_text(measure: Measure, name: str) -> Any:
    return _[name] if measure.rows.columns[name] == "string" else ibis.ifelse(_[name], "yes", "no")


def _chosen(measure: Measure, which: Which) -> list[Any]:
    if which is Which.COUNTED:
        return [measure.out_of, measure.counted]
    return [measure.out_of] if which is Which.OUT_OF else [measure.out_of, ~measure.counted]


def rows_expression(measure: Measure, which: Which, where: Mapping[str, str], after: int, limit: int) -> Any:
    """Return the expression for a page of the rows themselves, in order of ID, with the columns of `Row`."""
    matching = _rows(measure, measure.rows.columns).filter(*_chosen(measure, which), _[measure.rows.id] > after)
    for name, value in where.items():
        if not measure.dimension(name):
            raise UnknownDimension("Name the column a part is cut by.")
        matching = matching.filter(_as_text(measure, name) == value)
    return matching.select(*Row.__dataclass_fields__).order_by(measure.rows.id).limit(limit)


@lru_cache(maxsize=512)
def counts_sql(measure: Measure, by: tuple[str, ...], dialect: str) -> str:
    """Return the count query in an engine's dialect; compiled once, as it contains neither period nor files."""
    return str(ibis.to_sql(counts(measure, by), dialect=dialect))


def rows_sql(measure: Measure, which: Which, where: Mapping[str, str], page: tuple[int, int], dialect: str) -> str:
    """Return the rows query in an engine's dialect; page is (after, limit)."""
    return str(ibis.to_sql(rows_expression(measure, which, where, *page), dialect=dialect))
