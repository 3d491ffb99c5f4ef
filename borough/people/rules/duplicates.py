"""When two records may be the same person, and when they may be merged. Staff decide; this only suggests."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher

from borough.kernel.refusals import Refused
from borough.people.rules.people import number
from borough.people.types import DuplicateReason, Side

TITLES = frozenset({"mr", "mrs", "ms", "miss", "mx", "dr", "rev", "sir", "lady", "lord", "prof"})
SIMILARITY_THRESHOLD = 0.8
"""Name similarity threshold: “Smyth” and “Smith” have 0.8. Lower, “Alan” or “Alana” would match “Dylan”."""
TAIL_DIGITS = 9
"""Number of last digits that identify a phone number, whatever prefix it has."""


@dataclass(frozen=True, kw_only=True)
class ComparedRecord:
    """The fields by which records are compared."""

    kind: str
    name: str
    email: str
    phone: str
    uprn: int | None


def name_parts(name: str) -> tuple[str, ...]:
    """Return a name's words without accents, titles and punctuation: “Dr. José O’Neil” gives jose, oneil."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", name.casefold()) if not unicodedata.combining(c))
    return tuple(word for word in re.sub(r"[^\w\s]", "", plain).split() if word not in TITLES)


def same_name(name: str, other: str) -> bool:
    """Return whether two names have the same words, in any order. An empty name equals nothing."""
    first, second = name_parts(name), name_parts(other)
    return bool(first) and sorted(first) == sorted(second)


def similar_name(name: str, other: str) -> bool:
    """Return whether two names are similar: a typing error, an initial for a first name, a middle name more or less."""
    first, second = name_parts(name), name_parts(other)
    if not first or not second:
        return False
    if sorted(first) == sorted(second):
        return True
    forename, other_forename = first[0], second[0]
    initial = forename[0] == other_forename[0] and 1 in (len(forename), len(other_forename))
    return _is_similar(first[-1], second[-1]) and (initial or _is_similar(forename, other_forename))


def _is_similar(name: str, other: str) -> bool:
    return SequenceMatcher(None, name, other).ratio() >= SIMILARITY_THRESHOLD


def phone_tail(phone: str) -> str:
    """Return the last digits that identify a phone number; empty if there are too few."""
    digits = number(phone)
    return digits[-TAIL_DIGITS:] if len(digits) >= TAIL_DIGITS else ""


def duplicate_reasons(record: ComparedRecord, other: ComparedRecord) -> tuple[DuplicateReason, ...]:
    """Return why two records may be the same person; empty if nothing suggests it. Symmetric."""
    if (record.kind == "business") != (other.kind == "business"):
        return ()
    reasons = []
    if record.email.strip() and record.email.strip().lower() == other.email.strip().lower():
        reasons.append(DuplicateReason.EMAIL)
    if (
        phone_tail(record.phone)
        and phone_tail(record.phone) == phone_tail(other.phone)
        and similar_name(record.name, other.name)
    ):
        reasons.append(DuplicateReason.PHONE)
    if record.uprn and record.uprn == other.uprn and same_name(record.name, other.name):
        reasons.append(DuplicateReason.HOME)
    return tuple(reasons)


@dataclass(frozen=True, kw_only=True)
class Mergeable:
    """The fields of a record that decide whether it can be merged."""

    id: int
    erased: bool
    merged: bool
    signs_in: bool


def check_can_merge(
    *, canonical: Mergeable, merged: Mergeable, chosen: Mapping[str, str], columns: tuple[str, ...]
) -> None:
    """Raise Refused unless both records are unerased and unmerged, at most one signs in, and choices are valid."""
    if canonical.id == merged.id:
        raise Refused("This is one record. Choose two.")
    if canonical.erased or merged.erased:
        raise Refused("One of these people was erased, so they stay apart.")
    if canonical.merged or merged.merged:
        raise Refused("One of these records was merged already. Open it again to see what stands.")
    if canonical.signs_in and merged.signs_in:
        raise Refused(
            "Both sign in with accounts of their own. Ask which account they will keep, and have the other closed."
        )
    if set(chosen) - set(columns) or set(chosen.values()) - set(Side):
        raise Refused("Choose which details to keep from the list")


def check_can_undo(*, undone: bool, erased: bool, canonical_merged: bool, latest: bool) -> None:
    """Raise Refused unless it is the latest merge of an unmerged record: merges are undone in reverse order."""
    if undone:
        raise Refused("This merging was undone already.")
    if erased:
        raise Refused("This person was erased since, so there is nothing to take apart.")
    if canonical_merged or not latest:
        raise Refused("These records were merged again since. Undo the later merging first.")
