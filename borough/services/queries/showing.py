"""A page of a draft as a face draws it: components of the design system with their options."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from borough.kernel.sentences import say
from borough.services.grammar.conditions import holds
from borough.services.grammar.pages import Page, Words
from borough.services.grammar.questions import Question
from borough.services.grammar.rows import Rows
from borough.services.grammar.walking import Step, Way
from borough.services.models import Draft
from borough.services.queries.field import Field
from borough.services.queries.fields import draw
from borough.services.queries.files import without_viruses
from borough.services.queries.tongues import Tongue
from borough.services.queries.ways import kind_now, piped
from borough.services.types import Fault, Heard, Shown
from borough.ui.prose import cleaned, prose


def show(draft: Draft, way: Way, step: Step, tongue: Tongue, heard: Heard | None = None, row: int = 0) -> Shown:
    """The page of a step; after it was sent and not taken, with what was typed and what is wrong.

    row: which row of a page of rows is asked, from 1; 0 for the list of them.
    """
    page, faults = step.page, heard.errors if heard else ()
    rows = next((question for question in step.asks if isinstance(question.kind, Rows)), None)
    asks = step.asks
    if rows is not None and isinstance(rows.kind, Rows):
        stored = draft.answers.get(rows.key) or []
        row = row or (0 if stored or rows.optional else 1)  # what may be left empty is not asked before it is wanted
        asks = _row_asks(rows, rows.kind) if row else tuple(one for one in asks if one is not rows)
    alone = len(asks) == 1 and not _words(page, way) and not page.title
    fields: list[tuple[str, Mapping[str, Any]]] = []
    for question in asks:
        fields += draw(_field(draft, way, question, tongue, heard, rows=rows, row=row), heading=alone)
    heading = piped(tongue(page.heading), way.ground, tongue)
    if rows is not None and rows.optional and not row and len(step.asks) == 1 and not page.title:
        heading = tongue(say("{question} (optional)", question=heading))
    return Shown(
        key=page.key, title=heading, heading=heading,
        heading_in_field=alone and bool(fields) and fields[0][0] not in {"heading", "hidden"},
        words=tuple(_shown_words(page, way, tongue)), fields=tuple(fields),
        errors=tuple(_summary(fault, way, step, tongue) for fault in faults),
        before=way.before(page.key), button=tongue(say("Continue")), ends=page.ends,
        uploads=any(question.kind.component == "upload" for question in asks),
        rows=_rows(draft, rows, tongue, row) if rows is not None else None, section=tongue(page.section),
        held=tuple(_held(draft, step, tongue)),
    )  # fmt: skip


def _words(page: Page, way: Way) -> list[Words]:
    return [one for one in page.words if holds(one.only_if, way.ground)]


def _shown_words(page: Page, way: Way, tongue: Tongue) -> list[tuple[str, str, str]]:
    found: list[tuple[str, str, str]] = []
    for one in _words(page, way):
        how = "details" if one.summary else "inset" if one.inset else "text"
        text = tongue(one.text)
        made = cleaned(text) if one.html else prose(piped(text, way.ground, tongue, for_prose=True))
        found.append((how, tongue(one.summary), made))
    return found


def _field(
    draft: Draft, way: Way, question: Question, tongue: Tongue, heard: Heard | None, *, rows: Question | None, row: int
) -> Field:  # fmt: skip
    kind = kind_now(question, way.ground)
    key, before = question.key, draft.answers.get(question.key)
    raw = kind.typed(before) if before is not None else kind.typed(None)
    if kind.component == "upload":
        raw = without_viruses(raw)
    faults = [fault for fault in (heard.errors if heard else ()) if fault.question == key]
    given = heard.raw if heard else {}
    if rows is not None and row:
        column = key.removeprefix(f"{rows.key}-")
        held = draft.answers.get(rows.key) or []
        stored = held[row - 1].get(column) if row <= len(held) else None
        boxes = given.get(rows.key)  # of one row; a list where all rows that are kept were settled anew
        raw, given = kind.typed(stored), {key: boxes.get(column)} if isinstance(boxes, dict) else {}
        faults = _of_column(heard, rows.key, column)
    return Field(
        key=key, kind=kind, ask=piped(tongue(question.ask), way.ground, tongue),
        hint=piped(tongue(question.hint), way.ground, tongue), optional=question.optional,
        raw=given.get(key, raw), faults=tuple(faults), tongue=tongue,
        offers=tuple(heard.choices.get(key, ())) if heard else (), fact=question.fact,
    )  # fmt: skip


def _of_column(heard: Heard | None, key: str, column: str) -> list[Fault]:
    found = []
    for fault in heard.errors if heard else ():
        if fault.question == key and fault.part.split("-")[0] == column:
            found.append(Fault(fault.sentence, f"{key}-{column}", fault.part.partition("-")[2]))
    return found


def _row_asks(rows: Question, kind: Rows) -> tuple[Question, ...]:
    """The columns of one row as questions of their own."""
    return tuple(replace(column, key=f"{rows.key}-{column.key}") for column in kind.columns)


def _summary(fault: Fault, way: Way, step: Step, tongue: Tongue) -> Mapping[str, str]:
    question = next((one for one in step.asks if one.key == fault.question), None)
    part = fault.part
    if question is not None and isinstance(question.kind, Rows):
        column = next((one for one in question.kind.columns if one.key == part.split("-")[0]), None)
        if column is not None and part == column.key and column.kind.first_part:
            part = f"{part}-{column.kind.first_part}"
    elif question is not None:
        kind = kind_now(question, way.ground)
        part = part or kind.first_part
    target = "-".join(filter(None, [fault.question, part])) or "main-content"
    return {"text": tongue(fault.sentence), "href": f"#{target}"}


def _rows(draft: Draft, question: Question, tongue: Tongue, row: int) -> Mapping[str, Any]:
    kind = question.kind
    if not isinstance(kind, Rows):
        return {}
    held = draft.answers.get(question.key) or []
    return {
        "key": question.key, "called": tongue(kind.called), "number": row, "count": len(held),
        "most": kind.most, "least": kind.least, "optional": question.optional,
        "add": len(held) + 1, "hint": "" if row else tongue(question.hint),
        "list": [[(tongue(label), tongue(text)) for label, text in kind.cells(one)] for one in held],
    }  # fmt: skip


def _held(draft: Draft, step: Step, tongue: Tongue) -> list[str]:
    """What on this page is put in because we hold it."""
    return [tongue(one.label) for one in step.asks if (draft.sources.get(one.key) or {}).get("held")]
