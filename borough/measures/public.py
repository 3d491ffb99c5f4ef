"""What measures offer others: the catalogue, figures, series, rows, changes, and their freezing and refreshing."""

from borough.measures.actions import freeze, refresh
from borough.measures.catalogue import catalogue, counted, measure_of
from borough.measures.grammar.about import About
from borough.measures.grammar.measure import Measure
from borough.measures.layouts.charts import Bar, columns, rows
from borough.measures.queries import (
    change,
    figure,
    label,
    published,
    query_of,
    recorded_years,
    records,
    review_kept,
    series,
    trace,
)
from borough.measures.rules.claims import against_majority, against_primarily, against_rise, against_steady_rise
from borough.measures.rules.hashing import canonical, sha256
from borough.measures.rules.shares import decimal, follows, increase, percent, points, sum_to_whole

__all__ = [
    "About",
    "Bar",
    "Measure",
    "against_majority",
    "against_primarily",
    "against_rise",
    "against_steady_rise",
    "canonical",
    "catalogue",
    "change",
    "columns",
    "counted",
    "decimal",
    "figure",
    "follows",
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
    "review_kept",
    "rows",
    "series",
    "sha256",
    "sum_to_whole",
    "trace",
]
