"""The face of cases."""

from borough.cases.actions import (
    Bulk,
    add_task,
    assign,
    attach,
    dispose,
    each,
    escalate,
    finish_task,
    link_contact,
    move,
    note,
    note_opened,
    open_case,
    place,
)
from borough.cases.queries import (
    case_of,
    cases,
    changed_at,
    closed_by,
    contacts_of,
    disposed,
    files_of,
    hand_offs,
    of_person,
    of_source,
    open_of_person,
    standings,
    steps_between,
    story_of,
    tasks_of,
    workload,
)
from borough.cases.rules import LABELS, NEEDS_WORDS, PLAIN, STATE_LABELS, TOLD_TO_CUSTOMER, verbs_of
from borough.cases.types import CaseMoved, CaseOpened, CaseShown, Filters, State, StepTold, StoryLine, TaskShown, Verb

__all__ = [
    "LABELS", "NEEDS_WORDS", "PLAIN", "STATE_LABELS", "TOLD_TO_CUSTOMER", "Bulk", "CaseMoved", "CaseOpened",
    "CaseShown", "Filters", "State", "StepTold", "StoryLine", "TaskShown", "Verb", "add_task", "assign", "attach",
    "case_of", "cases", "changed_at", "closed_by", "contacts_of", "dispose", "disposed", "each", "escalate",
    "files_of", "finish_task", "hand_offs", "link_contact", "move", "note", "note_opened", "of_person", "of_source",
    "open_case", "open_of_person", "place", "standings", "steps_between", "story_of", "tasks_of", "verbs_of",
    "workload",
]  # fmt: skip
