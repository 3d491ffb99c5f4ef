"""When two records may be of one person, and when they may be put together. People decide; this only points."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher

from borough.kernel.refusals import Refused
from borough.people.rules.people import number
from borough.people.types import Side, Why

TITLES = frozenset({"mr", "mrs", "ms", "miss", "mx", "dr", "rev", "sir", "lady", "lord", "prof"})
ALIKE = 0.8
"""Of names: from “Smyth” and “Smith” on (0.8) two are alike. Lower, and “Alan” is “Alana’s” neighbour “Dylan”."""
TELLING = 9
"""How many last digits of a telephone number tell it, whatever stands before them."""


@dataclass(frozen=True, kw_only=True)
class Known:
    """What a record is compared by."""

    kind: str
    name: str
    email: str
    phone: str
    uprn: int | None


def words_of(name: str) -> tuple[str, ...]:
    """A name's words without accents, titles and signs: “Dr. José O’Neil” gives jose, oneil."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", name.casefold()) if not unicodedata.combining(c))
    return tuple(word for word in re.sub(r"[^\w\s]", "", plain).split() if word not in TITLES)


def same_name(one: str, other: str) -> bool:
    """Whether two names have the same words, in whatever order. Nothing is the same as no name."""
    first, second = words_of(one), words_of(other)
    return bool(first) and sorted(first) == sorted(second)


def similar_name(one: str, other: str) -> bool:
    """Whether two names may be one: a letter amiss, an initial for a first name, a middle name more or less."""
    first, second = words_of(one), words_of(other)
    if not first or not second:
        return False
    if sorted(first) == sorted(second):
        return True
    given, other_given = first[0], second[0]
    initial = given[0] == other_given[0] and 1 in (len(given), len(other_given))
    return _alike(first[-1], second[-1]) and (initial or _alike(given, other_given))


def _alike(one: str, other: str) -> bool:
    return SequenceMatcher(None, one, other).ratio() >= ALIKE


def tail(phone: str) -> str:
    """The digits by which a telephone number is told; empty when there are too few."""
    digits = number(phone)
    return digits[-TELLING:] if len(digits) >= TELLING else ""


def why(one: Known, other: Known) -> tuple[Why, ...]:
    """Why two records may be of one person; empty when nothing says so. The same both ways round."""
    if (one.kind == "business") != (other.kind == "business"):
        return ()
    found = []
    if one.email.strip() and one.email.strip().lower() == other.email.strip().lower():
        found.append(Why.EMAIL)
    if tail(one.phone) and tail(one.phone) == tail(other.phone) and similar_name(one.name, other.name):
        found.append(Why.PHONE)
    if one.uprn and one.uprn == other.uprn and same_name(one.name, other.name):
        found.append(Why.HOME)
    return tuple(found)


@dataclass(frozen=True, kw_only=True)
class Mergeable:
    """What of a record says whether it may be put together with another."""

    id: int
    erased: bool
    merged: bool
    signs_in: bool


def check_can_merge(*, kept: Mergeable, gone: Mergeable, chosen: Mapping[str, str], columns: tuple[str, ...]) -> None:
    """Two living records that are not under another, of which one signs in at most; each detail is one of the two."""
    if kept.id == gone.id:
        raise Refused("This is one record. Choose two.")
    if kept.erased or gone.erased:
        raise Refused("One of these people was erased, so they stay apart.")
    if kept.merged or gone.merged:
        raise Refused("One of these records was merged already. Open it again to see what stands.")
    if kept.signs_in and gone.signs_in:
        raise Refused(
            "Both sign in with accounts of their own. Ask which account they will keep, and have the other closed."
        )
    if set(chosen) - set(columns) or set(chosen.values()) - set(Side):
        raise Refused("Choose which details to keep from the list")


def check_can_undo(*, undone: bool, erased: bool, kept_merged: bool, latest: bool) -> None:
    """The latest merging of a record that is not under another is undone first, so that each restores what it found."""
    if undone:
        raise Refused("This merging was undone already.")
    if erased:
        raise Refused("This person was erased since, so there is nothing to take apart.")
    if kept_merged or not latest:
        raise Refused("These records were merged again since. Undo the later merging first.")
