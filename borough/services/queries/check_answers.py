"""Check your answers: everything on the route, as asked and answered, and the fee."""

import hashlib
from datetime import date
from typing import Any

from borough.forms.conditions import evaluate
from borough.forms.kinds.numbers import pounds
from borough.forms.pages import CHECK
from borough.forms.prices import Prices
from borough.forms.routing import Route, Step
from borough.forms.service import Service
from borough.kernel.messages import format_day, msg
from borough.services.models import Draft
from borough.services.queries.files import refused_on
from borough.services.queries.route import lines_of
from borough.services.queries.translators import ENGLISH, Translator
from borough.services.types import AnswerRow, AnswerSummary


def fee_of(service: Service, route: Route) -> int:
    """Return the fee in pence for these answers; 0 where there is none."""
    rule = service.fee.rule if service.fee else None
    if isinstance(rule, Prices):
        return rule.pence(route.context, {step.page.key for step in route.steps})
    return int(evaluate(rule, route.context) or 0) if rule else 0


def answer_summary(draft: Draft, service: Service, route: Route, translator: Translator) -> AnswerSummary:
    """Return the check-your-answers page."""
    sections: dict[str, list[AnswerRow]] = {}
    for step in route.steps:
        rows = [_row(step, question, draft, translator) for question in step.asks]
        sections.setdefault(step.page.section, []).extend(rows)
    worked_out = [
        AnswerRow(
            page="",
            label=translator(computed.label),
            lines=(translator(computed.display(route.context[computed.key])),),
            fixed=True,
        )
        for computed in service.computed
        if route.context.get(computed.key) is not None
    ]
    if worked_out:
        sections.setdefault("", []).extend(worked_out)
    fee = fee_of(service, route) if service.fee else None
    return AnswerSummary(
        sections=tuple((translator(name), tuple(rows)) for name, rows in sections.items() if rows),
        fee=fee,
        fee_text=pounds(fee) if fee else "",
        promise=translator(service.promise.text),
        declaration=translator(service.declaration),
        button=translator(service.button),
        before=route.before(CHECK),
        problems=tuple((page, translator(why)) for page, why in refused_on(route)),
    )


def _row(step: Step, question: Any, draft: Draft, translator: Translator) -> AnswerRow:
    stored = draft.answers.get(question.key)
    source = draft.sources.get(question.key) or {}
    lines = tuple(translator(line) for line in lines_of(question, stored, draft.sources)) if stored is not None else ()
    stored_since = source.get("since", "") if source.get("prefilled") else ""
    since = translator(format_day(date.fromisoformat(stored_since))) if stored_since else ""
    lines = lines or (translator(msg("Not provided")),)
    return AnswerRow(page=step.page.key, label=translator(question.label), lines=lines, prefilled_since=since)


def prefilled_rows(draft: Draft, service: Service, translator: Translator) -> tuple[AnswerRow, ...]:
    """Return the stored data about the person that this service uses, shown before the first question."""
    rows = []
    for page in service.pages:
        for question in page.asks:
            source = draft.sources.get(question.key) or {}
            if source.get("prefilled") and question.key in draft.answers:
                since = translator(format_day(date.fromisoformat(source["since"])))
                lines = tuple(translator(line) for line in question.kind.lines(draft.answers[question.key]))
                rows.append(
                    AnswerRow(page=page.key, label=translator(question.label), lines=lines, prefilled_since=since)
                )
    return tuple(rows)


def wording(draft: Draft, service: Service, route: Route) -> dict[str, Any]:
    """Return the wording to store: headings, labels and answer lines, in English for staff.

    “read” holds the same in the language it was read in, if that was not English.
    """
    result = {"pages": _worded(draft, service, route, Translator(service, ENGLISH))}
    translator = Translator(service, draft.language)
    return result if translator.language == ENGLISH else result | {"read": _worded(draft, service, route, translator)}


def _worded(draft: Draft, service: Service, route: Route, translator: Translator) -> list[Any]:
    summary = answer_summary(draft, service, route, translator)
    return [[name, [[row.label, list(row.lines)] for row in rows]] for name, rows in summary.sections]


def uprn_of(route: Route) -> int | None:
    """Return the property of the first address or spot on the route that has one."""
    for stored in route.answers.values():
        if isinstance(stored, dict) and stored.get("uprn"):
            return int(stored["uprn"])
    return None


def address_of(route: Route) -> tuple[str, str]:
    """Return the text and postcode of the first address if it has no property, for matching."""
    for stored in route.answers.values():
        if isinstance(stored, dict) and stored.get("lines"):
            return ("", "") if stored.get("uprn") else (", ".join(stored["lines"]), stored.get("postcode", ""))
    return "", ""


def facts_of(service: Service, route: Route, sources: dict[str, Any]) -> dict[str, Any]:
    """Return the facts that were stated or confirmed now, not merely prefilled."""
    questions = service.questions()
    return {
        questions[key].fact: stored
        for key, stored in route.answers.items()
        if key in questions
        and questions[key].fact
        and (not (sources.get(key) or {}).get("prefilled") or (sources.get(key) or {}).get("confirmed"))
    }


def edition_of(service: Service) -> str:
    """Return a hash that changes with any text of a service's definition."""
    return hashlib.sha256("\x1f".join(service.texts()).encode()).hexdigest()[:16]
