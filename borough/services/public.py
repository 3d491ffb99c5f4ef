"""The face of services: what is offered, going through one, and what was sent."""

from borough.services.actions import asking, disposing, renewing, reporting
from borough.services.actions.answering import answer
from borough.services.actions.beginning import attach, begin
from borough.services.actions.filling import take_filled
from borough.services.actions.handing import hand_back, hand_over, known_link, send_link, take_on, use_link
from borough.services.actions.opening import note_opened
from borough.services.actions.rows import drop_row, keep_row
from borough.services.actions.submitting import NotReady, submit
from borough.services.actions.trying import record_test
from borough.services.actions.whole import submit_whole
from borough.services.catalogue import catalogue, service_of
from borough.services.grammar import kinds
from borough.services.grammar.conditions import Is
from borough.services.grammar.facts import FACTS
from borough.services.grammar.kinds.address import ACROSS
from borough.services.grammar.machines import schema_of
from borough.services.grammar.pages import CHECK, TASKS
from borough.services.grammar.rows import Rows
from borough.services.grammar.service import Mode, Route, Service
from borough.services.layouts import BadForm
from borough.services.queries import reports, tongues
from borough.services.queries.drafts import begun_by, drafts_of, handed, state_of
from borough.services.queries.figures import figures
from borough.services.queries.files import files_of
from borough.services.queries.held import fact_lines, fact_name
from borough.services.queries.helping import drafts_by, requests_by, service_choices, service_names
from borough.services.queries.mine import Document, Expected, appointments_of, documents_of
from borough.services.queries.routes import claims, ways
from borough.services.queries.standing import standing, standing_of
from borough.services.queries.submissions import Sent, name_of, own_request, requests_of, sent, submissions_of
from borough.services.rules.routes import Standing
from borough.services.types import (
    Checked,
    DraftState,
    Gone,
    Heard,
    Receipt,
    Shown,
    Task,
    TaskState,
    Unfit,
    UnknownService,
)

__all__ = [
    "ACROSS", "CHECK", "FACTS", "TASKS", "BadForm", "Checked", "Document", "DraftState", "Expected", "Gone", "Heard",
    "Is", "Mode", "NotReady", "Receipt", "Route", "Rows", "Sent", "Service", "Shown", "Standing", "Task", "TaskState",
    "Unfit", "UnknownService", "answer", "appointments_of", "asking", "attach", "begin", "begun_by", "catalogue",
    "claims", "disposing", "documents_of", "drafts_by", "drafts_of", "drop_row", "fact_lines", "fact_name", "figures",
    "files_of", "hand_back", "hand_over", "handed", "keep_row", "kinds", "known_link", "name_of", "note_opened",
    "own_request", "record_test", "renewing", "reporting", "reports", "requests_by", "requests_of", "schema_of",
    "send_link", "sent", "service_choices", "service_names", "service_of", "standing", "standing_of", "state_of",
    "submissions_of", "submit", "submit_whole", "take_filled", "take_on", "tongues", "use_link", "ways",
]  # fmt: skip
