"""Match the addresses of a log batch by batch, so that its rows enter the ledger with their property and ward."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING

from borough.contacts.actions.log_reader import Batch
from borough.contacts.actions.log_rows import FACTS, NULL, escaped
from borough.contacts.layouts import Layout
from borough.contacts.models import Contact
from borough.contacts.rules import placing

if TYPE_CHECKING:
    from borough.places.public import MatchAnswer, ToQueue

REFERENCE, DAY, WARD = 0, 4, 6 + FACTS.index("ward")  # where they stand in a line


@dataclass
class Placed:
    """A batch with the property of each line after it, and what is to be put before staff, by reference."""

    text: bytes
    found: int = 0
    differ: int = 0
    questions: "list[ToQueue]" = field(default_factory=list)


@contextmanager
def placing_of(layout: Layout) -> Iterator[Callable[[Batch], Placed | None]]:
    """A function that places the lines of a batch, for the length of a block; it gives None where no row has one."""
    if not layout.asks:
        yield lambda _: None
        return
    from borough.places import public as places  # noqa: PLC0415 - large, and most logs have no addresses

    with places.matching() as answers:
        yield lambda batch: _placed(batch, answers([(text, code) for _, text, code in batch.asked]))


def _placed(batch: Batch, answers: "list[MatchAnswer]") -> Placed:
    from borough.places import public as places  # noqa: PLC0415 - as above

    lines = [line.split("\t") for line in batch.text.decode().split("\n")[: batch.lines]]
    told = list(zip(batch.asked, answers, strict=True))
    sure = {at: answer.uprn for (at, _, _), answer in told if answer.verdict == "accept" and answer.uprn}
    days = {at: date.fromisoformat(lines[at][DAY]) for at in sure}
    wards = places.wards_on({(uprn, days[at]) for at, uprn in sure.items()})
    placed = Placed(b"", found=len(sure))
    for (at, text, code), answer in told:
        line, conflict = lines[at], ""
        if at in sure:
            ward, name = wards.get((sure[at], days[at]), ("", ""))
            if placing.wards_differ(line[WARD], ward, name):
                conflict, placed.differ = placing.conflict(line[WARD], name), placed.differ + 1
            line[WARD] = line[WARD] or escaped(name)
        if conflict or (at not in sure and answer.model != "staff"):
            placed.questions.append(places.ToQueue(line[REFERENCE], text, code, answer, conflict))
    placed.text = "".join("\t".join([*line, str(sure.get(at, NULL))]) + "\n" for at, line in enumerate(lines)).encode()
    return placed


def put_before_staff(placed: Placed, *, by: str, at: datetime, all_new: bool) -> int:
    """Keep what is not sure of the lines that entered the ledger as questions; returns how many there are."""
    from borough.places import public as places  # noqa: PLC0415 - as above

    rows = placed.questions
    if not all_new:
        named = [one.source_id for one in rows]
        there = set(Contact.objects.filter(reference__in=named).values_list("reference", flat=True))
        rows = [one for one in rows if one.source_id in there]
    return places.queue_addresses(by=by, at=at, source="contact", rows=rows)
