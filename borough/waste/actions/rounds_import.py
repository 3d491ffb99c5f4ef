"""Import a list of rounds and their properties: new memberships start, missing ones end."""

import csv
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime
from itertools import islice
from pathlib import Path

from django.db import transaction

from borough.foundation import events
from borough.foundation.db import locks
from borough.gazetteer.public import known_uprns
from borough.kernel.references import new_reference
from borough.kernel.refusals import Refused
from borough.kernel.text import formula_safe
from borough.waste import catalogue
from borough.waste.actions import round_tables as tables
from borough.waste.models import Round
from borough.waste.rules import rounds as rules
from borough.waste.types.rounds import Loaded, RoundFacts, RoundLine, RoundsLoaded

AT_ONCE = 5_000
Row = dict[str, str]
Progress = Callable[[int], None]


class _DryRun(Exception):
    """Raised to roll back a dry run."""


def load_rounds(
    *,
    by: str,
    at: datetime,
    path: Path,
    since: date,
    rejects: Path,
    dry_run: bool = False,
    progress: Progress = lambda _read: None,
) -> Loaded:
    """Import a CSV list (see types.rounds.COLUMNS) as valid from a day on, atomically.

    It is the complete list of every stream it names: a property missing from a stream is removed from that
    stream's rounds; one whose line is rejected keeps its round. Rejected lines are written to rejects with the
    reason. dry_run: only report the effect. Raises Refused if the list cannot be read.
    """
    done = Loaded()
    try:
        with transaction.atomic():
            locks.lock("waste rounds")
            rounds = _copied(path, rejects, done, progress)
            done.accepted = tables.distinct()
            done.repeated = done.read - done.rejected - done.accepted
            done.rounds = _rounds(rounds, at)
            done.ended = tables.end_others({facts.stream for facts in rounds.values()}, since, at)
            done.begun = tables.begin_new(since, at)
            _publish_loaded(by, at, done)
            if dry_run:
                raise _DryRun
    except _DryRun:
        return done
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise Refused(f"{path.name} cannot be read: {error}. Save it as CSV in UTF-8") from error
    return done


def _publish_loaded(by: str, at: datetime, done: Loaded) -> None:
    number = new_reference()
    events.record_and_publish(
        RoundsLoaded(number, done.begun, done.ended),
        by=by,
        at=at,
        verb="waste.load_rounds",
        subject=f"rounds:{number}",
        detail={"read": done.read, "rejected": done.rejected, "begun": done.begun, "ended": done.ended},
    )


def _copied(path: Path, rejects: Path, done: Loaded, progress: Progress) -> dict[str, RoundFacts]:
    """Copy valid lines to the database, write rejects, and return the rounds by code."""
    rounds: dict[str, RoundFacts] = {}
    tables.create_table()
    with path.open(encoding="utf-8-sig", newline="") as source, rejects.open("w", newline="") as refused:
        reader = csv.DictReader(source, restval="")
        names = list(reader.fieldnames or [])
        rules.check_header([name.strip() for name in names])
        out = csv.writer(refused)
        out.writerow(["row", "reason", *names])
        for batch in _batches(enumerate(reader, 2)):
            parsed = list(_read(batch, rounds))
            tables.copy(line for _number, row, item in parsed if (line := _copyable(row, item)))
            wrong = [(number, row, item) for number, row, item in parsed if isinstance(item, str)]
            out.writerows([n, why, *(formula_safe(row.get(name) or "") for name in names)] for n, row, why in wrong)
            done.read, done.rejected = done.read + len(parsed), done.rejected + len(wrong)
            progress(done.read)
    tables.analyse()
    return rounds


def _batches(rows: Iterable[tuple[int, Row]]) -> Iterator[list[tuple[int, Row]]]:
    remaining = iter(rows)
    while batch := list(islice(remaining, AT_ONCE)):
        yield batch


def _read(batch: list[tuple[int, Row]], rounds: dict[str, RoundFacts]) -> Iterator[tuple[int, Row, RoundLine | str]]:
    """Yield each row with its line, or with the reason for rejection."""
    there = known_uprns({uprn for _number, row in batch if (uprn := rules.uprn_of(row["uprn"]))})
    streams = catalogue.streams()
    for number, row in batch:
        try:
            line = rules.line_of(row, streams)
        except Refused as refused:
            yield number, row, str(refused)
            continue
        if line.uprn not in there:
            yield number, row, "There is no property with that UPRN in the gazetteer"
        elif rounds.setdefault(line.code, line.facts) != line.facts:
            yield number, row, "An earlier row says otherwise of the same round"
        else:
            yield number, row, line


def _copyable(row: Row, line: RoundLine | str) -> tables.Copied | None:
    """Return a row's copy tuple: a property with a rejected row is not removed from its round."""
    if not isinstance(line, str):
        return line.uprn, line.facts.stream, line.code
    uprn, stream = rules.uprn_of(row["uprn"]), row["stream"].strip()
    return (uprn, stream, "") if uprn and stream in catalogue.streams() else None


def _rounds(rounds: dict[str, RoundFacts], at: datetime) -> int:
    """Save new and changed rounds; return how many."""
    existing = {item.code: item for item in Round.objects.filter(code__in=rounds)}
    changed = 0
    for code, facts in rounds.items():
        row = existing.get(code) or Round(code=code)
        listed_facts = RoundFacts(row.stream, row.first_on, row.every_weeks, row.crew)
        if row.pk is None or listed_facts != facts:
            row.stream, row.first_on, row.every_weeks, row.crew = facts
            row.changed_at = at
            row.save()
            changed += 1
    return changed
