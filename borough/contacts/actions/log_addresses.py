"""Match the addresses of a log batch by batch, so that rows enter the ledger with property and ward."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING

from borough.contacts.actions.log_reader import Batch
from borough.contacts.actions.log_rows import FACTS, NULL, copy_escape
from borough.contacts.layouts import Layout
from borough.contacts.models import Contact
from borough.contacts.rules import placement

if TYPE_CHECKING:
    from borough.gazetteer.public import MatchAnswer, QueuedAddress

REFERENCE, DAY, WARD = 0, 4, 6 + FACTS.index("ward")  # column positions in a line


@dataclass
class PlacedBatch:
    """A batch with a property for each line, and the questions for staff by contact reference."""

    text: bytes
    matched: int = 0
    differ: int = 0
    questions: "list[QueuedAddress]" = field(default_factory=list)


@contextmanager
def placer_for(layout: Layout) -> Iterator[Callable[[Batch], PlacedBatch | None]]:
    """Yield a function that locates a batch's lines; it returns None if no row has an address."""
    if not layout.has_address:
        yield lambda _: None
        return
    from borough.gazetteer import public as gazetteer  # noqa: PLC0415 - large, and most logs have no addresses

    with gazetteer.batch_matcher() as answers:
        yield lambda batch: _place_batch(batch, answers([(text, code) for _, text, code in batch.addresses]))


def _place_batch(batch: Batch, answers: "list[MatchAnswer]") -> PlacedBatch:
    from borough.gazetteer import public as gazetteer  # noqa: PLC0415 - as above

    lines = [line.split("\t") for line in batch.text.decode().split("\n")[: batch.lines]]
    pairs = list(zip(batch.addresses, answers, strict=True))
    sure = {at: answer.uprn for (at, _, _), answer in pairs if answer.verdict == "accept" and answer.uprn}
    days = {at: date.fromisoformat(lines[at][DAY]) for at in sure}
    wards = gazetteer.wards_on({(uprn, days[at]) for at, uprn in sure.items()})
    placed = PlacedBatch(b"", matched=len(sure))
    for (at, text, code), answer in pairs:
        line, conflict = lines[at], ""
        if at in sure:
            ward, name = wards.get((sure[at], days[at]), ("", ""))
            if placement.wards_differ(line[WARD], ward, name):
                conflict, placed.differ = placement.conflict(line[WARD], name), placed.differ + 1
            line[WARD] = line[WARD] or copy_escape(name)
        if conflict or (at not in sure and answer.model != "staff"):
            placed.questions.append(gazetteer.QueuedAddress(line[REFERENCE], text, code, answer, conflict))
    placed.text = "".join("\t".join([*line, str(sure.get(at, NULL))]) + "\n" for at, line in enumerate(lines)).encode()
    return placed


def queue_for_staff(placed: PlacedBatch, *, by: str, at: datetime, all_new: bool) -> int:
    """Queue uncertain addresses of the lines that entered the ledger; return how many there are."""
    from borough.gazetteer import public as gazetteer  # noqa: PLC0415 - as above

    rows = placed.questions
    if not all_new:
        named = [question.source_id for question in rows]
        there = set(Contact.objects.filter(reference__in=named).values_list("reference", flat=True))
        rows = [question for question in rows if question.source_id in there]
    return gazetteer.queue_addresses(by=by, at=at, source="contact", rows=rows)
