"""The command `borough bounces`: process bounced emails from the mail server."""

import argparse
import mailbox
import sys
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from borough.foundation.clock import now
from borough.messaging.actions.bounces import process_bounce, read_folder

BY = "command:bounces"


class Command(BaseCommand):
    """borough bounces [MAILDIR | -]."""

    help = "Process bounced emails from a Maildir, or one from standard input (-)."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Declare the arguments."""
        parser.add_argument("folder", nargs="?", default=settings.BOUNCES, help="default: BOROUGH_BOUNCES")

    def handle(self, *_: Any, **options: Any) -> None:
        """Process them and print the results."""
        folder = options["folder"]
        if folder == "-":
            self.stdout.write(process_bounce(by=BY, at=now(), content=sys.stdin.buffer.read()))
            return
        if not folder:
            raise CommandError("Name a Maildir, or set BOROUGH_BOUNCES to one.")
        try:
            counts = read_folder(by=BY, at=now(), folder=Path(folder))
        except (OSError, mailbox.Error) as error:
            raise CommandError(f"{folder} is no Maildir that can be read: {error}") from error
        for what, count in sorted(counts.items()):
            self.stdout.write(f"{what}: {count:,}")
        if not counts:
            self.stdout.write("Nothing new came back.")
