"""Public interface of measures: catalogue, figures, series, rows, changes, freezing and refreshing."""

from borough.measures.actions import freeze, refresh
from borough.measures.catalogue import catalogue, counted, measure_of
from borough.measures.layouts.charts import Bar, columns, rows
from borough.measures.queries import (
    change,
    figure,
    label,
    published,
    query_of,
    recorded_years,
    records,
    review_of,
    trace,
)
from borough.measures.rules.claims import check_majority, check_primarily, check_rise, check_steady_rise
from borough.measures.rules.shares import decimal, increase, percent, points

__all__ = [
    "Bar",
    "catalogue",
    "change",
    "check_majority",
    "check_primarily",
    "check_rise",
    "check_steady_rise",
    "columns",
    "counted",
    "decimal",
    "figure",
    "freeze",
    "increase",
    "label",
    "measure_of",
    "percent",
    "points",
    "published",
    "query_of",
    "recorded_years",
    "records",
    "refresh",
    "review_of",
    "rows",
    "trace",
]
