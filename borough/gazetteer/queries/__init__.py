"""Gazetteer read models for pages, search, matching and supplies."""

from borough.gazetteer.queries.addresses import at_postcode, line_of, lines, lines_of
from borough.gazetteer.queries.history import count, history_of, history_of_street
from borough.gazetteer.queries.properties import area_of, property_of, street_of, ward_of, wards_of

__all__ = [
    "area_of",
    "at_postcode",
    "count",
    "history_of",
    "history_of_street",
    "line_of",
    "lines",
    "lines_of",
    "property_of",
    "street_of",
    "ward_of",
    "wards_of",
]
