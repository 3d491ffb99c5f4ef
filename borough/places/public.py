"""The face of places: what other floors may ask and tell the gazetteer."""

from borough.kernel.refusals import Refused
from borough.places.actions import maintenance, reviewing
from borough.places.actions.answering import STAFF, match, matching
from borough.places.actions.areas import declare_area, place_in_areas
from borough.places.actions.asking import ToQueue, ask_address, note_conflict, queue_addresses
from borough.places.actions.candidates import decide_candidate, put_back_candidate, raise_candidate, take_candidate
from borough.places.actions.deciding import decide_match, undo_match
from borough.places.actions.examine import ask_examination, examine
from borough.places.actions.export_supply import Given, changes_since, export_supply
from borough.places.actions.finding import Answer, Found, bring_up, search
from borough.places.actions.import_supply import AlreadyRunning, Outcome, Wanted, import_supply
from borough.places.actions.matching import Engine, Matched, Queued, match_file
from borough.places.actions.table_files import BadTable
from borough.places.actions.typed import report_missing
from borough.places.layouts import BadLayout, load, shipped
from borough.places.layouts.drawing import SIZES, drawn
from borough.places.layouts.writing import Custodian, write_supply
from borough.places.matching.answers import Answer as MatchAnswer
from borough.places.queries.addresses import at_postcode, line_of, lines, lines_of
from borough.places.queries.areas import area_name, wards_on
from borough.places.queries.asking import (
    Question,
    count_waiting,
    next_waiting,
    question_of,
    question_sources,
    questions,
)
from borough.places.queries.candidates import candidate, candidates, count_candidates
from borough.places.queries.decisions import InForce, decisions_of
from borough.places.queries.health import SENTENCES, faults, latest
from borough.places.queries.history import history_of
from borough.places.queries.likely import Likely, likely, likely_of
from borough.places.queries.plan import middle, near, plan
from borough.places.queries.properties import area_of, known, property_of, reaches, street_of, ward_of, wards_of
from borough.places.rules.addresses import single_line
from borough.places.rules.candidates import OPEN
from borough.places.rules.codes import STATUSES, class_words, fact_words, register_words
from borough.places.rules.grid import in_great_britain, to_grid, to_latitude_longitude
from borough.places.rules.postcodes import tidy_postcode
from borough.places.rules.supplies import BadSupply
from borough.places.types import AreaKind, GazetteerChanged, Line, PropertyShown, Status, Totals

__all__ = [
    "OPEN", "SENTENCES", "SIZES", "STAFF", "STATUSES", "AlreadyRunning", "Answer", "AreaKind", "BadLayout",
    "BadSupply", "BadTable", "Custodian", "Engine", "Found", "GazetteerChanged", "Given", "InForce", "Likely", "Line",
    "MatchAnswer", "Matched", "Outcome", "PropertyShown", "Question", "Queued", "Refused", "Status", "ToQueue",
    "Totals", "Wanted", "area_name", "area_of", "ask_address", "ask_examination", "at_postcode", "bring_up",
    "candidate", "candidates", "changes_since", "class_words", "count_candidates", "count_waiting",
    "decide_candidate", "decide_match", "decisions_of", "declare_area", "drawn", "examine", "export_supply",
    "fact_words", "faults", "history_of", "import_supply", "in_great_britain", "known", "latest", "likely",
    "likely_of", "line_of", "lines", "lines_of", "load", "maintenance", "match", "match_file", "matching", "middle",
    "near", "next_waiting", "note_conflict", "place_in_areas", "plan", "property_of", "put_back_candidate",
    "question_of", "question_sources", "questions", "queue_addresses", "raise_candidate", "reaches", "register_words",
    "report_missing", "reviewing", "search", "shipped", "single_line", "street_of", "take_candidate", "tidy_postcode",
    "to_grid", "to_latitude_longitude", "undo_match", "ward_of", "wards_of", "wards_on", "write_supply",
]  # fmt: skip
