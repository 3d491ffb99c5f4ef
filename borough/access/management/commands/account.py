"""The command `borough account`: create an account, such as a council's first administrator."""

import argparse
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.urls import reverse

from borough.access.public import AccountKind, invite
from borough.foundation.clock import now
from borough.kernel.refusals import Refused


class Command(BaseCommand):
    """borough account create --email ADDRESS --name NAME [--kind staff] [--role ROLE ...]."""

    help = "Create an account. Its owner sets the password with a code sent to the email address."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Declare the arguments."""
        subparsers = parser.add_subparsers(dest="word", required=True)
        create = subparsers.add_parser("create", help="create an account, without a password")
        create.add_argument("--email", required=True)
        create.add_argument("--name", required=True)
        create.add_argument("--kind", choices=[kind.value for kind in AccountKind], default=AccountKind.STAFF.value)
        create.add_argument("--role", action="append", default=[], help="a role such as administrator; may be repeated")

    def handle(self, *_: Any, **options: Any) -> None:
        """Create the account and print how its owner gets started."""
        if "@" not in options["email"].strip("@"):
            raise CommandError("Give an email address, like name@example.com.")
        try:
            account_id = invite(
                by="command:account",
                at=now(),
                kind=AccountKind(options["kind"]),
                email=options["email"],
                name=options["name"],
                roles=tuple(options["role"]),
                council=settings.COUNCIL_NAME,
            )
        except Refused as refused:
            raise CommandError(str(refused)) from refused
        page = settings.PUBLIC_URL.rstrip("/") + reverse("account_reset_password")
        self.stdout.write(f"Account {options['kind']}:{account_id} is made. Its owner chooses a password at {page}")
        if not settings.MAIL_URL:
            self.stdout.write(f"No mail server is set (BOROUGH_MAIL_URL), so the code is written to {settings.OUTBOX}")
