"""Public interface of cases."""

from borough.cases.actions import (
    BulkResult,
    add_task,
    apply_to_each,
    assign,
    attach,
    dispose,
    escalate,
    finish_task,
    link_contact,
    move,
    note,
    note_opened,
    open_case,
    set_property,
)
from borough.cases.queries import (
    case_of,
    case_of_source,
    cases,
    cases_by_reference,
    cases_of_person,
    changed_at,
    closed_by,
    contacts_of,
    count_open_cases,
    disposed,
    files_of,
    handovers,
    history_of,
    steps_between,
    tasks_of,
    workload,
)
from borough.cases.rules import CUSTOMER_STATUS, CUSTOMER_VERBS, LABELS, STATE_LABELS, TEXT_REQUIRED, verbs_of
from borough.cases.types import (
    CaseDetail,
    CaseFilters,
    CaseMoved,
    CaseOpened,
    HistoryEntry,
    State,
    StepDetail,
    TaskDetail,
    Verb,
)

__all__ = [
    "LABELS", "TEXT_REQUIRED", "CUSTOMER_STATUS", "STATE_LABELS", "CUSTOMER_VERBS", "BulkResult", "CaseMoved", "CaseOpened",
    "CaseDetail", "CaseFilters", "State", "StepDetail", "HistoryEntry", "TaskDetail", "Verb", "add_task", "assign", "attach",
    "case_of", "cases", "changed_at", "closed_by", "contacts_of", "dispose", "disposed", "apply_to_each", "escalate",
    "files_of", "finish_task", "handovers", "link_contact", "move", "note", "note_opened", "cases_of_person", "case_of_source",
    "open_case", "count_open_cases", "set_property", "cases_by_reference", "steps_between", "history_of", "tasks_of", "verbs_of",
    "workload",
]  # fmt: skip
