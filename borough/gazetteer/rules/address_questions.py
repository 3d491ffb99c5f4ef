"""Rules of address questions: text equality, decision reasons, and transitions."""

import hashlib
import re
import unicodedata
from datetime import date

from borough.gazetteer.rules.postcodes import normalise_postcode
from borough.gazetteer.types.address_questions import QuestionState, Ruling
from borough.kernel.refusals import Refused

TRANSITIONS: tuple[tuple[QuestionState, str, QuestionState, str], ...] = (
    (QuestionState.PENDING, "accept", QuestionState.ACCEPTED, "the engine"),
    (QuestionState.PENDING, "queue", QuestionState.WAITING, "the engine"),
    (QuestionState.PENDING, "settle", QuestionState.RESOLVED, "a decision made before on the same text"),
    (QuestionState.WAITING, "decide", QuestionState.RESOLVED, "staff"),
    (QuestionState.ACCEPTED, "decide", QuestionState.RESOLVED, "staff"),
    (QuestionState.RESOLVED, "decide", QuestionState.RESOLVED, "staff"),
    (QuestionState.RESOLVED, "undo", QuestionState.WAITING, "staff"),
)
"""State table: from, verb, to, actor. The database enforces the same table."""

LONGEST_NOTE = 300
MOST_LETTERS = {"address": 500, "postcode": 20}
_MARKS = re.compile(r"(?P<remainder>\s+-\s+|(?<=\w)[-/](?=[0-9]))|[\W_]")
_LAST = re.compile(r"(?:^| )([A-Z]{1,2}[0-9][A-Z0-9]? ?[0-9][A-Z]{2})$")
_DASHES = re.compile("[\u2010-\u2015\u2212]")


def normalise(text: str, postcode: str = "") -> str:
    """Return a normalised address text, ignoring case, punctuation, spacing and postcode format.

    12-14, 12/14 and 12, 14 stay distinct, as they differ in meaning. The postcode may be in the text or separate.
    """
    plain = " ".join(unicodedata.normalize("NFKC", text).upper().split())
    normalised = " ".join(_MARKS.sub(_mark, _DASHES.sub("-", plain)).split())
    match = _LAST.search(normalised)
    code = normalise_postcode(postcode) or (normalise_postcode(match[1]) if match else "")
    if match and normalise_postcode(match[1]) == code:
        normalised = normalised[: match.start()].rstrip()
    return f"{normalised} | {code or ' '.join(postcode.upper().split())}"


def _mark(match: re.Match[str]) -> str:
    if match["remainder"]:
        return " - " if len(match[0]) > 1 else match[0]
    return "" if match[0] in "'’" else " "


def digest_of(text: str, postcode: str = "") -> str:
    """Return the SHA-256 of the normalised text in hexadecimal: the key of decisions, which outlive the text."""
    return hashlib.sha256(normalise(text, postcode).encode("utf-8", "surrogatepass")).hexdigest()


def check_can_queue(source: str, source_id: str, text: str, postcode: str) -> None:
    """Raise Refused for a text that cannot be queued."""
    if not source or not source_id:
        raise Refused("An address that is asked about needs a source and the source's own id for it")
    for name, value in (("address", text), ("postcode", postcode)):
        if len(value) > MOST_LETTERS[name] or "\x00" in value:
            raise Refused(f"The {name} must be {MOST_LETTERS[name]} characters or less")


def check_can_decide(state: QuestionState, ruling: Ruling, uprn: int | None, note: str) -> None:
    """Raise Refused for an invalid decision."""
    if state is QuestionState.PENDING:
        raise Refused("This address is being looked up. Open it again in a minute")
    if ruling is Ruling.UNDONE:
        raise Refused("Choose what the address means")
    if (ruling is Ruling.PROPERTY) != (uprn is not None):
        raise Refused("Choose the property that is meant")
    if len(note) > LONGEST_NOTE or "\x00" in note:
        raise Refused(f"The note must be {LONGEST_NOTE} characters or less")


def check_can_undo(state: QuestionState) -> None:
    """Raise Refused if there is no decision to undo."""
    if state is not QuestionState.RESOLVED:
        raise Refused("There is no decision to undo")


def reason_of(ruling: Ruling, on: date) -> str:
    """Return a decision as a match reason."""
    labels = {Ruling.NOT_THERE: ": not in the gazetteer", Ruling.UNCLEAR: ": which property is meant cannot be told"}
    return f"Decided by staff on {on:%-d %B %Y}{labels.get(ruling, '')}"
