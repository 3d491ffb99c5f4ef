"""Subcommands of `borough gazetteer` for the change feed and the council's number ranges."""

import argparse
import json
from typing import Any

from django.core.management.base import CommandError, OutputWrapper

from borough.foundation.clock import now
from borough.gazetteer.layouts import BadLayout
from borough.gazetteer.public import maintenance
from borough.gazetteer.types.change_feed import FeedState, ReceiverDetail
from borough.gazetteer.types.numbers import NumberKind
from borough.kernel.refusals import Refused

BY = "system:exporter"


def add_subcommands(subparsers: Any) -> None:
    """Declare the subcommands."""
    due: argparse.ArgumentParser = subparsers.add_parser("feed", help="what changed since each receiver's last supply")
    act = due.add_mutually_exclusive_group()
    act.add_argument("--add", metavar="NAME", help="add a receiver")
    act.add_argument("--create", metavar="NAME", help="create the supply due to a receiver, and print its path")
    act.add_argument(
        "--delivered", metavar="NAME", help="mark the open supply as delivered; the next one starts after it"
    )
    act.add_argument("--drop", metavar="NAME", help="discard the open supply; its changes stay due")
    due.add_argument("--layout", default="dtf-7.3", help="the layout of the receiver to add")
    due.add_argument("--json", action="store_true", help="print one line of JSON for each receiver")
    own = subparsers.add_parser("range", help="say which UPRNs or USRNs the council may give out")
    own.add_argument("kind", choices=[kind.value for kind in NumberKind])
    own.add_argument("first", type=int)
    own.add_argument("last", type=int)


def add_range(out: OutputWrapper, options: dict[str, Any]) -> None:
    """Add a number range, and list all."""
    try:
        maintenance.add_range(
            by=BY, at=now(), kind=NumberKind(options["kind"]), first=options["first"], last=options["last"]
        )
    except Refused as refused:
        raise CommandError(f"{refused}.") from refused
    for number_range in maintenance.ranges():
        out.write(f"{number_range.kind}\t{number_range.first}\t{number_range.last}\t{number_range.left:,} left")


def run(out: OutputWrapper, options: dict[str, Any]) -> None:
    """Run the subcommand, then print the pending changes of each receiver."""
    try:
        if options["add"]:
            maintenance.add_receiver(by=BY, at=now(), name=options["add"], layout=options["layout"])
        if options["create"]:
            _make(out, _named(options["create"]))
        for verb, settle in (("delivered", maintenance.deliver_feed_supply), ("drop", maintenance.drop_feed_supply)):
            if options[verb]:
                settle(by=BY, at=now(), number=_unsent_supply(_named(options[verb])))
        for receiver in maintenance.receivers():
            _print_due(out, receiver, as_json=options["json"])
    except (Refused, BadLayout) as wrong:
        raise CommandError(f"{wrong}.") from wrong


def _named(name: str) -> ReceiverDetail:
    for receiver in maintenance.receivers():
        if receiver.name == name:
            return receiver
    raise Refused(f"There is no receiver {name}. Add one with --add")


def _unsent_supply(receiver: ReceiverDetail) -> int:
    supply = maintenance.open_feed_supply(receiver.id)
    if supply is None or supply.state is not FeedState.CREATED:
        raise Refused(
            f"There is no supply to {receiver.name} that was created and not delivered. Create it with --create"
        )
    return supply.id


def _make(out: OutputWrapper, receiver: ReceiverDetail) -> None:
    """Create a supply at once; the queued worker job finds it done."""
    number = maintenance.request_feed_supply(by=BY, at=now(), receiver=receiver.id)
    maintenance.create_feed_supply(by=BY, at=now(), number=number)
    path = maintenance.open_feed_file(by=BY, at=now(), receiver=receiver.id, number=number)
    out.write(
        f"Supply {number} to {receiver.name} is in {path}. Send it, then run: "
        f"borough gazetteer feed --delivered “{receiver.name}”"
    )


def _print_due(out: OutputWrapper, receiver: ReceiverDetail, *, as_json: bool) -> None:
    due = maintenance.pending_changes(maintenance.layout_of(receiver.layout), receiver.since)
    if as_json:
        out.write(
            json.dumps(
                {"receiver": receiver.name, "layout": receiver.layout, "since": receiver.since, "due": dict(due)}
            )
        )
        return
    labels = {"I": "new", "U": "changed", "D": "withdrawn"}
    parts = [f"{name}: " + ", ".join(f"{n:,} {labels[change]}" for change, n in counts.items()) for name, counts in due]
    out.write(
        f"{receiver.name} ({receiver.layout}), after change {receiver.since}: {'; '.join(parts) or 'nothing is due'}"
    )


SUBCOMMANDS = {"feed": run, "range": add_range}
