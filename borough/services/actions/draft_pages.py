"""Page reads for front ends: build each page of a draft for display and count the view."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from borough.forms.pages import CHECK
from borough.forms.routing import Route
from borough.forms.service import Service
from borough.foundation.db.async_commit import async_commit
from borough.services.actions.page_stats import count
from borough.services.catalogue import service_of
from borough.services.models import Draft
from borough.services.queries import check_answers
from borough.services.queries.drafts import draft_of
from borough.services.queries.helper_access import check_mandate
from borough.services.queries.page_view import page_view
from borough.services.queries.route import route_of
from borough.services.queries.task_list import tasks_of
from borough.services.queries.translators import Translator
from borough.services.types import AnswerRow, AnswerSummary, PageResult, PageView, Task

PREFILLED = "prefilled"


@dataclass(frozen=True)
class OpenDraft:
    """An opened draft with its service, current route and translator."""

    draft: Draft
    service: Service
    route: Route
    translator: Translator


def open_draft(*, reference: str, today: date, at: datetime, language: str = "") -> OpenDraft:
    """Open a draft for display, in the draft's own language by default. Raises UnknownDraft."""
    draft = draft_of(reference)
    check_mandate(draft, at)
    service = service_of(draft.service)
    return OpenDraft(
        draft, service, route_of(draft, service, today=today, at=at), Translator(service, language or draft.language)
    )


def first_page(*, reference: str, today: date, at: datetime) -> str:
    """Return the key of the first page: the prefilled-data page if there is one, else the first incomplete page."""
    current = open_draft(reference=reference, today=today, at=at)
    prefilled = any(source.get("prefilled") for source in current.draft.sources.values())
    return PREFILLED if prefilled and not current.draft.version else current.route.next_key()


def page(
    *,
    reference: str,
    page: str,
    today: date,
    at: datetime,
    result: PageResult | None = None,
    row: int = 0,
    by_hand: bool = False,
    language: str = "",
) -> PageView | str:
    """Return a page view, or the key of the page to redirect to.

    Redirects when the page is not on the route or an earlier page is incomplete.
    by_hand: show the address question as separate address lines.
    """
    current = open_draft(reference=reference, today=today, at=at, language=language)
    step = current.route.step(page)
    if step is None:
        return current.route.next_key()
    if result is None:
        draft = current.draft
        with async_commit():
            what = "ended" if step.page.ends else "viewed"
            count(on=today, service=draft.service, mode=draft.mode, page=page, what=what)
    if by_hand and result is None:
        raw: Mapping[str, Any] = {
            question.key: {"by-hand": "1"} for question in step.asks if question.kind.component == "address"
        }
        result = PageResult(raw=raw)
    return page_view(current.draft, current.route, step, current.translator, result, row)


def tasks(*, reference: str, today: date, at: datetime, language: str = "") -> tuple[Task, ...] | str:
    """Return the task list of a long service, or the key of the page to redirect to.

    Redirects when the service has no task list or the route has ended.
    """
    current = open_draft(reference=reference, today=today, at=at, language=language)
    if not current.service.tasks or current.route.ended:
        return current.route.next_key()
    return tasks_of(current.service, current.route, current.translator)


def check(*, reference: str, today: date, at: datetime, language: str = "") -> AnswerSummary | str:
    """Return the check-your-answers page, or the key of the first incomplete page."""
    current = open_draft(reference=reference, today=today, at=at, language=language)
    if not current.route.complete:
        return current.route.next_key()
    with async_commit():
        count(on=today, service=current.draft.service, mode=current.draft.mode, page=CHECK, what="viewed")
    return check_answers.answer_summary(current.draft, current.service, current.route, current.translator)


def prefilled_rows(*, reference: str, today: date, at: datetime, language: str = "") -> tuple[AnswerRow, ...]:
    """Return the rows of stored data about the person that this service uses."""
    current = open_draft(reference=reference, today=today, at=at, language=language)
    return check_answers.prefilled_rows(current.draft, current.service, current.translator)


def confirm_prefilled(*, at: datetime, reference: str) -> None:
    """Record that the person has seen the prefilled data and confirmed what they did not change."""
    with transaction.atomic():
        draft = Draft.objects.select_for_update().filter(reference=reference, state__in=("open", "handed")).first()
        if draft is None:  # submitted or expired concurrently
            return
        check_mandate(draft, at)
        for source in draft.sources.values():
            if source.get("prefilled"):
                source |= {"confirmed": at.isoformat()}
        draft.version, draft.saved_at = draft.version + 1, at
        draft.save(update_fields=["sources", "version", "saved_at"])


def mark_all_pages_done(*, at: datetime, reference: str) -> None:
    """Mark every page whose questions are answered or optional as done, for answers submitted all at once."""
    draft = draft_of(reference)
    service = service_of(draft.service)
    seen = [
        page.key
        for page in service.pages
        if all(question.key in draft.answers or question.optional for question in page.asks)
    ]
    Draft.objects.filter(pk=draft.pk, state__in=("open", "handed")).update(seen=seen, saved_at=at)


def set_language(*, reference: str, language: str) -> None:
    """Set the language of a draft, for its pages and its messages; English if the service has no such translation."""
    draft = draft_of(reference)
    spoken = Translator(service_of(draft.service), language).language
    Draft.objects.filter(pk=draft.pk, state__in=("open", "handed")).exclude(language=spoken).update(language=spoken)
