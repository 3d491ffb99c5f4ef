"""Add, change and delete the rows of a repeatable question."""

from datetime import date, datetime

from django.db import transaction

from borough.forms.errors import InvalidAnswer
from borough.forms.kinds import Posted
from borough.forms.rows import InvalidRow, Rows
from borough.services.actions.page_stats import count
from borough.services.actions.save_page import get_draft_for_update, touch
from borough.services.catalogue import service_of
from borough.services.models import Draft
from borough.services.queries.route import route_of
from borough.services.types import AnswerFault, PageResult, UnknownDraft


def rows_question(draft: Draft, page: str, today: date, at: datetime) -> tuple[str, Rows]:
    """Return the key and kind of a page's row question. Raises UnknownDraft if there is none or it is off the route."""
    step = route_of(draft, service_of(draft.service), today=today, at=at).step(page)
    for question in step.asks if step else ():
        if isinstance(question.kind, Rows):
            return question.key, question.kind
    raise UnknownDraft(page)


def save_row(
    *, by: str, at: datetime, today: date, reference: str, page: str, number: int, posted: Posted
) -> PageResult:
    """Save a row: the number-th (from 1), or a new one if there are fewer. Raises UnknownDraft."""
    with transaction.atomic():
        draft = get_draft_for_update(reference, at)
        key, kind = rows_question(draft, page, today, at)
        question = service_of(draft.service).questions()[key]
        rows = list(draft.answers.get(key) or [])
        raw = kind.gather(key, posted)
        try:
            if number > len(rows) and len(rows) >= kind.most:
                raise InvalidAnswer("You can only add up to {most}", most=kind.most)
            row = kind.clean_row(raw, question.info(today))
        except InvalidAnswer as wrong:
            several = wrong.wrong if isinstance(wrong, InvalidRow) else [wrong]
            count(on=today, service=draft.service, mode=draft.mode, page=page, what="refused")
            return PageResult(
                errors=tuple(AnswerFault(error.message, key, error.part) for error in several), raw={key: raw}
            )
        rows[number - 1 : number] = [row]
        draft.answers[key] = rows
        draft.sources[key] = {"by": by, "at": at.isoformat()}
        _open_again(draft, page)
        touch(draft, at)
    return PageResult(next_key=page)


def drop_row(*, at: datetime, today: date, reference: str, page: str, number: int) -> None:
    """Delete the number-th row. Raises UnknownDraft."""
    with transaction.atomic():
        draft = get_draft_for_update(reference, at)
        key, _ = rows_question(draft, page, today, at)
        rows = list(draft.answers.get(key) or [])
        if 1 <= number <= len(rows):
            del rows[number - 1]
        draft.answers[key] = rows
        if not rows:
            draft.answers.pop(key)
        _open_again(draft, page)
        touch(draft, at)


def _open_again(draft: Draft, page: str) -> None:
    """Mark the page as not done, so that it must be submitted again."""
    if page in draft.seen:
        draft.seen.remove(page)
