"""Take in a page that was sent: settle its answers, keep them, and say which page is next."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction

from borough.foundation.files import File
from borough.kernel.sentences import kept
from borough.services.actions.beginning import KEPT, SAVED
from borough.services.actions.places import Choose, Look, locate
from borough.services.actions.uploads import keep_files
from borough.services.actions.visits import count
from borough.services.catalogue import service_of
from borough.services.grammar.conditions import put
from borough.services.grammar.errors import Wrong
from borough.services.grammar.kinds import Kind, Posted, Upload
from borough.services.grammar.pages import CHECK, TASKS
from borough.services.grammar.questions import Question
from borough.services.grammar.rows import Rows, SeveralWrong
from borough.services.grammar.service import Service
from borough.services.grammar.walking import Ground, Step, Way
from borough.services.models import Draft
from borough.services.queries.helping import check_stands
from borough.services.queries.ways import kind_now, way_of
from borough.services.types import Fault, Gone, Heard, Offer

Files = Mapping[str, Sequence[File]]


@dataclass(frozen=True)
class Form:
    """What a page sent: its fields, and its files by question."""

    posted: Posted
    files: Files


class Taken:
    """What of a page was settled, what was wrong, and what was typed."""

    def __init__(self) -> None:
        self.answers: dict[str, Any] = {}
        self.shown: dict[str, tuple[str, ...]] = {}
        self.faults: list[Fault] = []
        self.raw: dict[str, Any] = {}
        self.choices: dict[str, tuple[Offer, ...]] = {}
        self.looks = False  # at a map: nothing is settled, and nothing is wrong yet


def locked(reference: str, at: datetime) -> Draft:
    """The open draft of a reference, held until the transaction ends. Raises Gone, to a helper who may no more too."""
    draft = Draft.objects.select_for_update().filter(reference=reference, state__in=("open", "handed")).first()
    if draft is None:
        raise Gone(reference)
    check_stands(draft, at)
    return draft


def answer(
    *, by: str, at: datetime, today: date, reference: str, page: str, posted: Posted, files: Files | None = None,
    changing: bool = False,
) -> Heard:  # fmt: skip
    """Take in a page of a draft. Where something is wrong nothing of it is kept, and what was typed is given back.

    changing: it was opened from the check page, and goes back there unless there is more to ask. Raises Gone.
    """
    with transaction.atomic():
        draft = locked(reference, at)
        service = service_of(draft.service)
        way = way_of(draft, service, today=today, at=at)
        step = way.step(page)
        if step is None or step.page.ends:
            return Heard(next_key=way.next_key())
        taken = _take(step, way.ground, draft, Form(posted, files or {}), today, at)
        if taken.looks:
            return Heard(raw=taken.raw)
        if taken.faults or taken.choices:
            if taken.faults:
                count(on=today, service=draft.service, mode=draft.mode, page=page, what="refused")
            return Heard(errors=tuple(taken.faults), raw=taken.raw, choices=taken.choices)
        _keep(draft, step, taken, by=by, at=at)
        count(on=today, service=draft.service, mode=draft.mode, page=page, what="passed")
        return Heard(next_key=_next(draft, service, page, changing, today, at))


def _next(draft: Draft, service: Service, page: str, changing: bool, today: date, at: datetime) -> str:
    way = way_of(draft, service, today=today, at=at)
    if changing:
        return way.next_key()
    if way.ended:
        count(on=today, service=draft.service, mode=draft.mode, page=way.ended.key, what="ended")
    following = way.after(page)
    while following != CHECK and _held(draft, way, following):
        following = way.after(following)
    return following if following in (CHECK, TASKS) or way.step(following) else way.next_key()


def _held(draft: Draft, way: Way, page: str) -> bool:
    """Whether all a page asks is held, so that it is shown where answers are checked and not asked."""
    step = way.step(page)
    sources = [draft.sources.get(question.key) or {} for question in step.asks] if step else []
    return bool(sources) and all(one.get("held") and not one.get("old") for one in sources)


def _take(step: Step, ground: Ground, draft: Draft, form: Form, today: date, at: datetime) -> Taken:
    taken = Taken()
    for question in step.asks:
        kind = kind_now(question, ground)
        if isinstance(kind, Rows):  # its rows were kept one by one; the page asks whether that is all
            stored = draft.answers.get(question.key)
            settle(taken, question, kind, kind.typed(stored), today, again=stored)
            continue
        raw = kind.gather(question.key, form.posted)
        if isinstance(kind, Upload):
            raw, faults = keep_files(draft, question, kind, raw, form.files.get(question.key, ()), at=at)
            if faults:  # what is wrong with the file says enough: not also that none was chosen
                taken.raw[question.key], taken.faults = raw, taken.faults + faults
                continue
        settle(taken, question, kind, raw, today)
    if not taken.faults and not taken.choices and not taken.looks:
        refuse(step, ground, taken)
    return taken


def settle(
    taken: Taken, question: Question, kind: Kind, raw: Any, today: date, again: Any = None
) -> None:  # fmt: skip
    """Settle one question, or say what is wrong with it; `again` is an answer settled before."""
    taken.raw[question.key] = raw
    asked = question.asked(today)
    try:
        stored = kind.again(again, asked) if again is not None else kind.settle(locate(kind, raw, asked), asked)
    except Look as look:
        taken.raw[question.key], taken.looks = look.raw, True
    except Choose as choose:
        taken.choices[question.key] = choose.offers
        taken.faults += [Fault(choose.wrong.said, question.key, choose.wrong.part)] if choose.wrong else []
    except SeveralWrong as several:
        taken.faults += [Fault(one.said, question.key, one.part) for one in several.wrong]
    except Wrong as wrong:
        said = question.wrong if question.wrong and wrong.said != question.missing else wrong.said
        taken.faults.append(Fault(said, question.key, wrong.part))
    else:
        if stored is not None:
            taken.answers[question.key] = stored
            if getattr(kind, "looked_up", ""):
                taken.shown[question.key] = kind.lines(stored)


def refuse(step: Step, ground: Ground, taken: Taken) -> None:
    """Ask the rules of the questions and of the page, which see the page's answers with those before it."""
    for question in step.asks:
        stored = taken.answers.get(question.key)
        ground.learn(question.key, None if stored is None else question.kind.value(stored))
    for question in step.asks:
        taken.faults += [Fault(said, question.key) for rule in question.refuses if (said := put(rule, ground))]
    first = step.asks[0].key if step.asks else ""
    taken.faults += [Fault(said, first) for rule in step.page.refuses if (said := put(rule, ground))]


def _keep(draft: Draft, step: Step, taken: Taken, *, by: str, at: datetime) -> None:
    put_in(draft, step, taken, by=by, at=at)
    touch(draft, at)


def put_in(draft: Draft, step: Step, taken: Taken, *, by: str, at: datetime) -> None:
    """Put a page's answers into a draft, with whose they are; it is not saved by this."""
    for question in step.asks:
        stored = taken.answers.get(question.key)
        if stored is None:
            draft.answers.pop(question.key, None)
            draft.sources.pop(question.key, None)
            continue
        before, source = draft.answers.get(question.key), draft.sources.get(question.key) or {}
        if before != stored or not source.get("held"):
            source = {"by": by, "at": at.isoformat()}
        else:
            source = source | {"confirmed": at.isoformat(), "old": False}
        if question.key in taken.shown:
            source["shown"] = [kept(line) for line in taken.shown[question.key]]
        draft.answers[question.key], draft.sources[question.key] = stored, source
    if step.page.key not in draft.seen:
        draft.seen.append(step.page.key)


def touch(draft: Draft, at: datetime) -> None:
    """Save a draft, and have it kept for its full time from now; a helper's, no longer than it was begun for."""
    kept: timedelta = max(draft.expires_at - draft.saved_at, KEPT)
    draft.saved_at, draft.version = at, draft.version + 1
    if not draft.mandate:
        draft.expires_at = at + min(kept, SAVED)
    draft.save(update_fields=["answers", "sources", "seen", "saved_at", "expires_at", "version"])
