"""Check your answers: everything on the way, as it was asked and answered, and what it will cost."""

import hashlib
from datetime import date
from typing import Any

from borough.kernel.sentences import day_in_words, say
from borough.services.grammar.conditions import put
from borough.services.grammar.kinds.numbers import pounds
from borough.services.grammar.pages import CHECK
from borough.services.grammar.prices import Prices
from borough.services.grammar.service import Service
from borough.services.grammar.walking import Step, Way
from borough.services.models import Draft
from borough.services.queries.files import refused_on
from borough.services.queries.tongues import ENGLISH, Tongue
from borough.services.queries.ways import lines_of
from borough.services.types import Checked, Row


def fee_of(service: Service, way: Way) -> int:
    """What it costs in pence with these answers; nothing where there is no fee."""
    rule = service.fee.rule if service.fee else None
    if isinstance(rule, Prices):
        return rule.pence(way.ground, {step.page.key for step in way.steps})
    return int(put(rule, way.ground) or 0) if rule else 0


def checked(draft: Draft, service: Service, way: Way, tongue: Tongue) -> Checked:
    """The page where answers are checked."""
    sections: dict[str, list[Row]] = {}
    for step in way.steps:
        rows = [_row(step, question, draft, tongue) for question in step.asks]
        sections.setdefault(step.page.section, []).extend(rows)
    worked_out = [
        Row(page="", label=tongue(one.label), lines=(tongue(one.shown(way.ground[one.key])),), fixed=True)
        for one in service.computed if way.ground.get(one.key) is not None
    ]  # fmt: skip
    if worked_out:
        sections.setdefault("", []).extend(worked_out)
    fee = fee_of(service, way) if service.fee else None
    return Checked(
        sections=tuple((tongue(name), tuple(rows)) for name, rows in sections.items() if rows),
        fee=fee, fee_text=pounds(fee) if fee else "", promise=tongue(service.promise.words),
        declaration=tongue(service.declaration), button=tongue(service.button), before=way.before(CHECK),
        problems=tuple((page, tongue(why)) for page, why in refused_on(way)),
    )  # fmt: skip


def _row(step: Step, question: Any, draft: Draft, tongue: Tongue) -> Row:
    stored = draft.answers.get(question.key)
    source = draft.sources.get(question.key) or {}
    lines = tuple(tongue(line) for line in lines_of(question, stored, draft.sources)) if stored is not None else ()
    held = source.get("since", "") if source.get("held") else ""
    since = tongue(day_in_words(date.fromisoformat(held))) if held else ""
    lines = lines or (tongue(say("Not provided")),)
    return Row(page=step.page.key, label=tongue(question.label), lines=lines, from_held=since)


def held_rows(draft: Draft, service: Service, tongue: Tongue) -> tuple[Row, ...]:
    """What we hold of the person that this service uses, to be shown before anything is asked."""
    rows = []
    for page in service.pages:
        for question in page.asks:
            source = draft.sources.get(question.key) or {}
            if source.get("held") and question.key in draft.answers:
                since = tongue(day_in_words(date.fromisoformat(source["since"])))
                lines = tuple(tongue(line) for line in question.kind.lines(draft.answers[question.key]))
                rows.append(Row(page=page.key, label=tongue(question.label), lines=lines, from_held=since))
    return tuple(rows)


def wording(draft: Draft, service: Service, way: Way) -> dict[str, Any]:
    """What was asked and answered, to be kept: headings, labels and lines, in English for whoever works on it.

    Under “read” the same in the words it was read in, where those were another language's.
    """
    made = {"pages": _worded(draft, service, way, Tongue(service, ENGLISH))}
    tongue = Tongue(service, draft.language)
    return made if tongue.language == ENGLISH else made | {"read": _worded(draft, service, way, tongue)}


def _worded(draft: Draft, service: Service, way: Way, tongue: Tongue) -> list[Any]:
    shown = checked(draft, service, way, tongue)
    return [[name, [[row.label, list(row.lines)] for row in rows]] for name, rows in shown.sections]


def uprn_of(way: Way) -> int | None:
    """The property it is about: that of the first address, or spot, on the way which has one."""
    for stored in way.answers.values():
        if isinstance(stored, dict) and stored.get("uprn"):
            return int(stored["uprn"])
    return None


def address_of(way: Way) -> tuple[str, str]:
    """The first address without a property, as its text and postcode, to be matched."""
    for stored in way.answers.values():
        if isinstance(stored, dict) and stored.get("lines"):
            return ("", "") if stored.get("uprn") else (", ".join(stored["lines"]), stored.get("postcode", ""))
    return "", ""


def facts_of(service: Service, way: Way, sources: dict[str, Any]) -> dict[str, Any]:
    """The facts among the answers that were given anew, not only shown from what we hold."""
    questions = service.questions()
    return {
        questions[key].fact: stored for key, stored in way.answers.items()
        if key in questions and questions[key].fact
        and (not (sources.get(key) or {}).get("held") or (sources.get(key) or {}).get("confirmed"))
    }  # fmt: skip


def edition_of(service: Service) -> str:
    """A mark that changes with any word of a service's definition."""
    return hashlib.sha256("\x1f".join(service.texts()).encode()).hexdigest()[:16]
