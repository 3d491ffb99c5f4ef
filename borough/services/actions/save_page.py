"""Save a submitted page: parse and store its answers, and find the next page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction

from borough.forms.conditions import evaluate
from borough.forms.errors import InvalidAnswer
from borough.forms.kinds import Kind, Posted, Upload
from borough.forms.pages import CHECK, TASKS
from borough.forms.questions import Question
from borough.forms.routing import Context, Route, Step
from borough.forms.rows import InvalidRow, Rows
from borough.forms.service import Service
from borough.foundation.files import File
from borough.kernel.messages import to_stored
from borough.services.actions.page_stats import count
from borough.services.actions.places import NeedsChoice, NeedsMap, locate
from borough.services.actions.start_draft import SAVED_LIFETIME, UNSAVED_LIFETIME
from borough.services.actions.uploads import store_files
from borough.services.catalogue import service_of
from borough.services.models import Draft
from borough.services.queries.helper_access import check_mandate
from borough.services.queries.route import current_kind, route_of
from borough.services.types import AnswerFault, PageResult, PlaceOption, UnknownDraft

Files = Mapping[str, Sequence[File]]


@dataclass(frozen=True)
class Form:
    """A submitted page: its fields, and its files by question."""

    posted: Posted
    files: Files


class ParsedPage:
    """The parse result of a page: valid answers, faults and raw input."""

    def __init__(self) -> None:
        self.answers: dict[str, Any] = {}
        self.display_lines: dict[str, tuple[str, ...]] = {}
        self.faults: list[AnswerFault] = []
        self.raw: dict[str, Any] = {}
        self.choices: dict[str, tuple[PlaceOption, ...]] = {}
        self.needs_map = False  # show the map: nothing is parsed and there is no fault yet


def get_draft_for_update(reference: str, at: datetime) -> Draft:
    """Return an open draft, locked until the transaction ends.

    Raises UnknownDraft, also for a helper whose mandate no longer allows it.
    """
    draft = Draft.objects.select_for_update().filter(reference=reference, state__in=("open", "handed")).first()
    if draft is None:
        raise UnknownDraft(reference)
    check_mandate(draft, at)
    return draft


def answer(
    *,
    by: str,
    at: datetime,
    today: date,
    reference: str,
    page: str,
    posted: Posted,
    files: Files | None = None,
    changing: bool = False,
) -> PageResult:
    """Save a page of a draft. If anything is invalid, nothing is saved and the raw input is returned.

    changing: the page was opened from check your answers, and returns there unless more must be asked.
    Raises UnknownDraft.
    """
    with transaction.atomic():
        draft = get_draft_for_update(reference, at)
        service = service_of(draft.service)
        route = route_of(draft, service, today=today, at=at)
        step = route.step(page)
        if step is None or step.page.ends:
            return PageResult(next_key=route.next_key())
        parsed = _parse_page(step, route.context, draft, Form(posted, files or {}), today, at)
        if parsed.needs_map:
            return PageResult(raw=parsed.raw)
        if parsed.faults or parsed.choices:
            if parsed.faults:
                count(on=today, service=draft.service, mode=draft.mode, page=page, what="refused")
            return PageResult(errors=tuple(parsed.faults), raw=parsed.raw, choices=parsed.choices)
        _save(draft, step, parsed, by=by, at=at)
        count(on=today, service=draft.service, mode=draft.mode, page=page, what="passed")
        return PageResult(next_key=_next(draft, service, page, changing, today, at))


def _next(draft: Draft, service: Service, page: str, changing: bool, today: date, at: datetime) -> str:
    route = route_of(draft, service, today=today, at=at)
    if changing:
        return route.next_key()
    if route.ended:
        count(on=today, service=draft.service, mode=draft.mode, page=route.ended.key, what="ended")
    following = route.after(page)
    while following != CHECK and _is_prefilled(draft, route, following):
        following = route.after(following)
    return following if following in (CHECK, TASKS) or route.step(following) else route.next_key()


def _is_prefilled(draft: Draft, route: Route, page: str) -> bool:
    """Return whether all answers of a page are prefilled, so that it is only shown on check your answers."""
    step = route.step(page)
    sources = [draft.sources.get(question.key) or {} for question in step.asks] if step else []
    return bool(sources) and all(source.get("prefilled") and not source.get("old") for source in sources)


def _parse_page(step: Step, context: Context, draft: Draft, form: Form, today: date, at: datetime) -> ParsedPage:
    parsed = ParsedPage()
    for question in step.asks:
        kind = current_kind(question, context)
        if isinstance(kind, Rows):  # rows are saved one by one; the page asks only whether they are complete
            stored = draft.answers.get(question.key)
            parse_question(parsed, question, kind, kind.form_value(stored), today, again=stored)
            continue
        raw = kind.gather(question.key, form.posted)
        if isinstance(kind, Upload):
            raw, faults = store_files(draft, question, kind, raw, form.files.get(question.key, ()), at=at)
            if faults:  # the file's fault is enough: do not also report it as missing
                parsed.raw[question.key], parsed.faults = raw, parsed.faults + faults
                continue
        parse_question(parsed, question, kind, raw, today)
    if not parsed.faults and not parsed.choices and not parsed.needs_map:
        check_rules(step, context, parsed)
    return parsed


def parse_question(
    parsed: ParsedPage, question: Question, kind: Kind, raw: Any, today: date, again: Any = None
) -> None:
    """Parse one question and record its answer or fault; `again` is a stored answer to revalidate."""
    parsed.raw[question.key] = raw
    info = question.info(today)
    try:
        stored = kind.revalidate(again, info) if again is not None else kind.clean(locate(kind, raw, info), info)
    except NeedsMap as look:
        parsed.raw[question.key], parsed.needs_map = look.raw, True
    except NeedsChoice as choose:
        parsed.choices[question.key] = choose.offers
        parsed.faults += [AnswerFault(choose.wrong.message, question.key, choose.wrong.part)] if choose.wrong else []
    except InvalidRow as several:
        parsed.faults += [AnswerFault(error.message, question.key, error.part) for error in several.wrong]
    except InvalidAnswer as wrong:
        message = question.wrong if question.wrong and wrong.message != question.missing else wrong.message
        parsed.faults.append(AnswerFault(message, question.key, wrong.part))
    else:
        if stored is not None:
            parsed.answers[question.key] = stored
            if getattr(kind, "looked_up", ""):
                parsed.display_lines[question.key] = kind.lines(stored)


def check_rules(step: Step, context: Context, parsed: ParsedPage) -> None:
    """Evaluate the rules of the questions and of the page against the page's and all earlier answers."""
    for question in step.asks:
        stored = parsed.answers.get(question.key)
        context.add_answer(question.key, None if stored is None else question.kind.value(stored))
    for question in step.asks:
        parsed.faults += [
            AnswerFault(message, question.key) for rule in question.refuses if (message := evaluate(rule, context))
        ]
    first = step.asks[0].key if step.asks else ""
    parsed.faults += [AnswerFault(message, first) for rule in step.page.refuses if (message := evaluate(rule, context))]


def _save(draft: Draft, step: Step, parsed: ParsedPage, *, by: str, at: datetime) -> None:
    apply_answers(draft, step, parsed, by=by, at=at)
    touch(draft, at)


def apply_answers(draft: Draft, step: Step, parsed: ParsedPage, *, by: str, at: datetime) -> None:
    """Put a page's answers and their sources into a draft, without saving it."""
    for question in step.asks:
        stored = parsed.answers.get(question.key)
        if stored is None:
            draft.answers.pop(question.key, None)
            draft.sources.pop(question.key, None)
            continue
        before, source = draft.answers.get(question.key), draft.sources.get(question.key) or {}
        if before != stored or not source.get("prefilled"):
            source = {"by": by, "at": at.isoformat()}
        else:
            source = source | {"confirmed": at.isoformat(), "old": False}
        if question.key in parsed.display_lines:
            source["display_lines"] = [to_stored(line) for line in parsed.display_lines[question.key]]
        draft.answers[question.key], draft.sources[question.key] = stored, source
    if step.page.key not in draft.seen:
        draft.seen.append(step.page.key)


def touch(draft: Draft, at: datetime) -> None:
    """Save a draft and renew its lifetime; a helper's draft keeps its original expiry."""
    lifetime: timedelta = max(draft.expires_at - draft.saved_at, UNSAVED_LIFETIME)
    draft.saved_at, draft.version = at, draft.version + 1
    if not draft.mandate:
        draft.expires_at = at + min(lifetime, SAVED_LIFETIME)
    draft.save(update_fields=["answers", "sources", "seen", "saved_at", "expires_at", "version"])
