"""The words of `borough places` for what is due to receivers, and for the council's ranges of numbers."""

import argparse
import json
from typing import Any

from django.core.management.base import CommandError, OutputWrapper

from borough.foundation.clock import now
from borough.kernel.refusals import Refused
from borough.places.layouts import BadLayout
from borough.places.public import maintenance
from borough.places.types.due import DueState, ReceiverShown
from borough.places.types.numbers import NumberKind

BY = "system:exporter"


def add_words(words: Any) -> None:
    """Describe the words."""
    due: argparse.ArgumentParser = words.add_parser("due", help="what changed since each receiver's last supply")
    act = due.add_mutually_exclusive_group()
    act.add_argument("--add", metavar="NAME", help="add a receiver")
    act.add_argument("--make", metavar="NAME", help="make the supply that is due to a receiver, and say where it is")
    act.add_argument("--give", metavar="NAME", help="mark the supply that was made as given: the next begins after it")
    act.add_argument("--drop", metavar="NAME", help="drop the supply that was made; what was in it stays due")
    due.add_argument("--layout", default="dtf-7.3", help="of a receiver that is added")
    due.add_argument("--json", action="store_true", help="one line for each receiver as JSON")
    own = words.add_parser("range", help="say which UPRNs or USRNs the council may give out")
    own.add_argument("kind", choices=[kind.value for kind in NumberKind])
    own.add_argument("first", type=int)
    own.add_argument("last", type=int)


def add_range(out: OutputWrapper, options: dict[str, Any]) -> None:
    """Add a range of numbers, and list them all."""
    try:
        maintenance.add_range(
            by=BY, at=now(), kind=NumberKind(options["kind"]), first=options["first"], last=options["last"]
        )
    except Refused as refused:
        raise CommandError(f"{refused}.") from refused
    for one in maintenance.ranges():
        out.write(f"{one.kind}\t{one.first}\t{one.last}\t{one.left:,} left")


def run(out: OutputWrapper, options: dict[str, Any]) -> None:
    """Do as asked, then say what is due to each receiver."""
    try:
        if options["add"]:
            maintenance.add_receiver(by=BY, at=now(), name=options["add"], layout=options["layout"])
        if options["make"]:
            _make(out, _named(options["make"]))
        for verb, settle in (("give", maintenance.give_due), ("drop", maintenance.drop_due)):
            if options[verb]:
                settle(by=BY, at=now(), number=_made(_named(options[verb])))
        for one in maintenance.receivers():
            _tell(out, one, as_json=options["json"])
    except (Refused, BadLayout) as wrong:
        raise CommandError(f"{wrong}.") from wrong


def _named(name: str) -> ReceiverShown:
    for one in maintenance.receivers():
        if one.name == name:
            return one
    raise Refused(f"There is no receiver {name}. Add one with --add")


def _made(one: ReceiverShown) -> int:
    found = maintenance.open_supply(one.id)
    if found is None or found.state is not DueState.MADE:
        raise Refused(f"There is no supply to {one.name} that was made and not given. Make it with --make")
    return found.id


def _make(out: OutputWrapper, one: ReceiverShown) -> None:
    """Make a supply here and now; the worker that was asked as well finds it made."""
    number = maintenance.ask_due(by=BY, at=now(), receiver=one.id)
    maintenance.make_due(by=BY, at=now(), number=number)
    path = maintenance.open_due(by=BY, at=now(), receiver=one.id, number=number)
    out.write(f"Supply {number} to {one.name} is in {path}. Send it, then: borough places due --give “{one.name}”")


def _tell(out: OutputWrapper, one: ReceiverShown, *, as_json: bool) -> None:
    due = maintenance.due_since(maintenance.layout_of(one.layout), one.since)
    if as_json:
        out.write(json.dumps({"receiver": one.name, "layout": one.layout, "since": one.since, "due": dict(due)}))
        return
    words = {"I": "new", "U": "changed", "D": "withdrawn"}
    told = [f"{name}: " + ", ".join(f"{n:,} {words[change]}" for change, n in counts.items()) for name, counts in due]
    out.write(f"{one.name} ({one.layout}), after change {one.since}: {'; '.join(told) or 'nothing is due'}")


WORDS = {"due": run, "range": add_range}
