"""The face of places: what other floors may ask and tell the gazetteer."""

from borough.kernel.refusals import Refused
from borough.places.actions.areas import declare_area, place_in_areas
from borough.places.actions.export_supply import Given, changes_since, export_supply
from borough.places.actions.import_supply import AlreadyRunning, Outcome, Wanted, import_supply
from borough.places.layouts import BadLayout, load, shipped
from borough.places.layouts.writing import Custodian, write_supply
from borough.places.queries import (
    area_of,
    at_postcode,
    history_of,
    line_of,
    lines,
    lines_of,
    property_of,
    street_of,
    ward_of,
    wards_of,
)  # fmt: skip
from borough.places.rules.addresses import single_line
from borough.places.rules.supplies import BadSupply
from borough.places.types import AreaKind, GazetteerChanged, Line, PropertyShown, Status, Totals

__all__ = [
    "AlreadyRunning", "AreaKind", "BadLayout", "BadSupply", "Custodian", "GazetteerChanged", "Given", "Line", "Outcome",
    "PropertyShown", "Refused", "Status", "Totals", "Wanted", "area_of", "at_postcode", "changes_since",
    "declare_area", "export_supply", "history_of", "import_supply", "line_of", "lines", "lines_of", "load",
    "place_in_areas", "property_of", "shipped", "single_line", "street_of", "ward_of", "wards_of",
    "write_supply",
]  # fmt: skip
