"""What a face asks for as somebody goes through a service: each page as it is to be drawn, and counted as seen."""

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
    """A draft opened to be gone through: itself, its service, and the way it goes now."""

    draft: Draft
    service: Service
    route: Route
    translator: Translator


def open_draft(*, reference: str, today: date, at: datetime, language: str = "") -> OpenDraft:
    """Open a draft, to be read in its own language where none is named. Raises Gone."""
    draft = draft_of(reference)
    check_mandate(draft, at)
    service = service_of(draft.service)
    return OpenDraft(
        draft, service, route_of(draft, service, today=today, at=at), Translator(service, language or draft.language)
    )


def first_page(*, reference: str, today: date, at: datetime) -> str:
    """The page to begin with: what we hold, where there is something, else the first that is not done."""
    current = open_draft(reference=reference, today=today, at=at)
    prefilled = any(source.get("refund_reserved") for source in current.draft.sources.values())
    return PREFILLED if prefilled and not current.draft.version else current.route.next_key()


def page(
    *, reference: str, page: str, today: date, at: datetime, result: PageResult | None = None, row: int = 0,
    by_hand: bool = False, language: str = "",
) -> PageView | str:  # fmt: skip
    """A page to draw, or the key of the one to go to instead: it is not on the way, or what is before it is not done.

    by_hand: an address is to be typed line by line.
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
        }  # fmt: skip
        result = PageResult(raw=raw)
    return page_view(current.draft, current.route, step, current.translator, result, row)


def tasks(*, reference: str, today: date, at: datetime, language: str = "") -> tuple[Task, ...] | str:
    """The sections of a long service and how each stands, or the page to go to instead: it has none, or it ended."""
    current = open_draft(reference=reference, today=today, at=at, language=language)
    if not current.service.tasks or current.route.ended:
        return current.route.next_key()
    return tasks_of(current.service, current.route, current.translator)


def check(*, reference: str, today: date, at: datetime, language: str = "") -> AnswerSummary | str:
    """Check your answers, or the key of the page that is not done."""
    current = open_draft(reference=reference, today=today, at=at, language=language)
    if not current.route.complete:
        return current.route.next_key()
    with async_commit():
        count(on=today, service=current.draft.service, mode=current.draft.mode, page=CHECK, what="viewed")
    return check_answers.answer_summary(current.draft, current.service, current.route, current.translator)


def prefilled_rows(*, reference: str, today: date, at: datetime, language: str = "") -> tuple[AnswerRow, ...]:
    """What we hold of the person that this service uses."""
    current = open_draft(reference=reference, today=today, at=at, language=language)
    return check_answers.prefilled_rows(current.draft, current.service, current.translator)


def confirm_prefilled(*, at: datetime, reference: str) -> None:
    """The person has seen what we hold, and what they did not change is right."""
    with transaction.atomic():
        draft = Draft.objects.select_for_update().filter(reference=reference, state__in=("open", "handed")).first()
        if draft is None:  # sent or let go meanwhile
            return
        check_mandate(draft, at)
        for source in draft.sources.values():
            if source.get("refund_reserved"):
                source |= {"confirmed": at.isoformat()}
        draft.version, draft.saved_at = draft.version + 1, at
        draft.save(update_fields=["sources", "version", "saved_at"])


def mark_all_pages_done(*, at: datetime, reference: str) -> None:
    """Count every page whose questions are answered, or may be left, as sent: for answers that come all at once."""
    draft = draft_of(reference)
    service = service_of(draft.service)
    seen = [
        page.key for page in service.pages
        if all(question.key in draft.answers or question.optional for question in page.asks)
    ]  # fmt: skip
    Draft.objects.filter(pk=draft.pk, state__in=("open", "handed")).update(seen=seen, saved_at=at)


def set_language(*, reference: str, language: str) -> None:
    """Have an open draft read, and what is said of it written, in a language from now on; English where it has none."""
    draft = draft_of(reference)
    spoken = Translator(service_of(draft.service), language).language
    Draft.objects.filter(pk=draft.pk, state__in=("open", "handed")).exclude(language=spoken).update(language=spoken)
