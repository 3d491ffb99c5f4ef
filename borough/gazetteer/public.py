"""Public interface of the gazetteer for other apps."""

from borough.address_match.address_lines import single_line
from borough.address_match.answers import Answer as MatchAnswer
from borough.gazetteer.actions import maintenance, reviews
from borough.gazetteer.actions.address_questions import QueuedAddress, queue_address, queue_addresses, record_conflict
from borough.gazetteer.actions.address_search import search, update_index
from borough.gazetteer.actions.areas import declare_area, place_in_areas
from borough.gazetteer.actions.candidates import assign_candidate, decide_candidate, raise_candidate, unassign_candidate
from borough.gazetteer.actions.decisions import decide_match, undo_match
from borough.gazetteer.actions.examination import examine, request_examination
from borough.gazetteer.actions.matching import STAFF, batch_matcher, match
from borough.gazetteer.actions.report_missing_address import report_missing_address
from borough.gazetteer.actions.supply_export import changes_since, export_supply
from borough.gazetteer.actions.supply_import import AlreadyRunning, ImportOptions, import_supply
from borough.gazetteer.actions.table_files import BadTable
from borough.gazetteer.actions.table_matching import Engine, QueueContext, match_file
from borough.gazetteer.layouts import BadLayout, load_layout, shipped_layouts
from borough.gazetteer.layouts.supply_writer import Custodian, write_supply
from borough.gazetteer.layouts.svg_map import SIZES, draw_svg
from borough.gazetteer.queries.address_questions import (
    Question,
    count_waiting,
    next_waiting,
    question_of,
    question_sources,
    questions,
)
from borough.gazetteer.queries.addresses import at_postcode, line_of, lines, lines_of
from borough.gazetteer.queries.areas import area_name, wards_on
from borough.gazetteer.queries.candidates import candidate, candidates, count_candidates
from borough.gazetteer.queries.decisions import DecisionInForce, decisions_of
from borough.gazetteer.queries.health import SENTENCES, faults, latest
from borough.gazetteer.queries.history import history_of
from borough.gazetteer.queries.match_candidates import MatchCandidate, describe_candidates, match_candidates
from borough.gazetteer.queries.plan import map_centre, map_plan, nearest_addresses
from borough.gazetteer.queries.properties import (
    is_near_property,
    known_uprns,
    property_of,
    street_of,
    ward_of,
    wards_of,
)
from borough.gazetteer.rules.candidates import OPEN
from borough.gazetteer.rules.codes import STATUSES, class_label, fact_label, register_label
from borough.gazetteer.rules.grid import in_great_britain, to_grid, to_latitude_longitude
from borough.gazetteer.rules.postcodes import normalise_postcode
from borough.gazetteer.rules.supplies import BadSupply
from borough.gazetteer.types import AreaKind, Line, PropertyDetail, Status, Totals
from borough.kernel.refusals import Refused

__all__ = [
    "OPEN",
    "SENTENCES",
    "SIZES",
    "STAFF",
    "STATUSES",
    "AlreadyRunning",
    "AreaKind",
    "BadLayout",
    "BadSupply",
    "BadTable",
    "Custodian",
    "DecisionInForce",
    "Engine",
    "ImportOptions",
    "Line",
    "MatchAnswer",
    "MatchCandidate",
    "PropertyDetail",
    "Question",
    "QueueContext",
    "QueuedAddress",
    "Refused",
    "Status",
    "Totals",
    "area_name",
    "assign_candidate",
    "at_postcode",
    "batch_matcher",
    "candidate",
    "candidates",
    "changes_since",
    "class_label",
    "count_candidates",
    "count_waiting",
    "decide_candidate",
    "decide_match",
    "decisions_of",
    "declare_area",
    "describe_candidates",
    "draw_svg",
    "examine",
    "export_supply",
    "fact_label",
    "faults",
    "history_of",
    "import_supply",
    "in_great_britain",
    "is_near_property",
    "known_uprns",
    "latest",
    "line_of",
    "lines",
    "lines_of",
    "load_layout",
    "maintenance",
    "map_centre",
    "map_plan",
    "match",
    "match_candidates",
    "match_file",
    "nearest_addresses",
    "next_waiting",
    "normalise_postcode",
    "place_in_areas",
    "property_of",
    "question_of",
    "question_sources",
    "questions",
    "queue_address",
    "queue_addresses",
    "raise_candidate",
    "record_conflict",
    "register_label",
    "report_missing_address",
    "request_examination",
    "reviews",
    "search",
    "shipped_layouts",
    "single_line",
    "street_of",
    "to_grid",
    "to_latitude_longitude",
    "unassign_candidate",
    "undo_match",
    "update_index",
    "ward_of",
    "wards_of",
    "wards_on",
    "write_supply",
]
