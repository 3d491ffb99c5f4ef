"""Public interface of services: the catalogue, drafts and submissions."""

from borough.forms import kinds
from borough.forms.conditions import Is
from borough.forms.facts import FACTS
from borough.forms.importers import FormError
from borough.forms.json_schema import schema_of
from borough.forms.kinds.address import ACROSS
from borough.forms.pages import CHECK, TASKS
from borough.forms.rows import Rows
from borough.forms.service import AccessRoute, Mode, Service
from borough.services.actions import disposal, draft_pages, overrides, problem_reports, renewal_reminders
from borough.services.actions.external_submissions import accept_govuk_form
from borough.services.actions.file_access import record_file_opened
from borough.services.actions.handover import hand_back, hand_over, known_link, send_link, take_on, use_link
from borough.services.actions.record_route_test import record_test
from borough.services.actions.rows import drop_row, save_row
from borough.services.actions.save_page import answer
from borough.services.actions.start_draft import attach, begin
from borough.services.actions.submissions import NotReady, submit
from borough.services.actions.submit_via_api import submit_answers
from borough.services.catalogue import catalogue, library, service_of
from borough.services.queries import reports, translators
from borough.services.queries.access_routes import access_routes, tested_routes
from borough.services.queries.drafts import drafts_awaiting_help, drafts_begun_by, drafts_of, state_of
from borough.services.queries.fact_text import fact_lines, fact_name
from borough.services.queries.figures import figures
from borough.services.queries.files import files_of
from borough.services.queries.helper_access import drafts_by, requests_by, service_choices, service_names
from borough.services.queries.my_account import appointments_of, documents_of
from borough.services.queries.status_text import status_text, status_text_of
from borough.services.queries.submissions import (
    SubmissionDetail,
    name_of,
    own_request,
    requests_of,
    submission_of,
    submissions_of,
)
from borough.services.rules.route_status import RouteStatus
from borough.services.types import (
    DraftState,
    InvalidSubmission,
    PageResult,
    PageView,
    Receipt,
    UnknownDraft,
    UnknownService,
)

__all__ = [
    "ACROSS",
    "CHECK",
    "FACTS",
    "TASKS",
    "AccessRoute",
    "DraftState",
    "FormError",
    "InvalidSubmission",
    "Is",
    "Mode",
    "NotReady",
    "PageResult",
    "PageView",
    "Receipt",
    "RouteStatus",
    "Rows",
    "Service",
    "SubmissionDetail",
    "UnknownDraft",
    "UnknownService",
    "accept_govuk_form",
    "access_routes",
    "answer",
    "appointments_of",
    "attach",
    "begin",
    "catalogue",
    "disposal",
    "documents_of",
    "draft_pages",
    "drafts_awaiting_help",
    "drafts_begun_by",
    "drafts_by",
    "drafts_of",
    "drop_row",
    "fact_lines",
    "fact_name",
    "figures",
    "files_of",
    "hand_back",
    "hand_over",
    "kinds",
    "known_link",
    "library",
    "name_of",
    "overrides",
    "own_request",
    "problem_reports",
    "record_file_opened",
    "record_test",
    "renewal_reminders",
    "reports",
    "requests_by",
    "requests_of",
    "save_row",
    "schema_of",
    "send_link",
    "service_choices",
    "service_names",
    "service_of",
    "state_of",
    "status_text",
    "status_text_of",
    "submission_of",
    "submissions_of",
    "submit",
    "submit_answers",
    "take_on",
    "tested_routes",
    "translators",
    "use_link",
]
