"""A page of a draft for display: design system components with their options."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from borough.forms.conditions import is_met
from borough.forms.pages import Guidance, Page
from borough.forms.questions import Question
from borough.forms.routing import Route, Step
from borough.forms.rows import Rows
from borough.kernel.messages import msg
from borough.services.models import Draft
from borough.services.queries.components import draw
from borough.services.queries.files import without_viruses
from borough.services.queries.question_field import Field
from borough.services.queries.route import current_kind, fill_gaps
from borough.services.queries.translators import Translator
from borough.services.types import AnswerFault, PageResult, PageView
from borough.ui.markdown import render_markdown, sanitise_html


def page_view(
    draft: Draft, route: Route, step: Step, translator: Translator, result: PageResult | None = None, row: int = 0
) -> PageView:
    """Return the page of a step, with raw input and faults after a rejected submission.

    row: which row of a page of rows is asked, from 1; 0 for the list of rows.
    """
    page, faults = step.page, result.errors if result else ()
    rows = next((question for question in step.asks if isinstance(question.kind, Rows)), None)
    asks = step.asks
    if rows is not None and isinstance(rows.kind, Rows):
        stored = draft.answers.get(rows.key) or []
        row = row or (0 if stored or rows.optional else 1)  # optional rows are not asked until the user adds one
        asks = _row_asks(rows, rows.kind) if row else tuple(other for other in asks if other is not rows)
    alone = len(asks) == 1 and not _guidance(page, route) and not page.title
    fields: list[tuple[str, Mapping[str, Any]]] = []
    for question in asks:
        fields += draw(_field(draft, route, question, translator, result, rows=rows, row=row), heading=alone)
    heading = fill_gaps(translator(page.heading), route.context, translator)
    if rows is not None and rows.optional and not row and len(step.asks) == 1 and not page.title:
        heading = translator(msg("{question} (optional)", question=heading))
    return PageView(
        key=page.key,
        title=heading,
        heading=heading,
        heading_in_field=alone and bool(fields) and fields[0][0] not in {"heading", "hidden"},
        guidance=tuple(_guidance_html(page, route, translator)),
        fields=tuple(fields),
        errors=tuple(_summary(fault, route, step, translator) for fault in faults),
        before=route.before(page.key),
        button=translator(msg("Continue")),
        ends=page.ends,
        uploads=any(question.kind.component == "upload" for question in asks),
        rows=_rows(draft, rows, translator, row) if rows is not None else None,
        section=translator(page.section),
        prefilled=tuple(_prefilled(draft, step, translator)),
    )


def _guidance(page: Page, route: Route) -> list[Guidance]:
    return [guidance for guidance in page.guidance if is_met(guidance.only_if, route.context)]


def _guidance_html(page: Page, route: Route, translator: Translator) -> list[tuple[str, str, str]]:
    blocks: list[tuple[str, str, str]] = []
    for guidance in _guidance(page, route):
        how = "details" if guidance.summary else "inset" if guidance.inset else "text"
        text = translator(guidance.text)
        html = (
            sanitise_html(text)
            if guidance.html
            else render_markdown(fill_gaps(text, route.context, translator, for_prose=True))
        )
        blocks.append((how, translator(guidance.summary), html))
    return blocks


def _field(
    draft: Draft,
    route: Route,
    question: Question,
    translator: Translator,
    result: PageResult | None,
    *,
    rows: Question | None,
    row: int,
) -> Field:
    kind = current_kind(question, route.context)
    key, before = question.key, draft.answers.get(question.key)
    raw = kind.form_value(before) if before is not None else kind.form_value(None)
    if kind.component == "upload":
        raw = without_viruses(raw)
    faults = [fault for fault in (result.errors if result else ()) if fault.question == key]
    posted = result.raw if result else {}
    if rows is not None and row:
        column = key.removeprefix(f"{rows.key}-")
        stored_rows = draft.answers.get(rows.key) or []
        stored = stored_rows[row - 1].get(column) if row <= len(stored_rows) else None
        boxes = posted.get(rows.key)  # a dict for one row; a list when all saved rows were revalidated
        raw, posted = kind.form_value(stored), {key: boxes.get(column)} if isinstance(boxes, dict) else {}
        faults = _of_column(result, rows.key, column)
    return Field(
        key=key,
        kind=kind,
        ask=fill_gaps(translator(question.ask), route.context, translator),
        hint=fill_gaps(translator(question.hint), route.context, translator),
        optional=question.optional,
        raw=posted.get(key, raw),
        faults=tuple(faults),
        translator=translator,
        offers=tuple(result.choices.get(key, ())) if result else (),
        fact=question.fact,
    )


def _of_column(result: PageResult | None, key: str, column: str) -> list[AnswerFault]:
    faults = []
    for fault in result.errors if result else ():
        if fault.question == key and fault.part.split("-")[0] == column:
            faults.append(AnswerFault(fault.sentence, f"{key}-{column}", fault.part.partition("-")[2]))
    return faults


def _row_asks(rows: Question, kind: Rows) -> tuple[Question, ...]:
    """Return the columns of one row as separate questions."""
    return tuple(replace(column, key=f"{rows.key}-{column.key}") for column in kind.columns)


def _summary(fault: AnswerFault, route: Route, step: Step, translator: Translator) -> Mapping[str, str]:
    question = next((candidate for candidate in step.asks if candidate.key == fault.question), None)
    part = fault.part
    if question is not None and isinstance(question.kind, Rows):
        column = next((candidate for candidate in question.kind.columns if candidate.key == part.split("-")[0]), None)
        if column is not None and part == column.key and column.kind.first_part:
            part = f"{part}-{column.kind.first_part}"
    elif question is not None:
        kind = current_kind(question, route.context)
        part = part or kind.first_part
    target = "-".join(filter(None, [fault.question, part])) or "main-content"
    return {"text": translator(fault.sentence), "href": f"#{target}"}


def _rows(draft: Draft, question: Question, translator: Translator, row: int) -> Mapping[str, Any]:
    kind = question.kind
    if not isinstance(kind, Rows):
        return {}
    stored_rows = draft.answers.get(question.key) or []
    return {
        "key": question.key,
        "called": translator(kind.called),
        "number": row,
        "count": len(stored_rows),
        "most": kind.most,
        "least": kind.least,
        "optional": question.optional,
        "add": len(stored_rows) + 1,
        "hint": "" if row else translator(question.hint),
        "list": [
            [(translator(label), translator(text)) for label, text in kind.cells(stored_row)]
            for stored_row in stored_rows
        ],
    }


def _prefilled(draft: Draft, step: Step, translator: Translator) -> list[str]:
    """Return the labels of prefilled questions on this page."""
    return [
        translator(question.label) for question in step.asks if (draft.sources.get(question.key) or {}).get("prefilled")
    ]
