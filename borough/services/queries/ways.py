"""The way through a draft's service, with what is looked up along it."""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from borough.kernel.sentences import from_kept
from borough.services.grammar.kinds import Choice, Kind, Option
from borough.services.grammar.questions import Question
from borough.services.grammar.service import Lookup, Service
from borough.services.grammar.walking import Ground, Way, walk
from borough.services.models import Draft


def find(lookup: Lookup, given: dict[str, Any]) -> Any:
    """What a look-up answers now."""
    return lookup.ask(**given)


def given(*, today: date, at: datetime, person_id: int | None) -> dict[str, Any]:
    """What is known from the first: the day, the moment, and who it is about."""
    return {"today": today, "now": at, "person_id": person_id}


def way_of(draft: Draft, service: Service, *, today: date, at: datetime) -> Way:
    """The way through the draft's service."""
    known = given(today=today, at=at, person_id=draft.person_id)
    return walk(service, draft.answers, frozenset(draft.seen), known, find)


def kind_now(question: Question, ground: Ground) -> Kind:
    """The question's kind with what may be chosen now, where that is looked up."""
    kind = question.kind
    if isinstance(kind, Choice) and kind.looked_up:
        return replace(kind, options=tuple(Option(*one) for one in ground.get(kind.looked_up) or ()))
    return kind


def lines_of(question: Question, stored: Any, sources: Mapping[str, Any]) -> tuple[str, ...]:
    """An answer as people read it; what was chosen from a list looked up is read as it was then."""
    shown = (sources.get(question.key) or {}).get("shown")
    return tuple(map(from_kept, shown)) if shown else question.kind.lines(stored)


_GAP = re.compile(r"\(\((\w+)\)\)")
_MARKS = re.compile(r"([\\`*_{}\[\]()#+.!<>~|-])")


def piped(text: str, ground: Ground, tongue: Callable[[str], str] = str, *, for_prose: bool = False) -> str:
    """A text with earlier answers put in its gaps, ((name)); in Markdown they are words and make no marks."""

    def put(gap: re.Match[str]) -> str:
        value = ground.get(gap.group(1))
        told = "" if value is None else tongue(value) if isinstance(value, str) else str(value)
        return _MARKS.sub(r"\\\1", told) if for_prose else told

    return _GAP.sub(put, text) if "((" in text else text
