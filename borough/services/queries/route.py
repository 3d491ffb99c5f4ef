"""The way through a draft's service, with what is looked up along it."""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from borough.forms.kinds import Choice, Kind, Option
from borough.forms.questions import Question
from borough.forms.routing import Context, Route, build_route
from borough.forms.service import Lookup, Service
from borough.kernel.messages import from_stored
from borough.services.models import Draft


def answer_lookup(lookup: Lookup, arguments: dict[str, Any]) -> Any:
    """What a look-up answers now."""
    return lookup.ask(**arguments)


def initial_facts(*, today: date, at: datetime, person_id: int | None) -> dict[str, Any]:
    """What is known from the first: the day, the moment, and who it is about."""
    return {"today": today, "now": at, "person_id": person_id}


def route_of(draft: Draft, service: Service, *, today: date, at: datetime) -> Route:
    """The way through the draft's service."""
    known = initial_facts(today=today, at=at, person_id=draft.person_id)
    return build_route(service, draft.answers, frozenset(draft.seen), known, answer_lookup)


def current_kind(question: Question, context: Context) -> Kind:
    """The question's kind with what may be chosen now, where that is looked up."""
    kind = question.kind
    if isinstance(kind, Choice) and kind.looked_up:
        return replace(kind, options=tuple(Option(*pair) for pair in context.get(kind.looked_up) or ()))
    return kind


def lines_of(question: Question, stored: Any, sources: Mapping[str, Any]) -> tuple[str, ...]:
    """An answer as people read it; what was chosen from a list looked up is read as it was then."""
    display_lines = (sources.get(question.key) or {}).get("display_lines")
    return tuple(map(from_stored, display_lines)) if display_lines else question.kind.lines(stored)


_GAP = re.compile(r"\(\((\w+)\)\)")
_MARKS = re.compile(r"([\\`*_{}\[\]()#+.!<>~|-])")


def fill_gaps(text: str, context: Context, translator: Callable[[str], str] = str, *, for_prose: bool = False) -> str:
    """A text with earlier answers put in its gaps, ((name)); in Markdown they are words and make no marks."""

    def put(gap: re.Match[str]) -> str:
        value = context.get(gap.group(1))
        inserted = "" if value is None else translator(value) if isinstance(value, str) else str(value)
        return _MARKS.sub(r"\\\1", inserted) if for_prose else inserted

    return _GAP.sub(put, text) if "((" in text else text
