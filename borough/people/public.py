"""The face of people."""

from borough.people.actions import households, organisations
from borough.people.actions.erasing import ask_erasure, refuse_erasure, withdraw_erasure
from borough.people.actions.facts import meet, state_facts
from borough.people.actions.mandates import accept_mandate, give_mandate, note_help, revoke_mandate
from borough.people.actions.merging import keep_apart, look_at_written, look_through, merge, undo_merge
from borough.people.actions.people import (
    Held,
    answer_access_request,
    answer_own_request,
    correct,
    erase,
    hold_when,
    look,
    register,
    register_own,
    search,
    what_holds,
    what_law_keeps,
)
from borough.people.queries.erasing import count_asked, erasure_of, erasures_asked
from borough.people.queries.mandates import helping, journal_of, mandate_of, mandates_of, offered_to, standing
from borough.people.queries.merging import count_likenesses, likeness, likenesses, merges_of
from borough.people.queries.people import details, facts_of, find, names_of, person_of_account, reference_of
from borough.people.queries.same import same_as
from borough.people.rules.erasing import REFUSALS, how_near
from borough.people.rules.mandates import CONSENT, MONTHS
from borough.people.rules.people import sections
from borough.people.types import (
    KINDS,
    PREFERS,
    By,
    Details,
    ErasureAsked,
    Fact,
    Found,
    How,
    JournalLine,
    LikenessShown,
    MandateShown,
    MergeShown,
    Section,
    Side,
    Stands,
    Step,
    Sure,
)

__all__ = [
    "CONSENT", "KINDS", "MONTHS", "PREFERS", "REFUSALS", "By", "Details", "ErasureAsked", "Fact", "Found", "Held",
    "How", "JournalLine", "LikenessShown", "MandateShown", "MergeShown", "Section", "Side", "Stands", "Step", "Sure",
    "accept_mandate", "answer_access_request", "answer_own_request", "ask_erasure", "correct", "count_asked",
    "count_likenesses", "details", "erase", "erasure_of", "erasures_asked", "facts_of", "find", "give_mandate",
    "helping", "hold_when", "households", "how_near", "journal_of", "keep_apart", "likeness", "likenesses", "look",
    "look_at_written", "look_through", "mandate_of", "mandates_of", "meet", "merge", "merges_of", "names_of",
    "note_help", "offered_to", "organisations", "person_of_account", "reference_of", "refuse_erasure", "register",
    "register_own", "revoke_mandate", "same_as", "search", "sections", "standing", "state_facts", "undo_merge",
    "what_holds", "what_law_keeps", "withdraw_erasure",
]  # fmt: skip
