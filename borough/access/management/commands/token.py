"""The command `borough token`: create and revoke API tokens."""

import argparse
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from borough.access.public import create_token, revoke_token
from borough.foundation.clock import now
from borough.kernel.refusals import Refused

BY = "command:token"


class Command(BaseCommand):
    """borough token create --name NAME --scope SCOPE ... [--expires DAY] | borough token revoke NUMBER."""

    help = "Create or revoke an API token; a token is displayed once."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Declare the arguments."""
        subparsers = parser.add_subparsers(dest="word", required=True)
        create = subparsers.add_parser("create", help="create a token and print its secret, this once")
        create.add_argument("--name", required=True, help="the token's purpose")
        create.add_argument("--scope", action="append", required=True, help="a scope; may be repeated")
        create.add_argument("--expires", type=date.fromisoformat, help="its last day, such as 2027-03-31")
        revoke = subparsers.add_parser("revoke", help="end a token now")
        revoke.add_argument("number", type=int)

    def handle(self, *_: Any, **options: Any) -> None:
        """Run the subcommand. Only the secret goes to standard output, so that it can be redirected to a file."""
        if options["word"] == "revoke":
            if not revoke_token(by=BY, at=now(), token_id=options["number"]):
                raise CommandError(f"There is no token {options['number']} that works.")
            self.stderr.write(f"Token {options['number']} no longer works.")
            return
        try:
            new_token = create_token(
                by=BY, at=now(), name=options["name"], scopes=options["scope"], expires_at=_end_of(options["expires"])
            )
        except Refused as refused:
            raise CommandError(str(refused)) from refused
        self.stderr.write(f"Token {new_token.token_id} is made. Copy it now: it is not shown again.")
        self.stdout.write(new_token.secret)


def _end_of(day: date | None) -> datetime | None:
    """Return the end of a day in the council's time zone."""
    if day is None:
        return None
    ends = datetime.combine(day + timedelta(days=1), time(), ZoneInfo(settings.TIME_ZONE))
    if ends <= now():
        raise CommandError(f"{day} is past. Give a day to come.")
    return ends
