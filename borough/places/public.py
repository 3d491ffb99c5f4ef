"""The face of places: what other floors may ask and tell the gazetteer."""

from borough.kernel.refusals import Refused
from borough.places.actions.areas import declare_area, place_in_areas
from borough.places.actions.export_supply import Given, changes_since, export_supply
from borough.places.actions.finding import Answer, Found, bring_up, search
from borough.places.actions.import_supply import AlreadyRunning, Outcome, Wanted, import_supply
from borough.places.actions.matching import Matched, match, match_file
from borough.places.actions.table_files import BadTable
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
from borough.places.queries.areas import area_name
from borough.places.rules.addresses import single_line
from borough.places.rules.postcodes import tidy_postcode
from borough.places.rules.supplies import BadSupply
from borough.places.types import AreaKind, GazetteerChanged, Line, PropertyShown, Status, Totals, Version

__all__ = [
    "AlreadyRunning", "Answer", "AreaKind", "BadLayout", "BadSupply", "BadTable", "Custodian", "Found",
    "GazetteerChanged", "Given", "Line", "Matched", "Outcome", "PropertyShown", "Refused", "Status", "Totals",
    "Version", "Wanted", "area_name", "area_of", "at_postcode", "bring_up", "changes_since", "declare_area",
    "export_supply", "history_of", "import_supply", "line_of", "lines", "lines_of", "load", "match", "match_file",
    "place_in_areas", "property_of", "search", "shipped", "single_line", "street_of", "tidy_postcode", "ward_of",
    "wards_of", "write_supply",
]  # fmt: skip
