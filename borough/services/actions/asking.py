"""What a face asks for as somebody goes through a service: each page as it is to be drawn, and counted as seen."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from borough.foundation.light import lightly
from borough.services.actions.visits import count
from borough.services.catalogue import service_of
from borough.services.grammar.pages import CHECK
from borough.services.grammar.service import Service
from borough.services.grammar.walking import Way
from borough.services.models import Draft
from borough.services.queries import checking
from borough.services.queries.drafts import draft_of
from borough.services.queries.helping import check_stands
from borough.services.queries.listing import tasks_of
from borough.services.queries.showing import show
from borough.services.queries.tongues import Tongue
from borough.services.queries.ways import way_of
from borough.services.types import Checked, Heard, Row, Shown, Task

HELD = "held"


@dataclass(frozen=True)
class Asking:
    """A draft opened to be gone through: itself, its service, and the way it goes now."""

    draft: Draft
    service: Service
    way: Way
    tongue: Tongue


def opened(*, reference: str, today: date, at: datetime, language: str = "") -> Asking:
    """Open a draft, to be read in its own language where none is named. Raises Gone."""
    draft = draft_of(reference)
    check_stands(draft, at)
    service = service_of(draft.service)
    return Asking(
        draft, service, way_of(draft, service, today=today, at=at), Tongue(service, language or draft.language)
    )


def first(*, reference: str, today: date, at: datetime) -> str:
    """The page to begin with: what we hold, where there is something, else the first that is not done."""
    asking = opened(reference=reference, today=today, at=at)
    held = any(source.get("held") for source in asking.draft.sources.values())
    return HELD if held and not asking.draft.version else asking.way.next_key()


def page(
    *, reference: str, page: str, today: date, at: datetime, heard: Heard | None = None, row: int = 0,
    by_hand: bool = False, language: str = "",
) -> Shown | str:  # fmt: skip
    """A page to draw, or the key of the one to go to instead: it is not on the way, or what is before it is not done.

    by_hand: an address is to be typed line by line.
    """
    asking = opened(reference=reference, today=today, at=at, language=language)
    step = asking.way.step(page)
    if step is None:
        return asking.way.next_key()
    if heard is None:
        draft = asking.draft
        with lightly():
            what = "ended" if step.page.ends else "shown"
            count(on=today, service=draft.service, mode=draft.mode, page=page, what=what)
    if by_hand and heard is None:
        raw: Mapping[str, Any] = {
            one.key: {"by-hand": "1"} for one in step.asks if one.kind.component == "address"
        }  # fmt: skip
        heard = Heard(raw=raw)
    return show(asking.draft, asking.way, step, asking.tongue, heard, row)


def tasks(*, reference: str, today: date, at: datetime, language: str = "") -> tuple[Task, ...] | str:
    """The sections of a long service and how each stands, or the page to go to instead: it has none, or it ended."""
    asking = opened(reference=reference, today=today, at=at, language=language)
    if not asking.service.tasks or asking.way.ended:
        return asking.way.next_key()
    return tasks_of(asking.service, asking.way, asking.tongue)


def check(*, reference: str, today: date, at: datetime, language: str = "") -> Checked | str:
    """Check your answers, or the key of the page that is not done."""
    asking = opened(reference=reference, today=today, at=at, language=language)
    if not asking.way.complete:
        return asking.way.next_key()
    with lightly():
        count(on=today, service=asking.draft.service, mode=asking.draft.mode, page=CHECK, what="shown")
    return checking.checked(asking.draft, asking.service, asking.way, asking.tongue)


def held(*, reference: str, today: date, at: datetime, language: str = "") -> tuple[Row, ...]:
    """What we hold of the person that this service uses."""
    asking = opened(reference=reference, today=today, at=at, language=language)
    return checking.held_rows(asking.draft, asking.service, asking.tongue)


def confirm_held(*, at: datetime, reference: str) -> None:
    """The person has seen what we hold, and what they did not change is right."""
    with transaction.atomic():
        draft = Draft.objects.select_for_update().filter(reference=reference, state__in=("open", "handed")).first()
        if draft is None:  # sent or let go meanwhile
            return
        check_stands(draft, at)
        for source in draft.sources.values():
            if source.get("held"):
                source |= {"confirmed": at.isoformat()}
        draft.version, draft.saved_at = draft.version + 1, at
        draft.save(update_fields=["sources", "version", "saved_at"])


def pass_all(*, at: datetime, reference: str) -> None:
    """Count every page whose questions are answered, or may be left, as sent: for answers that come all at once."""
    draft = draft_of(reference)
    service = service_of(draft.service)
    seen = [
        page.key for page in service.pages
        if all(one.key in draft.answers or one.optional for one in page.asks)
    ]  # fmt: skip
    Draft.objects.filter(pk=draft.pk, state__in=("open", "handed")).update(seen=seen, saved_at=at)


def speak(*, reference: str, language: str) -> None:
    """Have an open draft read, and what is said of it written, in a language from now on; English where it has none."""
    draft = draft_of(reference)
    spoken = Tongue(service_of(draft.service), language).language
    Draft.objects.filter(pk=draft.pk, state__in=("open", "handed")).exclude(language=spoken).update(language=spoken)
