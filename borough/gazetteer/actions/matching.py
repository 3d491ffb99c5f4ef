"""Match address texts: by a staff decision on the text, otherwise by the matcher."""

import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from borough.address_match.answers import Answer, Candidate, Verdict
from borough.address_match.batch import pool
from borough.address_match.matcher import Index, Matcher
from borough.address_match.tables import StaleIndex, version_of
from borough.foundation.db import locks
from borough.gazetteer.queries import lines
from borough.gazetteer.queries.changed_since import changed_since
from borough.gazetteer.queries.decisions import DecisionInForce, changed_after, decisions_on, has_decisions
from borough.gazetteer.queries.export_rows import last_change
from borough.gazetteer.rules.address_questions import digest_of, reason_of
from borough.gazetteer.types.address_questions import Ruling
from borough.kernel.atomic_files import atomic_replace, fsync_tree

STAFF = "staff"  # replaces the model version
SINGLE_PROCESS_ROWS = 2_000  # fewer rows are not worth a second process
MAX_OVERLAY_CHANGES = 300  # changed properties handled individually since the last index build
Row = tuple[str, str]


def folder() -> Path:
    """Return the folder of data derived from the gazetteer for matching."""
    return Path(settings.HOME) / "matching"


def match(text: str, postcode: str = "") -> Answer:
    """Match an address text: the property, its probability, and reasons."""
    digest = digest_of(text, postcode)
    decided = decisions_on([digest])
    if digest in decided and decided[digest].uprn is not None:
        return _decision_answer(decided[digest])
    answer = match_with_engine(text, postcode)
    valid = valid_decisions(decided, {digest: answer})
    return _decision_answer(valid[digest]) if valid else answer


def match_with_engine(text: str, postcode: str = "") -> Answer:
    """Return the matcher's result without staff decisions, from the current gazetteer.

    The index is not rebuilt for a few changes that do not affect the address: at a million lines that takes
    minutes, and officers edit all day.
    """
    built = _last_built()
    changed = changed_since(built, MAX_OVERLAY_CHANGES) if built and built != last_change() else None
    if changed is not None:
        try:
            answer = _matcher(str(folder() / str(built))).match(text, postcode)
        except (StaleIndex, OSError):  # another process has just replaced it
            answer = None
        if answer and not _is_affected(answer, text, postcode, tuple(changed)):
            return answer
    return _matcher(str(prepare_index())).match(text, postcode)


def _last_built() -> int:
    """Return the gazetteer change of the last index build; 0 before the first."""
    versions = [
        int(path.name) for path in folder().glob("*") if path.name.isdecimal() and version_of(path) == path.name
    ]
    return max(versions, default=0)


def _is_affected(answer: Answer, text: str, postcode: str, changed: tuple[int, ...]) -> bool:
    """Return whether a changed property is among those an address may mean, before or after the change."""
    if set(changed) & {candidate.uprn for candidate in answer.candidates}:
        return True
    now_there = list(lines(uprns=changed)) if changed else []
    return bool(now_there) and Matcher(Index.of(now_there)).match(text, postcode).verdict is not Verdict.NO_MATCH


@lru_cache(maxsize=1)
def _matcher(place: str) -> Matcher:
    return Matcher(Index.open(Path(place)))


def prepare_index() -> Path:
    """Return the index folder of the current gazetteer, built if necessary; older ones are deleted."""
    newest = str(last_change())
    place = folder() / newest
    with locks.file_lock(folder() / "lock"):
        if version_of(place) == newest:
            return place
        draft = folder() / f"{newest}.made"
        Index.of(lines()).save(draft, newest)
        fsync_tree(draft)
        shutil.rmtree(place, ignore_errors=True)
        atomic_replace(draft, place)
        for old in folder().iterdir():
            if old.is_dir() and old != place:
                shutil.rmtree(old, ignore_errors=True)
    return place


def override_with_decisions(rows: Sequence[Row], answers: Sequence[Answer]) -> list[Answer]:
    """Return the matcher's results, replaced by staff decisions where there are any."""
    results = list(answers)
    if not rows or not has_decisions():
        return results
    digests = [digest_of(*row) for row in rows]
    valid = valid_decisions(decisions_on(set(digests)), dict(zip(digests, results, strict=True)))
    return [
        _decision_answer(valid[digest]) if digest in valid else answer
        for digest, answer in zip(digests, results, strict=True)
    ]


def valid_decisions(decided: dict[str, DecisionInForce], answers: dict[str, Answer]) -> dict[str, DecisionInForce]:
    """Return decisions by text, without “no property” decisions that a new property has overtaken.

    That is the case if the matcher is certain of a property added or changed since the decision.
    """
    sure = {
        answers[text].uprn: decision.change
        for text, decision in decided.items()
        if decision.uprn is None and answers[text].verdict is Verdict.ACCEPT
    }
    gained = changed_after({uprn: since for uprn, since in sure.items() if uprn is not None}) if sure else set()
    return {
        text: decision
        for text, decision in decided.items()
        if decision.uprn is not None or answers[text].uprn not in gained
    }


def _decision_answer(decision: DecisionInForce) -> Answer:
    why = (reason_of(decision.ruling, timezone.localdate(decision.decided_at)),)
    if decision.ruling is Ruling.PROPERTY and decision.uprn is not None:
        return Answer(Verdict.ACCEPT, decision.uprn, 1.0, 1.0, (Candidate(decision.uprn, 1.0, -1),), why, STAFF)
    return Answer(Verdict.NO_MATCH, None, 0.0, 0.0, (), why, STAFF)


@contextmanager
def batch_matcher() -> Iterator[Callable[[Sequence[Row]], list[Answer]]]:
    """Yield a function that matches many (text, postcode) rows at a time on every core, for the block."""
    with ExitStack() as stack:
        started: list[Callable[[Sequence[Row]], list[Answer]]] = []

        def answers(rows: Sequence[Row]) -> list[Answer]:
            if len(rows) < SINGLE_PROCESS_ROWS and not started:
                return override_with_decisions(rows, _matcher(str(prepare_index())).match_all(rows))
            if not started:
                started.append(stack.enter_context(pool(prepare_index(), os.cpu_count() or 1)))
            return override_with_decisions(rows, started[0](rows))

        yield answers
