"""Public interface of people."""

from borough.people.actions import households, organisations
from borough.people.actions.erasure import refuse_erasure, request_erasure, withdraw_erasure
from borough.people.actions.facts import get_or_create_person, state_facts
from borough.people.actions.mandates import accept_mandate, grant_mandate, record_mandate_use, revoke_mandate
from borough.people.actions.merges import (
    check_all_duplicates,
    check_queued_duplicates,
    mark_distinct,
    merge,
    undo_merge,
)
from borough.people.actions.people import (
    ErasureBlocked,
    answer_access_request,
    answer_own_request,
    correct,
    erase,
    erasure_blockers,
    legal_retention_notes,
    open_record,
    register_erasure_blocker,
    register_own,
    register_person,
    search,
)
from borough.people.queries.erasure import count_pending_erasures, erasure_of, pending_erasures
from borough.people.queries.mandates import (
    active_mandate,
    journal_of,
    mandate_of,
    mandates_for_helper,
    mandates_of,
    offered_mandates,
)
from borough.people.queries.merged import merged_person_ids
from borough.people.queries.merges import count_possible_duplicates, merges_of, possible_duplicate, possible_duplicates
from borough.people.queries.people import details, facts_of, find, names_of, person_of_account, reference_of
from borough.people.rules.erasure import REFUSALS, deadline_text
from borough.people.rules.mandates import CONSENT, MONTHS
from borough.people.rules.people import sections
from borough.people.types import (
    KINDS,
    PREFERS,
    Confidence,
    ErasureRequestDetail,
    Fact,
    JournalLine,
    MandateAction,
    MandateChannel,
    MandateDetail,
    MandateStatus,
    MergeSummary,
    PeoplePage,
    PersonDetail,
    PossibleDuplicateDetail,
    SearchType,
    Section,
    Side,
)

__all__ = [
    "CONSENT", "KINDS", "MONTHS", "PREFERS", "REFUSALS", "SearchType", "PersonDetail", "ErasureRequestDetail", "Fact", "PeoplePage", "ErasureBlocked",
    "MandateChannel", "JournalLine", "PossibleDuplicateDetail", "MandateDetail", "MergeSummary", "Section", "Side", "MandateStatus", "MandateAction", "Confidence",
    "accept_mandate", "answer_access_request", "answer_own_request", "request_erasure", "correct", "count_pending_erasures",
    "count_possible_duplicates", "details", "erase", "erasure_of", "pending_erasures", "facts_of", "find", "grant_mandate",
    "mandates_for_helper", "register_erasure_blocker", "households", "deadline_text", "journal_of", "mark_distinct", "possible_duplicate", "possible_duplicates", "open_record",
    "check_queued_duplicates", "check_all_duplicates", "mandate_of", "mandates_of", "get_or_create_person", "merge", "merges_of", "names_of",
    "record_mandate_use", "offered_mandates", "organisations", "person_of_account", "reference_of", "refuse_erasure", "register_person",
    "register_own", "revoke_mandate", "merged_person_ids", "search", "sections", "active_mandate", "state_facts", "undo_merge",
    "erasure_blockers", "legal_retention_notes", "withdraw_erasure",
]  # fmt: skip
