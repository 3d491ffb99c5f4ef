"""The route through a draft's service, with its look-ups."""

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
    """Return the current result of a look-up."""
    return lookup.ask(**arguments)


def initial_facts(*, today: date, at: datetime, person_id: int | None) -> dict[str, Any]:
    """Return the initial context: the day, the time and the person."""
    return {"today": today, "now": at, "person_id": person_id}


def route_of(draft: Draft, service: Service, *, today: date, at: datetime) -> Route:
    """Return the route through the draft's service."""
    known = initial_facts(today=today, at=at, person_id=draft.person_id)
    return build_route(service, draft.answers, frozenset(draft.seen), known, answer_lookup)


def current_kind(question: Question, context: Context) -> Kind:
    """Return the question's kind with its current choices, where they are looked up."""
    kind = question.kind
    if isinstance(kind, Choice) and kind.looked_up:
        return replace(kind, options=tuple(Option(*pair) for pair in context.get(kind.looked_up) or ()))
    return kind


def lines_of(question: Question, stored: Any, sources: Mapping[str, Any]) -> tuple[str, ...]:
    """Return an answer as text lines; a choice from a looked-up list is shown as it was when chosen."""
    display_lines = (sources.get(question.key) or {}).get("display_lines")
    return tuple(map(from_stored, display_lines)) if display_lines else question.kind.lines(stored)


_GAP = re.compile(r"\(\((\w+)\)\)")
_MARKS = re.compile(r"([\\`*_{}\[\]()#+.!<>~|-])")


def fill_gaps(text: str, context: Context, translator: Callable[[str], str] = str, *, for_prose: bool = False) -> str:
    """Fill the placeholders ((name)) with earlier answers; in Markdown the values are escaped."""

    def put(gap: re.Match[str]) -> str:
        value = context.get(gap.group(1))
        inserted = "" if value is None else translator(value) if isinstance(value, str) else str(value)
        return _MARKS.sub(r"\\\1", inserted) if for_prose else inserted

    return _GAP.sub(put, text) if "((" in text else text
