"""Answer what an address text means: by what staff decided on that text, else by the engine."""

import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from borough.foundation import locks
from borough.foundation.durable import keep_tree, put_in_place
from borough.places.matching.answers import Answer, Candidate, Verdict
from borough.places.matching.batch import pool
from borough.places.matching.matcher import Index, Matcher
from borough.places.matching.tables import StaleIndex, note_of
from borough.places.queries import lines
from borough.places.queries.decisions import InForce, any_decided, decisions_on, entered_after
from borough.places.queries.given_out import last_change
from borough.places.queries.touched import touched
from borough.places.rules.asking import digest_of, reason_of
from borough.places.types.asking import Ruling

STAFF = "staff"  # in the place of a model's version
FEW = 2_000  # rows that are not worth a second process
FEW_CHANGES = 300  # properties changed since the engine was made ready that are looked at by themselves
Row = tuple[str, str]


def folder() -> Path:
    """Where what is made of the gazetteer for matching is kept."""
    return Path(settings.HOME) / "matching"


def match(text: str, postcode: str = "") -> Answer:
    """The property an address as written means, how sure that is, and why."""
    digest = digest_of(text, postcode)
    decided = decisions_on([digest])
    if digest in decided and decided[digest].uprn is not None:
        return _decided(decided[digest])
    answer = by_engine(text, postcode)
    held = holding(decided, {digest: answer})
    return _decided(held[digest]) if held else answer


def by_engine(text: str, postcode: str = "") -> Answer:
    """The answer of the engine alone, from the gazetteer as it is now.

    What the engine stands on is not made anew for a few changes that do not concern the address: at a million lines
    that takes minutes, and an officer edits all day.
    """
    made = _last_made()
    changed = touched(made, FEW_CHANGES) if made and made != last_change() else None
    if changed is not None:
        try:
            answer = _matcher(str(folder() / str(made))).match(text, postcode)
        except (StaleIndex, OSError):  # another process has just put a newer one in its place
            answer = None
        if answer and not _concerned(answer, text, postcode, tuple(changed)):
            return answer
    return _matcher(str(made_ready())).match(text, postcode)


def _last_made() -> int:
    """The change of the gazetteer that the engine was last made ready for; 0 before the first time."""
    found = [int(one.name) for one in folder().glob("*") if one.name.isdecimal() and note_of(one) == one.name]
    return max(found, default=0)


def _concerned(answer: Answer, text: str, postcode: str, changed: tuple[int, ...]) -> bool:
    """Whether a changed property is among those an address may mean, as it was or as it is now."""
    if set(changed) & {one.uprn for one in answer.candidates}:
        return True
    now_there = list(lines(uprns=changed)) if changed else []
    return bool(now_there) and Matcher(Index.of(now_there)).match(text, postcode).verdict is not Verdict.NOT_FOUND


@lru_cache(maxsize=1)
def _matcher(place: str) -> Matcher:
    return Matcher(Index.open(Path(place)))


def made_ready() -> Path:
    """The folder of the gazetteer as it is now, made ready for matching if it was not; older ones are removed."""
    newest = str(last_change())
    place = folder() / newest
    with locks.held_file(folder() / "lock"):
        if note_of(place) == newest:
            return place
        draft = folder() / f"{newest}.made"
        Index.of(lines()).save(draft, newest)
        keep_tree(draft)
        shutil.rmtree(place, ignore_errors=True)
        put_in_place(draft, place)
        for old in folder().iterdir():
            if old.is_dir() and old != place:
                shutil.rmtree(old, ignore_errors=True)
    return place


def with_decisions(rows: Sequence[Row], answers: Sequence[Answer]) -> list[Answer]:
    """The engine's answers, those on texts that staff decided on replaced by what they decided."""
    given = list(answers)
    if not rows or not any_decided():
        return given
    digests = [digest_of(*row) for row in rows]
    held = holding(decisions_on(set(digests)), dict(zip(digests, given, strict=True)))
    return [_decided(held[one]) if one in held else answer for one, answer in zip(digests, given, strict=True)]


def holding(decided: dict[str, InForce], answers: dict[str, Answer]) -> dict[str, InForce]:
    """Decisions by text, without those that no property is meant where the gazetteer has gained the one that is.

    That is so where the engine is sure of a property which was entered or changed since the decision.
    """
    sure = {
        answers[text].uprn: one.change
        for text, one in decided.items()
        if one.uprn is None and answers[text].verdict is Verdict.ACCEPT
    }
    gained = entered_after({uprn: since for uprn, since in sure.items() if uprn is not None}) if sure else set()
    return {text: one for text, one in decided.items() if one.uprn is not None or answers[text].uprn not in gained}


def _decided(one: InForce) -> Answer:
    why = (reason_of(one.ruling, timezone.localdate(one.decided_at)),)
    if one.ruling is Ruling.PROPERTY and one.uprn is not None:
        return Answer(Verdict.ACCEPT, one.uprn, 1.0, 1.0, (Candidate(one.uprn, 1.0, -1),), why, STAFF)
    return Answer(Verdict.NOT_FOUND, None, 0.0, 0.0, (), why, STAFF)


@contextmanager
def matching() -> Iterator[Callable[[Sequence[Row]], list[Answer]]]:
    """A function that answers many (text, postcode) rows at a time on every core, for the length of a block."""
    with ExitStack() as stack:
        started: list[Callable[[Sequence[Row]], list[Answer]]] = []

        def answers(rows: Sequence[Row]) -> list[Answer]:
            if len(rows) < FEW and not started:
                return with_decisions(rows, _matcher(str(made_ready())).match_all(rows))
            if not started:
                started.append(stack.enter_context(pool(made_ready(), os.cpu_count() or 1)))
            return with_decisions(rows, started[0](rows))

        yield answers
